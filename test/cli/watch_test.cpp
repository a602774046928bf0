#include <signal.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <sstream>

#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// A vitac that watches on a desk; its messages go into a file, so that they can be read while it runs.
class Watching {
 public:
  Watching(Desk& desk, std::vector<std::string> words) : m_desk(desk) {
    auto command = fmt::format("exec '{}' watch {} 2>said", binary(), fmt::join(words, " "));
    m_running.emplace(std::vector<std::string>{"sh", "-c", command}, desk.options());
  }
  ~Watching() {
    if (m_running) stop(SIGINT);
    CHECK(m_desk.files("tmp") == "");
  }

  void stop(int signal) {
    m_running->signal(signal);
    CHECK(m_running->wait().status == 0);
    m_running.reset();
  }

  /// As nobody can be stopped who would clean up.
  void kill() {
    m_running->signal(SIGKILL);
    CHECK(m_running->wait().status == 128 + SIGKILL);
    m_running.reset();
  }

  /// Waits for words that were not there before.
  bool says(std::string const& words) {
    return comes_true([&] {
      auto said = m_desk.has("said") ? m_desk.read("said") : "";
      auto at = said.find(words, m_heard);
      if (at == said.npos) return false;
      m_heard = at + words.size();
      return true;
    });
  }

 private:
  Desk& m_desk;
  std::optional<Running> m_running;
  std::size_t m_heard = 0;
};

/// Tells of the engines that the fake one was started as.
class Engines {
 public:
  explicit Engines(Desk& desk) : m_desk(desk) {
    desk.use_fake_engine();
    desk.write("home/engines", "");
  }

  /// Over what they were started: `d` for a document, `w` for a beginning, to wait.
  std::string started() const {
    std::string letters;
    for (auto const& [letter, process] : all()) letters += letter;
    return letters;
  }
  /// The same, once as many have been.
  std::string started_as(std::string const& letters) const {
    comes_true([&] { return started().size() >= letters.size(); });
    return started();
  }
  /// The process of the one that was started last.
  int last() const { return all().back().second; }

  /// How many are there still.
  std::size_t alive() const {
    auto engines = all();
    return std::size_t(
        std::ranges::count_if(engines, [](auto const& engine) { return ::kill(engine.second, 0) == 0; }));
  }

 private:
  std::vector<std::pair<char, int>> all() const {
    std::vector<std::pair<char, int>> engines;
    std::istringstream lines(m_desk.read("home/engines"));
    std::string document;
    for (int process; lines >> document >> process;)
      engines.emplace_back(document == "document.tex" ? 'd' : 'w', process);
    return engines;
  }

  Desk const& m_desk;
};

/// A record whose words after `\begin{document}` are these.
std::string with_skill(std::string_view skill, std::string_view headline = "Poet") {
  return fmt::format("person: {{name: Ada Lovelace, headline: \"{}\"}}\nskills: [\"{}\"]\n", headline, skill);
}

}  // namespace

TEST_CASE("a watched record is built again when it, or what it is made of, changes") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("pubs.bib", "@article{a, author={A. Lovelace}, title={Notes}, year=1843}\n");
  desk.write("cv.yaml", "person: {name: Ada Lovelace}\npublications: {bibliography: [pubs.bib]}\n");
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  desk.write("cv.yaml", "person: {name: Ada King}\npublications: {bibliography: [pubs.bib]}\n");
  CHECK(watching.says("cv.pdf  1 page  "));
  desk.write("pubs.bib", "@article{b, author={A. Lovelace}, title={More notes}, year=1844}\n");
  CHECK(watching.says("cv.pdf  1 page  "));
}

TEST_CASE("editors that write another file and rename it are followed") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  for (int i = 0; i < 3; ++i) {
    desk.write("cv.yaml~", plain_record + std::string(std::size_t(i) + 1, '#') + "\n");
    fs::rename(desk.path("cv.yaml~"), desk.path("cv.yaml"));
    CHECK(watching.says("cv.pdf  1 page  "));
  }
}

TEST_CASE("errors show, the last PDF stays, and what was missing is waited for") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  auto bytes = desk.read("cv.pdf");
  desk.write("cv.yaml", "persn: {name: Ada Lovelace}\n");
  CHECK(watching.says("cv.yaml:1:1: error: unknown key `persn`"));
  CHECK(desk.read("cv.pdf") == bytes);
  desk.write("cv.yaml", "person: {name: Ada Lovelace}\npublications: {bibliography: [late.bib]}\n");
  CHECK(watching.says("`late.bib` does not exist"));
  desk.write("late.bib", "@article{a, author={A. Lovelace}, title={Notes}, year=1843}\n");
  CHECK(watching.says("cv.pdf  1 page  "));
}

