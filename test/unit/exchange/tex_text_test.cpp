#include "exchange/tex_text.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

std::string markup(std::string_view tex) {
  return read_tex(tex, TexInto::markup).text;
}
std::string words(std::string_view tex) {
  return read_tex(tex, TexInto::words).text;
}
std::string address(std::string_view tex) {
  return read_tex(tex, TexInto::address).text;
}

}  // namespace

TEST_CASE("TeX's accents and letters become characters, however they are braced") {
  CHECK(words(R"(\'{e} {\'e} \'e {\'{e}} \' e)") == "é é é é é");
  CHECK(words(R"(\`a \^o \~n \"u \=o \.z \u{g} \v{c} \v c \H{o} \c{c} \k{a} \r{a} \d{s} \b{b})") ==
        "à ô ñ ü ō ż ğ č č ő ç ą å ṣ ḇ");
  CHECK(words(R"(\'\i \'{\i} {\'\i}n \^{\j})") == "í í ín ĵ");
  CHECK(words(R"(Stra\ss e {\ss} \o stergaard \L{}\'od\'z {\AA}ngstr\"om \ae\oe)") ==
        "Straße ß østergaard Łódź Ångström æœ");
  CHECK(words(R"(\'{E}douard \"{ou})") == "Édouard öu");
  CHECK(words(R"(\b\ó \ó)") == "ó\u0331 ó");
  CHECK(words(R"(\~{} \^{} \'{})") == "~ ^");
}

TEST_CASE("TeX's signs become characters; blanks are joined") {
  CHECK(words("a -- b---c ``d'' `e' f~g") == "a – b—c “d” ‘e’ f\u00a0g");
  CHECK(words(R"(AT\&T 50\% \#1 \$5 a\_b \{c\} \ldots\ x \copyright)") == "AT&T 50% #1 $5 a_b {c} … x ©");
  CHECK(words("a\n   b\t\tc \\\\ d") == "a b c d");
  CHECK(words(R"(hy\-phen\/ation !`?`)") == "hyphenation ¡¿");
}

TEST_CASE("braces that protect case go, and so do commands that only set a face") {
  CHECK(markup("{SalUn}: {E}mpowering {{Machine}} Unlearning") == "SalUn: Empowering Machine Unlearning");
  CHECK(markup(R"(\textsc{Nist} \mbox{a b} {\sc c} \textrm{d} \MakeUppercase{e})") == "Nist a b c d e");
}

TEST_CASE("TeX's markup becomes ours") {
  CHECK(markup(R"(an \emph{old} and \textbf{new} {\em way} {\bf on}{\it ly})") ==
        "an *old* and **new** *way* **on**ly");
  CHECK(markup(R"(\textit{a \textbf{b} c})") == "*a **b** c*");
  CHECK(markup(R"(\emph{ spaced } x)") == "*spaced* x");
  CHECK(markup(R"(\emph{a \emph{b} c})") == "*a b c*");
  CHECK(markup(R"(\texttt{a*b} \texttt{c`d})") == "`a*b` `c‘d`");
  CHECK(markup(R"(\emph{(a)}b)") == "(a)b");  // `*(a)*b` is no emphasis in Markdown
  CHECK(markup(R"(\enquote{x} \mkbibquote{y})") == "“x” “y”");
  CHECK(markup(R"(see \url{https://example.edu/a_b\%20c})") ==
        "see [https://example.edu/a_b%20c](https://example.edu/a_b%20c)");
  CHECK(markup(R"(\href{https://example.edu/~ada}{her \emph{page} [1]})") ==
        "[her page (1)](https://example.edu/~ada)");
  CHECK(markup(R"(m\textsuperscript{2} 4\textsuperscript{th} H\textsubscript{2}O)") ==
        R"(m$^{2}$ 4$^{\mathrm{th}}$ H$_{2}$O)");
  CHECK(words(R"(\emph{a} \textbf{b} \url{c.d})") == "a b c.d");
}

TEST_CASE("what would be markup by accident is escaped") {
  CHECK(markup("a * b [c] `d \\$5 \\textbackslash") == R"(a \* b \[c] ‘d \$5 \)");
  CHECK(markup("A 5$ bill") == R"(A 5\$ bill)");
  CHECK(markup("a_b <i> & ~") == "a_b <i> & \u00a0");
}

