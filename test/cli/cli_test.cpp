#include "test/cli/desk.hpp"

using namespace vitac::test;

TEST_CASE("without words vitac says how it is called and ends with 2") {
  auto said = vitac::test::vitac({});
  CHECK(said.status == 2);
  CHECK(said.out == "");
  CHECK(said.err.find("build") != std::string::npos);
}

TEST_CASE("help and version go to standard output") {
  auto words = GENERATE(std::vector<std::string>{"--help"}, std::vector<std::string>{"-h"},
                        std::vector<std::string>{"help"}, std::vector<std::string>{"build", "--help"},
                        std::vector<std::string>{"--version"});
  auto said = vitac::test::vitac(words);
  CHECK(said.status == 0);
  CHECK(said.err == "");
  CHECK(said.out.find("vitac") != std::string::npos);
  CHECK(said.out.find("TEXT") == std::string::npos);
}

TEST_CASE("the version") {
  CHECK(vitac::test::vitac({"--version"}).out.starts_with("vitac 0."));
}

TEST_CASE("help that cannot be printed is an error") {
  auto said = run({"sh", "-c", binary() + " --help >/dev/full"});
  CHECK(said.status == 3);
  CHECK(said.err == "error: standard output cannot be written [unwritable]\n");
}

TEST_CASE("who reads only the first lines of what is said gets no error") {
  auto said = run({"sh", "-c", "{ sleep 1; " + binary() + " styles names moderncv; echo $? >&2; } | true"});
  CHECK(said.err == "0\n");
}

namespace {

struct Wrong {
  std::vector<std::string> words;
  std::string said;
};

std::vector<Wrong> const wrong_lines{
    {{"build"}, "`vitac build` needs a record [usage]\n      = a YAML file, or `-` for standard input"},
    {{"bild", "cv.yaml"}, "there is no command `bild` [usage]\n      = did you mean `build`?"},
    {{"frobnicate"},
     "there is no command `frobnicate` [usage]\n      = there is `build`, `watch`, `check`, `styles`, `new`, "
     "`schema`, "
     "`cache` or `doctor`, or "
     "the name of a record"},
    {{""},
     "there is no command `` [usage]\n      = there is `build`, `watch`, `check`, `styles`, `new`, `schema`, "
     "`cache` "
     "or "
     "`doctor`, or the "
     "name "
     "of a record"},
    {{"--quiet", "build", "cv.yaml"},
     "`--quiet` stands before the command [usage]\n      = write `vitac build --quiet`"},
    {{"--foo"}, "`vitac build` has no option `--foo` [usage]\n      = did you mean `--to`?"},
    {{"build", "cv.yaml", "--ouput", "x"},
     "`vitac build` has no option `--ouput` [usage]\n      = did you mean `--output`?"},
    {{"build", "cv.yaml", "--colour=never"},
     "`vitac build` has no option `--colour=never` [usage]\n      = did you mean `--color`?"},
    {{"build", "cv.yaml", "-t", "docx"},
     "`--to` takes `pdf` or `tex`, not `docx` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "-t"}, "`--to` needs a value [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "-o"}, "`--output` needs a value [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "-d"},
     "`--document` needs a value [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "-s", "a", "-s", "b"},
     "`--style` is given twice [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--timeout", "0"},
     "`--timeout` takes a number from 1 to 86400, not `0` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--timeout", "5s"},
     "`--timeout` takes a number from 1 to 86400, not `5s` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--timeout", "99999999999999"},
     "`--timeout` takes a number from 1 to 86400, not `99999999999999` [usage]\n      = `vitac build --help` "
     "tells more"},
    {{"build", "cv.yaml", "-j", "-1"},
     "`--jobs` takes a number from 1 to 1024, not `-1` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "-jx"},
     "`--jobs` takes a number from 1 to 1024, not `x` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--message-format", "xml"},
     "`--message-format` takes `human`, `short` or `json`, not `xml` [usage]\n      = `vitac build --help` "
     "tells more"},
    {{"build", "cv.yaml", "--color", "purple"},
     "`--color` takes `auto`, `always` or `never`, not `purple` [usage]\n      = `vitac build --help` tells "
     "more"},
    {{"build", "cv.yaml", "--option", "paper"},
     "`--option` takes NAME=VALUE, not `paper` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--option", "=a4"},
     "`--option` takes NAME=VALUE, not `=a4` [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--quiet=maybe"},
     "`--quiet` takes no value [usage]\n      = `vitac build --help` tells more"},
    {{"build", "cv.yaml", "--engine", "troff"},
     "there is no engine `troff` [usage]\n      = there is `auto`, `pdflatex`, `lualatex` or `xelatex`"},
    {{"build", "cv.yaml", "-o", ""}, "`-o` needs a name [usage]\n      = a file, a folder, `-` or a pattern"},
    {{"build", "cv.yaml", "-o", "out/{name}.pdf"},
     "`{name}` is no placeholder of outputs [usage]\n      = there is {stem}, {parent}, {document}, {style} "
     "and "
     "{family}"},
    {{"build", "cv.yaml", "-o", "{stem"},
     "`{stem` is no placeholder of outputs [usage]\n      = there is {stem}, {parent}, {document}, {style} "
     "and "
     "{family}"},
    {{"build", "cv.yaml", "-o", "cv.tex"}, "`cv.tex` would hold a PDF [usage]\n      = `-t tex` makes LaTeX"},
    {{"build", "cv.yaml", "-t", "tex", "-o", "cv.pdf"},
     "`cv.pdf` would hold LaTeX [usage]\n      = `-t pdf` makes a PDF"},
    {{"styles"},
     "`vitac styles` needs one more word [usage]\n      = `list`, `show`, `check`, `names` or `export`"},
    {{"styles", "lst"}, "there is no `vitac styles lst` [usage]\n      = did you mean `list`?"},
    {{"styles", "chekc", "mine/"}, "there is no `vitac styles chekc` [usage]\n      = did you mean `check`?"},
    {{"styles", "show"},
     "`vitac styles show` needs a NAME [usage]\n      = `vitac styles show --help` tells more"},
    {{"check", "--f\x1boo"},
     "`vitac check` has no option `--f oo` [usage]\n      = `vitac check --help` tells more"},
    {{"b\x1b[31mx\u202e"},
     "there is no command `b [31mx???` [usage]\n      = there is `build`, `watch`, `check`, `styles`, `new`, "
     "`schema`, `cache` or `doctor`, or the name of a record"},
    {{"new", "x.pdf"},
     "the name of a record ends in `.yaml`, not in `.pdf` [usage]\n      = name it `x.yaml`"},
    {{"new", "b/a.json"},
     "the name of a record ends in `.yaml`, not in `.json` [usage]\n      = name it `b/a.yaml`"},
    {{"new", "a", "b"}, "`b` is a word too many [usage]\n      = `vitac new --help` tells more"},
};

}  // namespace

