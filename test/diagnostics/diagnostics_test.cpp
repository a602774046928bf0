#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// Each NAME.yaml is a record with a mistake; NAME.expected is what vitac says of it and, in its last line,
// the exit status. `VITAC_APPROVE=1` writes what is said now.
TEST_CASE("every mistake gets its words, at its place") {
  auto folder = source_folder() / "test/diagnostics";
  std::vector<fs::path> cases;
  for (auto const& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".yaml") cases.push_back(file.path());
  std::sort(cases.begin(), cases.end());
  REQUIRE(!cases.empty());
  for (auto const& path : cases) {
    TemporaryFolder out;
    auto said = vitac::test::vitac(
        {"build", path.filename().string(), "-t", "tex", "-q", "-o", out.path().string() + "/"},
        {.folder = folder.string()});
    auto found = fmt::format("{}exit {}\n", said.err, said.status);
    auto expected = fs::path(path).replace_extension(".expected");
    if (std::getenv("VITAC_APPROVE")) std::ofstream(expected) << found;
    CAPTURE(path.filename().string());
    CHECK(found == read_file(expected));
  }
}
