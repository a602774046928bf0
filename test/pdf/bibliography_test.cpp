#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;

namespace {

/// Whether the words stand in the text, one after another.
bool has(std::vector<std::string> const& text, std::string_view wanted) {
  auto words = words_of(wanted);
  return std::search(text.begin(), text.end(), words.begin(), words.end()) != text.end();
}

}  // namespace

TEST_CASE("what a bibliography holds, and what was annotated, stands in the PDF") {
  TemporaryFolder out;
  auto pdf = out.path() / "cv.pdf";
  auto built = vitac::test::vitac(
      {"build", (source_folder() / "examples/with-bib.yaml").string(), "-q", "-o", pdf.string()});
  CHECK(built.err == "");
  REQUIRE(built.status == 0);
  auto text = words_of(text_of_pdf(pdf));
  for (std::string_view words : {"Hanna R. Lindqvist*, Amara N. Okoye*†, Ingrid Solheim",
                                 "StreamCast: Street-Level Flood Forecasts in",
                                 "Example Water Research",
                                 "vol. 58",
                                 "no. 4",
                                 "Apr. 2024",
                                 "pp. 2101–2119",
                                 "10.5555/ewr.2024.0417",
                                 "Best Paper Award",
                                 "Ten Thousand Gauges: What Low-Cost Sensors Know about Small Floods",
                                 "Tomáš Dvořák, Jan van der Berg, Hanna R. Lindqvist",
                                 "Proceedings of the 12th Example Conference on Hydroinformatics",
                                 "Example Press",
                                 "Uppsala, Sweden",
                                 "Own contribution: 60%",
                                 "(HydroEx)",
                                 "Taken up by two cities",
                                 "under review",
                                 "The data are public",
                                 "arXiv: 2501.00001",
                                 "Closing the Water Balance of a City",
                                 "PhD thesis",
                                 "Why Your Basement Floods"}) {
    CAPTURE(words);
    CHECK(has(text, words));
  }
  CHECK(!has(text, "Not Yet to Be Shown"));
}
