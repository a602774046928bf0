#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// A style of one's own: the dossier with one text replaced in one of its files.
class OwnStyle {
 public:
  OwnStyle(Desk const& desk, std::string_view folder) : m_desk(desk), m_folder(folder) {
    fs::create_directories(fs::path(desk.path(folder)).parent_path());
    fs::copy(source_folder() / "styles/faculty-dossier", desk.path(folder));
  }
  void replace(std::string const& file, std::string_view from, std::string_view to) const {
    auto name = m_folder + "/" + file;
    auto text = m_desk.read(name);
    auto at = text.find(from);
    REQUIRE(at != text.npos);
    m_desk.write(name, text.replace(at, from.size(), to));
  }

 private:
  Desk const& m_desk;
  std::string m_folder;
};

}  // namespace

TEST_CASE("a style may be a folder: named, beside the record, or of the user") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  auto folder = GENERATE("mine/", "styles/own", "home/.local/share/vitac/styles/own");
  CAPTURE(folder);
  OwnStyle own(desk, folder);
  own.replace("body.tex", "\\section{<<#number>><<number>>~<</number>><<title>>}",
              "\\section{About: <<title>>}");
  auto name = std::string(folder) == "mine/" ? "./mine/" : "own";
  auto said = desk.run({"cv.yaml", "-t", "tex", "-o", "-", "-s", name});
  CHECK(said.err == "standard output\n");
  CHECK(said.status == 0);
  CHECK(said.out.find("\\section{About: Skills}") != std::string::npos);
}

TEST_CASE("a path in a record is relative to the record") {
  Desk desk;
  desk.write("there/cv.yaml",
             "person: {name: Ada Lovelace}\nskills: [Maths]\ndocuments: {cv: {style: ./mine}}\n");
  OwnStyle(desk, "there/mine")
      .replace("body.tex", "\\section{<<#number>><<number>>~<</number>><<title>>}",
               "\\section{About: <<title>>}");
  auto said = desk.run({"there/cv.yaml", "-t", "tex", "-o", "-"});
  CHECK(said.status == 0);
  CHECK(said.out.find("\\section{About: Skills}") != std::string::npos);
}

TEST_CASE("options of the style from the command line") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  auto said =
      desk.run({"cv.yaml", "-q", "-t", "tex", "-o", "-", "--option", "paper=a4", "--option", "size=12pt"});
  CHECK(said.status == 0);
  CHECK(said.out.starts_with("\\documentclass[12pt,a4paper]{moderncv}\n"));
}

TEST_CASE("a mistake in a template is shown in the template, once for all records") {
  Desk desk;
  desk.use_no_engine();
  desk.write("a.yaml", plain_record);
  desk.write("b.yaml", plain_record);
  desk.write("a.pdf", "old");
  OwnStyle own(desk, "mine");
  desk.write("mine/body.tex", "\\section{<<titel>>}\n" + desk.read("mine/body.tex"));
  auto said = desk.run({"build", "a.yaml", "b.yaml", "-s", "./mine"});
  CHECK(said.status == 1);
  CHECK(said.err ==
        "./mine/body.tex:1:12: error: unknown name `titel` [template-name]\n"
        "    1 | \\section{<<titel>>}\n"
        "      |            ^~~~~ did you mean `title`?\n"
        "2 files: 2 with errors\n");
  CHECK(desk.files() == "a.pdf a.yaml b.yaml mine");
}

