#include "codec/yaml.hpp"

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

namespace {

Tree const& value(Reading const& reading, std::string_view key) {
  REQUIRE(reading.tree);
  auto found = reading.tree->find(key);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("every scalar is text, with its place") {
  Reading reading("a: 1.10\nb: 007\nc: no\nd: 'q'\ne: \"x y\"\nf: é z # note\n");
  CHECK(reading.said() == Said{});
  CHECK(value(reading, "a").text == "1.10");
  CHECK(value(reading, "b").text == "007");
  CHECK(value(reading, "c").text == "no");
  CHECK(reading.written(value(reading, "d")) == "'q'");
  CHECK(reading.written(value(reading, "e")) == "\"x y\"");
  CHECK(reading.written(value(reading, "f")) == "é z");
}

TEST_CASE("the span of a text covers all its lines") {
  Reading reading("a: one\n   two\nb: |\n  x\n  y\nc: 'p\n  q'\n");
  CHECK(reading.written(value(reading, "a")) == "one\n   two");
  CHECK(reading.written(value(reading, "b")) == "|\n  x\n  y\n");
  CHECK(reading.written(value(reading, "c")) == "'p\n  q'");
}

TEST_CASE("Null is a surname; `~` and nothing are absent") {
  Reading reading("a: Null\nb: ~\nc:\nd: [null, ~, NULL]\ne: !!str null\nf:\nNull: g\n");
  CHECK(reading.said() == Said{});
  CHECK(value(reading, "a").text == "Null");
  CHECK(reading.written(value(reading, "a")) == "Null");
  CHECK(value(reading, "b").kind == Tree::absent);
  CHECK(value(reading, "c").is_absent());
  CHECK(value(reading, "d").items[0]->text == "null");
  CHECK(value(reading, "d").items[1]->kind == Tree::absent);
  CHECK(value(reading, "e").text == "null");
  CHECK(value(reading, "f").kind == Tree::absent);  // the next key is not its value
  CHECK(value(reading, "Null").text == "g");
}

TEST_CASE("an empty value stands at its key, an empty item at its dash") {
  Reading reading("a:\nb:\n  -\n  - x\nc: #\n");
  CHECK(reading.written(value(reading, "a")) == "a");
  CHECK(reading.written(*value(reading, "b").items[0]) == "-");
  CHECK(value(reading, "c").text == "#");
}

TEST_CASE("aliases share, merge keys merge: what is written here wins, then the earlier base") {
  Reading reading("x: &x {p: 1, q: 1}\ny: &y {q: 2, r: 2}\nz: {<<: [*x, *y], p: 3}\nw: {<<: *x}\n");
  CHECK(reading.said() == Said{});
  auto const& merged = value(reading, "z");
  CHECK(merged.find("p")->text == "3");
  CHECK(merged.find("q")->text == "1");
  CHECK(merged.find("r")->text == "2");
  CHECK(value(reading, "w").find("q")->text == "1");
  CHECK(value(reading, "w").entries.size() == 2);
  CHECK(Reading("a: {<<: text}\n").said() == Said{"1:9 `<<` takes a mapping or a list of them"});
  CHECK(Reading("a: &a {b: *a}\n").said() == Said{"1:11 an alias inside the very value that it repeats"});
  CHECK(Reading("a: &b text\nc: *b\n").said() == Said{});
}

TEST_CASE("duplicate keys are errors, at the second") {
  CHECK(Reading("a: 1\nb: 2\na: 3\n").said() == Said{"3:1 duplicate key `a`"});
  CHECK(Reading("a: {b: 1, \"b\": 2}\n").said() == Said{"1:11 duplicate key `b`"});
}

TEST_CASE("what is no text file is said so") {
  CHECK(Reading("").said() == Said{"1:1 the file is empty"});
  CHECK(Reading("# only\n").said() == Said{"1:1 the file is empty"});
  CHECK(Reading("\xef\xbb\xbf").said() == Said{"1:1 the file is empty"});
  CHECK(Reading("---\n...\n").said() == Said{"1:1 the file is empty"});
  CHECK(Reading("a: \xff\n").said() == Said{"1:4 a byte that is not UTF-8"});
  CHECK(Reading(std::string("a: \0b\n", 6)).said() == Said{"1:4 a NUL byte: this is not a text file"});
  CHECK(Reading(std::string("\xff\xfe"
                            "a\0",
                            4))
            .said() == Said{"1:1 the file is UTF-16"});
  CHECK(Reading("a: 1\n---\nb: 2\n").said() == Said{"2:1 a second document starts here"});
}

TEST_CASE("a backslash at the end of a file leaves its quote open") {
  CHECK(Reading("a: \"b \\").said() == Said{"1:4 this quote is never closed"});
  CHECK(Reading("a: \"\\u").said() ==
        Said{"1:5 a backslash in double quotes starts an escape, and this is none"});
  CHECK(Reading("['a'#").said() == Said{"1:6 words behind the closing quote of a text"});
}

TEST_CASE("what is empty at the end of a file has its place in it") {
  for (auto text : {"?", "a: [b,", "a: &x", "- ? b", "{"}) {
    Reading reading(text);
    for (auto const& tree : reading.forest) {
      CAPTURE(text);
      CHECK(tree.at.begin <= tree.at.end);
      CHECK(tree.at.end <= std::string_view(text).size());
    }
  }
}

TEST_CASE("what cannot be read is absent and damaged, the rest is there") {
  Reading reading("a: b: c\nd: [1, {e: 2]\nf: 3\ng:\n  - 4\n  - *h i\n  - 5\n");
  CHECK(reading.said() == Said{"1:5 a second `: ` in one line", "2:8 this `{` is never closed",
                               "6:5 a text cannot start with `*`"});
  CHECK(reading.tree->is_damaged);
  for (auto key : {"a", "d"}) {
    CHECK(value(reading, key).kind == Tree::absent);
    CHECK(value(reading, key).is_damaged);
  }
  CHECK(value(reading, "f").text == "3");
  CHECK(!value(reading, "f").is_damaged);
  REQUIRE(value(reading, "g").items.size() == 3);
  CHECK(value(reading, "g").items[1]->is_damaged);
  CHECK(value(reading, "g").items[2]->text == "5");
}

TEST_CASE("what lines are missing from is damaged") {
  Reading reading("a:\n  - b: 1\n   c: 2\n    d: 3\n  - e: 4\n");
  CHECK(reading.said() == Said{"3:4 this line does not fit the list above it"});
  auto const& items = value(reading, "a").items;
  REQUIRE(items.size() == 2);
  CHECK(items[0]->is_damaged);
  CHECK(!items[1]->is_damaged);
}

TEST_CASE("a file is not read again and again for ever: of its mistakes in YAML 20 are told") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += fmt::format("a{0}: b: c\nd{0}: 1\n", i);
  Reading reading(text);
  auto said = reading.said();
  REQUIRE(said.size() == 21);
  CHECK(said[19] == "39:7 a second `: ` in one line");
  CHECK(said[20] == "40:1 from here on the file was not read");
  CHECK(value(reading, "d18").text == "1");
  CHECK(!reading.tree->find("d19"));
}

TEST_CASE("limits are diagnostics") {
  CHECK(Reading("a: " + std::string(9u << 20, 'x')).said() == Said{"1:1 more than 8 MB"});
  CHECK(Reading("a: " + std::string((1u << 20) + 1, 'x')).said() == Said{"1:4 a text of more than 1 MB"});
  CHECK(Reading(std::string(600, '[')).said().front().find("nested more than 499 deep") != std::string::npos);
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += fmt::format("a{0}: &a{0} [", i);
    for (int j = 0; j < 10; ++j) bomb += fmt::format("{}*a{}", j ? ", " : "", i - 1);
    bomb += "]\n";
  }
  auto said = Reading(bomb).said();
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("more than 2 million values") != std::string::npos);
}

