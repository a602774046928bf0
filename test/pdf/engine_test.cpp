#include <cstdlib>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// The plain path through a real pdflatex.

namespace {

bool has_pdflatex() {
  static bool const has = run({"sh", "-c", "command -v pdflatex"}).status == 0;
  if (!has) WARN("skipped: no pdflatex");
  return has;
}

struct Built {
  explicit Built(std::string const& record, std::vector<std::string> words = {},
                 std::map<std::string, std::string> variables = {}) {
    folder.file("cv.yaml", record);
    again(std::move(words), std::move(variables));
  }
  void again(std::vector<std::string> words = {}, std::map<std::string, std::string> variables = {}) {
    words.insert(words.begin(), {"cv.yaml", "-q"});
    variables.emplace("XDG_CACHE_HOME", (folder.path() / "cache").string());
    said = vitac::test::vitac(words, {.folder = folder.path().string(), .variables = variables});
    pdf = read_file(folder.path() / "cv.pdf");
  }
  TemporaryFolder folder;
  Ran said;
  std::string pdf;
};

std::string const person = "person: {name: Ada Lovelace}\n";

/// What TeX's mistake at a place of the record looks like.
std::string error_at(std::string const& place, std::string const& what, std::string const& line,
                     std::string const& mark, std::string const& words) {
  auto number = place.substr(0, place.find(':'));
  return fmt::format(
      "cv.yaml:{}: error: TeX cannot set this {} [tex]\n{:>5} | {}\n      | {}\n      = note: TeX says: {}\n",
      place, what, number, line, mark, words);
}

}  // namespace

TEST_CASE("the same record gives the same bytes, with kept files and without, and under any date given") {
  if (!has_pdflatex()) return;
  auto example = read_file(source_folder() / "examples/sijia-liu.yaml");
  auto variables = GENERATE(std::map<std::string, std::string>{},
                            std::map<std::string, std::string>{{"SOURCE_DATE_EPOCH", "1721088000"}});
  Built first(example, {"-d", "cv", "-o", "cv.pdf"}, variables);
  INFO(first.said.err);
  REQUIRE(first.said.status == 0);
  auto bytes = first.pdf;
  CHECK(bytes.starts_with("%PDF-"));
  CHECK(fs::exists(first.folder.path() / "cache/vitac/kept"));
  first.again({"-d", "cv", "-o", "cv.pdf"}, variables);
  CHECK(first.pdf == bytes);
  Built elsewhere(example, {"-d", "cv", "-o", "cv.pdf"}, variables);
  CHECK(elsewhere.pdf == bytes);
}

TEST_CASE("kept files that are wrong or damaged never make a build fail or come out otherwise") {
  if (!has_pdflatex()) return;
  Built built(person + "skills: [Maths]\n");
  REQUIRE(built.said.status == 0);
  auto bytes = built.pdf;
  for (auto junk : {"\\undefinedcommand", "\\relax \n\\newlabel{LastPage}{{}{99}{}{page.99}{}}\n", "{", ""}) {
    for (auto const& kept : fs::recursive_directory_iterator(built.folder.path() / "cache"))
      if (kept.is_regular_file()) std::ofstream(kept.path()) << junk;
    built.again();
    CAPTURE(junk);
    CHECK(built.said.err == "");
    CHECK(built.said.status == 0);
    CHECK(built.pdf == bytes);
  }
}

