#include "engine/texmf_tree.hpp"

#include "base/files.hpp"
#include "test/support/catch.hpp"
#include "test/support/support.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

void put(fs::path const& file) {
  REQUIRE(make_folders(file.parent_path()));
  REQUIRE(Files().write(file, file.filename().string()));
}

TEST_CASE("a tree lists the folders of the files that were read, of the roots in their order") {
  test::TemporaryFolder folder;
  auto first = folder.path() / "first", second = folder.path() / "second";
  for (auto name : {"tex/latex/a/a.sty", "tex/latex/a/also.sty", "tex/latex/b/b.sty", "tex/latex/top.sty"})
    put(first / name);
  for (auto name : {"fonts/tfm/x/x.tfm", "tex/latex/c/a.sty", "tex/latex/c/c.sty", "web2c/texmf.cnf"})
    put(second / name);
  TexmfTree tree(folder.path() / "tree");
  CHECK(!tree.is_whole());
  tree.learn({first, second}, {first / "tex/latex/a/a.sty", second / "web2c/texmf.cnf"}, {});
  CHECK(tree.is_whole());
  CHECK(test::read_file(folder.path() / "tree/ls-R") ==
        "% ls-R -- filename database.\n"
        "\n./tex/latex/r0/a:\na.sty\nalso.sty\n");
  CHECK(test::read_file(folder.path() / "tree/tex/latex/r0/a/a.sty") == "a.sty");

  // What comes later is added; of two files of a name the one that was read stands.
  tree.learn({first, second},
             {second / "fonts/tfm/x/x.tfm", second / "tex/latex/c/c.sty", first / "tex/latex/top.sty"}, {});
  CHECK(tree.is_whole());
  CHECK(test::read_file(folder.path() / "tree/ls-R") ==
        "% ls-R -- filename database.\n"
        "\n./tex/latex/r0:\na\nb\ntop.sty\n"
        "\n./tex/latex/r0/a:\na.sty\nalso.sty\n"
        "\n./fonts/tfm/r1/x:\nx.tfm\n"
        "\n./tex/latex/r1/c:\nc.sty\n");
  CHECK(tree.inputs().size() == 5);
}

TEST_CASE("a tree is doubted when an engine misses what it did not miss with all files") {
  test::TemporaryFolder folder;
  TexmfTree tree(folder.path() / "tree");
  CHECK(tree.is_doubted_by(""));
  auto usual = "LaTeX Font Warning: Font shape `T1/lmr/x/n' undefined";
  tree.learn({}, {}, {usual});
  CHECK(!tree.is_doubted_by("all is well\n"));
  CHECK(!tree.is_doubted_by(std::string("one\n") + usual + "\nother\n"));
  CHECK(tree.is_doubted_by("LaTeX Font Warning: Font shape `T1/qpl/m/n' undefined\n"));
  CHECK(tree.is_doubted_by("File `x.def' not found\n"));
}

}  // namespace
}  // namespace vitac
