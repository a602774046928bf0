#include <chrono>

#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// vitac in Makefiles and ninja files: what each kind of change builds again, and that nothing else does.

namespace {

/// A copy of an example's folder, in which outputs are told by how their bytes and times change.
struct Shop {
  explicit Shop(std::string const& example) {
    for (auto const& file : fs::directory_iterator(source_folder() / "examples" / example))
      fs::copy_file(file.path(), desk.path(file.path().filename().string()));
    fs::copy_file(source_folder() / "share/vitac.mk", desk.path("vitac.mk"));
    desk.use_fake_engine();
    fs::create_symlink(binary(), desk.path("bin/vitac"));
  }

  Ran run(std::vector<std::string> words) const { return vitac::test::run(words, desk.options()); }

  /// Makes a file newer than everything, as an editor does.
  void touch(std::string const& name) {
    m_time += std::chrono::seconds(2);
    fs::last_write_time(desk.path(name), m_time);
  }

  Desk desk;

 private:
  fs::file_time_type m_time = fs::file_time_type::clock::now();
};

}  // namespace

TEST_CASE("make builds what a touched file is part of, and nothing when nothing was touched") {
  Shop shop("makefile");
  auto make = [&] {
    auto said = shop.run({"make"});
    CAPTURE(said.err);
    CHECK(said.status == 0);
    return said.out;
  };
  auto dossier = std::string("vitac build -q --depfile=dossier.d dossier.yaml\n");
  auto single = std::string("vitac build -q --depfile=single.d -o single.pdf single.yaml\n");
  CHECK(make() == single + dossier);
  for (auto output : {"single.pdf", "dossier-cv.pdf", "dossier-short.pdf"}) CHECK(shop.desk.has(output));
  CHECK(shop.desk.read("dossier.d") ==
        "dossier-cv.pdf dossier-short.pdf: \\\n  dossier.yaml \\\n  "
        "okafor.bib\n\ndossier.yaml:\n\nokafor.bib:\n");
  auto nothing = "make: Nothing to be done for 'all'.\n";
  CHECK(make() == nothing);
  shop.touch("okafor.bib");
  CHECK(make() == dossier);
}

TEST_CASE("a rule of make is done with when vitac found nothing to change") {
  Shop shop("makefile");
  shop.desk.variables["XDG_CACHE_HOME"] = shop.desk.path("cache");
  REQUIRE(shop.run({"make"}).status == 0);
  auto hour_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (auto output : {"single.pdf", "dossier-cv.pdf", "dossier-short.pdf"})
    fs::last_write_time(shop.desk.path(output), hour_ago);
  CHECK(shop.run({"make"}).out.find("single.yaml") != std::string::npos);
  CHECK(shop.run({"make"}).out == "make: Nothing to be done for 'all'.\n");
}

TEST_CASE("an input that is gone is no error of make's but a reason to build") {
  Shop shop("makefile");
  REQUIRE(shop.run({"make"}).status == 0);
  fs::rename(shop.desk.path("okafor.bib"), shop.desk.path("new.bib"));
  auto record = shop.desk.read("dossier.yaml");
  record.replace(record.find("okafor.bib"), 10, "new.bib");
  shop.desk.write("dossier.yaml", record);
  CHECK(shop.run({"make"}).status == 0);
  CHECK(shop.desk.read("dossier.d").find("new.bib") != std::string::npos);
}

TEST_CASE("ninja builds what a touched file is part of, and nothing when nothing was touched") {
  Shop shop("ninja");
  auto ninja = [&] {
    auto said = shop.run({"ninja", "--quiet", "-v"});
    CAPTURE(said.out);
    CHECK(said.status == 0);
    return shop.run({"ninja", "-n"}).out;
  };
  CHECK(ninja() == "ninja: no work to do.\n");
  for (auto output : {"single.pdf", "dossier-cv.pdf", "dossier-short.pdf"}) CHECK(shop.desk.has(output));
  shop.touch("okafor.bib");
  auto plan = shop.run({"ninja", "-n"}).out;
  CHECK(plan.find("dossier-cv.pdf") != plan.npos);
  CHECK(plan.find("dossier-short.pdf") != plan.npos);
  CHECK(plan.find("single.pdf") == plan.npos);
}

