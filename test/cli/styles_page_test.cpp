#include <regex>

#include "style/manifest.hpp"
#include "test/cli/desk.hpp"

using namespace vitac::test;

namespace {

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string joined(std::vector<std::string> const& lines) {
  std::string text;
  for (auto const& line : lines) text += line + '\n';
  return text;
}

/// A fenced block of the page: "```console", "```tex mine/talks.tex".
struct Block {
  std::string language, file;
  std::vector<std::string> lines;
};

std::vector<Block> blocks_of(std::string const& page) {
  std::vector<Block> blocks;
  bool is_inside = false;
  for (auto const& line : lines_of(page)) {
    if (!line.starts_with("```")) {
      if (is_inside) blocks.back().lines.push_back(line);
      continue;
    }
    is_inside = !is_inside;
    auto blank = std::min(line.find(' '), line.size());
    if (is_inside)
      blocks.push_back({line.substr(3, blank - 3), blank < line.size() ? line.substr(blank + 1) : "", {}});
  }
  return blocks;
}

/// What depends on the machine or on the fonts: times, and how many pages.
std::string without_counts(std::string const& text) {
  return std::regex_replace(text, std::regex(R"([0-9.]+ (s|pages?)\b)"), "N $1");
}

/// Replaces the lines of a diff that stay or go by those that stay or come.
std::string changed(std::string const& text, std::vector<std::string> const& diff) {
  std::string before, after;
  for (auto const& line : diff) {
    if (line[0] != '+') before += line.substr(1) + '\n';
    if (line[0] != '-') after += line.substr(1) + '\n';
  }
  auto at = ("\n" + text).find("\n" + before);
  INFO(before);
  REQUIRE(at != std::string::npos);
  return std::string(text).replace(at, before.size(), after);
}

/// Does what a block says, as its reader would.
void follow(Block const& block, Desk const& desk) {
  if (block.language == "diff") return desk.write(block.file, changed(desk.read(block.file), block.lines));
  if (block.language != "console") return desk.write(block.file, joined(block.lines));
  for (std::size_t i = 0; i < block.lines.size();) {
    REQUIRE(block.lines[i].starts_with("$ "));
    auto command = block.lines[i++].substr(2);
    std::string shown;
    while (i < block.lines.size() && !block.lines[i].starts_with("$ ")) shown += block.lines[i++] + '\n';
    CAPTURE(command);
    auto said = run({"sh", "-c", "vitac() { " + binary() + " \"$@\"; }; " + command}, desk.options());
    CHECK(without_counts(said.out + said.err) == without_counts(shown));
  }
}

}  // namespace

TEST_CASE("who follows docs/styles.md to the letter sees what it says") {
  Desk desk;
  for (auto program : {"pdflatex", "pdftotext"})
    if (run({"sh", "-c", std::string("command -v ") + program}).status != 0) {
      WARN("skipped: no " << program);
      return;
    }
  auto page = read_file(source_folder() / "docs/styles.md");
  auto blocks = blocks_of(page);
  CHECK(blocks.size() > 15);
  for (auto const& block : blocks) follow(block, desk);
}

TEST_CASE("docs/styles.md names every key of a manifest and every type of an option") {
  auto page = read_file(source_folder() / "docs/styles.md");
  auto names = [&](std::span<vitac::Field const> fields) {
    for (auto const& row : fields) {
      CAPTURE(row.name);
      CHECK(page.find(fmt::format("`{}`", row.name)) != std::string::npos);
    }
  };
  names(vitac::Manifest::fields);
  names(vitac::OptionSpec::fields);
  names(vitac::SlotSpec::fields);
  for (auto type : vitac::option_types) CHECK(page.find(fmt::format("| `{}` |", type)) != std::string::npos);
  for (auto engine : vitac::style_engines) CHECK(page.find(fmt::format("`{}`", engine)) != std::string::npos);
}
