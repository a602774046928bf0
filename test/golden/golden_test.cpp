#include <cstdlib>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// The .tex of each example, as its reader would see it. `scripts/approve` takes what is made now as right.
TEST_CASE("the .tex of the examples is as approved") {
  auto approving = std::getenv("VITAC_APPROVE") != nullptr;
  for (auto const& example : fs::directory_iterator(source_folder() / "examples")) {
    if (example.path().extension() != ".yaml") continue;
    TemporaryFolder out;
    auto built = vitac::test::vitac({"build", example.path().string(), "-t", "tex", "-q", "-o",
                                     out.path().string() + "/{style}/{stem}-{document}.tex"},
                                    {.variables = {{"SOURCE_DATE_EPOCH", "1735689600"}}});
    INFO(built.err);
    CHECK(built.status == 0);
    for (auto const& made : fs::recursive_directory_iterator(out.path())) {
      if (made.path().extension() != ".tex") continue;
      auto golden = source_folder() / "test/golden" / fs::relative(made.path(), out.path());
      if (approving) {
        fs::create_directories(golden.parent_path());
        fs::copy_file(made.path(), golden, fs::copy_options::overwrite_existing);
      }
      CAPTURE(golden.string());
      REQUIRE(fs::exists(golden));
      CHECK(read_file(made.path()) == read_file(golden));
    }
  }
}
