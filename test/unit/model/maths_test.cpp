#include "model/maths.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

TEST_CASE("formulas of the usual kind are let through", "[maths]") {
  for (auto formula : {"x",
                       "",
                       "x^2",
                       "\\alpha_{i,j}^{2}",
                       "\\frac{1}{2}",
                       "\\frac12",
                       "\\frac\\alpha\\beta",
                       "\\sqrt[10]{x}",
                       "\\sqrt 2",
                       "\\left( \\frac{a}{b} \\right)",
                       "\\left\\{ x \\right.",
                       "\\mathbb{R}^n",
                       "\\hat x",
                       "a\\,b\\ c",
                       "50\\%",
                       "\\$5",
                       "\\{x\\}",
                       "f'(x)",
                       "x^\\frac{1}{2}",
                       "\\operatorname{arg\\,max}",
                       "{}",
                       "{{x}}",
                       "x_{y_{z}}",
                       "\\not=",
                       "a<b>c|d\"`@"})
    CHECK_FALSE(check_maths(formula));
}

TEST_CASE("whatever could be a program is refused", "[maths]") {
  for (auto formula : {"\\input{x}",
                       "\\write18{ls}",
                       "\\immediate\\write",
                       "\\csname x\\endcsname",
                       "^^5cinput",
                       "x^^^^0041",
                       "\\catcode`\\@=11",
                       "\\def\\x{}",
                       "\\let\\a\\b",
                       "\\special{x}",
                       "\\directlua{x}",
                       "\\openin5",
                       "\\begin{x}",
                       "\\end{document}",
                       "\\text{a}",
                       "\\mbox{a}",
                       "\\hbox{a}",
                       "\\usepackage{x}",
                       "\\expandafter",
                       "\\loop",
                       "\\href{a}{b}",
                       "\\color{red}",
                       "\\textbf{a}",
                       "\\relax",
                       "\\par",
                       "\\\\",
                       "\\(",
                       "\\]",
                       "\\-",
                       "\\@x",
                       "a%b",
                       "a#1",
                       "a&b",
                       "a~b",
                       "a$b",
                       "\\alphax",
                       "\\",
                       "é",
                       "\\é",
                       "α",
                       "\\^",
                       "\\'e",
                       "\\\"o",
                       "\\/"})
    CHECK(check_maths(formula));
}

TEST_CASE("braces balance", "[maths]") {
  CHECK(check_maths("{x")->begin == 0);
  CHECK(check_maths("a}")->begin == 1);
  CHECK(check_maths("}{")->begin == 0);
  CHECK(check_maths("{{x}")->begin == 0);
  CHECK_FALSE(check_maths("\\{"));
}

TEST_CASE("a command without what it applies to is refused before it can eat the end", "[maths]") {
  for (auto formula : {"\\frac{1}", "\\frac", "\\sqrt", "\\sqrt[3]", "\\hat ", "x^", "x_ ", "{x^}", "\\left",
                       "\\big", "\\mathbb", "{\\frac{1}}{2}", "\\binom n"})
    CHECK(check_maths(formula));
  auto problem = check_maths("a \\frac{1}");
  CHECK(problem->begin == 2);
  CHECK(problem->end == 7);
  CHECK(problem->message == "`\\frac` lacks what it applies to");
}

TEST_CASE("a problem names its place and the nearest command", "[maths]") {
  auto problem = check_maths("x + \\lefft( y");
  CHECK(problem->begin == 4);
  CHECK(problem->end == 10);
  CHECK(problem->help == "did you mean `\\left`?");
  problem = check_maths("aé");
  CHECK(problem->begin == 1);
  CHECK(problem->end == 3);
  CHECK(check_maths("a~b")->help == "write `\\sim`");
  CHECK(check_maths("5%")->help == "write `\\%`");
}