TEST_CASE("TeX's errors stand at the word of the record that caused them") {
  if (!has_pdflatex()) return;
  Built built(
      "person: {name: Ada Lovelace, headline: 'Sets $\\big x$ things'}\n"
      "publications:\n"
      "  - {title: 'On $\\big x$ and more', authors: [A. Lovelace], date: 2020}\n"
      "  - title: Good\n"
      "    authors: [A. Lovelace]\n"
      "    highlights:\n"
      "      - A good one\n"
      "      - A second with $\\big y$ in it\n"
      "  - title: !tex \"Raw \\\\undefd title\"\n"
      "    authors: [A. Lovelace]\n"
      "    venue: !tex \"\\\\undefe Conf\"\n"
      "honors:\n"
      "  - title: !tex |\n"
      "      Best \\undeff award\n");
  CHECK(built.said.status == 4);
  CHECK(built.said.out == "");
  CHECK(built.said.err ==
        error_at("1:52", "formula", "person: {name: Ada Lovelace, headline: 'Sets $\\big x$ things'}",
                 std::string(51, ' ') + "^", "Missing delimiter (. inserted).") +
            error_at("3:23", "formula",
                     "  - {title: 'On $\\big x$ and more', authors: [A. Lovelace], date: 2020}",
                     std::string(22, ' ') + "^", "Missing delimiter (. inserted).") +
            error_at("8:29", "formula", "      - A second with $\\big y$ in it", std::string(28, ' ') + "^",
                     "Missing delimiter (. inserted).") +
            error_at("9:22", "text", "  - title: !tex \"Raw \\\\undefd title\"",
                     std::string(21, ' ') + "^~~~~~~~", "Undefined control sequence.") +
            error_at("11:18", "text", "    venue: !tex \"\\\\undefe Conf\"",
                     std::string(17, ' ') + "^~~~~~~~", "Undefined control sequence.") +
            error_at("14:12", "text", "      Best \\undeff award", std::string(11, ' ') + "^~~~~~~",
                     "Undefined control sequence."));
  CHECK(built.pdf.empty());
}

TEST_CASE("what TeX notices only behind a field is that field's") {
  if (!has_pdflatex()) return;
  // moderncv takes the title in an argument: TeX shows how far it had read that.
  auto [style, written, place] = GENERATE(table<std::string, std::string, std::string>({
      {"moderncv", "!tex 'raw \\frac{1}{2} here'", "5:32"},
      {"moderncv", "!tex 'a_b'", "5:19"},
      {"faculty-dossier", "!tex 'raw \\frac{1}{2} here'", "5:31"},
      {"faculty-dossier", "!tex 'a_b'", "5:19"},
  }));
  CAPTURE(style, written);
  Built built(person +
                  "talks:\n"
                  "  - title: A good $x$\n"
                  "    date: 2019\n"
                  "  - title: " +
                  written +
                  "\n"
                  "    date: 2020\n"
                  "    event: Conference\n"
                  "  - {title: Another $y$, date: 2021}\n",
              {"-s", style});
  CHECK(built.said.err.starts_with("cv.yaml:" + place + ": error: TeX cannot set this text"));
  CHECK(built.said.err.find("Missing $ inserted.") != std::string::npos);
}

TEST_CASE("a mistake that is printed twice is said once") {
  if (!has_pdflatex()) return;
  Built built(person +
                  "publications:\n"
                  "  - {id: p, title: !tex '\\undefd', url: https://x.example.edu/p, date: 2020}\n"
                  "honors:\n"
                  "  - {title: Best Paper, for: p, date: 2020}\n",
              {"-s", "faculty-dossier"});
  CHECK(built.said.err ==
        "cv.yaml:3:26: error: TeX cannot set this text [tex]\n"
        "    3 |   - {id: p, title: !tex '\\undefd', url: https://x.example.edu/p, date: 2020}\n"
        "      |                          ^~~~~~~\n"
        "      = note: TeX says: Undefined control sequence.\n");
}