TEST_CASE("traps that are none are left alone") {
  Reading reading(
      "a: it's 5 - 3 # note\nb: see #1\nc: 'x'   #tag\nd: |\n  - a\n  # b\n  key: c\ne: \"one\\ntwo\"\n"
      "f: \"two\n  lines, one note\"\ng: http://x.edu/#a\nh: !tex '\\nabla'\ni: &n shared\nj: *n\n"
      "k: [a#b, 'c # d']\n");
  CHECK(reading.said() == Said{"2:8 ` #` starts a comment: the text ends before it"});
  CHECK(value(reading, "h").tag == "!tex");
  CHECK(value(reading, "e").text == "one\ntwo");
}

TEST_CASE("CRLF and a byte order mark leave places as people count them") {
  Reading reading(
      "\xef\xbb\xbf"
      "a: 1\r\nb: 2\r\na: 3\r\n");
  CHECK(reading.said() == Said{"3:1 duplicate key `a`"});
  CHECK(value(reading, "b").text == "2");
  CHECK(Reading("\n\xef\xbb\xbf : !k").said() == Said{"2:1 a text cannot start with `\xef\xbb\xbf`"});
  CHECK(Reading("\xef\xbb\xbf\xef\xbb\xbf `").said() == Said{"1:3 a text cannot start with a backquote"});
}
