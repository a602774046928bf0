#include "base/utf8.hpp"
#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// A record of a stranger's, in a folder of its own beside what it must not see.
class Inbox : public Desk {
 public:
  Inbox() {
    fs::create_directories(path("inbox/inner"));
    fs::create_directories(path("private"));
    write("private/secret.yaml", "skills: [Secret]\n");
    write("private/secret.bib", "@book{secret, title={Secret}, author={A. Spy}, year=2024}\n");
    write("private/secret.png", read_file(source_folder() / "examples/lindqvist.png"));
    fs::create_symlink("../private/secret.yaml", path("inbox/link.yaml"));
    fs::create_symlink("../private/secret.bib", path("inbox/link.bib"));
    fs::create_symlink("../private/secret.png", path("inbox/link.png"));
    fs::create_directory_symlink("../private", path("inbox/folder"));
    fs::create_symlink("inner", path("inbox/stays"));
    write("inbox/inner/skills.yaml", "skills: [Maths]\n");
    write("inbox/photo.png", read_file(source_folder() / "examples/lindqvist.png"));
  }

  Ran build(std::string_view record, std::vector<std::string> more = {}) const {
    write("inbox/cv.yaml", record);
    std::vector<std::string> arguments{"inbox/cv.yaml", "--untrusted", "-q", "-t", "tex", "-o", "out/"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  /// What was said of a record of which nothing may be made.
  std::string refusal(std::string_view record) const {
    auto said = build(record);
    CHECK(said.status == 1);
    CHECK_FALSE(has("out"));
    CHECK((said.out + said.err).find("Secret") == std::string::npos);
    return said.err.substr(0, said.err.find('\n'));
  }
};

}  // namespace

TEST_CASE("an untrusted record is built as others are") {
  Inbox inbox;
  auto said = inbox.build(
      "include: [inner/skills.yaml, stays/../inner/more.yaml]\n"
      "person: {name: Ada Lovelace, headline: 'On $x^2$', photo: photo.png}\n");
  CHECK(said.status == 1);
  CHECK(said.err.find("`inner/more.yaml` does not exist") == std::string::npos);
  CHECK(said.err.find("`stays/../inner/more.yaml` does not exist") != std::string::npos);
  inbox.write("inbox/inner/more.yaml", "interests: [Music]\n");
  said = inbox.build(
      "include: [inner/skills.yaml, inner/more.yaml]\n"
      "person: {name: Ada Lovelace, headline: 'On $x^2$', photo: photo.png}\n");
  CHECK(said.status == 0);
  CHECK(said.err == "");
  CHECK(inbox.has("out/photo.png"));
  CHECK(inbox.read("out/cv.tex").find("Music") != std::string::npos);
}

TEST_CASE("untrusted: raw LaTeX is refused wherever it stands") {
  Inbox inbox;
  auto words = ": error: `!tex` is not taken from an untrusted record [untrusted]";
  CHECK(inbox.refusal("person: {name: Ada, headline: !tex '\\input{/etc/passwd}'}\n") ==
        std::string("inbox/cv.yaml:1:36") + words);
  CHECK(inbox.refusal("person: {name: Ada}\nextra: {a: [{b: !tex x}]}\n") ==
        std::string("inbox/cv.yaml:2:22") + words);
  CHECK(inbox.refusal("person: {name: Ada}\nskills: [{name: x, note: {en: !tex x}}]\n") ==
        std::string("inbox/cv.yaml:2:36") + words);
  inbox.write("inbox/inner/tex.yaml", "skills: [!tex x]\n");
  CHECK(inbox.refusal("include: inner/tex.yaml\nperson: {name: Ada}\n") ==
        std::string("inbox/inner/tex.yaml:1:15") + words);
  // What is no tag prints as it stands, formulas only what the list of their commands has.
  CHECK(inbox.build("person: {name: Ada, headline: '\\input{x}'}\n").status == 0);
  CHECK(inbox.read("out/cv.tex").find("\\input{x}") == std::string::npos);
  fs::remove_all(inbox.path("out"));
  CHECK(inbox.refusal("person: {name: Ada, headline: '$\\input{x}$'}\n").find("`\\input`") !=
        std::string::npos);
}

TEST_CASE("untrusted: no file from outside the record's folder") {
  Inbox inbox;
  auto folder = GENERATE("../private/", "folder/", "inner/../../private/", "ABSOLUTE/");
  auto from = vitac::replaced(folder, "ABSOLUTE", inbox.path("private"));
  CAPTURE(from);
  auto refused = [&](std::string const& name) {
    return fmt::format("`{}` lies outside the folder of the record", name);
  };
  CHECK(inbox.refusal(fmt::format("include: [{}secret.yaml]\nperson: {{name: Ada}}\n", from))
            .find(refused(from + "secret.yaml")) != std::string::npos);
  // Nor is it told what is there.
  CHECK(inbox.refusal(fmt::format("include: [{}none.yaml]\nperson: {{name: Ada}}\n", from))
            .find(refused(from + "none.yaml")) != std::string::npos);
  CHECK(
      inbox
          .refusal(fmt::format("person: {{name: Ada}}\npublications: {{bibliography: {}secret.bib}}\n", from))
          .find(refused(from + "secret.bib")) != std::string::npos);
  auto photo = inbox.build(fmt::format("person: {{name: Ada, photo: {}secret.png}}\n", from));
  CHECK(photo.status == 0);
  CHECK(photo.err.find("lies outside the folder of the record") != std::string::npos);
  CHECK_FALSE(inbox.has("out/secret.png"));
}

TEST_CASE("untrusted: a link does not lead out of the folder") {
  Inbox inbox;
  CHECK(inbox.refusal("include: link.yaml\nperson: {name: Ada}\n") ==
        "inbox/cv.yaml:1:10: error: `link.yaml` lies outside the folder of the record [unreadable]");
  CHECK(inbox.refusal("person: {name: Ada}\npublications: {bibliography: link.bib}\n") ==
        "inbox/cv.yaml:2:30: error: `link.bib` lies outside the folder of the record [unreadable]");
  CHECK(inbox.build("person: {name: Ada, photo: link.png}\n").err.find("lies outside") != std::string::npos);
  CHECK_FALSE(inbox.has("out/link.png"));
  fs::remove_all(inbox.path("out"));
  // The record itself may be a link only within its folder.
  auto said = inbox.run({"check", "inbox/link.yaml", "--untrusted"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: `inbox/link.yaml` lies outside the folder of the record [unreadable]\n");
  // An included file's paths start from its own folder, and still end in that of the record.
  inbox.write("inbox/inner/up.yaml", "include: ../../private/secret.yaml\n");
  CHECK(inbox.refusal("include: inner/up.yaml\nperson: {name: Ada}\n") ==
        "inbox/inner/up.yaml:1:10: error: `../../private/secret.yaml` lies outside the folder of the record "
        "[unreadable]");
}

TEST_CASE("untrusted: nothing is written through a link") {
  Inbox inbox;
  auto refused = [&](std::string const& output, std::string const& options = "") {
    inbox.write("inbox/cv.yaml", "person: {name: Ada}\ndocuments: {cv: {style: moderncv" + options + "}}\n");
    auto said = inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "-t", "tex"});
    CHECK(said.status == 2);
    CHECK(said.err == "error: `inbox/" + output +
                          "` is a link, or in a folder that is one [untrusted]\n"
                          "      = remove it, or choose another place with `-o`\n");
    CHECK_FALSE(inbox.has("private/cv.tex"));
  };
  fs::create_symlink("../private/secret.yaml", inbox.path("inbox/cv.tex"));
  fs::create_symlink("../private/new.tex", inbox.path("inbox/dangling.tex"));
  refused("cv.tex");
  refused("dangling.tex", ", output: dangling");
  refused("folder/cv.tex", ", output: folder/cv");
  CHECK(inbox.read("private/secret.yaml") == "skills: [Secret]\n");
  fs::remove(inbox.path("inbox/cv.tex"));
  fs::create_symlink("../private/vitac.sty", inbox.path("inbox/vitac-moderncv.sty"));
  refused("vitac-moderncv.sty");
  fs::remove(inbox.path("inbox/vitac-moderncv.sty"));
  CHECK(inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "-t", "tex"}).status == 0);
  fs::create_symlink("../private/secret.yaml", inbox.path("inbox/cv.d"));
  auto said = inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "-t", "tex", "--depfile"});
  CHECK(said.status == 2);
  CHECK(said.err.starts_with("error: `inbox/cv.d` is a link, or in a folder that is one [untrusted]\n"));
  CHECK(inbox.read("private/secret.yaml") == "skills: [Secret]\n");
}

