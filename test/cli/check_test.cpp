#include "test/cli/desk.hpp"

using namespace vitac::test;

namespace {

std::string const doubtful_record =
    "person: {name: Ada Lovelace, website: ada.example.edu}\n"
    "documents: {cv: {as_of: 2026-09-15}}\n";
std::string const doubt =
    "cv.yaml:1:39: warning: `ada.example.edu` lacks its `https://` [url-scheme]\n"
    "    1 | person: {name: Ada Lovelace, website: ada.example.edu}\n"
    "      |                                       ^~~~~~~~~~~~~~~ write `https://ada.example.edu`\n";

}  // namespace

TEST_CASE("check says what build says, makes nothing and needs no engine") {
  Desk desk;
  desk.use_no_engine();
  desk.write("cv.yaml", doubtful_record);
  auto checked = desk.run({"check", "cv.yaml"});
  CHECK(checked.status == 0);
  CHECK(checked.out == "");
  CHECK(checked.err == doubt);
  CHECK(desk.run({"check", "cv.yaml", "-s", "moderncv", "--option", "variant=banking"}).err == doubt);
  CHECK(desk.run({"build", "cv.yaml", "-q", "-t", "tex", "-o", "-"}).err == doubt);
  CHECK(desk.files() == "cv.yaml");
}

TEST_CASE("what has nothing wrong is ok") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  CHECK(desk.run({"check", "cv.yaml"}).err == note + "cv.yaml: ok\n");
  CHECK(desk.run({"check", "-"}, plain_record).err == note + "standard input: ok\n");
  CHECK(desk.run({"check", "cv.yaml", "-q"}).err == "");
  CHECK(desk.run({"check", "cv.yaml", "--message-format", "json"}).err.find(": ok") == std::string::npos);
}

TEST_CASE("what a style's user must know is said by check as by build") {
  Desk desk;
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace}\ndocuments: {form: {style: nsf-biosketch, as_of: 2026-09-15}}\n");
  std::string const notice =
      "cv.yaml:2:27: note: NSF takes a biographical sketch only as the PDF that SciENcv makes; this is a "
      "draft of "
      "it [notice]\n"
      "    2 | documents: {form: {style: nsf-biosketch, as_of: 2026-09-15}}\n"
      "      |                           ^~~~~~~~~~~~~\n";
  CHECK(desk.run({"check", "cv.yaml"}).err.find(notice) != std::string::npos);
  CHECK(desk.run({"build", "cv.yaml", "-t", "tex"}).err.find(notice) != std::string::npos);
}

TEST_CASE("check of several records ends as build does") {
  Desk desk;
  desk.write("a.yaml", plain_record);
  desk.write("b.yaml", "person: {name: Bob Bell}\nskils: []\n");
  desk.write("cv.yaml", doubtful_record);
  auto said = desk.run({"check", "a.yaml", "b.yaml", "cv.yaml", "--message-format", "short"});
  CHECK(said.status == 1);
  CHECK(said.err ==
        "note: the record names no documents; its style is moderncv [no-documents]\n"
        "b.yaml:2:1: error: unknown key `skils` in record [unknown-key]\n"
        "cv.yaml:1:39: warning: `ada.example.edu` lacks its `https://` [url-scheme]\n"
        "3 files: 1 ok, 1 with warnings, 1 with errors\n");
  CHECK(desk.run({"check", "none.yaml"}).status == 2);
  CHECK(desk.run({"check", "a.yaml", "-d", "none"}).status == 2);
  CHECK(desk.run({"check", "cv.yaml", "-s", "none"}).status == 2);
}

TEST_CASE("check tells what a formula, an option or a missing photo do") {
  Desk desk;
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace}\n"
             "talks:\n  - title: On $\\input{x}$\n"
             "documents: {cv: {style: moderncv, options: {colour: blue}}}\n");
  auto said = desk.run({"check", "cv.yaml", "--message-format", "short"});
  CHECK(said.status == 1);
  for (auto word : {"3:16: error: ", "4:45: error: "}) {
    CAPTURE(word, said.err);
    CHECK(said.err.find(word) != std::string::npos);
  }
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace, photo: none.png}\ndocuments: {cv: {style: moderncv}}\n");
  CHECK(desk.run({"check", "cv.yaml"}).err.starts_with("cv.yaml:1:37: warning: the photo is left out"));
}

TEST_CASE("strict takes warnings for errors, which stop the document") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", doubtful_record);
  auto error = doubt;
  error.replace(error.find("warning"), 7, "error");
  auto checked = desk.run({"check", "cv.yaml", "--strict"});
  CHECK(checked.status == 1);
  CHECK(checked.err == error);
  auto built = desk.run({"build", "cv.yaml", "--strict"});
  CHECK(built.status == 1);
  CHECK(built.err == error);
  desk.write(
      "cv.yaml",
      "person: {name: Ada Lovelace}\ngrants: [{id: g, title: t}]\ndocuments: {cv: {as_of: 2026-09}}\n");
  CHECK(desk.run({"build", "cv.yaml", "--strict"}).status == 1);
  CHECK(desk.files() == "cv.yaml");
  CHECK(desk.run({"build", "cv.yaml"}).status == 0);
  CHECK(desk.files() == "cv.pdf cv.yaml");
}

TEST_CASE("a comment that allows a warning allows it under strict as well") {
  Desk desk;
  desk.write("cv.yaml",
             "person:\n  name: Ada Lovelace\n  website: ada.example.edu  # vitac: allow url-scheme\n"
             "documents: {cv: {as_of: 2026-09-15}, short: {sections: []}}\n");
  CHECK(desk.run({"check", "cv.yaml", "--strict"}).err == "cv.yaml: ok\n");
}

TEST_CASE("a comment that a document not asked for may need is left in peace") {
  Desk desk;
  desk.write(
      "cv.yaml",
      "person: {name: Ada Lovelace}\n"
      "skills: [Maths]\n"
      "documents:\n"
      "  cv: {sections: [skills]}\n"
      "  old: {sections: [{kind: skills, where: {tags: []}, ids: []}]}  # vitac: allow empty-section\n");
  CHECK(desk.run({"check", "cv.yaml", "-d", "cv"}).err == "cv.yaml: ok\n");
}
