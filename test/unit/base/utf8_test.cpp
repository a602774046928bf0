#include "base/utf8.hpp"

using namespace vitac;

TEST_CASE("malformed bytes are found, and read one at a time") {
  CHECK_FALSE(first_malformed("plain é † 😀"));
  CHECK(first_malformed("a\xff") == 1);
  CHECK(first_malformed("\xc3") == 0);          // cut short
  CHECK(first_malformed("\xc0\xaf") == 0);      // overlong
  CHECK(first_malformed("\xed\xa0\x80") == 0);  // a surrogate
  std::size_t at = 0;
  CHECK(next_code_point("\xff\xfe", at) == U'\uFFFD');
  CHECK(at == 1);
}

TEST_CASE("widths are those of a terminal") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("最優") == 4);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(count_code_points("e\xcc\x81†") == 3);
}

TEST_CASE("names fold to letters that anyone can type") {
  CHECK(folded("Łukasz") == "lukasz");
  CHECK(folded("Ørsted") == "orsted");
  CHECK(folded("José ÆÐ ı") == "jose aed i");
  CHECK(folded("Straße") == "strasse");
  CHECK(folded("O\u2019Brien") == folded("O'Brien"));
  CHECK(composed("e\xcc\x81") == "é");
}

TEST_CASE("digits in circles and superscripts are no signs") {
  CHECK(is_alphanumeric(U'²'));
  CHECK(is_alphanumeric(U'字'));
  CHECK_FALSE(is_alphanumeric(U'†'));
  CHECK_FALSE(is_alphanumeric(U'*'));
  CHECK(trimmed(" \t a b\r\n") == "a b");
  CHECK(trimmed(" \n").empty());
}
