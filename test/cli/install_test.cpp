#include <regex>
#include <set>

#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// The commands and options that the help of a command names, and those of its commands.
std::set<std::string> words_of_help(std::vector<std::string> const& command = {}) {
  auto words = command;
  words.push_back("--help");
  auto help = vitac::test::vitac(words).out;
  std::set<std::string> found;
  static std::regex const option("(--[a-z-]+)"), name("\\n  ([a-z]+)  ");
  for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at)
    found.insert((*at)[1]);
  auto commands = help.find("Subcommands:");
  if (commands == help.npos) return found;
  auto list = help.substr(commands);
  for (std::sregex_iterator at(list.begin(), list.end(), name), end; at != end; ++at) {
    found.insert((*at)[1]);
    auto deeper = command;
    deeper.push_back((*at)[1]);
    found.merge(words_of_help(deeper));
  }
  return found;
}

}  // namespace

TEST_CASE("the manual page and the completions know every command and option") {
  auto words = words_of_help();
  REQUIRE(words.contains("--depfile"));
  REQUIRE(words.contains("export"));
  for (auto name : {"vitac.1", "vitac.bash", "vitac.zsh", "vitac.fish"}) {
    auto text = read_file(source_folder() / "share" / name);
    for (auto word : words) {
      CAPTURE(name, word);
      if (std::string(name) == "vitac.1") word = std::regex_replace(word, std::regex("-"), "\\-");
      if (std::string(name) == "vitac.fish" && word.starts_with("--")) word = "-l " + word.substr(2);
      CHECK(text.find(word) != text.npos);
    }
  }
}

TEST_CASE("what is installed runs without the checkout, with its page and completions beside it") {
  TemporaryFolder place;
  auto build = fs::path(binary()).parent_path().parent_path().string();
  auto prefix = place.path().string();
  REQUIRE(run({"cmake", "--install", build, "--prefix", prefix}).status == 0);
  for (auto file : {"bin/vitac", "share/vitac/vitac.mk", "share/man/man1/vitac.1",
                    "share/bash-completion/completions/vitac", "share/zsh/site-functions/_vitac",
                    "share/fish/vendor_completions.d/vitac.fish"})
    CHECK(fs::exists(place.path() / file));
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace}\nskills: [Maths]\ndocuments: {cv: {style: faculty-dossier}}\n");
  auto said = run({prefix + "/bin/vitac", "cv.yaml", "-q"}, desk.options());
  CHECK(said.status == 0);
  CHECK(said.err == "");
  CHECK(desk.has("cv.pdf"));
}

TEST_CASE("completions for bash offer commands, options and what they take") {
  TemporaryFolder empty;  // files and folders are offered too
  auto offered = [&](std::string const& words, int at) {
    auto script =
        fmt::format("source '{}'; COMP_WORDS=({}); COMP_CWORD={}; _vitac; echo \"${{COMPREPLY[*]}}\"",
                    (source_folder() / "share/vitac.bash").string(), words, at);
    return run({"bash", "-O", "extglob", "-c", script}, {empty.path(), {}, {}}).out;
  };
  CHECK(offered("vitac ch", 1) == "check\n");
  CHECK(offered("vitac build --dep", 2) == "--depfile\n");
  CHECK(offered("vitac check --dep", 2) == "\n");
  CHECK(offered("vitac build -t t", 3) == "tex\n");
  CHECK(offered("vitac cache c", 2) == "clear\n");
}
