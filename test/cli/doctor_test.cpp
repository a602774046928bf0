#include "test/cli/desk.hpp"

using namespace vitac::test;

namespace {

/// A machine that has these programs alone. kpsewhich finds the files that `tex_files` names.
class Machine {
 public:
  explicit Machine(std::string const& tex_files = "") {
    desk.use_no_engine();
    desk.variables["XDG_CACHE_HOME"] = desk.path("cache");
    if (!tex_files.empty())
      add("kpsewhich",
          "for file; do case \" " + tex_files + " \" in *\" $file \"*) echo /tex/$file;; esac; done");
  }

  void add(std::string const& program, std::string const& script) const {
    desk.write("bin/" + program, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(desk.path("bin/" + program), std::filesystem::perms::owner_all);
  }
  Ran examined() const { return desk.run({"doctor"}); }

  Desk desk;
};

/// A row as it is told, its lines joined.
std::string row(std::string const& told, std::string const& name) {
  auto begin = told.find("\n  " + name + " ");
  if (begin == std::string::npos) return "";
  std::string out;
  std::istringstream lines(told.substr(begin + 3));
  for (std::string line; std::getline(lines, line) && (out.empty() || line.starts_with("      "));)
    for (auto const& word : {line}) {
      std::istringstream words(word);
      for (std::string one; words >> one;) out += (out.empty() ? "" : " ") + one;
    }
  return out;
}

std::string style_of(std::string_view engines, std::string_view other_file) {
  return fmt::format(
      "contract: 1\ntitle: Small\ntarget: latex\nengines: {}\nsections: [skills]\n"
      "packages: [{{file: small.sty, package: texlive-small}}, {{file: {}}}]\n",
      engines, other_file);
}

void write_small_style(Desk const& desk) {
  desk.write("styles/small/style.yaml", style_of("[pdflatex]", "other.sty, package: texlive-small"));
  for (auto part : {"preamble", "data", "body", "entry"})
    desk.write(fmt::format("styles/small/{}.tex", part), "% nothing\n");
}

}  // namespace

TEST_CASE("where nothing is, doctor says how to install it, and that no build is possible") {
  Machine machine;
  machine.desk.variables["OSFONTDIR"] = machine.desk.path("");
  auto said = machine.examined();
  CHECK(said.status == 3);
  CHECK(said.err == "");
  CHECK(said.out.find("\x1b") == std::string::npos);
  CHECK(row(said.out, "pdflatex") == "pdflatex missing: apt-get install texlive-latex-recommended");
  CHECK(row(said.out, "lualatex") == "lualatex missing: apt-get install texlive-luatex");
  CHECK(row(said.out, "xelatex") == "xelatex missing: apt-get install texlive-xetex");
  CHECK(row(said.out, "kpsewhich") ==
        "kpsewhich missing; TeX finds its files by it: apt-get install texlive-binaries");
  CHECK(row(said.out, "moderncv").starts_with("moderncv built in; lacks pdflatex, moderncv.cls, "));
  CHECK(row(said.out, "Latin Modern") ==
        "Latin Modern lacks lmr10.pfb, lmroman10-regular.otf: apt-get install lmodern fonts-lmodern");
  CHECK(row(said.out, "of other scripts") ==
        "of other scripts missing; lualatex takes them: "
        "apt-get install fonts-noto-core fonts-noto-cjk fonts-symbola");
  CHECK(row(said.out, "pdftotext") ==
        "pdftotext missing; a style's rules for its PDFs go unchecked: apt-get install poppler-utils");
  CHECK(said.out.find("\nNo build is possible.\nAll that is missing: apt-get install ") != std::string::npos);
}

TEST_CASE("one style that can be drawn is enough") {
  Machine machine("small.sty other.sty lmr10.pfb");
  machine.add("pdflatex", "echo 'pdfTeX 9.9 (Some TeX)'; echo more");
  machine.add("fc-list", "echo One; echo Two");
  write_small_style(machine.desk);
  auto said = machine.examined();
  CHECK(said.status == 0);
  CHECK(row(said.out, "pdflatex") == "pdflatex pdfTeX 9.9 (Some TeX), " + machine.desk.path("bin/pdflatex"));
  CHECK(row(said.out, "small") == "small styles/small; its engine and 2 TeX files are there");
  CHECK(row(said.out, "Latin Modern") ==
        "Latin Modern lacks lmroman10-regular.otf: apt-get install fonts-lmodern");
  CHECK(row(said.out, "of the system") == "of the system 2 families, for lualatex and xelatex");
  CHECK(row(said.out, "languages") == "languages en");
  CHECK(row(said.out, "cache") == "cache " + machine.desk.path("cache/vitac"));
  CHECK(said.out.find("\nA build is possible.\nAll that is missing: apt-get install texlive-luatex") !=
        std::string::npos);
  CHECK(machine.desk.files() == "styles");
}

TEST_CASE("a style that lacks a file, or its engine, or has mistakes, is told so") {
  Machine machine("other.sty");
  write_small_style(machine.desk);
  machine.add("lualatex", "echo LuaTeX");
  CHECK(row(machine.examined().out, "small") ==
        "small styles/small; lacks pdflatex, small.sty: apt-get install texlive-latex-recommended "
        "texlive-small");
  machine.add("pdflatex", "echo pdfTeX");
  auto said = machine.examined();
  CHECK(said.status == 3);
  CHECK(row(said.out, "small") == "small styles/small; lacks small.sty: apt-get install texlive-small");
  machine.desk.write("styles/small/body.tex", "<<titel>>\n");
  CHECK(row(machine.examined().out, "small") ==
        "small styles/small; has mistakes: `vitac styles check small`");
}

TEST_CASE("without the engine that a style is set with, it is told which one draws it") {
  Machine machine("small.sty other.sty");
  write_small_style(machine.desk);
  machine.desk.write("styles/small/style.yaml",
                     style_of("[pdflatex, lualatex]", "other.sty, package: texlive-small"));
  machine.add("lualatex", "echo LuaTeX");
  auto said = machine.examined();
  CHECK(said.status == 0);
  CHECK(row(said.out, "small") ==
        "small styles/small; lacks pdflatex; `--engine lualatex` draws it: apt-get install "
        "texlive-latex-recommended");
  CHECK(said.out.find("\nA build is possible with `--engine lualatex`.\n") != std::string::npos);
  machine.add("pdflatex", "echo pdfTeX");
  CHECK(machine.examined().out.find("\nA build is possible.\n") != std::string::npos);
}

TEST_CASE("what lualatex needs is asked of it alone") {
  Machine machine("small.sty");
  write_small_style(machine.desk);
  machine.desk.write("styles/small/style.yaml",
                     style_of("[pdflatex, lualatex]", "wide.otf, package: fonts-wide, engine: lualatex"));
  machine.add("lualatex", "echo LuaTeX");
  auto said = machine.examined();
  CHECK(said.status == 3);
  CHECK(row(said.out, "small") ==
        "small styles/small; lacks pdflatex: apt-get install texlive-latex-recommended");
  machine.add("pdflatex", "echo pdfTeX");
  CHECK(row(machine.examined().out, "small") == "small styles/small; its engine and 1 TeX file are there");
}

TEST_CASE("without kpsewhich files of TeX are not called missing") {
  Machine machine;
  write_small_style(machine.desk);
  machine.add("pdflatex", "echo pdfTeX");
  auto said = machine.examined();
  CHECK(said.status == 3);
  CHECK(row(said.out, "kpsewhich") ==
        "kpsewhich missing; TeX finds its files by it: apt-get install texlive-binaries");
  CHECK(row(said.out, "small") == "small styles/small; its TeX files cannot be looked up without kpsewhich");
  CHECK(row(said.out, "moderncv") ==
        "moderncv built in; its TeX files cannot be looked up without kpsewhich");
  CHECK(row(said.out, "TeX Gyre") == "TeX Gyre cannot be looked up without kpsewhich");
  CHECK(said.out.find("\nWhether a build is possible cannot be told without kpsewhich.\n") !=
        std::string::npos);
  CHECK(said.out.find("texlive-small") == std::string::npos);
}

TEST_CASE("a program that is there and does not run is not missing") {
  Machine machine("small.sty other.sty");
  write_small_style(machine.desk);
  auto told = [&](std::string const& script) {
    machine.add("pdflatex", script);
    auto said = machine.examined();
    CHECK(said.status == 3);
    CHECK(row(said.out, "small") == "small styles/small; pdflatex does not run");
    CHECK(said.out.find("\nNo build is possible.\n") != std::string::npos);
    return row(said.out, "pdflatex");
  };
  auto words = [&](std::string const& reason) {
    return fmt::format("pdflatex {} does not run: {}; is its installation whole?",
                       machine.desk.path("bin/pdflatex"), reason);
  };
  CHECK(told("kill -SEGV $$") == words("signal 11 ends it"));
  CHECK(told("echo cannot open shared object >&2; exit 127") == words("it ends with status 127"));
  CHECK(told("exit 0") == words("it says nothing"));
  CHECK(told("exec /bin/sleep 60") == words("it does not answer"));
}

TEST_CASE("a cache that cannot be written costs time, a work folder the build") {
  Machine machine("small.sty other.sty");
  machine.add("pdflatex", "echo pdfTeX");
  write_small_style(machine.desk);
  machine.desk.write("file", "");
  machine.desk.variables["XDG_CACHE_HOME"] = machine.desk.path("file/cache");
  auto said = machine.examined();
  CHECK(said.status == 0);
  CHECK(row(said.out, "cache")
            .ends_with("file/cache/vitac cannot be written; builds take longer: set XDG_CACHE_HOME"));
  machine.desk.variables["TMPDIR"] = machine.desk.path("nowhere");
  said = machine.examined();
  CHECK(said.status == 3);
  CHECK(row(said.out, "work").ends_with(": set TMPDIR"));
}
