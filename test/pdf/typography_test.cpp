#include <fmt/format.h>

#include <algorithm>

#include "style/style.hpp"
#include "test/pdf/pages.hpp"
#include "test/support/support.hpp"

using namespace vitac;
using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> in_order(fs::path const& folder, std::string_view extension) {
  std::vector<fs::path> found;
  for (auto const& each : fs::directory_iterator(folder))
    if (each.path().extension() == extension) found.push_back(each.path());
  std::ranges::sort(found);
  return found;
}

/// What a reader's eye, and a file's reader, may ask of any PDF of ours.
void check_pdf(fs::path const& pdf) {
  CAPTURE(pdf.filename().string());
  CHECK(bad_breaks(pages_of(pdf)) == std::vector<std::string>{});
  auto fonts = run({"pdffonts", pdf.string()}).out;
  std::size_t lines = 0;
  for (auto at = fonts.find('\n'); at + 1 < fonts.size(); at = fonts.find('\n', at + 1)) {
    auto line = fonts.substr(at + 1, fonts.find('\n', at + 1) - at - 1);
    if (++lines == 1) continue;  // dashes
    CAPTURE(line);
    CHECK(line.find("Type 3") == line.npos);
    CHECK(line.substr(line.size() - 21).starts_with("yes yes yes"));  // embedded, a subset, with Unicode
  }
  CHECK(lines > 1);
  auto facts = run({"pdfinfo", pdf.string()}).out;
  for (auto fact : {"Title:          ", "Author:         "}) {
    CAPTURE(fact, facts);
    auto at = facts.find(fact);
    CHECK((at != facts.npos && facts[at + std::string_view(fact).size()] != '\n'));
  }
}

/// The choices of an option of a style as arguments that choose them; one empty list where it has no such.
std::vector<std::vector<std::string>> choices_of(Manifest const& manifest, std::string_view option) {
  auto found = manifest.options.find(option);
  if (!found || found->choices.empty()) return {{}};
  std::vector<std::vector<std::string>> all;
  for (auto const& choice : found->choices)
    all.push_back({"--option", fmt::format("{}={}", option, choice.text)});
  return all;
}

/// The styles that the binary carries.
struct Shipped {
  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  Store store{files, {}};
  std::optional<Locale> locale = load_locale(*store.data("locales", "en"), sources, forest, problems);

  Style style(std::string_view name) {
    auto loaded = load_style(*store.style(name), store, *locale, sources, forest, problems);
    REQUIRE(loaded);
    return std::move(*loaded);
  }
};

/// A page of text made with nothing but pdflatex.
fs::path typeset(TemporaryFolder const& folder, std::string_view body) {
  folder.file("page.tex",
              "\\documentclass{article}\\usepackage{bookmark}\\parindent0pt \\raggedbottom\n"
              "\\begin{document}\\clubpenalty0 \\widowpenalty0 \\interlinepenalty0 \\sloppy\n" +
                  std::string(body) + "\n\\end{document}\n");
  REQUIRE(
      run({"pdflatex", "-interaction=batchmode", "page.tex"}, {.folder = folder.path().string()}).status ==
      0);
  return folder.path() / "page.pdf";
}

/// What is said against how a style sets a record: all; but a form warns of what it asks for and the record
/// lacks, too, and then only of lines that stick out.
std::string complaints(Style const& style, std::string const& said) {
  bool is_form = !style.manifest.rules.items.empty();
  return is_form && said.find("[overfull]") == std::string::npos ? "" : said;
}

}  // namespace

// Every example in every style that ships, in each of its variants and on each paper: no line sticks out
// (vitac would warn), no heading and no line of a paragraph stands alone.
TEST_CASE("every example is well set in every style, variant and paper") {
  Shipped shipped;
  for (auto const& name : shipped.store.style_names()) {
    auto style = shipped.style(name);
    for (auto const& variant : choices_of(style.manifest, "variant"))
      for (auto const& paper : choices_of(style.manifest, "paper")) {
        TemporaryFolder out;
        // A folder's style draws a record by its own defaults, whatever documents the record names.
        std::vector<std::string> command{"build", "-q",
                                         "-o",    (out.path() / "{stem}.pdf").string(),
                                         "-s",    (source_folder() / "styles" / name).string() + "/"};
        command.insert(command.end(), variant.begin(), variant.end());
        command.insert(command.end(), paper.begin(), paper.end());
        auto examples = in_order(source_folder() / "examples", ".yaml");
        for (auto const& example : examples) command.push_back(example.string());
        CAPTURE(command);
        auto built = vitac::test::vitac(command, {.variables = {{"SOURCE_DATE_EPOCH", "1788220800"}}});
        CHECK(complaints(style, built.err) == "");
        CHECK(built.status == 0);
        auto pdfs = in_order(out.path(), ".pdf");
        CHECK(pdfs.size() == examples.size());
        for (auto const& pdf : pdfs) check_pdf(pdf);
      }
  }
}

TEST_CASE("every choice of every style's options draws a record") {
  Shipped shipped;
  for (auto const& name : shipped.store.style_names()) {
    auto style = shipped.style(name);
    for (auto const& option : style.manifest.options.items)
      for (auto const& choice : option.value.choices) {
        TemporaryFolder out;
        auto built =
            vitac::test::vitac({"build", (source_folder() / "examples/student.yaml").string(), "-q", "-s",
                                (source_folder() / "styles" / name).string() + "/", "--option",
                                option.key + "=" + choice.text, "-o", (out.path() / "cv.pdf").string()});
        CAPTURE(name, option.key, choice.text);
        CHECK(complaints(style, built.err) == "");
        CHECK(built.status == 0);
      }
  }
}

TEST_CASE("headings and lines of paragraphs that stand alone are seen") {
  auto paragraph = [](int lines, int break_after) {
    std::string text;
    for (int i = 1; i <= lines; ++i) {
      text += i == lines ? "Then it ends."
                         : "These words and those that follow them fill one line of a page quite well";
      if (i == break_after) text += "\\vadjust{\\break}";
      if (i < lines) text += "\\linebreak\n";
    }
    return text + "\n\n";
  };
  auto breaks = [](std::string const& body) {
    TemporaryFolder folder;
    return fmt::format("{}", fmt::join(bad_breaks(pages_of(typeset(folder, body))), "; "));
  };
  CHECK(breaks(paragraph(5, 0)) == "");
  CHECK(breaks(paragraph(5, 2)) == "");
  CHECK(breaks(paragraph(5, 5) + paragraph(5, 0)) == "");
  CHECK(breaks(paragraph(5, 1)) ==
        "page 1 ends with the start of a paragraph: \"These words and those that follow them fill one line "
        "of a "
        "page quite well\"");
  CHECK(breaks(paragraph(5, 4)) == "page 2 begins with the end of a paragraph: \"Then it ends.\"");
  CHECK(breaks(paragraph(5, 0) + "\\section{On Floods}\n" + paragraph(5, 0)) == "");
  CHECK(breaks(paragraph(5, 0) + "\\section{On Floods}\\clearpage\n" + paragraph(5, 0)) ==
        "page 1 ends with the heading \"1 On Floods\"");
}
