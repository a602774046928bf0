#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// The records with mistakes in a folder.
std::vector<fs::path> records_in(fs::path const& folder) {
  std::vector<fs::path> found;
  for (auto const& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".yaml") found.push_back(file.path());
  std::sort(found.begin(), found.end());
  REQUIRE(!found.empty());
  return found;
}

/// What vitac says of a record of the folder and, in the last line, its exit status.
std::string said_of(fs::path const& record, fs::path const& folder) {
  TemporaryFolder out;
  auto said = vitac::test::vitac(
      {"build", record.filename().string(), "-t", "tex", "-q", "-o", out.path().string() + "/"},
      {.folder = folder.string()});
  return fmt::format("{}exit {}\n", said.err, said.status);
}

}  // namespace

// Each NAME.yaml is a record with a mistake; NAME.expected is what vitac says of it. `VITAC_APPROVE=1` writes
// what is said now.
TEST_CASE("every mistake gets its words, at its place") {
  auto folder = source_folder() / "test/diagnostics";
  for (auto const& path : records_in(folder)) {
    auto found = said_of(path, folder);
    auto expected = fs::path(path).replace_extension(".expected");
    if (std::getenv("VITAC_APPROVE")) std::ofstream(expected) << found;
    CAPTURE(path.filename().string());
    CHECK(found == read_file(expected));
  }
}

TEST_CASE("a record saved with the line ends of Windows gets the same words") {
  auto folder = source_folder() / "test/diagnostics";
  TemporaryFolder copy;
  fs::copy(folder, copy.path(), fs::copy_options::recursive);
  for (auto const& file : fs::recursive_directory_iterator(copy.path())) {
    if (!file.is_regular_file()) continue;
    auto text = read_file(file.path());
    if (text.find_first_of(std::string_view("\r\0", 2)) != std::string::npos) continue;
    std::ofstream saved(file.path());
    for (char c : text) saved << (c == '\n' ? "\r\n" : std::string(1, c));
  }
  for (auto const& path : records_in(folder)) {
    CAPTURE(path.filename().string());
    CHECK(said_of(path, copy.path()) == read_file(fs::path(path).replace_extension(".expected")));
  }
}