TEST_CASE("a photo goes beside the document") {
  Desk desk;
  OwnStyle(desk, "mine")
      .replace("body.tex", "\\end{cvheader}",
               "\\end{cvheader}\n<<#person>><<#photo>>% <<photo>>\n<</photo>><</person>>");
  std::string const picture = "\xff\xd8\xff picture \xff\xd9", other = "\xff\xd8\xff other \xff\xd9";
  desk.write("photos/ada.jpg", picture);
  auto built = [&](std::string const& photo) {
    desk.write("cv.yaml", fmt::format("person: {{name: Ada Lovelace, photo: \"{}\"}}\n", photo));
    return desk.run({"cv.yaml", "-t", "tex", "-q", "-s", "./mine", "-o", "out/"});
  };
  CHECK(built("photos/ada.jpg").status == 0);
  CHECK(desk.read("out/ada.jpg") == picture);
  desk.write("photos/ada_k lovelace.JPG", other);
  CHECK(built("photos/ada_k lovelace.JPG").status == 0);
  CHECK(desk.read("out/photo.jpg") == other);

  auto missing = built("none.jpg");
  CHECK(missing.status == 0);
  CHECK(missing.err.starts_with(
      "cv.yaml:1:37: warning: the photo is left out: `none.jpg` does not exist [no-photo]\n"));
  auto odd = built("photos/ada.webp");
  CHECK(odd.err.starts_with(
      "cv.yaml:1:37: warning: the photo is left out: TeX does not read this kind of picture"));
  auto photo = read_file(source_folder() / "examples/lindqvist.png");
  auto said_of = [&](std::string_view bytes) {
    desk.write("me.png", bytes);
    return built("me.png").err;
  };
  CHECK(said_of("no picture")
            .starts_with(
                "cv.yaml:1:37: warning: the photo is left out: `me.png` holds no picture [no-photo]\n"));
  CHECK(said_of("").starts_with(
      "cv.yaml:1:37: warning: the photo is left out: `me.png` holds no picture [no-photo]\n"));
  CHECK(
      said_of(std::string_view(photo).substr(0, photo.size() / 2))
          .starts_with("cv.yaml:1:37: warning: the photo is left out: `me.png` ends too early [no-photo]\n"));
  CHECK(said_of(photo).find("no-photo") == std::string::npos);
}

TEST_CASE("a style that is not there is refused with the way to it") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("empty/x", "");
  desk.write("home/.local/share/vitac/styles/own/style.yaml", "extends: faculty-dossier\n");
  OwnStyle(desk, "mine");
  auto said = [&](std::string const& name) {
    auto shown = desk.run({"styles", "show", name});
    CHECK(shown.status == 2);
    CHECK(shown.out == "");
    CHECK(desk.run({"styles", "check", name}).err == shown.err);
    CHECK(desk.run({"styles", "names", name}).err == shown.err);
    CHECK(desk.run({"styles", "export", name, "new"}).err == shown.err);
    CHECK(desk.run({"cv.yaml", "-q", "-t", "tex", "-s", name}).err == shown.err);
    CHECK(!desk.has("new"));
    return shown.err;
  };
  CHECK(said("modern-cv") ==
        "error: there is no style `modern-cv` [unknown-name]\n      = did you mean `moderncv`?\n");
  CHECK(said("mine") ==
        "error: there is no style `mine` [unknown-name]\n      = write `./mine` for the folder\n");
  CHECK(said("./min/") == "error: `./min/` does not exist [unknown-name]\n");
  CHECK(said("own/") ==
        "error: `own/` does not exist [unknown-name]\n      = write `own` for the style of that name\n");
  CHECK(said("empty/") == "error: `empty/` is no style: it has no style.yaml [unknown-name]\n");
  CHECK(said("./") ==
        "error: `./` is no style: it has no style.yaml [unknown-name]\n      = a style in it is `./mine`\n");
  CHECK(said("./cv.yaml") ==
        "error: `./cv.yaml` is a file, not a folder [unknown-name]\n"
        "      = a style is a folder with a style.yaml\n");
  CHECK(said("mine/style.yaml") ==
        "error: `mine/style.yaml` is a file, not a folder [unknown-name]\n      = write `mine/` for its "
        "style\n");
}

TEST_CASE("a record that names a folder without a slash is told how to write it") {
  Desk desk;
  desk.write("there/cv.yaml", "person: {name: Ada Lovelace}\ndocuments: {cv: {style: mine}}\n");
  OwnStyle(desk, "there/mine");
  auto said = desk.run({"there/cv.yaml", "-t", "tex", "-q"});
  CHECK(said.status == 1);
  CHECK(said.err ==
        "there/cv.yaml:2:25: error: there is no style `mine` [unknown-name]\n"
        "    2 | documents: {cv: {style: mine}}\n"
        "      |                         ^~~~ write `./mine` for the folder\n");
}

