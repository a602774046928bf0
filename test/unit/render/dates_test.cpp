#include "render/dates.hpp"

#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "test/support/catch.hpp"
#include "test/support/support.hpp"

using namespace vitac;

namespace {

/// The English locale as it ships.
Locale const& english() {
  static Locale const locale = [] {
    static Sources sources;
    static Forest forest;
    Diagnostics problems;
    auto file = sources.add("en.yaml", test::read_file(test::source_folder() / "locales/en.yaml"));
    auto read = decode<Locale>(*read_yaml(file, sources, forest, problems), problems);
    REQUIRE_FALSE(problems.has_errors());
    return *read;
  }();
  return locale;
}

Date date(std::string text) {
  Tree tree;
  tree.kind = Tree::scalar;
  tree.text = std::move(text);
  Diagnostics problems;
  Term made;  // a term is a date or a season
  REQUIRE(Term::read(tree, made, problems));
  return made;
}

std::string printed(std::string text, std::string_view pattern = {}) {
  return format_date(date(std::move(text)), english(), pattern);
}

/// A period on 16 July 2024; an empty text is no date.
std::string period(std::string start, std::string end, std::string_view pattern = {}) {
  std::optional<Date> first, last;
  if (!start.empty()) first = date(start);
  if (!end.empty()) last = date(end);
  return format_period(first ? &*first : nullptr, last ? &*last : nullptr, date("2024-07-16"), english(),
                       pattern);
}

}  // namespace

TEST_CASE("a date prints as exact as it was written", "[dates]") {
  CHECK(printed("2016") == "2016");
  CHECK(printed("2016-03") == "Mar.\u00A02016");
  CHECK(printed("2016-05") == "May\u00A02016");
  CHECK(printed("2016-03-04") == "Mar.\u00A04, 2016");
  CHECK(printed("present") == "present");
  CHECK(printed("Fall 2024") == "Fall 2024");
  CHECK(printed("autumn 2024") == "Fall 2024");
  CHECK(printed("Winter 2024", "MM/YYYY") == "Winter 2024");
  Date worded = date("2021-09");
  worded.text = "Fall 2019 and 2021";
  CHECK(format_date(worded, english(), "MM/YYYY") == "Fall 2019 and 2021");
}

TEST_CASE("a section's pattern serves the dates that are exact enough for it", "[dates]") {
  CHECK(printed("2016-03", "MM/YYYY") == "03/2016");
  CHECK(printed("2016-03-04", "YYYY-MM-DD") == "2016-03-04");
  CHECK(printed("2016-03-04", "D. M. YYYY") == "4. 3. 2016");
  CHECK(printed("2016-03-04", "Month YYYY") == "March 2016");
  CHECK(printed("2016-03-04", "YYYY") == "2016");
  CHECK(printed("2016", "MM/YYYY") == "2016");
  CHECK(printed("2016-03", "D Mon YYYY") == "Mar.\u00A02016");
}

TEST_CASE("what is a pattern", "[dates]") {
  for (auto pattern : {"YYYY", "MM/YYYY", "M.YYYY", "Mon YYYY", "Month D, YYYY", "DD.MM.YYYY"})
    CHECK(is_date_pattern(pattern));
  for (auto pattern : {"", "MM", "YY", "yyyy", "MM/YYYY h", "the YYYY"})
    CHECK_FALSE(is_date_pattern(pattern));
}

TEST_CASE("periods", "[dates]") {
  CHECK(period("2016", "2018") == "2016–2018");
  CHECK(period("2016", "present") == "2016–present");
  CHECK(period("2016-07", "2017-12") == "July\u00A02016\u2009–\u2009Dec.\u00A02017");
  CHECK(period("2016-07", "present") == "July\u00A02016\u2009–\u2009present");
  CHECK(period("2016-07", "2017-12", "MM/YYYY") == "07/2016\u2009–\u200912/2017");
  CHECK(period("2016", "2016") == "2016");
  CHECK(period("2019", "") == "since 2019");
  CHECK(period("", "2019-05") == "May\u00A02019");
  CHECK(period("", "") == "");
}

TEST_CASE("an end to come is expected", "[dates]") {
  CHECK(period("2022", "2026") == "2022\u2009–\u20092026 (expected)");
  CHECK(period("", "2025-05") == "May\u00A02025 (expected)");
  CHECK(period("2022", "2024") == "2022–2024");
  CHECK(period("2022-01", "2024-07") == "Jan.\u00A02022\u2009–\u2009July\u00A02024");
  CHECK(period("2022", "present") == "2022–present");
}
