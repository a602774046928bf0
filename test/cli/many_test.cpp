#include "test/cli/desk.hpp"

using namespace vitac::test;

// More records than stay loaded between being checked and being typeset.

namespace {

constexpr int many = 40;

std::vector<std::string> write_many(Desk const& desk) {
  std::vector<std::string> names;
  for (int i = 1; i <= many; ++i) {
    names.push_back(fmt::format("cv{:02}.yaml", i));
    desk.write(names.back(), i % 20 == 0 ? "persn: {}\n" : plain_record);
  }
  return names;
}

}  // namespace

TEST_CASE("each broken record of many has its diagnostic once, the others their PDF") {
  Desk desk;
  desk.use_fake_engine();
  auto arguments = write_many(desk);
  arguments.insert(arguments.end(), {"-o", "out/", "-j2"});
  auto said = desk.run(arguments);
  CHECK(said.status == 1);
  for (auto broken : {"cv20.yaml:1:1: error: unknown key `persn`", "cv40.yaml:1:1: error: unknown key"}) {
    auto found = said.err.find(broken);
    REQUIRE(found != std::string::npos);
    CHECK(said.err.find(broken, found + 1) == std::string::npos);
  }
  CHECK(said.err.find("out/cv39.pdf  1 page  ") != std::string::npos);
  CHECK(said.err.ends_with("40 files: 38 ok, 2 with errors\n"));
  CHECK(desk.has("out/cv01.pdf"));
  CHECK(desk.has("out/cv39.pdf"));
  CHECK(!desk.has("out/cv40.pdf"));
}

TEST_CASE("outputs of many records that would overwrite each other are refused before any engine") {
  Desk desk;
  desk.use_fake_engine();
  auto arguments = write_many(desk);
  arguments.insert(arguments.end(), {"-o", "cv.pdf"});
  auto said = desk.run(arguments);
  CHECK(said.status == 2);
  CHECK(said.err.find("`cv01.yaml` and `cv02.yaml` would both be written to `cv.pdf`") != std::string::npos);
  CHECK(!desk.has("cv.pdf"));
}

TEST_CASE("a record that asks for other files when its turn comes is not built") {
  Desk desk;
  desk.use_fake_engine();
  auto arguments = write_many(desk);
  desk.write("bin/engine", read_file(source_folder() / "test/cli/fake-engine"));
  desk.write("bin/pdflatex",
             fmt::format("#!/bin/sh\necho 'documents: {{other: {{}}}}' >>'{}'\nexec sh '{}' \"$@\"\n",
                         desk.path("cv39.yaml"), desk.path("bin/engine")));
  arguments.insert(arguments.end(), {"-j1", "-o", "out/"});
  auto said = desk.run(arguments);
  CHECK(said.status == 1);
  CHECK(said.err.find("error: `cv39.yaml` changed while others were built [changed]\n"
                      "      = build it again\n") != std::string::npos);
  CHECK(desk.has("out/cv38.pdf"));
  CHECK(!desk.has("out/cv39.pdf"));
}

TEST_CASE("on a terminal the last line tells how far many records are, and goes when they are done") {
  if (run({"script", "-qec", "true", "/dev/null"}).status != 0) {
    WARN("skipped: this machine gives no terminals");
    return;
  }
  Desk desk;
  desk.use_fake_engine();
  desk.write("a.yaml", plain_record);
  desk.write("b.yaml", plain_record);
  desk.variables["TERM"] = "xterm";
  auto on_terminal = [&](std::string const& more) {
    return run({"script", "-qec", binary() + " --color never a.yaml b.yaml" + more, "/dev/null"},
               desk.options())
        .out;
  };
  auto said = on_terminal("");
  CHECK(said.find("1 of 2 files read\r\x1b[K") != std::string::npos);
  CHECK(said.find("2 of 2 documents\r\x1b[K2 files: 2 ok\r\n") != std::string::npos);
  CHECK(on_terminal(" -q").find("of 2") == std::string::npos);
  CHECK(on_terminal(" --message-format json").find("of 2") == std::string::npos);
  desk.variables["TERM"] = "dumb";
  CHECK(on_terminal("").find("of 2") == std::string::npos);
  CHECK(desk.run({"a.yaml", "b.yaml"}).err.find("of 2") == std::string::npos);
}