TEST_CASE("wrong command lines are answered in plain words, before anything is read or made") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  for (auto const& [words, answer] : wrong_lines) {
    CAPTURE(words);
    auto said = desk.run(words);
    CHECK(said.status == 2);
    CHECK(said.out == "");
    CHECK(said.err == "error: " + answer + "\n");
    CHECK(desk.files() == "cv.yaml");
  }
}

TEST_CASE("where messages are to be JSON, those of the command line are, too") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  auto json = [&](std::vector<std::string> const& words) {
    auto said = desk.run(words);
    CHECK(said.status == 2);
    CHECK(said.out == "");
    return said.err;
  };
  auto error = [](std::string_view message, std::string_view help) {
    return fmt::format(R"({{"severity":"error","code":"usage","message":"{}","help":"{}"}})"
                       "\n",
                       message, help);
  };
  CHECK(json({"check", "--message-format", "json"}) ==
        error("`vitac check` needs a record", "a YAML file, or `-` for standard input"));
  CHECK(json({"cv.yaml", "--message-format=json", "--foo"}) ==
        error("`vitac build` has no option `--foo`", "did you mean `--to`?"));
  CHECK(json({"build", "cv.yaml", "--shard", "3/2", "--message-format", "json"}) ==
        error("`--shard` takes I/N, such as 1/8, not `3/2`", "`vitac build --help` tells more"));
  CHECK(json({"check", "cv.yaml", "--set", "x", "--message-format", "json"}) ==
        error("`--set` takes PATH=VALUE, not `x`", "`vitac check --help` tells more"));
  for (std::string option : {"--timeout=0", "-j0"})
    CHECK(json({"build", "cv.yaml", "--message-format", "json", option})
              .starts_with(R"({"severity":"error","code":"usage","message":"`--)"));
  CHECK(json({"watch", "-", "--message-format", "json"}) ==
        error("`vitac watch` needs files", "standard input does not change"));
  CHECK(json({"bild", "--message-format", "json"}) ==
        error("there is no command `bild`", "did you mean `build`?"));
  CHECK(json({"bild", "--message-format", "short"}) == "error: there is no command `bild` [usage]\n");
}

TEST_CASE("a record needs no command") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  desk.write("record", plain_record);
  auto words = GENERATE(std::vector<std::string>{"cv.yaml"}, std::vector<std::string>{"./cv.yaml"},
                        std::vector<std::string>{"-q", "cv.yaml"}, std::vector<std::string>{"record"},
                        std::vector<std::string>{"cv.yaml", "-q"}, std::vector<std::string>{"--", "cv.yaml"});
  CAPTURE(words);
  auto said = desk.run(words);
  CHECK(said.status == 0);
  CHECK(said.out == "");
  CHECK((desk.has("cv.pdf") || desk.has("record.pdf")));
}

TEST_CASE("standard input is a record, standard output an output, and nothing else goes there") {
  Desk desk;
  desk.use_fake_engine();
  auto said = desk.run({"-", "-o", "-"}, plain_record);
  CHECK(said.status == 0);
  CHECK(said.out == "%PDF-1.5\nfake\n%%EOF\n");
  CHECK(without_times(said.err) == note + "standard output  1 page  N s\n");
  CHECK(desk.files() == "");

  CHECK(desk.run({"build", "-"}, plain_record).status == 0);
  CHECK(desk.files() == "cv.pdf");
  auto wrong = desk.run({"-", "-q"}, "person: {nme: Ada}\n");
  CHECK(wrong.status == 1);
  CHECK(wrong.err.starts_with("<stdin>:1:10: error: unknown key `nme`"));
}

TEST_CASE("quiet says problems only, verbose all that TeX says") {
  Desk desk;
  desk.write_doing("cv.yaml", "well");
  CHECK(desk.run({"cv.yaml", "-q"}).err == "");
  auto loud = desk.run({"cv.yaml", "-v"});
  CHECK(loud.err.find("This is pdfTeX, Version 0 (fake)\n") != std::string::npos);
  CHECK(loud.out == "");
}

TEST_CASE("forms of messages") {
  Desk desk;
  desk.write("cv.yaml", "person: {name: Ada Lovelace}\nskils: [Maths]\n");
  auto said = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"build", "cv.yaml", "-t", "tex"});
    auto ran = desk.run(words);
    CHECK(ran.status == 1);
    CHECK(ran.out == "");
    return ran.err;
  };
  std::string const human =
      "cv.yaml:2:1: error: unknown key `skils` in record [unknown-key]\n"
      "    2 | skils: [Maths]\n"
      "      | ^~~~~ did you mean `skills`?\n";
  CHECK(said({"-q"}) == human);
  CHECK(said({"-q", "--color", "never"}) == human);
  CHECK(said({"-q", "--color=auto"}) == human);
  CHECK(said({"-q", "--message-format", "short"}) ==
        "cv.yaml:2:1: error: unknown key `skils` in record [unknown-key]\n");
  auto json = said({"--message-format", "json"});
  CHECK(json.starts_with("{"));
  CHECK(json.ends_with("}\n"));
  for (auto colored : {said({"--color", "-q"}), said({"-q", "--color"}), said({"-q", "--color=always"})})
    CHECK(colored.find("\x1b[") != std::string::npos);
}

TEST_CASE("color is for terminals that want it") {
  if (run({"sh", "-c", "command -v script"}).status != 0) {
    WARN("skipped: no script(1) to make a terminal");
    return;
  }
  Desk desk;
  desk.write("cv.yaml", "person: {nme: Ada}\n");
  auto colored = [&](std::string const& setting) {
    auto line =
        fmt::format("cd '{}' && {} script -qec '{} cv.yaml' /dev/null", desk.path(""), setting, binary());
    return run({"sh", "-c", line}).out.find("\x1b[") != std::string::npos;
  };
  CHECK(colored("TERM=xterm"));
  CHECK(colored("TERM=xterm NO_COLOR="));
  CHECK(!colored("TERM=xterm NO_COLOR=1"));
  CHECK(!colored("TERM=dumb"));
}

TEST_CASE("several records: one that fails does not stop the others, and a line sums up") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("a.yaml", plain_record);
  desk.write("b.yaml", "person: {name: Bob Bell}\nskils: []\n");
  desk.write("c.yaml", plain_record);
  auto said = desk.run({"build", "a.yaml", "b.yaml", "none.yaml", "c.yaml", "-j1"});
  CHECK(said.status == 2);
  CHECK(said.out == "");
  CHECK(without_times(said.err) == note +
                                       "b.yaml:2:1: error: unknown key `skils` in record [unknown-key]\n"
                                       "    2 | skils: []\n"
                                       "      | ^~~~~ did you mean `skills`?\n"
                                       "error: `none.yaml` does not exist [unreadable]\n"
                                       "a.pdf  1 page  N s\n"
                                       "c.pdf  1 page  N s\n"
                                       "4 files: 2 ok, 2 with errors\n");
  CHECK(desk.files() == "a.pdf a.yaml b.yaml c.pdf c.yaml");
  CHECK(desk.run({"build", "a.yaml", "b.yaml", "-q"}).err.find("files") == std::string::npos);
}