TEST_CASE("every kind of input stands in a depfile") {
  Desk desk;
  desk.use_fake_engine();
  REQUIRE(desk.run({"styles", "export", "moderncv", "styles/mine"}).status == 0);
  desk.write("my photo.png", read_file(source_folder() / "docs/images/sijia-liu.png"));
  desk.write("pubs.bib", "@article{a, author={A. Lovelace}, title={Notes}, year=1843}\n");
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace, photo: my photo.png}\n"
             "publications: {bibliography: [pubs.bib]}\n"
             "documents: {cv: {style: mine}}\n");
  REQUIRE(desk.run({"cv.yaml", "-q", "--depfile"}).status == 0);
  auto rule = desk.read("cv.d");
  CHECK(rule.starts_with("cv.pdf: \\\n  cv.yaml \\\n"));
  for (auto input :
       {"  pubs.bib", "  my\\ photo.png", "  styles/mine/style.yaml", "  styles/mine/preamble.tex",
        "  styles/mine/publications.tex", "  styles/mine/vitac-moderncv.sty"})
    CHECK(rule.find(input) != rule.npos);

  CHECK(desk.run({"cv.yaml", "-q", "--depfile=deps/all.d", "-o", "out/"}).status == 3);
  CHECK(desk.run({"cv.yaml", "-q", "--depfile=all.d", "-o", "out/"}).status == 0);
  CHECK(desk.read("all.d").starts_with("out/cv.pdf: "));
}

TEST_CASE("shards share the records out, and all of them are built") {
  Desk desk;
  desk.use_fake_engine();
  for (auto name : {"a", "b", "c", "d", "e"}) desk.write(std::string(name) + ".yaml", plain_record);
  auto built = [&](std::string const& shard) {
    auto said =
        desk.run({"a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml", "--shard", shard, "-q", "-o", "out/"});
    CHECK(said.status == 0);
    auto files = fs::exists(desk.path("out")) ? desk.files("out") : "";
    fs::remove_all(desk.path("out"));
    return files;
  };
  CHECK(built("1/2") == "a.pdf c.pdf e.pdf");
  CHECK(built("2/2") == "b.pdf d.pdf");
  CHECK(built("1/1") == "a.pdf b.pdf c.pdf d.pdf e.pdf");
  CHECK(built("7/9") == "");
  for (auto wrong : {"0/2", "3/2", "2", "1/", "/2", "1/2x", "-1/2"})
    CHECK(desk.run({"a.yaml", fmt::format("--shard={}", wrong)}).err ==
          fmt::format("error: `--shard` takes I/N, such as 1/8, not `{}` [usage]\n"
                      "      = `vitac build --help` tells more\n",
                      wrong));
}

TEST_CASE("after the first record with errors nothing is begun, where that is asked for") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("a.yaml", plain_record);
  desk.write("b.yaml", "persn: {}\n");
  desk.write("c.yaml", "persn: {}\n");
  auto said = desk.run({"a.yaml", "b.yaml", "c.yaml", "--fail-fast"});
  CHECK(said.status == 1);
  CHECK(said.err.find("b.yaml:1:1: error") != std::string::npos);
  CHECK(said.err.find("c.yaml") == std::string::npos);
  CHECK(!desk.has("a.pdf"));
  desk.write_doing("a.yaml", "error");
  desk.write("b.yaml", plain_record);
  CHECK(desk.run({"a.yaml", "b.yaml", "-j1", "--fail-fast"}).status == 4);
  CHECK(!desk.has("b.pdf"));
  CHECK(desk.run({"a.yaml", "b.yaml", "-j1"}).status == 4);
  CHECK(desk.has("b.pdf"));
}
