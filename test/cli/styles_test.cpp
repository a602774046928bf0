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
  own.replace("body.tex", "\\section{<<title>>}", "\\section{About: <<title>>}");
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
  OwnStyle(desk, "there/mine").replace("body.tex", "\\section{<<title>>}", "\\section{About: <<title>>}");
  auto said = desk.run({"there/cv.yaml", "-t", "tex", "-o", "-"});
  CHECK(said.status == 0);
  CHECK(said.out.find("\\section{About: Skills}") != std::string::npos);
}

TEST_CASE("options of the style from the command line") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  auto said =
      desk.run({"cv.yaml", "-q", "-t", "tex", "-o", "-", "--option", "paper=a4", "--option", "fontsize=12"});
  CHECK(said.status == 0);
  CHECK(said.out.find("paper=a4,") != std::string::npos);
  CHECK(said.out.find("fontsize=12,") != std::string::npos);
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
  desk.write("photos/ada.jpg", "picture");
  auto built = [&](std::string const& photo) {
    desk.write("cv.yaml", fmt::format("person: {{name: Ada Lovelace, photo: \"{}\"}}\n", photo));
    return desk.run({"cv.yaml", "-t", "tex", "-q", "-s", "./mine", "-o", "out/"});
  };
  CHECK(built("photos/ada.jpg").status == 0);
  CHECK(desk.read("out/ada.jpg") == "picture");
  desk.write("photos/ada_k lovelace.JPG", "other");
  CHECK(built("photos/ada_k lovelace.JPG").status == 0);
  CHECK(desk.read("out/photo.jpg") == "other");

  auto missing = built("none.jpg");
  CHECK(missing.status == 0);
  CHECK(missing.err.starts_with(
      "cv.yaml:1:37: warning: the photo is left out: `none.jpg` does not exist [no-photo]\n"));
  auto odd = built("photos/ada.webp");
  CHECK(odd.err.starts_with(
      "cv.yaml:1:37: warning: the photo is left out: TeX does not read this kind of picture"));
}
