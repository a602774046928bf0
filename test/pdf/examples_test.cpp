#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// Every document of every example, without a word of warning: no line sticks out, nothing is left out.
TEST_CASE("the examples build without a warning") {
  for (auto const& example : fs::directory_iterator(source_folder() / "examples")) {
    if (example.path().extension() != ".yaml") continue;
    TemporaryFolder out;
    auto built = vitac::test::vitac({"build", example.path().string(), "-q", "-o", out.path().string() + "/"});
    CAPTURE(example.path().string());
    CHECK(built.err == "");
    CHECK(built.status == 0);
  }
}
