#include <signal.h>

#include <chrono>
#include <fstream>
#include <optional>

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
    m_running->signal(SIGINT);
    CHECK(m_running->wait().status == 0);
    CHECK(m_desk.files("tmp") == "");
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
