#include "test/cli/desk.hpp"

using namespace vitac::test;

namespace {

std::string const russian = "person: {name: Ada}\nskills: [Maths, Ходьба]\n";

std::string said_of(std::string const& message, std::string const& help) {
  return fmt::format(
      "cv.yaml:2:17: error: {} [unprintable]\n"
      "    2 | skills: [Maths, Ходьба]\n"
      "      |                 ^ {}\n",
      message, help);
}

std::string first_line(std::string const& text) {
  return text.substr(0, text.find('\n') + 1);
}

}  // namespace

TEST_CASE("the engine is pdflatex as long as it prints all of a document, and lualatex then") {
  Desk desk;
  auto begin_of = [&](std::string const& record, std::string const& engine) {
    desk.write("cv.yaml", record);
    auto said = desk.run({"cv.yaml", "-q", "-t", "tex", "-o", "-", "--engine", engine});
    CHECK(said.err == "");
    return first_line(said.out);
  };
  auto const latin = "\\documentclass[11pt,letterpaper]{moderncv}\n";
  CHECK(begin_of("person: {name: Ada}\nskills: [Żółw]\n", "auto") == latin);
  auto const unicode = "% !TEX program = lualatex\n";
  CHECK(begin_of("person: {name: Ada}\nskills: [Ștefan]\n", "auto") == unicode);
  CHECK(begin_of(russian, "auto") == unicode);
  CHECK(begin_of(russian + "documents: {cv: {style: moderncv, sections: [summary]}}\n", "auto") == latin);
  CHECK(begin_of("person: {name: Ada}\nskills: [Maths]\n", "lualatex") == unicode);
}

TEST_CASE("an engine or a style that cannot print a document's characters says so once, with a way out") {
  Desk desk;
  desk.write("cv.yaml", russian);
  SECTION("the engine that was asked for") {
    for (std::string engine : {"pdflatex", "xelatex"}) {
      auto said = desk.run({"cv.yaml", "-q", "--engine", engine});
      CHECK(said.status == 1);
      CHECK(said.err == said_of(engine + " has no font for `Х` (U+0425) and 5 other characters",
                                "lualatex has: leave the engine to vitac (`--engine auto`)"));
    }
  }
  SECTION("nobody may choose") {
    auto said = desk.run({"cv.yaml", "-q", "--untrusted"});
    CHECK(said.status == 1);
    CHECK(said.err == said_of("pdflatex has no font for `Х` (U+0425) and 5 other characters",
                              "lualatex has, which does not run for records that are not trusted"));
  }
  SECTION("a style for pdflatex alone") {
    desk.write("mine/style.yaml", "extends: moderncv\nengines: [pdflatex]\n");
    auto said = desk.run({"cv.yaml", "-q", "--style", "./mine/"});
    CHECK(said.status == 1);
    CHECK(said.err == said_of("pdflatex has no font for `Х` (U+0425) and 5 other characters",
                              "lualatex has, but the style mine is not made for it"));
  }
  SECTION("nobody has a font: each is told, each time") {
    desk.write("cv.yaml", "person: {name: Ada}\nskills: [Maths, 𖩰𖩰𖩱]\ninterests: [𖩰]\n");
    auto said = desk.run({"cv.yaml", "-q"});
    CHECK(said.status == 1);
    CHECK(said.err ==
          "cv.yaml:2:17: error: no font that vitac knows has `𖩰` (U+16A70) [unprintable]\n"
          "    2 | skills: [Maths, 𖩰𖩰𖩱]\n"
          "      |                 ^ write it otherwise\n"
          "cv.yaml:2:19: error: no font that vitac knows has `𖩱` (U+16A71) [unprintable]\n"
          "    2 | skills: [Maths, 𖩰𖩰𖩱]\n"
          "      |                   ^ write it otherwise\n"
          "cv.yaml:3:13: error: no font that vitac knows has `𖩰` (U+16A70) [unprintable]\n"
          "    3 | interests: [𖩰]\n"
          "      |             ^ write it otherwise\n");
  }
  SECTION("there is no lualatex") {
    desk.use_no_engine();
    auto said = desk.run({"cv.yaml", "-q", "--style", "moderncv"});
    CHECK(said.status == 3);
    CHECK(said.err ==
          "cv.yaml:2:17: error: there is no lualatex on this machine; it prints `Х` (U+0425) [no-engine]\n"
          "    2 | skills: [Maths, Ходьба]\n"
          "      |                 ^ apt-get install texlive-luatex\n");
  }
}

TEST_CASE("a package of fonts that is not installed is named once, at the first character that it prints") {
  Desk desk;
  desk.variables["OSFONTDIR"] = desk.path("tmp");
  desk.write("cv.yaml", "person: {name: Ada}\nskills: [λ, 漢, \"\\u263A\"]\ninterests: [λόγος]\n");
  auto said = desk.run({"cv.yaml", "-q"});
  CHECK(said.status == 3);
  CHECK(
      said.err ==
      "cv.yaml:2:10: error: no font on this machine has `λ` (U+03BB) and 4 other characters [missing-font]\n"
      "    2 | skills: [λ, 漢, \"\\u263A\"]\n"
      "      |          ^ apt-get install fonts-noto-core\n"
      "cv.yaml:2:13: error: no font on this machine has `漢` (U+6F22) [missing-font]\n"
      "    2 | skills: [λ, 漢, \"\\u263A\"]\n"
      "      |             ^~ apt-get install fonts-noto-cjk\n"
      "cv.yaml:2:17: error: no font on this machine has `☺` (U+263A) [missing-font]\n"
      "    2 | skills: [λ, 漢, \"\\u263A\"]\n"
      "      |                  ^~~~~~ apt-get install fonts-symbola\n");
  CHECK(desk.run({"cv.yaml", "-q", "-t", "tex"}).status == 0);  // may be compiled elsewhere
  CHECK(desk.run({"check", "cv.yaml", "-q"}).status == 0);
}

TEST_CASE("the first run of lualatex says why it takes so long, and has the time") {
  Desk desk;
  desk.use_fake_engine();
  std::filesystem::rename(desk.path("bin/pdflatex"), desk.path("bin/lualatex"));
  desk.write("cv.yaml",
             "person: {name: Ștefan, headline: \"fake-engine:slow\"}\ndocuments: {cv: {style: moderncv}}\n");
  desk.variables["TEXMFCACHE"] = desk.path("fonts");
  auto const reads =
      "note: lualatex reads its fonts for the first time, which takes a while, once [font-cache]\n";
  auto first = desk.run({"cv.yaml", "--timeout", "1"});
  CHECK(first.status == 0);
  CHECK(first.err.starts_with(reads));
  CHECK(desk.run({"cv.yaml", "-q", "--timeout", "1", "--force"}).err == "");
  desk.write("fonts/luatex-cache/generic/names/luaotfload-names.luc.gz", "all fonts");
  auto later = desk.run({"cv.yaml", "--timeout", "1", "--force"});
  CHECK(later.status == 4);
  CHECK_THAT(later.err, !contains("font-cache"));
}