TEST_CASE("formulas stay formulas") {
  CHECK(markup(R"(An {$O(n \log n / \! \log\log n)$} algorithm)") ==
        R"(An $O(n \log n / \! \log\log n)$ algorithm)");
  CHECK(markup(R"($ x $ and \(y\) and $$z$$ and \ensuremath{w})") == "$x$ and $y$ and $z$ and $w$");
  CHECK(markup(R"($\alpha$2)") == R"($\alpha2$)");
  CHECK(markup(R"($x_{\text{max}}$)") == R"($x_{\mathrm{max}}$)");
  CHECK(markup(R"($13~\mathrm{TeV}$)") == R"($13\ \mathrm{TeV}$)");
  CHECK(markup(R"($\Lambda_{\rm QCD}$, $\bar{\rm B}$, ${\cal N}=2$, $\bf x$)") ==
        R"($\Lambda_{\mathrm{QCD}}$, $\bar{\mathrm{B}}$, ${\mathcal{N}}=2$, $\mathbf{x}$)");
  CHECK(words(R"(Y. Zhang$^{\dagger*}$)") == "Y. Zhang†*");
}

TEST_CASE("an address keeps its signs") {
  CHECK(address(R"(\url{https://example.edu/a\_b/\%7Eada})") == "https://example.edu/a_b/%7Eada");
  CHECK(address(R"(https://example.edu/$\sim$ada\#x--y)") == "https://example.edu/~ada#x--y");
  CHECK(address(R"(https://example.edu/{\~{}}ada/\textasciitilde{}x)") == "https://example.edu/~ada/~x");
}

TEST_CASE("commands that nobody knows are named, what they are applied to stays") {
  auto read = read_tex(R"(\foo{a} \foo{b} \bar c)", TexInto::markup);
  CHECK(read.text == "a b c");
  REQUIRE(read.doubts.size() == 2);
  CHECK(read.doubts[0].what == "\\foo");
  CHECK(read.doubts[1].message == "the command `\\bar` is not known");
}

TEST_CASE("a formula that vitac cannot set says so and prints what it can") {
  auto unit = read_tex(R"(of $125\,\GeV$)", TexInto::markup);
  CHECK(unit.text == R"(of $125\,{\mathrm{GeV}}$)");
  REQUIRE(unit.doubts.size() == 1);
  CHECK(unit.doubts[0].what == "\\GeV");
  CHECK(unit.doubts[0].message == "the command `\\GeV` is not allowed in a formula");
  CHECK(unit.doubts[0].help == "it prints as `GeV`; did you mean `\\ge`?");
  auto broken = read_tex(R"(on $\frac{a}$ and $x^2^3$)", TexInto::markup);
  CHECK(broken.text == "on a and x^2^3");
  REQUIRE(broken.doubts.size() == 2);
  CHECK(broken.doubts[0].help == "the formula prints as words, `a`; put it behind the command, in braces");
  CHECK(broken.doubts[1].message == "a second `^` on one sign");
}

TEST_CASE("a preamble's own commands are put in, and cannot run away") {
  TexMacros macros;
  define_macros(
      R"(\newcommand{\noopsort}[1]{} \newcommand{\switchargs}[2]{#2#1} \def\me{Ada} \newcommand\a{\a\a})",
      macros);
  CHECK(read_tex(R"({\noopsort{1973a}}{\switchargs{--90}{1968}} \me)", TexInto::words, macros).text ==
        "1968–90 Ada");
  CHECK(read_tex(R"(x \a y)", TexInto::words, macros).text == "x y");
  define_macros(R"(\newcommand{\R}{\mathbb{R}} \newcommand{\set}[2]{\{#1 : #2\}})", macros);
  CHECK(read_tex(R"($\set{x}{x\in\R^n}$, $x \a y$)", TexInto::markup, macros).text ==
        R"($\{x : x\in\mathbb{R}^n\}$, $x y$)");
  CHECK(words(std::string(5000, '{') + "x" + std::string(5000, '}')) == "x");
}