TEST_CASE("LaTeX that would swallow what follows is an error of the record") {
  Built built(person +
              "honors:\n"
              "  - {title: !tex \"a \\\\textbf{b\"}\n"
              "  - {title: !tex \"a}\"}\n"
              "  - {title: !tex \"50% done\"}\n"
              "  - {title: !tex \"\\\\textbf{5\\\\% \\\\{}\"}\n"
              "publications:\n"
              "  - {title: T, venue: !tex \"{V\"}\n");
  CHECK(built.said.status == 1);
  CHECK(built.said.err ==
        "cv.yaml:3:18: error: a `{` that is never closed [raw-tex]\n"
        "    3 |   - {title: !tex \"a \\\\textbf{b\"}\n"
        "      |                  ^~~~~~~~~~~~~~ add the `}`\n"
        "cv.yaml:4:18: error: a `}` without its `{` [raw-tex]\n"
        "    4 |   - {title: !tex \"a}\"}\n"
        "      |                  ^~~~ remove it, or write `\\}`\n"
        "cv.yaml:5:18: error: a `%` that hides what follows [raw-tex]\n"
        "    5 |   - {title: !tex \"50% done\"}\n"
        "      |                  ^~~~~~~~~~ write `\\%`\n"
        "cv.yaml:8:28: error: a `{` that is never closed [raw-tex]\n"
        "    8 |   - {title: T, venue: !tex \"{V\"}\n"
        "      |                            ^~~~ add the `}`\n");
}

TEST_CASE("a line that sticks out is a warning at its field") {
  if (!has_pdflatex()) return;
  std::string const word(120, 'm');
  Built built(person + "skills: [Maths, " + word + "]\n");
  CHECK(built.said.status == 0);
  CHECK(built.said.err.starts_with("cv.yaml:2:17: warning: a line sticks out of the page's measure by "));
  CHECK(built.pdf.starts_with("%PDF-"));
}

namespace {

/// The dossier with words put before the first of one of its files.
Ran with_style(std::string const& file, std::string const& words, std::string const& packages = {}) {
  TemporaryFolder desk;
  desk.file("cv.yaml", person);
  fs::copy(source_folder() / "styles/faculty-dossier", desk.path() / "mine");
  desk.file("mine/" + file, words + read_file(desk.path() / "mine" / file));
  auto manifest = read_file(desk.path() / "mine/style.yaml");
  desk.file("mine/style.yaml", manifest.insert(manifest.find("packages:\n") + 10, packages));
  return vitac::test::vitac({"cv.yaml", "-q", "-s", "./mine"}, {.folder = desk.path().string()});
}

}  // namespace

TEST_CASE("a mistake of the style stands in the style") {
  if (!has_pdflatex()) return;
  auto said = with_style("body.tex", "A \\undefd thing\n");
  CHECK(said.status == 4);
  CHECK(said.err ==
        "./mine/body.tex:1:3: error: TeX stops at this place of the style [tex]\n"
        "    1 | A \\undefd thing\n"
        "      |   ^~~~~~~\n"
        "      = note: TeX says: Undefined control sequence.\n");
  said = with_style("data.tex", "\\usepackage[foo=1]{hyperref}\n\n");
  CHECK(said.err ==
        "./mine/data.tex:1:28: error: TeX stops at this place of the style [tex]\n"
        "    1 | \\usepackage[foo=1]{hyperref}\n"
        "      |                            ^\n"
        "      = note: TeX says: LaTeX Error: Option clash for package hyperref.\n");
  said = with_style("vitac-dossier.cls", "\\undefd\n");
  CHECK(said.status == 4);
  CHECK(said.err ==
        "./mine/vitac-dossier.cls:1:1: error: TeX stops in this line of the style [tex]\n"
        "    1 | \\undefd\n"
        "      | ^~~~~~~\n"
        "      = note: TeX says: Undefined control sequence.\n");
}

namespace {

constexpr std::string_view three_talks =
    "person: {name: Ada Lovelace}\n"
    "talks:\n"
    "  - {title: \"On $x^2$\", event: \"$y$ Days\", date: 2022}\n"
    "  - {title: Two, event: B, date: 2021}\n"
    "  - {title: Three, event: C, date: 2020}\n";

/// What is said of three talks, the first with formulas, drawn by a template of these words.
Ran with_talks(std::string const& words, std::string_view record = three_talks) {
  TemporaryFolder desk;
  desk.file("cv.yaml", std::string(record));
  desk.file("mine/style.yaml", "extends: faculty-dossier\n");
  desk.file("mine/talks.tex", words);
  return vitac::test::vitac({"cv.yaml", "-q", "-s", "./mine"}, {.folder = desk.path().string()});
}

std::string of_template(int column, std::string const& line, std::size_t width, std::string const& words) {
  return fmt::format(
      "./mine/talks.tex:1:{0}: error: TeX stops at this place of the style [tex]\n    1 | {1}\n      | "
      "{2:>{0}}{3}\n      = note: TeX says: {4}\n",
      column, line, "^", std::string(width - 1, '~'), words);
}

}  // namespace

