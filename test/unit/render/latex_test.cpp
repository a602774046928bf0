#include "render/latex.hpp"

#include "base/utf8.hpp"
#include "test/support/catch.hpp"

using namespace vitac;

namespace {

std::string latex(std::string_view text) {
  LatexWriter writer;
  writer.text(text);
  return writer.take();
}

}  // namespace

TEST_CASE("no sign of a text is TeX's own", "[latex]") {
  CHECK(latex(R"(C:\new_folder & 100% #1 ~x^2 {a} $5)") ==
        R"(C:\textbackslash{}new\_folder \& 100\% \#1 \textasciitilde{}x\textasciicircum{}2 \{a\} \$5)");
  CHECK(latex("\"a'b`c") == R"(\textquotedbl{}a\textquotesingle{}b\textasciigrave{}c)");
  CHECK(latex("a\tb\nc") == "a b c");
  CHECK(latex("^^5cinput") == R"(\textasciicircum{}\textasciicircum{}5cinput)");
}

TEST_CASE("pairs that T1 would join are kept apart, also over several pieces", "[latex]") {
  CHECK(latex("--flag") == R"(-\kern0pt-flag)");
  CHECK(latex("---") == R"(-\kern0pt-\kern0pt-\kern0pt{})");
  CHECK(latex("<<a>>b") == R"(<\kern0pt<a>\kern0pt>b)");
  CHECK(latex(",,x") == R"(,\kern0pt,x)");
  CHECK(latex("’’") == R"('\kern0pt')");
  LatexWriter writer;
  writer.text("a-");
  writer.text("-b");
  CHECK(writer.out() == R"(a-\kern0pt-b)");
}

TEST_CASE("the end of a text does not join with what a template puts behind it", "[latex]") {
  CHECK(latex("a,") == R"(a,\kern0pt{})");
  CHECK(latex("a-") == R"(a-\kern0pt{})");
  CHECK(latex("a.") == "a.");
}

TEST_CASE("control characters are left out, what T1 has not is told with its place, each once", "[latex]") {
  LatexWriter writer;
  writer.text("aЖbЖ\u0001\u0001");
  CHECK(writer.out() == "aЖbЖ");
  CHECK(writer.unprintable() == std::vector<char32_t>{U'\u0001'});
  CHECK(writer.foreign() == std::vector<std::pair<char32_t, std::size_t>>{{U'Ж', 1}});
  CHECK_FALSE(latex_prints(U'\u00AF'));
  CHECK_FALSE(latex_prints(U'\u0100'));
  CHECK_FALSE(latex_prints(0));
  CHECK_FALSE(latex_prints(0x7F));
  CHECK_FALSE(latex_prints(0x85));
  CHECK_FALSE(latex_prints(0xE000));
  CHECK_FALSE(latex_prints(0x1F600));
  CHECK(latex_prints(U'Đ'));
}

TEST_CASE("what is written from right to left says so, and its numbers that they are not", "[latex]") {
  CHECK(latex("a שלום b") == "a \\cvrtl{שלום} b");
  CHECK(latex("שלום עולם") == "\\cvrtl{שלום עולם}");
  CHECK(latex("שלום a") == "\\cvrtl{שלום \\cvltr{a}}");
  CHECK(latex("דוד A. לוי, B") == "\\cvrtl{דוד \\cvltr{A}. לוי, \\cvltr{B}}");
  CHECK(latex("x דוד A. לוי, B") == "x \\cvrtl{דוד} A. \\cvrtl{לוי}, B");
  CHECK(latex("שנת 2019-2020 טובה") == "\\cvrtl{שנת \\cvltr{2019-2020} טובה}");
  CHECK(latex("שנת 2020.") == "\\cvrtl{שנת \\cvltr{2020}.}");
  CHECK(latex("של 12.5% ו-3") == "\\cvrtl{של \\cvltr{12.5\\%} ו-\\cvltr{3}}");
  CHECK(latex("عن 50% من") == "\\cvrtl{عن \\cvltr{50}\\% من}");
  CHECK(latex("שנת AI 2020 טובה") == "\\cvrtl{שנת \\cvltr{AI 2020} טובה}");
  CHECK(latex("(שלום)") == "\\cvrtl{)שלום(}");
  CHECK(latex("x (שלום)") == "x (\\cvrtl{שלום})");
  CHECK(latex("x (שלום b) דוד") == "x (\\cvrtl{שלום} b) \\cvrtl{דוד}");
  CHECK(latex("פרס (2013), x") == "\\cvrtl{פרס )\\cvltr{2013}(, \\cvltr{x}}");
  CHECK(latex("x פרס (2013), y") == "x \\cvrtl{פרס )\\cvltr{2013}(}, y");
  CHECK(latex("פרס [(א)] ב") == "\\cvrtl{פרס ])א([ ב}");
  CHECK(latex("א & ב") == "\\cvrtl{א \\& ב}");
  CHECK(latex("بِنْت") == "\\cvrtl{بِنْت}");
  CHECK(latex("2020 (3)") == "2020 (3)");
}

TEST_CASE("joiners stay where there is something to join, and signs about direction or color go", "[latex]") {
  CHECK(latex("می\u200Cخواهم") == "\\cvrtl{می\u200Cخواهم}");
  CHECK(latex("ශ්\u200Dරී") == "ශ්\u200Dරී");
  CHECK(latex("a\u200Db\u200Cc") == "abc");
  CHECK(latex("\u202Aa\u202C\u200E\u2067b\u2069") == "ab");
  CHECK(latex("a\u200Fb\u061C") == "ab");
  CHECK(latex("דוד\u200E לוי\u200F") == "\\cvrtl{דוד לוי}");
  CHECK(latex("☂\uFE0E ☀\uFE0F") == "☂ ☀");
}

TEST_CASE("addresses keep to what a link can hold", "[latex]") {
  CHECK(latex_url("https://x.edu/~a_b?q=1&r=%20#f") == R"(https://x.edu/\string~a\_b?q=1\&r=\%20\#f)");
  CHECK(latex_url("x/{a}^|\\\"<>` é") == R"(x/\%7Ba\%7D\%5E\%7C\%5C\%22\%3C\%3E\%60\%20\%C3\%A9)");
  CHECK(web_address("x.edu") == "https://x.edu");
  CHECK(web_address("http://x.edu") == "http://x.edu");
  CHECK(web_address("mailto:a@x.edu") == "mailto:a@x.edu");
}
