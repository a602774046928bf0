#include "engine/log.hpp"

#include <fstream>
#include <string>

#include "engine/shown_line.hpp"
#include "test/support/catch.hpp"
#include "test/support/support.hpp"

namespace vitac {
namespace {

std::string contents(std::string const& name) {
  std::ifstream file(test::source_folder() / "test/unit/engine/logs" / name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The log of NAME.tex as that engine of TeX Live 2022 wrote it, called as `typeset` does.
Log real_log(std::string const& name, std::string const& engine) {
  INFO(name << " " << engine);
  return read_log(contents(name + "." + engine + ".log"), "document.tex", contents(name + ".tex"));
}

Log log_of(std::string_view text, std::string_view tex = "") {
  return read_log(text, "document.tex", tex);
}

/// A message in one line, to compare.
std::string shown(LogMessage const& message) {
  constexpr char const* kinds[] = {"error", "character", "file", "overfull"};
  std::string text = kinds[message.kind];
  text += " " + std::to_string(message.line) + ":" + std::to_string(message.column);
  if (message.last_line) text += "-" + std::to_string(message.last_line);
  if (!message.file.empty()) text += " [" + message.file + "]";
  if (message.character) text += " U+" + std::to_string(static_cast<unsigned>(message.character));
  text += " " + message.text;
  if (!message.argument.empty()) text += " <" + message.argument + ">";
  return text;
}

std::vector<std::string> shown(Log const& log) {
  std::vector<std::string> lines;
  for (auto const& message : log.messages) lines.push_back(shown(message));
  return lines;
}

using Lines = std::vector<std::string>;

TEST_CASE("errors have the line and how much of it TeX had read") {
  auto engine = GENERATE("pdflatex", "lualatex", "xelatex");
  auto log = real_log("errors", engine);
  CHECK(shown(log) == Lines{"error 5:16 Undefined control sequence.",
                            "error 6:30 Undefined control sequence. <A \\wrong>",
                            "error 7:6 Missing } inserted.", "error 9:260 Undefined control sequence.",
                            "error 10:16 Undefined control sequence."});
  CHECK(log.pages == 1);
}

TEST_CASE("columns are bytes, also behind tabs, dots and a truncated beginning") {
  auto engine = GENERATE("pdflatex", "lualatex", "xelatex");
  auto log = real_log("bytes", engine);
  if (engine == std::string("pdflatex")) {
    REQUIRE(log.messages.size() == 5);
    CHECK(shown(log.messages[0]) == "character 0:0 Missing character: There is no \uFFFD in font cmr10!");
    log.messages.erase(log.messages.begin());
  }
  CHECK(shown(log) == Lines{"error 3:35 Undefined control sequence.",
                            "error 4:19 Undefined control sequence.",
                            "error 4:40 Undefined control sequence.",
                            "file 0:0 [other.tex] LaTeX Error: File `other.tex' not found."});
}

TEST_CASE("characters that no font has") {
  SECTION("pdflatex: LaTeX says it, with the place") {
    auto log = real_log("characters", "pdflatex");
    REQUIRE(log.messages.size() == 6);
    CHECK(shown(log.messages[0]) ==
          "character 5:2 U+1065 LaTeX Error: Unicode character Щ (U+0429) not set up for use with LaTeX.");
    CHECK(shown(log.messages[1]) ==
          "character 6:3 U+9731 LaTeX Error: Unicode character ☃ (U+2603) not set up for use with LaTeX.");
  }
  SECTION("xelatex: with the place") {
    auto log = real_log("characters", "xelatex");
    REQUIRE(log.messages.size() == 6);
    CHECK(shown(log.messages[0]) ==
          "character 5:2 U+1065 Missing character: There is no Щ (\"429) in font ec-lmr10.");
  }
  SECTION("lualatex: when the page is made, so without one") {
    auto log = real_log("characters", "lualatex");
    REQUIRE(log.messages.size() == 6);
    CHECK(shown(log.messages[4]) ==
          "character 0:0 U+1065 Missing character: There is no Щ (U+0429) in font ec-lmr10!");
    CHECK(log.messages[5].character == U'☃');
  }
}

TEST_CASE("boxes that stick out") {
  auto engine = GENERATE("pdflatex", "lualatex", "xelatex");
  auto log = real_log("characters", engine);
  std::erase_if(log.messages, [](auto const& message) { return message.kind != LogMessage::overfull; });
  CHECK(shown(log) ==
        Lines{"overfull 8:0-9 Overfull \\hbox (221.2484pt too wide) in paragraph at lines 8--9",
              "overfull 10:0-10 Overfull \\hbox (128.47757pt too wide) detected at line 10",
              "overfull 11:0-11 Overfull \\vbox (73.21101pt too high) detected at line 11",
              "overfull 12:0-12 Overfull \\hbox (185.38309pt too wide) in alignment at lines 12--12"});
  REQUIRE(log.messages.size() == 4);
  CHECK(log.messages[0].points == Approx(221.2484));
}

TEST_CASE("an overfull page has no line") {
  auto log = log_of("Overfull \\vbox (3.5pt too high) has occurred while \\output is active []\n");
  CHECK(shown(log) ==
        Lines{"overfull 0:0 Overfull \\vbox (3.5pt too high) has occurred while \\output is active []"});
  CHECK(log.messages.at(0).points == Approx(3.5));
}

TEST_CASE("files that are missing, each once, and not what follows from it") {
  SECTION("a package") {
    auto engine = GENERATE("pdflatex", "xelatex");
    CHECK(shown(real_log("package", engine)) ==
          Lines{"file 0:0 [nosuchpackage.sty] LaTeX Error: File `nosuchpackage.sty' not found."});
  }
  SECTION("pictures, a language, old fonts") {
    auto engine = GENERATE("pdflatex", "lualatex", "xelatex");
    auto log = real_log("files", engine);
    Lines files;
    for (auto const& message : log.messages) {
      CHECK(message.kind == LogMessage::missing_file);
      files.push_back(std::to_string(message.line) + " " + message.file);
    }
    CHECK(files == Lines{"0 ngerman.ldf", "5 nothere.jpg", "6 nothere", "7 nosuchtfm", "8 nosuchfile"});
    CHECK(
        log.messages.at(0).text ==
        "Package babel Error: Unknown option 'ngerman'. Either you misspelled it or the language definition "
        "file ngerman.ldf was not found.");
  }
  SECTION("fonts by name") {
    CHECK(shown(real_log("font", "lualatex")) ==
          Lines{"file 4:6 [NoSuchFont] Package fontspec Error: The font \"NoSuchFont\" cannot be found."});
    CHECK(
        shown(real_log("font", "xelatex")) ==
        Lines{"file 4:6 [No Such Font] Package fontspec Error: The font \"No Such Font\" cannot be found."});
  }
  SECTION("a font for which pdfTeX finds no outlines") {
    CHECK(
        shown(real_log("bitmap", "pdflatex")) ==
        Lines{"file 0:0 [ecrm1000] pdfTeX error: pdflatex (file ecrm1000): Font ecrm1000 at 600 not found"});
  }
}

TEST_CASE("errors that end a run") {
  CHECK(shown(real_log("no-end", "lualatex")) == Lines{"error 0:0 job aborted, no legal \\end found"});
  CHECK(shown(real_log("open-group", "pdflatex")) ==
        Lines{"error 0:0 File ended while scanning use of \\textbf . <{an open group \\end {document}>"});
  CHECK(shown(real_log("capacity", "pdflatex")) ==
        Lines{"error 3:26 TeX capacity exceeded, sorry [input stack size=10000]. <\\loop>"});
  CHECK(shown(log_of("!  ==> Fatal error occurred, no output PDF file produced!\n")) ==
        Lines{"error 0:0 ==> Fatal error occurred, no output PDF file produced!"});
}

TEST_CASE("errors in other files say in which") {
  auto log = log_of("./photo.tex:2: Undefined control sequence.\nl.2 \\nope\n          here\n",
                    "one\n\\nope here\n");
  CHECK(shown(log) == Lines{"error 2:0 [photo.tex] Undefined control sequence."});
  log = log_of("/usr/share/tex/a:1.sty:12: Package a Error: No.\n\nSee the a package documentation.\n");
  CHECK(shown(log) == Lines{"error 12:0 [/usr/share/tex/a:1.sty] Package a Error: No."});
}

TEST_CASE("a message of several lines is one line") {
  auto log = log_of(
      "./document.tex:4: Package inputenc Error: Keyboard character used is undefined\n"
      "(inputenc)                in inputencoding `utf8'.\n"
      "\n"
      "See the inputenc package documentation for explanation.\n");
  CHECK(shown(log) == Lines{"error 4:0 Package inputenc Error: Keyboard character used is undefined in "
                            "inputencoding `utf8'."});
}

TEST_CASE("the same character on the same line is said once") {
  auto log = log_of(
      "Missing character: There is no Щ (U+0429) in font F!\n"
      "Missing character: There is no Щ (U+0429) in font G!\n"
      "Missing character: There is no Ф (U+0424) in font F!\n"
      "Missing character: There is no ; in font nullfont!\n");
  CHECK(log.messages.size() == 2);
}

TEST_CASE("pages and the last page") {
  auto log = real_log("page-count", "pdflatex");
  CHECK(log.pages == 3);
  CHECK(log.last_page_unknown);
  CHECK(log_of("Output written on document.pdf (1 page).\n").pages == 1);
  CHECK(log_of("Output written on document.pdf (12 pages, 3 bytes).").pages == 12);
  CHECK(log_of("No pages of output.\n").pages == 0);
}

TEST_CASE("what is no log, or only the beginning of one, gives what it can") {
  CHECK(log_of("").messages.empty());
  auto text = contents("errors.pdflatex.log") + contents("files.xelatex.log") + contents("font.lualatex.log");
  auto tex = contents("errors.tex");
  for (std::size_t size = 0; size < text.size(); size += 7) log_of(text.substr(0, size), tex);
  for (auto odd :
       {"!", "! ", "./", "./document.tex:", "./document.tex:1", "./document.tex:99999999999999999999: x",
        "Overfull \\", "Overfull \\hbox (", "Overfull \\hbox at lines ", "Output written on ", "Runaway ",
        "Missing character: ", "Missing character: There is no  in font ", "! Font =\" not loadable: ",
        "./document.tex:1: \nl.1 \n", "! a Error: \n(", "! Emergency stop.\n*** ("})
    log_of(odd, tex);
}

TEST_CASE("a log without end has a thousand messages") {
  std::string text;
  for (int i = 1; i <= 5000; ++i)
    text += "./document.tex:" + std::to_string(i) + ": Undefined control sequence.\n";
  CHECK(log_of(text).messages.size() == 1000);
}

TEST_CASE("where TeX stood in a line") {
  CHECK(bytes_read("abc def", "abc", "def") == 3);
  CHECK(bytes_read("abc def", "abc ", "   def") == 4);
  CHECK(bytes_read("abc   ", "abc", "") == 3);
  CHECK(bytes_read("abc def", "abd", "def") == 0);
  CHECK(bytes_read("abc def", "abc", "dex") == 0);
  CHECK(bytes_read("abc def", "abc", "de") == 0);
  CHECK(bytes_read("abc def", "abc", "de...") == 3);
  CHECK(bytes_read("abc def...", "abc", "def...") == 3);
  CHECK(bytes_read("ab ab ab cd", "...b ab", "cd") == 8);
  CHECK(bytes_read("ab ab ab cd", "...b", "ab cd") == 5);
  CHECK(bytes_read("...b", "...b", "") == 4);
  CHECK(bytes_read("a\tb", "a^^Ib", "") == 3);
  CHECK(bytes_read("a\tb", "a^Ib", "") == 3);
  CHECK(bytes_read("a\tb", "a", "^^Ib") == 1);
  CHECK(bytes_read("xxa\tb", "...^^Ib", "") == 5);
  CHECK(bytes_read("", "", "") == 0);
}

TEST_CASE("of an argument that is a list in the making, TeX shows the command that it read last") {
  auto log = read_log(
      "./document.tex:1: Undefined control sequence.\n<recently read> \\foo \n                     \n"
      "l.1   \\emph{\\foo Conf}\n                       ,\n",
      "document.tex", "  \\emph{\\foo Conf},\n");
  REQUIRE(log.messages.size() == 1);
  CHECK(log.messages[0].argument == "\\foo");
  CHECK(log.messages[0].column == 18);
}

TEST_CASE("whatever TeX was in is shown, the innermost first") {
  auto log = read_log(
      "./document.tex:1: Missing delimiter (. inserted).\n<to be read again> \n                   x\n"
      "<argument> \\left x\n                  \\vcenter to\\@ne \n"
      "\\@title ->Sets $\\big x\n                      $ things\n"
      "l.1 \\makecvtitle\n                 \n",
      "document.tex", "\\makecvtitle\n");
  REQUIRE(log.messages.size() == 1);
  CHECK(log.messages[0].argument == "\\left x");
  CHECK(log.messages[0].around == std::vector<std::string>{"\\left x", "Sets $\\big x"});
}

TEST_CASE("of a macro that keeps its argument, TeX shows the end of what it read of it") {
  for (std::string_view shown : {"\\cv@text ->Best \\undeff ", "\\cv@text ...Best \\undeff "}) {
    auto log = read_log("./document.tex:1: Undefined control sequence.\n" + std::string(shown) +
                            "\n                   award\nl.1 \\cvitem{}{Best \\undeff award}\n\n",
                        "document.tex", "\\cvitem{}{Best \\undeff award}\n");
    REQUIRE(log.messages.size() == 1);
    CHECK(log.messages[0].argument == "Best \\undeff");
  }
}

}  // namespace
}  // namespace vitac
