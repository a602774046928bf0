#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "engine/engine.hpp"
#include "engine/environment.hpp"
#include "engine/feedback.hpp"
#include "test/support/catch.hpp"
#include "test/support/support.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

Engine const fake{"pdflatex", test::source_folder() / "test/cli/fake-engine"};

Typeset run(Engine const& engine, Manuscript manuscript) {
  Loop loop(1);
  std::optional<Typeset> result;
  typeset(loop, engine, std::move(manuscript), [&](Typeset typeset) { result = std::move(typeset); });
  CHECK(!result);
  loop.run();
  REQUIRE(result);
  return std::move(*result);
}

/// What comes of a document that makes the fake engine do `deed`.
Manuscript doing(std::string const& deed) {
  Manuscript manuscript;
  manuscript.tex = "% fake-engine:" + deed + "\n";
  return manuscript;
}

std::string kept_file(Typeset const& typeset, std::string_view name) {
  for (auto const& file : typeset.kept)
    if (file.name == name) return file.bytes;
  return "none";
}

/// An environment variable that is set for as long as this lives.
class Variable {
 public:
  Variable(char const* name, std::string const& value) : m_name(name) {
    if (char const* before = std::getenv(name)) m_before = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (m_before)
      ::setenv(m_name, m_before->c_str(), 1);
    else
      ::unsetenv(m_name);
  }
  Variable(Variable const&) = delete;
  Variable& operator=(Variable const&) = delete;

 private:
  char const* m_name;
  std::optional<std::string> m_before;
};

/// A place for work folders in which nothing may be left.
class EmptyAtEnd {
 public:
  EmptyAtEnd() : m_folder(WorkFolder::make().value()), m_variable("TMPDIR", m_folder.path().string()) {}
  ~EmptyAtEnd() { CHECK(fs::is_empty(m_folder.path())); }
  EmptyAtEnd(EmptyAtEnd const&) = delete;
  EmptyAtEnd& operator=(EmptyAtEnd const&) = delete;

 private:
  WorkFolder m_folder;
  Variable m_variable;
};

TEST_CASE("a document whose .aux says nothing takes one pass") {
  EmptyAtEnd work;
  auto typeset = run(fake, doing("well"));
  CHECK(typeset.how == Typeset::done);
  CHECK(typeset.passes == 1);
  CHECK(typeset.pages == 1);
  CHECK(typeset.settled);
  CHECK(typeset.pdf == "%PDF-1.5\nfake\n%%EOF\n");
  CHECK(kept_file(typeset, "document.aux") == "\\relax \n\\gdef \\@abspage@last{1}\n");
}

TEST_CASE("a document that counts its pages takes one more") {
  auto manuscript = doing("well");
  SECTION("in the document") {
    manuscript.tex += "\\PreviousTotalPages";
  }
  SECTION("in its class") {
    manuscript.companions = {{"class.cls", "\\@abspage@last"}};
  }
  CHECK(run(fake, manuscript).passes == 2);
}

TEST_CASE("passes are repeated as long as the .aux changes") {
  CHECK(run(fake, doing("aux1")).passes == 2);
  auto typeset = run(fake, doing("aux2"));
  CHECK(typeset.passes == 3);
  CHECK(typeset.settled);
  CHECK(kept_file(typeset, "document.aux") == "\\relax \n\\newlabel{pass}{{2}{1}}\n");
}

TEST_CASE("documents are finished one after the other") {
  Loop loop(1);
  std::string order;
  typeset(loop, fake, doing("aux2"), [&](Typeset const&) { order += 'a'; });
  typeset(loop, fake, doing("well"), [&](Typeset const&) { order += 'b'; });
  loop.run();
  CHECK(order == "ab");
}

TEST_CASE("and no longer than most_passes") {
  auto manuscript = doing("aux99");
  auto typeset = run(fake, manuscript);
  CHECK(typeset.how == Typeset::done);
  CHECK(typeset.passes == 4);
  CHECK(!typeset.settled);
  manuscript.most_passes = 1;
  CHECK(run(fake, manuscript).passes == 1);
  manuscript.most_passes = 0;
  CHECK(run(fake, manuscript).passes == 1);
}

