#include "test/cli/desk.hpp"

using namespace vitac::test;

TEST_CASE("a new record builds as it is, in every style that brings one") {
  Desk desk;
  for (auto const& folder : std::filesystem::directory_iterator(source_folder() / "styles")) {
    if (!std::filesystem::exists(folder.path() / "starter.yaml")) continue;
    auto style = folder.path().filename().string();
    CAPTURE(style);
    auto file = style + ".yaml";
    auto made = desk.run({"new", file, "--style", style});
    CHECK(made.status == 0);
    CHECK(made.out == "");
    CHECK(made.err == fmt::format("{0}: a record to start from; `vitac build {0}` makes the PDF\n", file));
    CHECK(desk.run({"check", file, "-q"}).err == "");
    CHECK(desk.run({"check", file}).err.ends_with(file + ": ok\n"));  // behind the notice of a style
    auto built = desk.run({"build", file, "-t", "tex", "-q", "-o", "out/{stem}-{document}.tex"});
    CHECK(built.err == "");
    CHECK(built.status == 0);
  }
}

TEST_CASE("a new record has a name, or goes to standard output, and a file stands beside its schema") {
  Desk desk;
  auto shown = desk.run({"new", "-"});
  CHECK(shown.status == 0);
  CHECK(shown.err == "");
  CHECK(shown.out.starts_with("# Your record."));
  CHECK(desk.files() == "");
  CHECK(desk.run({"new"}).err == "cv.yaml: a record to start from; `vitac build cv.yaml` makes the PDF\n");
  CHECK(desk.read("cv.yaml") == "# yaml-language-server: $schema=./vitac.schema.json\n" + shown.out);
  CHECK(desk.read("vitac.schema.json") == desk.run({"schema"}).out);
  CHECK(desk.files() == "cv.yaml vitac.schema.json");
  CHECK(desk.run({"new", "people/ada.yaml"}).status == 0);
  CHECK(desk.files("people") == "ada.yaml vitac.schema.json");
}

TEST_CASE("the command that builds a new record can be pasted") {
  Desk desk;
  auto pasted = [&](std::string const& file) {
    auto said = desk.run({"new", file}).err;
    auto begin = said.find("; `vitac ") + 9;
    return said.substr(begin, said.find("` makes the PDF") - begin);
  };
  CHECK(pasted("sp ace: #1.yaml") == "build 'sp ace: #1.yaml'");
  CHECK(pasted("ada's.yml") == "build 'ada'\\''s.yml'");
  CHECK(pasted("$HOME.yaml") == "build '$HOME.yaml'");
  CHECK(pasted("ada/k-l_1.yaml") == "build ada/k-l_1.yaml");
}

TEST_CASE("a schema that is there already stays, and is spoken of where it is another") {
  Desk desk;
  auto done = [](std::string const& file) {
    return fmt::format("{0}: a record to start from; `vitac build {0}` makes the PDF\n", file);
  };
  CHECK(desk.run({"new", "a.yaml"}).err == done("a.yaml"));
  CHECK(desk.run({"new", "b.yaml"}).err == done("b.yaml"));
  desk.write("vitac.schema.json", "mine");
  auto made = desk.run({"new", "c.yaml"});
  CHECK(made.status == 0);
  CHECK(made.err == done("c.yaml") +
                        "note: `vitac.schema.json` is there already and is left as it is [schema]\n"
                        "      = `vitac schema > vitac.schema.json` renews it\n");
  CHECK(desk.read("vitac.schema.json") == "mine");
}

TEST_CASE("a new record never takes the place of a file") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("folder/x", "");
  auto said = desk.run({"new"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: `cv.yaml` is there already [exists]\n      = name another file\n");
  CHECK(desk.read("cv.yaml") == plain_record);
  CHECK(desk.run({"new", "folder"}).err ==
        "error: `folder` is there already [exists]\n      = name another file\n");
  CHECK(desk.run({"new", "folder/new.yaml"}).status == 0);
  CHECK(desk.run({"new", "cv.yaml/new.yaml"}).status == 3);
  CHECK(desk.run({"new", ""}).err ==
        "error: the record has no name [usage]\n      = `vitac new` alone writes cv.yaml\n");
}

TEST_CASE("a new record in a style that there is not, or that has none") {
  Desk desk;
  auto said = desk.run({"new", "--style", "modernvc"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: there is no style `modernvc` [unknown-name]\n      = did you mean `moderncv`?\n");
  std::filesystem::copy(source_folder() / "test/diagnostics/styles/base", desk.path("mine"));
  said = desk.run({"new", "--style", "./mine/"});
  CHECK(said.status == 2);
  CHECK(said.err ==
        "error: the style `./mine/` brings no starter [no-starter]\n"
        "      = `vitac new` without `--style` writes one\n");
  CHECK(desk.files() == "mine");
}

TEST_CASE("a new record is the one of the style that a style extends, if it has none itself") {
  Desk desk;
  desk.write("mine/style.yaml", "extends: faculty-dossier\n");
  CHECK(desk.run({"new", "mine.yaml", "--style", "./mine/"}).status == 0);
  CHECK(desk.run({"new", "its.yaml", "--style", "faculty-dossier"}).status == 0);
  CHECK(desk.read("mine.yaml") == desk.read("its.yaml"));
}