TEST_CASE("a mistake of a template stands in the template, once, whatever the entries say") {
  if (!has_pdflatex()) return;
  auto said = with_talks("\\cvwork{}{<<title>> & <<event>>}\n");
  CHECK(said.status == 4);
  CHECK(said.err ==
        of_template(21, "\\cvwork{}{<<title>> & <<event>>}", 1, "Misplaced alignment tab character &."));
  CHECK(with_talks("\\cvwork{}{<<title>>}}\n").err ==
        "./mine/talks.tex:1:21: warning: this `}` closes nothing [unpaired-brace]\n"
        "    1 | \\cvwork{}{<<title>>}}\n"
        "      |                     ^ take it out, or write `{` where it begins\n" +
            of_template(21, "\\cvwork{}{<<title>>}}", 1, "Extra }, or forgotten \\endgroup."));
  CHECK(with_talks("\\cvwork{}{$<<title>>}\n").err ==
        of_template(12, "\\cvwork{}{$<<title>>}", 9, "Missing $ inserted."));
  CHECK(with_talks("\\cvwork{}{<<event>>_}\n").err ==
        of_template(20, "\\cvwork{}{<<event>>_}", 1, "Missing $ inserted."));
  CHECK(with_talks("\\cvwrk{}{<<event>>}\n").err ==
        of_template(1, "\\cvwrk{}{<<event>>}", 6, "Undefined control sequence."));
  CHECK(with_talks("\\begin{quote}<<event>>\n").err ==
        of_template(1, "\\begin{quote}<<event>>", 6,
                    "LaTeX Error: \\begin{quote} on input line 26 ended by \\end{cvworks}."));
}

TEST_CASE("a mistake of the record stands there, not in the template around it") {
  if (!has_pdflatex()) return;
  auto said = with_talks("\\cvwork{}{<<title>>, <<event>>}\n",
                         "person: {name: Ada Lovelace}\n"
                         "talks:\n"
                         "  - {title: One, event: B}\n"
                         "  - {title: 'On $\\big x$', event: '$\\big y$ Days'}\n");
  CHECK(said.status == 4);
  CHECK(said.err == error_at("4:23", "formula", "  - {title: 'On $\\big x$', event: '$\\big y$ Days'}",
                             std::string(22, ' ') + "^", "Missing delimiter (. inserted).") +
                        error_at("4:42", "formula", "  - {title: 'On $\\big x$', event: '$\\big y$ Days'}",
                                 std::string(41, ' ') + "^", "Missing delimiter (. inserted)."));
}

TEST_CASE("after the first mistake in a preamble nothing else is said") {
  if (!has_pdflatex()) return;
  auto said = with_style("preamble.tex", "\\documentclas{article}\n");
  CHECK(said.status == 4);
  CHECK(said.err ==
        "./mine/preamble.tex:1:1: error: TeX stops at this place of the style [tex]\n"
        "    1 | \\documentclas{article}\n"
        "      | ^~~~~~~~~~~~~\n"
        "      = note: TeX says: Undefined control sequence.\n");
}

