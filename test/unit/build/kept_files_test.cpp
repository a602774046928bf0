#include "build/kept_files.hpp"

#include <cstdlib>

#include "base/files.hpp"
#include "test/support/catch.hpp"

namespace vitac {
namespace {

std::string names(std::vector<Companion> const& files) {
  std::string all;
  for (auto const& file : files) all += file.name + "=" + file.bytes + " ";
  return all;
}

TEST_CASE("kept files are those of the last build of the same document") {
  auto cache = WorkFolder::make().value();
  auto before = std::getenv("XDG_CACHE_HOME") ? std::getenv("XDG_CACHE_HOME") : std::string{};
  ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
  KeptFiles kept("a"), other("b");
  ::setenv("XDG_CACHE_HOME", "/dev/null", 1);
  KeptFiles nowhere("a");
  before.empty() ? ::unsetenv("XDG_CACHE_HOME") : ::setenv("XDG_CACHE_HOME", before.c_str(), 1);

  CHECK(kept.read().empty());
  kept.write({{"document.toc", "2"}, {"document.aux", "1"}});
  CHECK(names(kept.read()) == "document.aux=1 document.toc=2 ");
  CHECK(other.read().empty());
  kept.write({{"document.aux", "3"}});
  CHECK(names(kept.read()) == "document.aux=3 ");

  nowhere.write({{"document.aux", "1"}});
  CHECK(nowhere.read().empty());
}

}  // namespace
}  // namespace vitac
