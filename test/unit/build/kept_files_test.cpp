#include "build/kept_files.hpp"

#include <cstdlib>

#include "base/files.hpp"
#include "engine/inputs.hpp"
#include "test/support/catch.hpp"

namespace vitac {
namespace {

std::string names(std::vector<Companion> const& files) {
  std::string all;
  for (auto const& file : files) all += file.name + "=" + file.bytes + " ";
  return all;
}

Typeset ended(std::vector<Companion> kept) {
  Typeset result;
  result.how = Typeset::done;
  result.pdf = "a PDF";
  result.raw_log = "a log";
  result.kept = std::move(kept);
  return result;
}

TEST_CASE("kept files are those of the last build of the same document") {
  auto cache = WorkFolder::make().value();
  auto before = std::getenv("XDG_CACHE_HOME") ? std::getenv("XDG_CACHE_HOME") : std::string{};
  ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
  KeptFiles kept("a"), other("b");
  ::setenv("XDG_CACHE_HOME", "/dev/null", 1);
  KeptFiles nowhere("a");
  before.empty() ? ::unsetenv("XDG_CACHE_HOME") : ::setenv("XDG_CACHE_HOME", before.c_str(), 1);

  CHECK(kept.feedback().empty());
  kept.write(ended({{"document.toc", "2"}, {"document.aux", "1"}}), "x", 0);
  CHECK(names(kept.feedback()) == "document.aux=1 document.toc=2 ");
  CHECK(other.feedback().empty());
  kept.write(ended({{"document.aux", "3"}}), "x", 0);
  CHECK(names(kept.feedback()) == "document.aux=3 ");

  nowhere.write(ended({{"document.aux", "1"}}), "x", 0);
  CHECK(nowhere.feedback().empty());

  SECTION("and what came of it, as long as all it was made of is the same") {
    auto input = cache.path() / "input";
    REQUIRE(Files().write(input, "1"));
    auto result = ended({});
    result.inputs = stamps_of({input});
    kept.write(result, "x", 7);
    REQUIRE(kept.result("x"));
    CHECK(kept.result("x")->typeset.pdf == "a PDF");
    CHECK(kept.result("x")->typeset.raw_log == "a log");
    CHECK(kept.result("x")->typeset.how == Typeset::done);
    CHECK(kept.result("x")->typeset.inputs == result.inputs);
    CHECK(kept.result("x")->left_out == 7);
    CHECK(!kept.result("y"));
    CHECK(!other.result("x"));
    REQUIRE(Files().write(input, "22"));
    CHECK(!kept.result("x"));
  }
  SECTION("which is not kept when TeX does not say what it was made of") {
    kept.write(ended({}), "x", 0);
    CHECK(!kept.result("x"));
  }
}

}  // namespace
}  // namespace vitac