TEST_CASE("a template that ends the document, and a text that does, are mistakes") {
  auto said = with_talks("\\cvwork{}{<<title>>}\\end{document}\n");
  CHECK(said.status == 1);
  CHECK(said.err ==
        "./mine/talks.tex:1:21: error: the document ends here: what stands behind is lost [raw-tex]\n"
        "    1 | \\cvwork{}{<<title>>}\\end{document}\n"
        "      |                     ^~~~~~~~~~~~~~ remove it: the end is written anyway\n");
  said = with_talks("\\begin{document}\\cvwork{}{<<title>>}\n");
  CHECK(said.status == 1);
  CHECK(said.err ==
        "./mine/talks.tex:1:1: error: the document begins without this [raw-tex]\n"
        "    1 | \\begin{document}\\cvwork{}{<<title>>}\n"
        "      | ^~~~~~~~~~~~~~~~ remove it: the beginning is written anyway\n");
  Built built(person + "honors: [{title: !tex \"\\\\end{document}\"}]\n", {"-t", "tex"});
  CHECK(built.said.err ==
        "cv.yaml:2:23: error: the document ends here: what stands behind is lost [raw-tex]\n"
        "    2 | honors: [{title: !tex \"\\\\end{document}\"}]\n"
        "      |                       ^~~~~~~~~~~~~~~~~ remove it: the end is written anyway\n");
}

TEST_CASE("a package that is not installed is named with its Debian package") {
  if (!has_pdflatex()) return;
  auto said = with_style("preamble.tex", "\\RequirePackage{nosuch}\n",
                         "  - {file: nosuch.sty, package: texlive-nosuch}\n");
  CHECK(said.status == 3);
  CHECK(said.err ==
        "./mine/preamble.tex:1:17: error: TeX needs `nosuch.sty`, which is not installed [missing-package]\n"
        "    1 | \\RequirePackage{nosuch}\n"
        "      |                 ^~~~~~ apt-get install texlive-nosuch\n");
  said = with_style("preamble.tex", "\\RequirePackage{nosuch}\n");
  CHECK(said.status == 3);
  CHECK(said.err ==
        "./mine/preamble.tex:1:17: error: TeX needs `nosuch.sty`, which is not installed [missing-package]\n"
        "    1 | \\RequirePackage{nosuch}\n"
        "      |                 ^~~~~~ `apt-file search nosuch.sty` names the Debian package\n");
  said = with_style("vitac-dossier.cls", "\\RequirePackage{nosuch}\n");
  CHECK(said.status == 3);
  CHECK(said.err ==
        "error: TeX needs `nosuch.sty`, which is not installed [missing-package]\n"
        "      = `apt-file search nosuch.sty` names the Debian package\n");
  said = with_style("body.tex", "\\input{other}\n");
  CHECK(said.err ==
        "./mine/body.tex:1:8: error: TeX needs `other.tex`, which is not installed [missing-package]\n"
        "    1 | \\input{other}\n"
        "      |        ^~~~~ a template takes another one in with `<<>other>>`\n");
  said = with_style("body.tex", "\\input{parts/other}\n");
  CHECK(said.err ==
        "./mine/body.tex:1:8: error: TeX needs `parts/other.tex`, which is not installed [missing-package]\n"
        "    1 | \\input{parts/other}\n"
        "      |        ^~~~~~~~~~~ templates stand in the style's folder itself: move it there and write "
        "`<<>other>>`\n");
}

TEST_CASE("a font without outlines is told as such") {
  if (!has_pdflatex()) return;
  if (run({"kpsewhich", "sfrm1095.pfb"}).status == 0) {
    WARN("skipped: cm-super is installed");
    return;
  }
  std::string const words =
      " as pixels only, which no PDF is given [missing-package]\n"
      "      = load fonts with outlines, as `\\usepackage{lmodern}` does, or apt-get "
      "install cm-super\n";
  auto said = with_style("body.tex", "{\\fontfamily{cmr}\\selectfont Pixels}\n");
  CHECK(said.status == 3);
  CHECK(said.err == "error: TeX has a font of the document" + words);
  said = with_style("body.tex", "\\microtypesetup{expansion=false}{\\fontfamily{cmr}\\selectfont Pixels}\n");
  CHECK(said.status == 3);
  CHECK(said.err == "error: TeX has `ecrm1095`" + words);
}