TEST_CASE("with what an earlier build kept, one pass is enough") {
  auto first = run(fake, doing("aux2"));
  auto manuscript = doing("aux2");
  manuscript.kept = first.kept;
  auto second = run(fake, manuscript);
  CHECK(second.how == Typeset::done);
  CHECK(second.passes == 1);
  CHECK(kept_file(second, "document.aux") == kept_file(first, "document.aux"));
}

TEST_CASE("what an earlier build kept never makes this one fail") {
  EmptyAtEnd work;
  auto manuscript = doing("stale");
  manuscript.kept = {{"document.aux", "\\gone"}, {"../outside", "x"}, {"", "x"}};
  auto typeset = run(fake, manuscript);
  CHECK(typeset.how == Typeset::done);
  CHECK(typeset.passes == 2);
  CHECK(typeset.log.messages.empty());
}

TEST_CASE("an error is an error, with or without a PDF") {
  EmptyAtEnd work;
  auto typeset = run(fake, doing("error"));
  CHECK(typeset.how == Typeset::failed);
  CHECK(typeset.code == 1);
  CHECK(typeset.passes == 1);
  CHECK(typeset.pdf.empty());
  CHECK(typeset.kept.empty());
  REQUIRE(typeset.log.messages.size() == 1);
  CHECK(typeset.log.messages[0].line == 3);
  CHECK(typeset.raw_log.find("\\undefined") != std::string::npos);

  typeset = run(fake, doing("error-with-pdf"));
  CHECK(typeset.how == Typeset::failed);
  CHECK(typeset.pdf.empty());
}

TEST_CASE("missing characters are errors though the engine does not mind") {
  auto typeset = run(fake, doing("blank"));
  CHECK(typeset.how == Typeset::failed);
  CHECK(typeset.code == 0);
  REQUIRE(typeset.log.messages.size() == 1);
  CHECK(typeset.log.messages[0].character == U'Щ');
}

TEST_CASE("an engine that says why only on its output is heard") {
  auto typeset = run(fake, doing("mute-error"));
  CHECK(typeset.how == Typeset::failed);
  CHECK(typeset.detail == "fake-engine: cannot go on");
  CHECK(typeset.raw_log == "fake-engine: cannot go on\n");
}

TEST_CASE("an engine that ends well owes a whole PDF") {
  auto deed = GENERATE("silent", "junk", "cut");
  auto typeset = run(fake, doing(deed));
  CHECK(typeset.how == Typeset::no_pdf);
  CHECK(typeset.pdf.empty());
}

TEST_CASE("an engine that crashes") {
  EmptyAtEnd work;
  auto typeset = run(fake, doing("crash"));
  CHECK(typeset.how == Typeset::crashed);
  CHECK(typeset.code == SIGSEGV);
  CHECK(typeset.passes == 1);
}