TEST_CASE("a record that is not there is not waited for") {
  Desk desk;
  auto said = desk.run({"watch", "late.yaml"});
  CHECK(said.status == 2);
  CHECK(said.err.starts_with("error: `late.yaml` does not exist"));
}

TEST_CASE("only the record that changed is built again") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("a.yaml", plain_record);
  desk.write("b.yaml", plain_record);
  Watching watching(desk, {"a.yaml", "b.yaml"});
  REQUIRE(watching.says("b.pdf  1 page  "));
  auto time = fs::last_write_time(desk.path("a.pdf"));
  desk.write("b.yaml", plain_record + "# more\n");
  CHECK(watching.says("b.pdf  1 page  "));
  CHECK(fs::last_write_time(desk.path("a.pdf")) == time);
}

TEST_CASE("standard input cannot be watched") {
  CHECK(vitac::test::vitac({"watch", "-"}).err ==
        "error: `vitac watch` needs files [usage]\n      = standard input does not change\n");
}

TEST_CASE("an engine waits for what follows the beginning of a document, and then the next") {
  Desk desk;
  Engines engines(desk);
  desk.write("cv.yaml", with_skill("Maths"));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dw") == "dw");
  desk.write("cv.yaml", with_skill("More maths"));
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dww") == "dww");
  desk.write("cv.yaml", with_skill("Most maths"));
  REQUIRE(watching.says("cv.pdf  1 page  "));
  CHECK(engines.started_as("dwww") == "dwww");
  CHECK(comes_true([&] { return engines.alive() == 1; }));
}

TEST_CASE("an engine that has read another beginning than the document has now is started anew") {
  Desk desk;
  Engines engines(desk);
  fs::create_directory(desk.path("styles"));
  fs::copy(source_folder() / "styles/faculty-dossier", desk.path("styles/mine"), fs::copy_options::recursive);
  auto record = [](std::string_view name) {
    return fmt::format("person: {{name: {}}}\nskills: [Maths]\ndocuments: {{cv: {{style: mine}}}}\n", name);
  };
  desk.write("cv.yaml", record("Ada Lovelace"));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  // Twice: it numbers its pages, and nothing is kept between builds here.
  REQUIRE(engines.started_as("ddw") == "ddw");
  SECTION("words of the beginning") {
    desk.write("cv.yaml", record("Ada King"));
  }
  SECTION("a file of the style") {
    auto companion = desk.path("styles/mine/vitac-dossier.cls");
    desk.write("styles/mine/vitac-dossier.cls", read_file(companion) + "% more\n");
  }
  REQUIRE(watching.says("cv.pdf  1 page  "));
  CHECK(engines.started_as("ddwddw") == "ddwddw");
  CHECK(comes_true([&] { return engines.alive() == 1; }));
}

TEST_CASE("an engine that died or cannot wait costs time only") {
  Desk desk;
  Engines engines(desk);
  auto headline = GENERATE("Poet", "fake-engine:no-gate");
  desk.write("cv.yaml", with_skill("Maths", headline));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dw") == "dw");
  if (engines.alive() > 0) ::kill(engines.last(), SIGKILL);
  desk.write("cv.yaml", with_skill("More maths", headline));
  CHECK(watching.says("cv.pdf  1 page  "));
  CHECK(engines.started_as("dwdw") == "dwdw");
}

TEST_CASE("an error in what the waiting engine is given shows, and the last PDF stays") {
  Desk desk;
  Engines engines(desk);
  desk.write("cv.yaml", with_skill("Maths"));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dw") == "dw");
  auto bytes = desk.read("cv.pdf");
  desk.write("cv.yaml", with_skill("fake-engine:error"));
  CHECK(watching.says("Undefined control sequence."));
  CHECK(desk.read("cv.pdf") == bytes);
  // It is asked again of one that did not wait; then one waits as before.
  REQUIRE(engines.started_as("dwdw") == "dwdw");
  desk.write("cv.yaml", with_skill("Maths again"));
  CHECK(watching.says("cv.pdf  1 page  "));
  CHECK(engines.started_as("dwdww") == "dwdww");
}

TEST_CASE("a mistake that TeX never sees leaves the engine waiting") {
  Desk desk;
  Engines engines(desk);
  desk.write("cv.yaml", with_skill("Maths"));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dw") == "dw");
  desk.write("cv.yaml", "persn: {name: Ada Lovelace}\n");
  CHECK(watching.says("unknown key `persn`"));
  desk.write("cv.yaml", with_skill("More maths"));
  CHECK(watching.says("cv.pdf  1 page  "));
  CHECK(engines.started_as("dww") == "dww");
}

