#include <algorithm>

#include "test/support/support.hpp"

using namespace vitac::test;

// What stands before addresses in moderncv's heads, as it is copied from the PDF.

namespace {

/// A PDF's text on one line, of which little stands behind the head.
std::string head(std::string const& variant, std::string const& symbols) {
  TemporaryFolder folder;
  folder.file("cv.yaml",
              "person:\n"
              "  name: Ada Lovelace\n"
              "  email: ada@example.edu\n"
              "  phone: [{number: 555-0100, label: Mobile}, {number: 555-0101}]\n"
              "  links:\n"
              "    - {network: GitHub, user: ada}\n"
              "    - {network: Google Scholar, user: scholar}\n"
              "    - {network: Mastodon, user: tooting}\n"
              "summary: [Numbers.]\n"
              "documents:\n"
              "  cv: {style: moderncv, options: {variant: " +
                  variant + ", symbols: " + symbols + "}}\n");
  auto said = vitac::test::vitac({"cv.yaml"}, {.folder = folder.path().string()});
  REQUIRE(said.status == 0);
  auto text = text_of_pdf(folder.path() / "cv.pdf");
  std::ranges::replace(text, '\n', ' ');
  return ' ' + text;
}

bool has(std::string const& file) {
  return run({"kpsewhich", file}).status == 0;
}

}  // namespace

TEST_CASE("icons are copied as signs and names; where their font is not installed, letters stand in") {
  if (!has("moderncv.cls")) {
    WARN("skipped: no moderncv");
    return;
  }
  bool has_icons = has("fontawesome5.sty");
  if (!has_icons) WARN("icons themselves are skipped: no fontawesome5 (texlive-fonts-extra)");
  for (std::string variant : {"classic", "casual", "oldstyle", "banking", "fancy"}) {
    CAPTURE(variant);
    auto letters = head(variant, "none");
    CHECK_THAT(letters, Catch::Contains(" M 555-0100 "));
    CHECK_THAT(letters, Catch::Contains(" T 555-0101 "));
    CHECK_THAT(letters, Catch::Contains(" E ada@example.edu "));
    CHECK_THAT(letters, Catch::Contains(" gh ada "));
    CHECK_THAT(letters, Catch::Contains(" Mastodon: tooting "));
    auto icons = head(variant, "auto");
    if (!has_icons) {
      CHECK(icons == letters);
      continue;
    }
    CHECK_THAT(icons, Catch::Contains(" \U0001F4F1 555-0100 "));
    CHECK_THAT(icons, Catch::Contains(" \u260E 555-0101 "));
    CHECK_THAT(icons, Catch::Contains(" \u2709 ada@example.edu "));
    CHECK_THAT(icons, Catch::Contains(" GitHub ada "));
    CHECK_THAT(icons, Catch::Contains(" Google Scholar: scholar "));
    CHECK_THAT(icons, Catch::Contains(" Mastodon: tooting "));
  }
}