TEST_CASE("what styles show says fits 80 columns and has a default for every option") {
  Desk desk;
  desk.write(
      "mine/style.yaml",
      "extends: faculty-dossier\ntitle: Mine\n"
      "options: {motto: {type: text, help: under the name}, gap: {type: length, default: 4pt, maximum: 12}}\n"
      "slots: {best: {kinds: [publications, talks], title: Five best, maximum: 5}}\n"
      "sections: [summary, {slot: best}, {title: Rest, parts: [talks]}]\n");
  desk.write("mine/talks.tex", "\\cvwork{}{<<title>>}\n");
  auto said = desk.run({"styles", "show", "./mine/"});
  CHECK(said.status == 0);
  CHECK(said.err == "");
  for (std::size_t at = 0; at < said.out.size(); at = said.out.find('\n', at) + 1)
    CHECK(said.out.find('\n', at) - at <= 80);
  for (auto part : {"mine: Mine\nThe full academic record", "\n  ./mine/\n      style.yaml, talks.tex\n",
                    "\n  built in, extended: faculty-dossier\n      advisors.tex, ",
                    "\n  engine                pdflatex, lualatex\n",
                    "\n  motto: (none)         under the name: a text\n",
                    "\n  gap: 4pt              a length such as 12pt of at most 12\n",
                    "\n  paper: letter         paper size: letter or a4\n",
                    "\n  best                  “Five best”: publications, talks, at most 5\n",
                    "\n  summary, best, “Rest”\n"}) {
    CAPTURE(part);
    CHECK(said.out.find(part) != std::string::npos);
  }
  CHECK(said.out.find("means the first of") == std::string::npos);  // a path is no name
  auto by_name = desk.run({"styles", "show", "moderncv"});
  CHECK(by_name.out.ends_with("`moderncv` means the first of\n  styles/moderncv/\n  " +
                              desk.path("home/.local/share/vitac/styles/moderncv/") +
                              "\n  the one that is built in\n"));
}

TEST_CASE("styles list tells a style of one's own from those built in") {
  Desk desk;
  desk.write("styles/own/style.yaml", "extends: faculty-dossier\ndescription: Ours\n");
  desk.write("styles/moderncv/style.yaml", "extends: faculty-dossier\ndescription: Theirs\n");
  desk.write("styles/broken/style.yaml", "extends: none\n");
  auto said = desk.run({"styles", "list"});
  CHECK(said.status == 1);
  CHECK(said.err.starts_with(
      "styles/broken/style.yaml:1:10: error: there is no style `none` [unknown-name]\n"));
  CHECK(said.out ==
        "  faculty-dossier       The full academic record for promotion and tenure\n"
        "  moderncv              Theirs (styles/moderncv/)\n"
        "  nsf-biosketch         The Common Form of May 2024, as a draft for SciENcv or\n"
        "                        for who asks for NSF's format\n"
        "  nsf-synergistic       One page with at most five activities, as NSF takes it\n"
        "  own                   Ours (styles/own/)\n");
}

TEST_CASE("styles names lists what templates may use") {
  Desk desk;
  auto said = desk.run({"styles", "names", "faculty-dossier", "interests"});
  CHECK(said.status == 0);
  CHECK(said.out ==
        "interests: in interests.tex, beside the names of every entry\n"
        "  <<name>>              the interest\n"
        "  <<level>>             how deep\n"
        "  <<keywords>>          what belongs to it\n");
  auto all = desk.run({"styles", "names", "faculty-dossier"}).out;
  for (auto group : {"document: ", "person: ", "options: ", "chosen: ", "words: ", "section: ", "entry: ",
                     "publications: ", "custom: "})
    CHECK(("\n" + all).find(std::string("\n") + group) != std::string::npos);
  CHECK(all.find("  <<paper>>             paper size\n") != std::string::npos);
  auto wrong = desk.run({"styles", "names", "faculty-dossier", "publication"});
  CHECK(wrong.status == 2);
  CHECK(wrong.out == "");
  CHECK(wrong.err ==
        "error: templates have no `publication` [unknown-name]\n      = did you mean `publications`?\n");
}

