#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// Runs vitac with so much memory, and no more.
Ran in_half_a_gigabyte(Desk const& desk, std::string const& words) {
#ifdef __SANITIZE_ADDRESS__
  std::string const limit;  // the sanitizer maps more than there is
#else
  std::string const limit = "ulimit -v 500000; ";
#endif
  return run({"/bin/sh", "-c", fmt::format("{}exec '{}' {}", limit, binary(), words)}, desk.options());
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("what a record includes is read, protected and named in mistakes") {
  Desk desk;
  fs::create_directory(desk.path("parts"));
  desk.write("cv.yaml", "include: parts/more.yaml\nperson: {name: Ada Lovelace}\n");
  desk.write("parts/more.yaml", "include: skills.yaml\npublications: {bibliography: papers.bib}\n");
  desk.write("parts/skills.yaml", "skills: [Maths]\n");
  desk.write("parts/papers.bib",
             "@article{n, title={Notes}, author={Ada Lovelace}, year=1843, journal={J}}\n");
  auto made = desk.run({"cv.yaml", "-q", "-t", "tex", "-o", "-"});
  CHECK(made.status == 0);
  CHECK(made.out.find("Maths") != std::string::npos);
  CHECK(made.out.find("Notes") != std::string::npos);

  auto over = desk.run({"cv.yaml", "-q", "-t", "tex", "-o", "parts/skills.yaml"});
  CHECK(over.status == 2);
  CHECK(over.err ==
        "error: `parts/skills.yaml` would be overwritten: it is an input [usage]\n"
        "      = `-o` names another file\n");

  desk.write("parts/skills.yaml", "skils: [Maths]  # vitac: allow unused-id\n");
  CHECK(desk.run({"check", "cv.yaml", "--message-format", "short"}).err ==
        "parts/skills.yaml:1:1: error: unknown key `skils` in record [unknown-key]\n");
}

TEST_CASE("mappings merge, and lists are put end to end, the file's own first") {
  Desk desk;
  desk.write("cv.yaml",
             "include: [one.yaml, two.yaml]\nperson: {name: Ada Lovelace}\nskills: [First]\n"
             "publications: [{title: Own paper, authors: A. Lovelace}]\n");
  desk.write(
      "one.yaml",
      "person: {email: [ada@example.edu]}\nskills: Second\n"
      "publications: {bibliography: one.bib, entries: [{title: Second paper, authors: A. Lovelace}]}\n");
  desk.write("one.bib", "@misc{n, title={Fourth paper}, author={Lovelace, A.}}\n");
  desk.write("two.yaml",
             "person: {email: countess@example.edu}\nskills: [Third]\n"
             "publications: [{title: Third paper, authors: A. Lovelace}]\n");
  auto made = desk.run({"cv.yaml", "-q", "-t", "tex", "-o", "-"});
  CHECK(made.err == "");
  CHECK(made.status == 0);
  std::size_t at = 0;
  for (auto word : {"ada@example.edu", "countess@example.edu"})
    CHECK(made.out.find(word) != std::string::npos);
  for (auto word : {"Own paper", "Second paper", "Third paper", "Fourth paper"}) {
    CAPTURE(word, made.out);
    at = made.out.find(word, at);
    CHECK(at != std::string::npos);
  }
  at = 0;
  for (auto word : {"First", "Second", "Third"}) CHECK((at = made.out.find(word, at)) != std::string::npos);
}

TEST_CASE("a comment in an included file allows a warning there") {
  Desk desk;
  desk.write("cv.yaml", "include: person.yaml\nskills: [Maths]\n");
  desk.write("person.yaml",
             "person:\n  name: Ada Lovelace\n  website: example.edu  # vitac: allow url-scheme\n");
  CHECK(desk.run({"check", "cv.yaml"}).err == note + "cv.yaml: ok\n");
  desk.write("person.yaml", "person:\n  name: Ada Lovelace\n  website: example.edu\n");
  CHECK(desk.run({"check", "cv.yaml", "-q", "--message-format", "short"}).err ==
        "person.yaml:3:12: warning: `example.edu` lacks its `https://` [url-scheme]\n");
}

TEST_CASE("paths of standard input start where vitac runs") {
  Desk desk;
  fs::create_directory(desk.path("parts"));
  desk.write("parts/skills.yaml", "skills: [Maths]\n");
  auto made = desk.run({"build", "-", "-q", "-t", "tex", "-o", "out.tex"},
                       "include: [parts/skills.yaml]\nperson: {name: Ada Lovelace}\n");
  CHECK(made.status == 0);
  CHECK(desk.read("out.tex").find("Maths") != std::string::npos);
  CHECK(desk.run({"check", "-", "-q"}, "include: ['-']\nperson: {name: Ada}\n").err ==
        "<stdin>:1:11: error: `-` is no file [unreadable]\n"
        "    1 | include: ['-']\n"
        "      |           ^~~\n");
}

TEST_CASE("what is too large is refused while it is read") {
  Desk desk;
  desk.write("parts.yaml", "");
  fs::resize_file(desk.path("parts.yaml"), 9u << 20);
  CHECK(desk.run({"check", "-", "-q"}, std::string(9u << 20, '\n')).err ==
        "error: standard input is larger than 8 MB [too-large]\n");
  auto said = desk.run({"check", "-", "-q"}, "include: parts.yaml\nperson: {name: Ada}\n");
  CHECK(said.status == 1);
  CHECK(said.err ==
        "<stdin>:1:10: error: `parts.yaml` is larger than 8 MB [too-large]\n"
        "    1 | include: parts.yaml\n"
        "      |          ^~~~~~~~~~\n");
  // Without an end: were it read whole first, this would not come back.
  auto endless = in_half_a_gigabyte(desk, "check - -q </dev/zero");
  CHECK(endless.status == 1);
  CHECK(endless.err == "error: standard input is larger than 8 MB [too-large]\n");
  CHECK(desk.run({"check", "/dev/zero", "-q"}).err ==
        "error: `/dev/zero` is a device, not a file [unreadable]\n");
  ::mkfifo(desk.path("pipe").c_str(), 0600);
  CHECK(desk.run({"check", "pipe", "-q"}).err ==
        "error: `pipe` is a pipe, not a file (`-` reads standard input) [unreadable]\n");
}

TEST_CASE("values are set from the command line") {
  Desk desk;
  desk.write("cv.yaml", "person: {name: Ada Lovelace}\nskills: [Maths, Music]\n");
  auto made = desk.run({"--set", "person.email=ada@example.edu", "--set", "skills[1]=Engines", "cv.yaml",
                        "-q", "-t", "tex", "-o", "-"});
  CHECK(made.status == 0);
  CHECK(made.out.find("ada@example.edu") != std::string::npos);
  CHECK(made.out.find("Engines") != std::string::npos);
  CHECK(made.out.find("Maths") != std::string::npos);
  CHECK(made.out.find("Music") == std::string::npos);

  auto said =
      desk.run({"check", "cv.yaml", "--set", "person.orcid=0000-0002-1825-0098", "--set", "persn.email=x"});
  CHECK(said.status == 1);
  CHECK(said.err ==
        "--set:1:14: error: the check digit of `0000-0002-1825-0098` is wrong [bad-orcid]\n"
        "    1 | person.orcid=0000-0002-1825-0098\n"
        "      |              ^~~~~~~~~~~~~~~~~~~ copy it again from orcid.org: one digit is mistyped\n"
        "--set:1:1: error: unknown key `persn` in record [unknown-key]\n"
        "    1 | persn.email=x\n"
        "      | ^~~~~ did you mean `person`?\n");
  auto json = desk.run({"check", "cv.yaml", "--set", "person.email=x y", "--message-format", "json"}).err;
  CHECK(json.find(R"("file":"--set","line":1,"column":14)") != std::string::npos);
  CHECK(desk.run({"check", "cv.yaml", "--set", "person.email"}).err ==
        "error: `--set` takes PATH=VALUE, not `person.email` [usage]\n"
        "      = `vitac check --help` tells more\n");
  CHECK(desk.run({"check", "cv.yaml", "--set", "language=de", "-q"}).err ==
        "--set:1:10: error: there is no language `de` [unknown-name]\n"
        "    1 | language=de\n"
        "      |          ^~ there is `en`\n");
}

TEST_CASE("what is made to break a reader gets a diagnostic, in half a gigabyte") {
  struct Case {
    std::string record, said;
  };
  auto const doubled = [](std::string const& value, std::string const& open, std::string const& close) {
    auto text = fmt::format("person: {{name: Ada}}\nextra:\n  a0: &a0 {}\n", value);
    for (int i = 1; i < 30; ++i)
      text += fmt::format(
          "  a{0}: &a{0} {1}{2}{3}\n", i, open,
          fmt::format(fmt::runtime(open == "[" ? "*a{0}, *a{0}" : "x: *a{0}, y: *a{0}"), i - 1), close);
    return text;
  };
  constexpr std::size_t deep = 100'000;
  std::string blocks;
  for (std::size_t i = 0; i < 3'000; ++i) blocks += std::string(i, ' ') + "a:\n";
  std::string many_keys;
  for (int i = 0; i < 600'000; ++i) many_keys += fmt::format("k{}: v\n", i);
  auto const asked_again =
      "person: {name: Ada}\npublications: [" + repeated("{title: T, date: 2020}, ", 2'000) +
      "]\ndocuments: {cv: {style: moderncv, sections: [" + repeated("publications, ", 1'000) + "]}}\n";
  auto const long_text = "person: {name: Ada}\nsummary: '" + repeated("word ", 180'000) + "'\ndocuments:\n";
  auto documents = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += fmt::format("  d{}: {{style: moderncv}}\n", i);
    return text;
  };
  std::vector<Case> const cases{
      {asked_again, "a document of more than 50000 entries [too-large]"},
      {long_text + "  cv: {style: moderncv, sections: [" + repeated("summary, ", 1'000) + "]}\n",
       "a document of more than 16 MB of text [too-large]"},
      {long_text + documents(900), "documents of more than 16 MB together [too-large]"},
      {"person: {name: Ada}\ndocuments:\n" + documents(20'000),
       "cv.yaml:1003:3: error: more than 1000 documents [too-large]"},
      {"person: {name: Ada}\nsummary: '" + repeated("[", 900'000) + "'\nskills: ['[@no]']\n",
       "no entry has the id `no`"},
      {"person: {name: Ada}\nsummary: '" + repeated("[a](b) ", 120'000) + "'\n",
       "more than 1000 errors: these are the first [too-many-problems]"},
      {"a: " + repeated("[", deep), "nested more than 499 deep [too-deep]"},
      {"a: " + repeated("[", deep) + repeated("]", deep), "nested more than 499 deep [too-deep]"},
      {repeated("{a: ", deep), "nested more than 499 deep [too-deep]"},
      {repeated("- ", deep) + "x", "nested more than 499 deep [too-deep]"},
      {repeated("? ", deep) + "x", "nested more than 499 deep [too-deep]"},
      {blocks, "nested more than 499 deep [too-deep]"},
      {"a: " + repeated("!t ", deep) + "x", "a text cannot start with `!` [yaml]"},
      {doubled("[x, x]", "[", "]"), "more than 2 million values, counting what aliases repeat [too-large]"},
      {doubled("{x: y}", "{", "}"), "more than 2 million values, counting what aliases repeat [too-large]"},
      {"person: {name: Ada\xff}\n", "a byte that is not UTF-8 [encoding]"},
      {std::string("person: {name: Ada\0}\n", 21), "a NUL byte: this is not a text file [encoding]"},
      {"person: {name: \"" + std::string(7u << 20, 'x') + "\"}\n", "a text of more than 1 MB [too-large]"},
      {"person: {name: " + std::string(10u << 20, 'x') + "}\n", "is larger than 8 MB [too-large]"},
      {"person: {name: Ada}\npublications: [{title: T, authors: \"" + repeated("A B and ", 100'000) +
           "C D\", dat: 2020}]\n",
       "unknown key `dat` in publications entry [unknown-key]"},
      {"a: b\n#" + repeated(" # vitac: allow x", 100'000), "unknown key `a` in record [unknown-key]"},
      {repeated("a: b # vitac: allow x\n", 100'000),
       "more than 1000 errors: these are the first [too-many-problems]"},
      {"person: {name: Ada}\nskills: [" + repeated("{nmae: x}, ", 50'000) + "]\n",
       "more than 1000 errors: these are the first [too-many-problems]"},
      {"person: {name: Ada}\nskills:\n" + repeated("- a\n", 1'000'000),
       "cv.yaml:3:1: error: a list of 1000000 is more than this record has room for [too-large]"},
      {many_keys, "cv.yaml:1001:1: error: more than 1000 keys in a record [too-large]"},
  };
  Desk desk;
  for (auto const& [record, said] : cases) {
    desk.write("cv.yaml", record);
    auto ran = in_half_a_gigabyte(desk, "check cv.yaml -q --message-format short");
    CAPTURE(record.substr(0, 60), said);
    CHECK(ran.status == 1);
    CHECK(ran.err.find(said) != std::string::npos);
    CHECK(std::ranges::count(ran.err, '\n') <= 2002);
  }
}