TEST_CASE("untrusted: no style from beside the record") {
  Inbox inbox;
  auto steal = [&](std::string const& folder) {
    fs::create_directories(fs::path(inbox.path(folder)).parent_path());
    fs::copy(source_folder() / "styles/moderncv", inbox.path(folder), fs::copy_options::recursive);
    inbox.write(folder + "/body.tex", "\\input{/etc/passwd}\n");
  };
  steal("inbox/styles/moderncv");
  steal("inbox/styles/mine");
  std::string const record = "person: {name: Ada Lovelace}\n";
  CHECK(inbox.build(record).status == 0);
  CHECK(inbox.read("out/cv.tex").find("passwd") == std::string::npos);
  fs::remove_all(inbox.path("out"));
  CHECK(inbox.refusal(record + "documents: {cv: {style: mine}}\n")
            .starts_with("inbox/cv.yaml:2:25: error: there is no style `mine`"));
  CHECK(inbox.refusal(record + "documents: {cv: {style: ./styles/mine}}\n") ==
        "inbox/cv.yaml:2:25: error: a style's folder is not taken from an untrusted record [untrusted]");
  // Whoever runs vitac may name one.
  CHECK(inbox.build(record, {"--style", "inbox/styles/mine/"}).status == 0);
  CHECK(inbox.read("out/cv-mine.tex").find("passwd") != std::string::npos);
}

