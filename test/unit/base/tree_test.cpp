#include "base/tree.hpp"

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;

namespace {

/// What stands in the source where a word stands in the value of `k`.
std::string source_of(std::string yaml, std::string_view word) {
  Reading reading(std::move(yaml));
  REQUIRE(reading.tree);
  auto const& value = *reading.tree->find("k");
  auto begin = value.text.find(word);
  REQUIRE(begin != std::string::npos);
  auto span = within(value.at, reading.sources.text(value.at.file), value.text, begin, begin + word.size());
  return std::string(reading.sources.text(span));
}

}  // namespace

TEST_CASE("a place in a value leads to its place in the source") {
  CHECK(source_of("k: one two three\n", "two") == "two");
  CHECK(source_of("k: 'it''s two'\n", "two") == "two");
  CHECK(source_of("k: 'it''s two'\n", "it's") == "it''s");
  CHECK(source_of("k: \"\\u00e9t\\xe9 \\\"two\\\" x\"\n", "two") == "two");
  CHECK(source_of("k: \"a\\t b two\"\n", "two") == "two");
  CHECK(source_of("k: one\n   two\n   three\n", "three") == "three");
  CHECK(source_of("k: one\n\n   two\n", "two") == "two");
  CHECK(source_of("k: \"one \\\n    two\"\n", "two") == "two");
  CHECK(source_of("k: \"one \\\r\n    two\"\r\n", "two") == "two");
  CHECK(source_of("k: |\n  one\n    two\n", "two") == "two");
  CHECK(source_of("k: >-\n  one\n  two\n\n  three\n", "three") == "three");
  CHECK(source_of("k: |2  # note\n  one\n  two\n", "two") == "two");
  CHECK(source_of("\xef\xbb\xbfk: 最優 two\r\n", "two") == "two");
  CHECK(source_of("k: \"\\U0001F600 two\"\n", "two") == "two");
}

TEST_CASE("where the two part ways, the whole value is meant") {
  CHECK(within({1, 3, 6}, "k: abc", "xyz", 1, 2) == Span{1, 3, 6});
  CHECK(within({1, 3, 6}, "k: abc", "abcdef", 4, 5) == Span{1, 3, 6});
}
