#include <algorithm>

#include "engine/engine.hpp"
#include "style/manifest.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;

namespace {

constexpr std::string_view style =
    "contract: 1\ntitle: T\ntarget: latex\nengines: [pdflatex]\nsections: [summary]\n"
    "options:\n"
    "  size: {type: number, default: '10', minimum: 8, maximum: 14}\n"
    "  width: {type: length, default: 64pt, minimum: 0}\n";

/// What is said of an option given on the command line; its value when nothing is.
std::string given(std::string const& name, std::string const& value) {
  Reading reading{std::string(style)};
  auto manifest = decode<Manifest>(*reading.tree, reading.problems);
  auto options = settle_options(*manifest, {}, {{name, value}}, reading.problems);
  auto said = reading.said();
  return said.empty() ? std::string(option_text(options, name)) : said.front();
}

}  // namespace

TEST_CASE("numbers and lengths go into TeX as they are, so nothing else may") {
  CHECK(given("size", "11.5") == "11.5");
  CHECK(given("size", "7") == "0:0 the option `size` takes a number from 8 to 14, not `7`");
  CHECK(given("size", "10,paper=a4") ==
        "0:0 the option `size` takes a number from 8 to 14, not `10,paper=a4`");
  CHECK(given("size", "1e1") == "0:0 the option `size` takes a number from 8 to 14, not `1e1`");
  CHECK(given("size", "").starts_with("0:0 the option `size` takes a number"));
  CHECK(given("width", "2.5cm") == "2.5cm");
  CHECK(given("width", "12") ==
        "0:0 the option `width` takes a length such as `12pt` of at least 0, not `12`");
  CHECK(given("width", "-1pt").starts_with("0:0 the option `width` takes a length"));
  CHECK(given("width", "1pt}").starts_with("0:0 the option `width` takes a length"));
}

TEST_CASE("a style names the engines that there are") {
  auto names = engine_names();
  CHECK(std::ranges::equal(names, style_engines));
}