TEST_CASE("an export goes into a new folder only") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("full/x", "");
  std::filesystem::create_directory(desk.path("empty"));
  auto said = [&](std::string const& folder) {
    auto ran = desk.run({"styles", "export", "faculty-dossier", folder});
    CHECK(ran.out == "");
    CHECK(ran.status == (folder == "cv.yaml/x" ? 3 : 2));
    return ran.err;
  };
  CHECK(said("full") ==
        "error: `full` is there already, and not empty [exists]\n      = name a new folder\n");
  CHECK(said("cv.yaml") == "error: `cv.yaml` is a file [exists]\n      = name a new folder\n");
  CHECK(said("") == "error: the folder has no name [usage]\n      = name a new one, such as `./mine`\n");
  CHECK(said("cv.yaml/x").starts_with("error: `cv.yaml/x/advisors.tex` cannot be written: "));
  CHECK(desk.files() == "cv.yaml empty full");
  for (std::string folder : {"empty", "a/b/", "./new"}) {
    auto ran = desk.run({"styles", "export", "faculty-dossier", folder});
    CHECK(ran.status == 0);
    for (auto const& file : std::filesystem::directory_iterator(source_folder() / "styles/faculty-dossier"))
      CHECK(read_file(file.path()) == desk.read(folder + "/" + file.path().filename().string()));
    CHECK(desk.run({"cv.yaml", "-t", "tex", "-q", "-s", folder + "/", "-o", "out/"}).status == 0);
  }
}

TEST_CASE("a style takes from another what it lacks, file by file and key by key") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("base/style.yaml", "extends: faculty-dossier\noptions: {paper: {default: a4}}\n");
  desk.write("base/skills.tex", "base: <<name>>\n");
  desk.write("mine/style.yaml", "extends: ../base\noptions: {fontsize: {default: 12}}\n");
  auto tex = [&] { return desk.run({"cv.yaml", "-t", "tex", "-q", "-o", "-", "-s", "mine/"}).out; };
  CHECK(tex().find("paper=a4,") != std::string::npos);
  CHECK(tex().find("fontsize=12,") != std::string::npos);
  CHECK(tex().find("base: Maths") != std::string::npos);
  desk.write("mine/skills.tex", "mine: <<name>>\n");
  CHECK(tex().find("mine: Maths") != std::string::npos);
}

TEST_CASE("notes and backups in a style's folder are no part of it") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("mine/style.yaml", "extends: faculty-dossier\n");
  for (auto name :
       {"body.tex~", "#body.tex#", ".body.tex.swp", "README.md", "LICENSE", "notes.txt", "old/body.tex"})
    desk.write(std::string("mine/") + name, "x");
  desk.write("mine/logo.png", "picture");
  CHECK(desk.run({"cv.yaml", "-t", "tex", "-q", "-s", "mine/", "-o", "out/"}).status == 0);
  CHECK(desk.files("out") == "cv-mine.tex logo.png vitac-dossier.cls");
}

TEST_CASE("the example of a whole style is sound, and sets the examples without a word") {
  if (run({"sh", "-c", "command -v pdflatex"}).status != 0) {
    WARN("skipped: no pdflatex");
    return;
  }
  Desk desk;
  auto plain = (source_folder() / "examples/styles/plain/").string();
  auto checked = desk.run({"styles", "check", plain});
  CHECK(checked.status == 0);
  CHECK(checked.err.starts_with(plain + ": sound; "));
  for (auto example : {"full", "minimal"}) {
    auto file = (source_folder() / "examples" / example).string() + ".yaml";
    auto built = desk.run({"build", file, "-q", "-s", plain, "-o", std::string(example) + ".pdf"});
    CHECK(built.err == "");
    CHECK(built.status == 0);
  }
  auto text = text_of_pdf(desk.path("minimal.pdf"));
  for (auto word : {"Robin Okafor", "Education", "Ph.D., Geology, Example State University"})
    CHECK(text.find(word) != std::string::npos);
}

TEST_CASE("a file of a style that is too large is refused before it is read") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  desk.write("mine/style.yaml", "extends: faculty-dossier\n");
  desk.write("mine/talks.tex", "");
  std::filesystem::resize_file(desk.path("mine/talks.tex"), (16u << 20) + 1);
  auto said = desk.run({"cv.yaml", "-t", "tex", "-q", "-s", "mine/"});
  CHECK(said.status == 2);
  CHECK(said.err == "error: `mine/talks.tex` is larger than 16 MB [unreadable]\n");
}
