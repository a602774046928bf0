#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view file_mark = "=== ";

/// Writes the files that a case holds: each stands below a line `=== NAME`. `=== NAME/` makes a folder,
/// `=== NAME -> PATH` a link.
void unpack(std::string const& text, fs::path const& folder) {
  for (std::size_t at = 0; at < text.size();) {
    REQUIRE(text.compare(at, file_mark.size(), file_mark) == 0);
    auto end = text.find('\n', at);
    auto name = text.substr(at + file_mark.size(), end - at - file_mark.size());
    auto next = std::min(text.find("\n=== ", end), text.size() - 1) + 1;
    auto arrow = name.find(" -> ");
    auto path = folder / name.substr(0, arrow);
    fs::create_directories(path.parent_path());
    if (arrow != name.npos)
      fs::create_symlink(name.substr(arrow + 4), path);
    else if (!name.ends_with('/'))
      std::ofstream(path) << std::string_view(text).substr(end + 1, next - end - 1);
    at = next;
  }
}

}  // namespace

// Each styles/NAME.case holds the files of a style with a mistake, NAME.expected what vitac says when a
// record is drawn in it. A case without a style.yaml extends the style `base`. `VITAC_APPROVE=1` writes what
// is said now.
TEST_CASE("every mistake in a style gets its words, at its place") {
  auto folder = source_folder() / "test/diagnostics/styles";
  std::vector<fs::path> cases;
  for (auto const& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".case") cases.push_back(file.path());
  std::sort(cases.begin(), cases.end());
  CHECK(cases.size() >= 60);
  for (auto const& path : cases) {
    CAPTURE(path.filename().string());
    TemporaryFolder desk;
    desk.file("cv.yaml", read_file(folder / "cv.yaml"));
    fs::copy(folder / "base", desk.path() / "base");
    desk.file("style/style.yaml", "extends: ../base/\n");
    unpack(read_file(path), desk.path() / "style");
    auto said = vitac::test::vitac({"build", "cv.yaml", "-t", "tex", "-q", "-s", "style/", "-o", "out/"},
                                   {.folder = desk.path().string()});
    auto found = fmt::format("{}exit {}\n", said.err, said.status);
    auto expected = fs::path(path).replace_extension(".expected");
    if (std::getenv("VITAC_APPROVE")) std::ofstream(expected) << found;
    CHECK(found == read_file(expected));
  }
}