TEST_CASE("few engines wait, however many records are watched") {
  Desk desk;
  Engines engines(desk);
  std::vector<std::string> words;
  for (int i = 1; i <= 6; ++i) {
    words.push_back(fmt::format("{}.yaml", i));
    desk.write(words.back(), with_skill("Maths"));
  }
  Watching watching(desk, words);
  REQUIRE(watching.says("6.pdf  1 page  "));
  REQUIRE(engines.started_as("ddddddwwww") == "ddddddwwww");
  desk.write("1.yaml", with_skill("More maths"));
  REQUIRE(watching.says("1.pdf  1 page  "));
  REQUIRE(engines.started_as("ddddddwwwwdw") == "ddddddwwwwdw");
  CHECK(comes_true([&] { return engines.alive() == 4; }));
}

TEST_CASE("no engine waits with a record that is not trusted, nor for LaTeX") {
  Desk desk;
  Engines engines(desk);
  auto [word, name, started] = GENERATE(table<std::string, std::string, std::string>(
      {{"--untrusted", "cv.pdf  1 page  ", "dd"}, {"-ttex", "cv.tex", ""}}));
  desk.write("cv.yaml", with_skill("Maths"));
  Watching watching(desk, {"cv.yaml", word});
  REQUIRE(watching.says(name));
  desk.write("cv.yaml", with_skill("More maths"));
  REQUIRE(watching.says(name));
  CHECK(engines.started() == started);
}

TEST_CASE("a signal ends the engine that waits") {
  Desk desk;
  Engines engines(desk);
  desk.write("cv.yaml", with_skill("Maths"));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dw") == "dw");
  watching.stop(GENERATE(SIGINT, SIGTERM, SIGHUP));
  CHECK(engines.alive() == 0);
}

TEST_CASE("an engine that waits ends with its vitac, however that ends") {
  Desk desk;
  Engines engines(desk);
  desk.write("cv.yaml", with_skill("Maths"));
  Watching watching(desk, {"cv.yaml"});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  REQUIRE(engines.started_as("dw") == "dw");
  watching.kill();
  CHECK(comes_true([&] { return engines.alive() == 0; }));
  fs::remove_all(desk.path("tmp"));  // nobody was left to do it
  fs::create_directory(desk.path("tmp"));
}

TEST_CASE("what a waiting engine makes has the bytes of an ordinary build, and its words their line") {
  std::string engine = GENERATE("pdflatex", "lualatex", "xelatex");
  if (run({"sh", "-c", "command -v " + engine}).status != 0) {
    WARN("skipped: no " + engine);
    return;
  }
  Desk desk;
  desk.variables["XDG_CACHE_HOME"] = desk.path("cache");
  desk.variables["SOURCE_DATE_EPOCH"] = "1721088000";
  desk.variables["TEXMFCACHE"] = font_cache().string();
  auto write = [&](int entries) {
    std::string record = "person: {name: Ada Lovelace}\ndocuments: {cv: {style: moderncv}}\nskills:\n";
    for (int i = 1; i <= entries; ++i) record += fmt::format("  - Skill number {} of *all*\n", i);
    desk.write("cv.yaml", record + "  - " + std::string(120, 'm') + "\n");
  };
  write(1);
  Watching watching(desk, {"cv.yaml", "-v", "--engine", engine});
  REQUIRE(watching.says("cv.pdf  1 page  "));
  // From a bare start, a format and its tree, where the engine has them; then over a page's end, which takes
  // another pass.
  if (engine == "pdflatex")
    REQUIRE(comes_true([&] { return desk.files("cache/vitac/formats").size() == 32; }));
  for (int entries : {2, 3, 4, 90}) {
    write(entries);
    if (entries < 90) REQUIRE(watching.says("(./vitac-beginning.tex"));
    if (engine != "lualatex")  // which breaks the word
      REQUIRE(watching.says(fmt::format("cv.yaml:{}:5: warning: a line sticks out", entries + 4)));
    REQUIRE(watching.says("cv.pdf  "));
    auto options = desk.options();
    options.variables["XDG_CACHE_HOME"] = "/dev/null";
    REQUIRE(vitac::test::vitac({"cv.yaml", "-q", "-o", "plain.pdf", "--engine", engine}, options).status ==
            0);
    CHECK(desk.read("cv.pdf") == desk.read("plain.pdf"));
  }
}