TEST_CASE("signs of the keyboard and of other packages have their own way out", "[maths]") {
  auto help = [](std::string_view formula) { return check_maths(formula)->help; };
  CHECK(help("x²") == "write `^2`");
  CHECK(help("5 − 3") == "write `-`");
  CHECK(help("\\mathrm{größe}") == "put it before or behind the formula");
  CHECK(help("α") == "write `\\alpha`");
  CHECK(help("\\over") == "did you mean `\\frac`?");
  CHECK(help("\\limits") == "leave it out: the line's height decides");
  CHECK(help("\\Alpha") == "it looks like `A`: write `\\mathrm{A}`");
  CHECK(help("\\left {a\\right}") == "write `\\left\\{`");
  CHECK_FALSE(check_maths("\\nexists x \\left\\{ a \\right\\}"));
}

TEST_CASE("alphabets of capitals take no others", "[maths]") {
  for (auto formula : {"\\mathbb{1}", "\\mathbb 1", "\\mathcal{abc}", "\\mathcal x", "\\mathbb{Rn}"})
    CHECK(check_maths(formula));
  CHECK(check_maths("\\mathbb{1}_A")->message == "`\\mathbb` has capitals only, and no `1`");
  CHECK(check_maths("\\mathbb{1}_A")->help == "write `\\mathbf{1}`");
  CHECK(check_maths("a\\mathcal{x}")->begin == 10);
  for (auto formula :
       {"\\mathbb{R}^n", "\\mathbb R", "\\mathcal{O}(n)", "\\mathcal{L}_{x}", "\\mathfrak{a1}"})
    CHECK_FALSE(check_maths(formula));
}

TEST_CASE("a formula as long as a text may be takes no time", "[maths]") {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "\\sqrt{";
  CHECK(check_maths(deep));
}

TEST_CASE("what is open where braces end is named", "[maths]") {
  auto said = [](std::string_view formula) {
    auto problem = check_maths(formula);
    REQUIRE(problem);
    return fmt::format("{}-{} {} ({})", problem->begin, problem->end, problem->message, problem->help);
  };
  CHECK(said("\\left( x") == "0-5 `\\left` without its `\\right` (add it, or `\\right.` for none)");
  CHECK(said("{\\left( x} \\right)") ==
        "1-6 `\\left` without its `\\right` (add it, or `\\right.` for none)");
  CHECK(said("x \\right)") == "2-8 `\\right` without its `\\left` (both stand in the same braces)");
  CHECK(said("x \\middle| y") == "2-9 `\\middle` without its `\\left` (both stand in the same braces)");
  CHECK(said("\\sqrt[3{x}") == "5-6 a `[` that is never closed (add the `]`)");
  CHECK_FALSE(check_maths("\\left( \\left[ x \\middle| y \\right] \\right)"));
  CHECK_FALSE(check_maths("\\sqrt[{n_1}]{x} + \\sqrt[3]{y}"));
}

TEST_CASE("commands of one's own are answered with what there is", "[maths]") {
  CHECK(check_maths("\\R^n")->help == "did you mean `\\mathbb{R}`?");
  CHECK(check_maths("\\textbf{a}")->help == "did you mean `\\mathbf`?");
  CHECK(check_maths("\\text{if}")->help == "did you mean `\\mathrm`?");
}

TEST_CASE("nothing bears two scripts of one kind", "[maths]") {
  for (auto formula : {"x^2^3", "x_1_2", "x^{2}^{3}", "x_1^2_3", "x^2'", "f'_1'", "\\sum_a^b_c",
                       "x^\\mathrm{a}^b", "\\left( x \\right)^2^3", "{x^2^3}", "\\sqrt[a_1_2]{x}", "x^2 ^3"})
    CHECK(check_maths(formula));
  for (auto formula : {"x_1^2", "x^2y^3", "{x^2}^3", "x^{2^3}", "f'^2", "f''^2_1", "f'g'", "x^2\\,^3",
                       "\\left( x^2 \\right)^3", "\\sum_{i=1}^n x_i^2", "\\hat x^2", "\\sqrt[n^2]{x}^2",
                       "^a_b X^c_d", "f'_1", "x^2=y^2", "\\frac{a^2}{b^2}^2"})
    CHECK_FALSE(check_maths(formula));
  auto problem = check_maths("x^2^3");
  CHECK(problem->begin == 3);
  CHECK(problem->message == "a second `^` on one sign");
  CHECK(problem->help == "put braces: `{x^a}^b`, or `x^{a^b}`");
}