bool is_gone(pid_t process) {
  for (int i = 0; i < 3000; ++i) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string status((std::istreambuf_iterator<char>(file)), {});
    auto state = status.find(") ");
    if (state == status.npos || status[state + 2] == 'Z' || status[state + 2] == 'X') return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

pid_t grandchild(std::string_view text) {
  constexpr std::string_view mark = "grandchild ";
  auto at = text.find(mark);
  REQUIRE(at != text.npos);
  return std::stoi(std::string(text.substr(at + mark.size())));
}

TEST_CASE("an engine that hangs is killed with all it started") {
  EmptyAtEnd work;
  auto manuscript = doing(GENERATE("hang", "hang-tree", "chatter"));
  manuscript.timeout = std::chrono::milliseconds(1000);
  auto typeset = run(fake, manuscript);
  CHECK(typeset.how == Typeset::timed_out);
  CHECK(typeset.passes == 1);
  if (manuscript.tex.find("tree") != std::string::npos) CHECK(is_gone(grandchild(typeset.raw_log)));
}

TEST_CASE("an engine that ends leaves nothing running") {
  auto typeset = run(fake, doing("leave"));
  CHECK(typeset.how == Typeset::done);
  CHECK(is_gone(grandchild(kept_file(typeset, "document.out"))));
}

TEST_CASE("an interrupt stops the pass that runs and those that wait") {
  EmptyAtEnd work;
  Loop loop(1);
  std::vector<Typeset::How> hows;
  auto keep = [&](Typeset const& typeset) { hows.push_back(typeset.how); };
  typeset(loop, fake, doing("interrupt"), keep);
  typeset(loop, fake, doing("well"), keep);
  struct sigaction before {};
  ::sigaction(SIGTERM, nullptr, &before);
  loop.run();
  CHECK(hows == std::vector{Typeset::interrupted, Typeset::interrupted});
  CHECK(loop.interrupted_by() == SIGTERM);
}

TEST_CASE("an engine that is not there") {
  auto typeset = run({"pdflatex", "/no/such/engine"}, doing("well"));
  CHECK(typeset.how == Typeset::not_started);
  CHECK(typeset.detail == "no such file or directory");
  CHECK(typeset.passes == 0);
}

TEST_CASE("a work folder that cannot be made or filled") {
  SECTION("no place for it") {
    Variable variable("TMPDIR", "/no/such/folder");
    auto typeset = run(fake, doing("well"));
    CHECK(typeset.how == Typeset::no_folder);
    CHECK(typeset.detail == "the folder for temporary files, /no/such/folder, does not exist");
  }
  SECTION("a companion with a name that TeX could not read") {
    auto name = GENERATE("../up", "a/b", ".hidden", "", "document.tex");
    auto manuscript = doing("well");
    manuscript.companions = {{name, "x"}};
    auto typeset = run(fake, manuscript);
    CHECK(typeset.how == Typeset::no_folder);
    CHECK(typeset.detail == "`" + std::string(name) + "` is not a plain file name");
  }
}

TEST_CASE("engines run with a known environment") {
  Variable inputs("TEXINPUTS", "/somewhere//:"), output("TEXMFOUTPUT", "/somewhere"),
      home("TEXMFHOME", "/mine"), width("max_print_line", "79"), date("SOURCE_DATE_EPOCH", "1");
  auto manuscript = doing("environment");
  manuscript.epoch = 1'721'088'000;
  auto lines = "\n" + run(fake, manuscript).raw_log;
  auto has = [&](std::string const& line) { return lines.find("\n" + line + "\n") != lines.npos; };
  for (auto line : {"SOURCE_DATE_EPOCH=1721088000", "FORCE_SOURCE_DATE=1", "openin_any=p", "openout_any=p",
                    "shell_escape=f", "MKTEXPK=0", "MKTEXTFM=0", "MKTEXFMT=0", "max_print_line=10000",
                    "buf_size=4000000", "TEXMFHOME=/mine"})
    CHECK(has(line));
  CHECK(has(std::string("PATH=") + std::getenv("PATH")));
  CHECK(lines.find("TEXINPUTS") == lines.npos);
  CHECK(lines.find("TEXMFOUTPUT") == lines.npos);
}

TEST_CASE("engines run without a shell to escape to") {
  auto output = run(fake, doing("arguments")).raw_log;
  CHECK(output.find(" -no-shell-escape ") != output.npos);
  CHECK(output.ends_with(" document.tex\n"));
}

TEST_CASE("engines are found on PATH") {
  auto folder = WorkFolder::make().value();
  auto program = folder.path() / "pdflatex";
  std::ofstream(program) << "#!/bin/sh\n";
  Variable path("PATH", "relative::/no/such/folder:" + folder.path().string());
  CHECK(!find_engine("pdflatex"));  // not executable
  fs::permissions(program, fs::perms(0755));
  REQUIRE(find_engine("pdflatex"));
  CHECK(find_engine("pdflatex")->program == program);
  CHECK(find_engine("pdflatex")->name == "pdflatex");
  fs::create_directory(folder.path() / "xelatex");
  CHECK(!find_engine("xelatex"));
  CHECK(!find_engine("sh"));
  CHECK(!find_engine("../pdflatex"));
}

TEST_CASE("every engine has its package") {
  CHECK(engine_names() == std::vector<std::string_view>{"pdflatex", "lualatex", "xelatex"});
  for (auto name : engine_names()) CHECK(!engine_package(name).empty());
  CHECK(engine_package("sh").empty());
}

TEST_CASE("what of an .aux counts") {
  auto same = [](std::string before, std::string after, bool counts_pages = false) {
    return prints_the_same({{"document.aux", before}}, {{"document.aux", after}}, counts_pages);
  };
  CHECK(prints_the_same({}, {{"document.aux", "\\relax \n"}}, true));
  CHECK(!prints_the_same({}, {{"document.out", "\\BOOKMARK"}}, false));
  CHECK(!prints_the_same({{"document.toc", "x"}}, {}, false));
  CHECK(
      same("", "\\relax \n\\@writefile{toc}{\\contentsline {section}{A}{1}{}}\n\\gdef \\@abspage@last{7}\n"));
  CHECK(same("",
             "\\providecommand\\hyper@newdestlabel[2]{}\n\\babel@aux{english}{}\n\\HyPL@Entry{0<</S/D>>}\n"));
  CHECK(same("\\gdef \\@abspage@last{1}\n", "\\gdef \\@abspage@last{2}"));
  CHECK(!same("\\gdef \\@abspage@last{1}\n", "\\gdef \\@abspage@last{2}", true));
  CHECK(!same("", "\\newlabel{LastPage}{{}{2}{}{page.2}{}}\n"));
  CHECK(!same("\\newlabel{a}{{}{1}}\n", "\\newlabel{a}{{}{2}}\n"));
  CHECK(!same("", "\\HyPL@Entry{0<</S/r>>}\n"));
  CHECK(!same("", "\\unknown@command\n"));
}

/// With the engines of this machine.

Manuscript article(std::string const& preamble, std::string const& body) {
  Manuscript manuscript;
  manuscript.tex = "\\documentclass{article}\n\\usepackage[T1]{fontenc}\\usepackage{lmodern}\n" + preamble +
                   "\\begin{document}\n" + body + "\\end{document}\n";
  manuscript.epoch = 1'721'088'000;
  return manuscript;
}

std::string const same_bytes =
    "\\ifdefined\\pdftrailerid\\pdftrailerid{}\\pdfsuppressptexinfo=-1\\fi\n"
    "\\ifdefined\\directlua\\pdfvariable suppressoptionalinfo\\numexpr1+2+4+8+16+512\\relax\n"
    "\\pdfvariable trailerid{[<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]}\\fi\n";

TEST_CASE("real engines take as many passes as a document needs, and give the same bytes again") {
  for (auto name : engine_names()) {
    auto engine = find_engine(name);
    if (!engine) {
      WARN("skipped: no " << name);
      continue;
    }
    INFO(name);
    auto plain = run(*engine, article(same_bytes, "Hello, \\today.\n"));
    CHECK(plain.how == Typeset::done);
    CHECK(plain.passes == 1);
    CHECK(plain.pages == 1);

    auto manuscript = article(same_bytes, "Page \\thepage{} of \\pageref{end}\\newpage Hello\\label{end}\n");
    auto first = run(*engine, manuscript);
    CHECK(first.how == Typeset::done);
    CHECK(first.passes == 2);
    CHECK(first.pages == 2);
    manuscript.kept = first.kept;
    auto second = run(*engine, manuscript);
    CHECK(second.passes == 1);
    CHECK(second.pdf == first.pdf);

    auto wrong = run(*engine, article("", "A \\wrong{word}\n"));
    CHECK(wrong.how == Typeset::failed);
    REQUIRE(wrong.log.messages.size() == 1);
    CHECK(wrong.log.messages[0].line == 4);
    CHECK(wrong.log.messages[0].column == 8);
  }
}

TEST_CASE("a table of contents, bookmarks and labels settle, and stay settled when kept") {
  auto engine = find_engine("pdflatex");
  if (!engine) {
    WARN("skipped: no pdflatex");
    return;
  }
  auto manuscript =
      article(same_bytes + "\\usepackage{hyperref}\n",
              "\\tableofcontents\\section{One}\\newpage\\section{Two}\\label{two}\\pageref{two}\n");
  auto first = run(*engine, manuscript);
  CHECK(first.how == Typeset::done);
  CHECK(first.passes == 2);
  CHECK(first.settled);
  manuscript.kept = first.kept;
  auto second = run(*engine, manuscript);
  CHECK(second.passes == 1);
  CHECK(second.pdf == first.pdf);
}

TEST_CASE("real engines do not read or write outside their folder") {
  for (auto name : engine_names()) {
    auto engine = find_engine(name);
    if (!engine) continue;
    INFO(name);
    auto reading = run(*engine, article("", "\\input{/etc/passwd}\n"));
    CHECK(reading.how == Typeset::failed);
    auto writing = run(*engine, article("\\newwrite\\out\n", "\\immediate\\openout\\out=../outside.tex x\n"));
    CHECK(writing.how == Typeset::failed);
  }
}

}  // namespace
}  // namespace vitac
