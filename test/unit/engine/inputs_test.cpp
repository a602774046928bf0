#include "engine/inputs.hpp"

#include "base/files.hpp"
#include "test/support/catch.hpp"

namespace vitac {
namespace {

TEST_CASE("what an engine read is taken from its recording, its own folder apart") {
  auto files = recorded_inputs(
      "PWD /tmp/x\n"
      "INPUT /usr/b.sty\n"
      "INPUT ./document.tex\n"
      "INPUT document.aux\n"
      "OUTPUT /tmp/y\n"
      "INPUT /usr/a b.cls\n"
      "INPUT /usr/b.sty\n");
  CHECK(files == std::vector<std::filesystem::path>{"/usr/a b.cls", "/usr/b.sty"});
  CHECK(recorded_inputs("").empty());
}

TEST_CASE("stamps hold as long as every file has its size and time, and what was missing is missing") {
  auto folder = WorkFolder::make().value();
  auto one = folder.path() / "one of them", other = folder.path() / "other", none = folder.path() / "none";
  REQUIRE(Files().write(one, "1"));
  REQUIRE(Files().write(other, "2"));
  auto stamps = stamps_of({one, other, none});
  CHECK(are_as_stamped(stamps));
  CHECK(are_as_stamped(""));
  SECTION("another size") {
    REQUIRE(Files().write(one, "11"));
  }
  SECTION("another time") {
    std::filesystem::last_write_time(other,
                                     std::filesystem::file_time_type::clock::now() + std::chrono::seconds(2));
  }
  SECTION("gone") {
    std::filesystem::remove(one);
  }
  SECTION("come") {
    REQUIRE(Files().write(none, ""));
  }
  CHECK(!are_as_stamped(stamps));
}

TEST_CASE("the lists of the trees that files stand in are inputs too") {
  auto folder = WorkFolder::make().value();
  REQUIRE(make_folders(folder.path() / "tree/tex/latex"));
  auto list = folder.path() / "tree/ls-R", file = folder.path() / "tree/tex/latex/x.sty";
  REQUIRE(Files().write(list, ""));
  auto with = with_lists({file});
  CHECK(std::ranges::count(with, list) == 1);
  CHECK(with.front() == file);
}

}  // namespace
}  // namespace vitac