TEST_CASE("untrusted: pdflatex alone") {
  Inbox inbox;
  inbox.use_fake_engine();
  std::string const record = "person: {name: Ada Lovelace}\n";
  inbox.write("inbox/cv.yaml", record);
  auto said = inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "--engine", "lualatex"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: `--untrusted` does not run lualatex [usage]\n      = it runs pdflatex\n");
  CHECK(inbox.run({"inbox/cv.yaml", "--untrusted", "-q"}).status == 0);
  // Nor does a style make it run another.
  auto folder = std::string("home/.local/share/vitac/styles/lua");
  fs::create_directories(fs::path(inbox.path(folder)).parent_path());
  fs::copy(source_folder() / "styles/moderncv", inbox.path(folder), fs::copy_options::recursive);
  auto manifest = inbox.read(folder + "/style.yaml");
  auto engines = manifest.find("engines:");
  REQUIRE(engines != manifest.npos);
  inbox.write(folder + "/style.yaml",
              manifest.replace(engines, manifest.find('\n', engines) - engines, "engines: [lualatex]"));
  fs::copy_file(inbox.path("bin/pdflatex"), inbox.path("bin/lualatex"));
  said = inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "--style", "lua"});
  CHECK(said.status == 2);
  CHECK(said.err ==
        "error: the style lua wants lualatex [untrusted]\n      = `--untrusted` runs pdflatex only\n");
  CHECK(inbox.run({"inbox/cv.yaml", "-q", "--style", "lua"}).status == 0);
}

TEST_CASE("untrusted: 20 s and 1 GB an engine") {
  Inbox inbox;
  inbox.write_doing("inbox/cv.yaml", "memory");
  CHECK(inbox.run({"inbox/cv.yaml", "--untrusted", "-q"}).err.find("its last words: 1048576\n") !=
        std::string::npos);
  CHECK(inbox.run({"inbox/cv.yaml", "-q"}).err.find("its last words: unlimited\n") != std::string::npos);
  inbox.write_doing("inbox/cv.yaml", "hang");
  auto said = inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "--timeout", "90"});
  CHECK(said.err.starts_with("error: pdflatex did not finish `inbox/cv.pdf` in 20 s [tex]\n"));
}

TEST_CASE("untrusted: outputs stay where they were asked for") {
  Inbox inbox;
  inbox.write("inbox/cv.yaml",
              "person: {name: {given: Ada, family: ../../up}}\n"
              "documents: {../../../escape: {style: moderncv}}\n");
  CHECK(inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "-t", "tex"}).status == 0);
  CHECK(inbox.run({"inbox/cv.yaml", "--untrusted", "-q", "-t", "tex", "-o", "out/{family}-{document}.tex"})
            .status == 0);
  CHECK(inbox.files("out").find(".._.._up-.._.._.._escape.tex") != std::string::npos);
  CHECK(inbox.files() == "inbox out private");
  CHECK(inbox.files("inbox").find("cv-.._.._.._escape.tex") != std::string::npos);
}
