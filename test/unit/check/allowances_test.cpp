#include "check/allowances.hpp"

#include <regex>
#include <set>

#include "test/support/support.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

/// Every code that our sources warn with.
std::set<std::string> warned_codes() {
  std::set<std::string> codes;
  std::regex const warning(R"re((?:warning|warn|broken|Severity::warning,)\(?\s*"([a-z-]+)")re");
  for (auto const& file : fs::recursive_directory_iterator(source_folder() / "lib")) {
    if (file.path().extension() != ".cpp") continue;
    auto text = read_file(file.path());
    for (std::sregex_iterator at(text.begin(), text.end(), warning), end; at != end; ++at)
      codes.insert((*at)[1]);
  }
  codes.erase("useless-allow");
  codes.erase("unused-template");  // of a style, whose author takes the template out
  codes.erase("unpaired-brace");   // likewise
  return codes;
}

Said said_of(std::string const& record, std::vector<WarnedBy> const& asked) {
  Reading reading(record);
  reading.record.files = {1};
  Allowances(reading.record, reading.sources, reading.forest).report(asked, reading.problems);
  return reading.said();
}

}  // namespace

TEST_CASE("every warning can be allowed") {
  auto codes = warned_codes();
  CHECK(codes.contains("overfull"));
  CHECK(codes.contains("past-end"));
  CHECK(codes.contains("nested-list"));
  CHECK(codes.contains("small-type"));
  for (auto const& code : codes) CHECK(said_of("a: b  # vitac: allow " + code + "\n", {}) == Said{});
}

TEST_CASE("what allows nothing is said, unless a part of the run that was not asked for may need it") {
  auto record = "a: b  # vitac: allow past-end, empty-section, overfull, nonsense\n";
  Said past_end{"1:22 nothing here is warned of by `past-end`"},
      nonsense{"1:57 there is no warning `nonsense`"};
  CHECK(said_of(record, {}) == nonsense);
  CHECK(said_of(record, {WarnedBy::record}) == Said{past_end[0], nonsense[0]});
  CHECK(said_of(record, {WarnedBy::record, WarnedBy::document}) ==
        Said{past_end[0], "1:32 nothing here is warned of by `empty-section`", nonsense[0]});
}

TEST_CASE("a comment is found where YAML has one") {
  auto count = [](std::string const& record) { return said_of(record, {WarnedBy::record}).size(); };
  CHECK(count("a: b  # vitac: allow past-end\n") == 1);
  CHECK(count("\xef\xbb\xbf# vitac: allow past-end\r\na: b\r\n") == 1);
  CHECK(count("a: b\n# vitac: allow past-end") == 1);
  CHECK(count("a: \"b # vitac: allow past-end\"\n") == 0);
  CHECK(count("a: |\n  b\n  # vitac: allow past-end\nc: d\n") == 0);
  CHECK(count("a: >\n  b\n\n  # vitac: allow past-end\n\nc: d\n") == 0);
  CHECK(count("# vitac: the record of a life\na: b\n") == 0);
}
