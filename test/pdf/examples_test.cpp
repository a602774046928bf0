#include "test/pdf/pages.hpp"
#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// Every document of every example, without a word of warning: no line sticks out, nothing is left out. Nor
// does one stand alone.
TEST_CASE("the examples build without a warning") {
  for (auto const& example : fs::directory_iterator(source_folder() / "examples")) {
    if (example.path().extension() != ".yaml") continue;
    TemporaryFolder out;
    auto built =
        vitac::test::vitac({"build", example.path().string(), "-q", "-o", out.path().string() + "/"});
    CAPTURE(example.path().string());
    CHECK(built.err == "");
    CHECK(built.status == 0);
    for (auto const& pdf : fs::directory_iterator(out.path())) {
      CAPTURE(pdf.path().string());
      CHECK(bad_breaks(pages_of(pdf.path())) == std::vector<std::string>{});
    }
  }
}

TEST_CASE("each style that has a record to start from makes its documents, as they come") {
  for (auto const& style : fs::directory_iterator(source_folder() / "styles")) {
    if (!fs::exists(style.path() / "starter.yaml")) continue;
    auto name = style.path().filename().string();
    CAPTURE(name);
    TemporaryFolder out;
    auto file = (out.path() / "cv.yaml").string();
    CHECK(vitac::test::vitac({"new", file, "-s", name}).status == 0);
    auto built = vitac::test::vitac({"build", file, "-q"});
    CHECK(built.err == "");
    CHECK(built.status == 0);
    std::size_t pdfs = 0;
    for (auto const& made : fs::directory_iterator(out.path())) {
      if (made.path().extension() != ".pdf") continue;
      ++pdfs;
      CHECK(bad_breaks(pages_of(made.path())) == std::vector<std::string>{});
    }
    CHECK(pdfs > 0);
  }
}
