#include "render/inline.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

struct Made {
  Value value;
  Diagnostics problems;

  std::string said() const {
    std::string all;
    for (auto const& problem : problems.all()) all += problem.message + "\n";
    return all;
  }
};

LatexText::Cited cite(std::string_view id) {
  if (id == "nobody") return {{}, false, "did you mean `somebody`?"};
  if (id == "twice") return {{"P1", "S2"}};
  return {id == "zhang2024" ? std::vector<std::string>{"P5"} : std::vector<std::string>()};
}

Made make(std::string text, Span at = {}, Sources const& sources = {}) {
  Made made;
  made.value = LatexText(sources, cite, made.problems).inline_text({{}, std::move(text), at, false});
  return made;
}

/// The LaTeX of a text in which nothing is wrong.
std::string latex(std::string text) {
  auto made = make(std::move(text));
  CHECK(made.said() == "");
  return made.value.text;
}

/// Where the first problem of a text stands, its YAML scalar being the whole source.
std::string place_of_problem(std::string const& source, std::string text) {
  Sources sources;
  auto file = sources.add("cv.yaml", source);
  auto made = make(std::move(text), {file, 0, std::uint32_t(source.size())}, sources);
  REQUIRE(made.problems.all().size() == 1);
  return std::string(sources.text(made.problems.all()[0].at));
}

}  // namespace

TEST_CASE("inline markup", "[inline]") {
  CHECK(latex("*i* and **b**") == R"(\emph{i} and \textbf{b})");
  CHECK(latex("**b *bi* b**") == R"(\textbf{b \emph{bi} b})");
  CHECK(latex("***bi***") == R"(\emph{\textbf{bi}})");
  CHECK(latex("in*fix*ed") == R"(in\emph{fix}ed)");
  CHECK(latex("`a_b`") == R"(\texttt{a\_b})");
  CHECK(latex("``a`b``") == R"(\texttt{a\textasciigrave{}b})");
  CHECK(latex("see [@zhang2024].") == "see P5.");
  CHECK(latex("$x_1$ and $\\alpha$") == "$x_1$ and $\\alpha$");
  CHECK(latex("[Lab](https://x.edu/a_b)") == R"(\href{https://x.edu/a\_b}{Lab})");
  CHECK(latex("[*Lab*](x.edu)") == R"(\href{https://x.edu}{\emph{Lab}})");
  CHECK(latex("[a](https://e.org/F_(b)) parens?") == R"(\href{https://e.org/F\_(b)}{a} parens?)");
  CHECK(latex("[a]( x.edu/*b )*") == R"(\href{https://x.edu/*b}{a}*)");
  CHECK(latex("[a](x.edu \"b\")") == "[a](x.edu “b”)");
  CHECK(latex("**[a](x.edu)**") == R"(\textbf{\href{https://x.edu}{a}})");
  CHECK(latex("a [b [c](x.edu) d](y.edu) [e] [f [g](z.edu) [h") ==
        R"(a [b \href{https://x.edu}{c} d](y.edu) [e] [f \href{https://z.edu}{g} [h)");
  CHECK(latex("[a] b] [c [d]](x.edu)") == R"([a] b] \href{https://x.edu}{c [d]})");
}

TEST_CASE("markup parts no run from right to left", "[inline]") {
  CHECK(latex("אחת **שתיים** שלוש") == R"(\cvrtl{אחת \textbf{שתיים} שלוש})");
  CHECK(latex("[הא](x.edu) וו") == R"(\cvrtl{\href{https://x.edu}{הא} וו})");
  CHECK(latex("**אחת**") == R"(\textbf{\cvrtl{אחת}})");
  CHECK(latex("אלף AI בית") == R"(\cvrtl{אלף \cvltr{AI} בית})");
  CHECK(latex("גימל $x$ דלת") == R"(\cvrtl{גימל \cvltr{$x$} דלת})");
  CHECK(latex("x אחת **שתיים** y") == R"(x \cvrtl{אחת \textbf{שתיים}} y)");
  CHECK(latex("x *a אחת* שתיים y") == R"(x \emph{a }\cvrtl{\emph{אחת} שתיים} y)");
  CHECK(latex("x אחת *שתיים y* z") == R"(x \cvrtl{אחת \emph{שתיים}}\emph{ y} z)");
  CHECK(latex("אחת *שתיים AI **b*** c") == R"(\cvrtl{אחת \emph{שתיים }\cvltr{\emph{AI \textbf{b}} c}})");
  CHECK(latex("אחת\n\nAI") == "\\cvrtl{אחת}\\par\nAI");
}

TEST_CASE("an address in a text is a link, which no hyphen and no markup parts", "[inline]") {
  auto linked = [](std::string const& address) {
    return "\\href{" + address + "}{\\nolinkurl{" + address + "}}";
  };
  CHECK(latex("see https://x.edu/a*b (https://x.edu/a-(b)), \"http://x.edu/?q=1;\".") ==
        "see " + linked("https://x.edu/a") + "*b (" + linked("https://x.edu/a-(b)") + "), “" +
            linked("http://x.edu/?q=1") + ";”.");
  CHECK(latex("*https://x.edu/a--b...c*: https://x.edu/a_b's") ==
        "\\emph{" + linked("https://x.edu/a--b...c") + "}: " + linked("https://x.edu/a\\_b's"));
  CHECK(latex("https://x.edu/ü") == "\\href{https://x.edu/\\%C3\\%BC}{\\nolinkurl{https://x.edu/}\\mbox{ü}}");
  CHECK(latex("[https://x.edu](https://y.edu)") == "\\href{https://y.edu}{\\nolinkurl{https://x.edu}}");
  CHECK(latex("ahttps://x.edu https://, httpss://x ftp://x") ==
        "ahttps://x.edu https://, httpss://x ftp://x");
  CHECK(latex("`https://x.edu`") == "\\texttt{https://x.edu}");
}

TEST_CASE("an emoji of several characters is one mistake, and what it is made of the way out", "[inline]") {
  auto help = [](std::string const& text) {
    auto made = make(text);
    REQUIRE(made.problems.all().size() == 1);
    CHECK(made.problems.all()[0].message.starts_with("no font that vitac knows has the emoji `"));
    return made.problems.all()[0].help;
  };
  CHECK(help("a 👍🏽 b") == "write `👍`, or say it in words");
  CHECK(help("👩‍🔬👩‍🔬") == "write `👩🔬`, or say it in words");
  CHECK(help("1️⃣") == "write `1`, or say it in words");
  CHECK(help("👨‍👩‍👧, family") == "write `👨👩👧`, or say it in words");
  CHECK(help("🏴󠁧󠁢󠁥󠁮󠁧󠁿") == "write `🏴`, or say it in words");
  CHECK(place_of_problem("x: a 👍🏽 b", "a 👍🏽 b") == "👍🏽");
  CHECK(latex("☀️ 👍 1 🇩🇪") == "☀ 👍 1 🇩🇪");
}

TEST_CASE("what is no markup prints as itself", "[inline]") {
  for (auto text :
       {"* a * b *", "a * b",  "**",  "* *",    "2*3*4 is", "[x]",      "[ ] x",      "[a][b]",
        "(a)[b]",    "[x]: y", "[@]", "[@a b]", "`",        "a ` b",    "`` a ` b",   "1984. Orwell",
        "1) x",      "+ x",    "- x", "--- x",  "===",      "[a](b c)", "[a] (x.edu)"}) {
    CAPTURE(text);
    auto written = latex(text);
    for (std::string_view spelled : {"\\textasciigrave{}", "\\kern0pt{}", "\\kern0pt"})
      for (auto at = written.find(spelled); at != written.npos; at = written.find(spelled))
        written.replace(at, spelled.size(), spelled[1] == 't' ? "`" : "");
    if (std::string_view(text) != "2*3*4 is") CHECK(written == text);
  }
  CHECK(latex("# 1 > 2") == "\\# 1 > 2");
  CHECK(latex("__init__.py _x_") == "\\_\\_init\\_\\_.py \\_x\\_");
  CHECK(latex("*a* _b_ <b>c</b> &amp; &#65; ~~d~~ | e") ==
        "\\emph{a} \\_b\\_ <b>c</b> \\&amp; \\&\\#65; \\textasciitilde{}\\textasciitilde{}d\\textasciitilde{}"
        "\\textasciitilde{} | e");
  CHECK(latex("*a* http://x.edu www.x.edu a@x.edu") ==
        "\\emph{a} \\href{http://x.edu}{\\nolinkurl{http://x.edu}} www.x.edu a@x.edu");
  CHECK(latex("> 50% *a*") == "> 50\\% \\emph{a}");
  CHECK(latex("*a* <http://x.edu> b") == "\\emph{a} <\\href{http://x.edu}{\\nolinkurl{http://x.edu}}> b");
  CHECK(latex("![a](x.edu)") == "!\\href{https://x.edu}{a}");
}

TEST_CASE("a backslash is itself except before a star, a backquote, a bracket or a dollar", "[inline]") {
  CHECK(latex(R"(\*a\* \`b\` \[c](x.edu) \$d$)") ==
        R"(*a* \textasciigrave{}b\textasciigrave{} [c](x.edu) \$d\$)");
  CHECK(
      latex(R"(C:\new \\server \_ \# \& a\)") ==
      R"(C:\textbackslash{}new \textbackslash{}\textbackslash{}server \textbackslash{}\_ \textbackslash{}\# )"
      R"(\textbackslash{}\& a\textbackslash{})");
  CHECK(latex(R"(*\input{x}*)") == R"(\emph{\textbackslash{}input\{x\}})");
}

TEST_CASE("dollars are maths by pandoc's rule alone", "[inline]") {
  CHECK(latex("$5M to $10M raised") == R"(\$5M to \$10M raised)");
  CHECK(latex("$5 and $6") == R"(\$5 and \$6)");
  CHECK(latex("a $ b $ c") == R"(a \$ b \$ c)");
  CHECK(latex("$x $ y$") == "\\$x \\$ y\\$");
  CHECK(latex("$3M,$4M and $y$") == "\\$3M,\\$4M and $y$");
  CHECK(latex("US$5 to US$6.") == "US\\$5 to US\\$6.");
  CHECK(latex("$x$5") == R"(\$x\$5)");
  CHECK(latex("$$x$$") == R"(\$$x$\$)");
  CHECK(latex("costs \\$5 and $x$") == R"(costs \$5 and $x$)");
  CHECK(latex("$a\\$b$") == "$a\\$b$");
  CHECK(latex("`$x$` $y$") == R"(\texttt{\$x\$} $y$)");
  CHECK(latex("*$a*b$*") == R"(\emph{$a*b$})");
  CHECK(make("$\\input{x}$").said() == "the command `\\input` is not allowed in a formula\n");
  CHECK(make("$\\é$").said() == "`\\é` is not allowed in a formula\n");
}

TEST_CASE("a blank line is a paragraph, other lines join", "[inline]") {
  CHECK(latex("a\nb\n\nc\n\n\n d ") == "a b\\par\nc\\par\nd");
  CHECK(latex("*a\nb*") == "\\emph{a b}");
  CHECK(latex("a  \nb") == "a b");
  CHECK(latex("") == "");
  CHECK(latex("\n\n") == "");
  CHECK(latex("- a\n- b *c*") == "- a - b \\emph{c}");
  CHECK(latex("a *b\n\nc* d") == "a *b\\par\nc* d");
}

TEST_CASE("quotation marks, dashes and ellipses become typographic", "[inline]") {
  CHECK(typographic(R"("a" and 'b')") == "“a” and ‘b’");
  CHECK(typographic(R"("a 'b' c")") == "“a ‘b’ c”");
  CHECK(typographic(R"("'a' b")") == "“‘a’ b”");
  CHECK(typographic("AAAI'23, the '90s, Xi'an, students' work") ==
        "AAAI’23, the ’90s, Xi’an, students’ work");
  CHECK(typographic(R"(5'10")") == "5’10”");
  CHECK(typographic(R"(("a") ["b"] "c".)") == "(“a”) [“b”] “c”.");
  CHECK(typographic("a \" b ' c") == "a \" b ' c");
  CHECK(typographic("a -- b, 1998--2001, --flag, a---b, --") == "a – b, 1998–2001, --flag, a—b, --");
  CHECK(typographic("wait... ....") == "wait… ....");
  CHECK(latex(R"(**"quoted"** and *'q'*)") == R"(\textbf{“quoted”} and \emph{‘q'})");
  CHECK(latex(R"("Deep" *learning*)") == R"(“Deep” \emph{learning})");
  CHECK(latex(R"("*a*")") == R"(“\emph{a}”)");
  CHECK(latex("\"$x$\" and \"[a](x.edu)\"") == "“$x$” and “\\href{https://x.edu}{a}”");
  CHECK(latex("-- *x*") == R"(-\kern0pt- \emph{x})");
}

TEST_CASE("nothing in code or in an address becomes typographic", "[inline]") {
  CHECK(
      latex(R"(`"a" 'b' -- ...` "c")") ==
      R"(\texttt{\textquotedbl{}a\textquotedbl{} \textquotesingle{}b\textquotesingle{} -\kern0pt- ...} “c”)");
  CHECK(latex("[a](https://x.edu/b--c...'d')") == R"(\href{https://x.edu/b--c...'d'}{a})");
  CHECK(latex("it's ` a 'b'") == R"(it's \textasciigrave{} a ‘b')");
  CHECK(latex(R"(\`'a'\`)").find("\\texttt") == std::string::npos);
}

TEST_CASE("links lead to the web or to a mailbox", "[inline]") {
  CHECK(make("[a](javascript:alert(1))").said() == "a link to `javascript:` is not printed\n");
  CHECK(make("[a](file:///etc/passwd)").said() == "a link to `file:` is not printed\n");
  CHECK(make("[a](mailto:a@x.edu)").said() == "");
  CHECK(make("[a](nowhere)").said() == "`nowhere` is not a web address\n");
}

TEST_CASE("an id without a label is said", "[inline]") {
  CHECK(make("[@none]").said() == "`none` has no label in this document\n");
  CHECK(make("[@nobody]").said() == "no entry has the id `nobody`\n");
  CHECK(make("[@twice]").said() == "`twice` is P1 and S2 in this document\n");
}

TEST_CASE("the words of a text, for what a PDF says of itself", "[inline]") {
  auto words = [](std::string text, bool is_tex = false) {
    Diagnostics problems;
    auto found = LatexText({}, cite, problems).words({{}, std::move(text), {}, is_tex});
    CHECK(problems.all().empty());
    return found;
  };
  CHECK(words("**Deep** *learning*, [here](https://x.edu) in `C_x`") == "Deep learning, here in C\\_x");
  CHECK(words("models of $O(n^2)$ & more, as [@zhang2024]") ==
        "models of O(n\\textasciicircum{}2) \\& more, as P5");
  CHECK(words("$O(n \\log n)$, $\\mathbb{R}^{2\\times\\alpha\\beta}$, $\\frac{a}{b}\\,\\{x\\}$") ==
        "O(n log n), R\\textasciicircum{}2times alpha beta, a/b \\{x\\}");
  CHECK(words("what [@nobody] did,\n\nin two paragraphs") == "what  did, in two paragraphs");
  CHECK(words("Жук") == "");
  CHECK(words("\\LaTeX", true) == "");
}

TEST_CASE("characters of private use are the user's own", "[inline]") {
  CHECK(latex("\uE02A") == "\uE02A");
  CHECK(latex("*a* \uE102") == "\\emph{a} \uE102");
  CHECK(latex("`\uE105` b") == "\\texttt{\uE105} b");
  CHECK(latex("[a](x.edu/\uE100)") == "\\href{https://x.edu/\\%EE\\%84\\%80}{a}");
  CHECK(latex("$x$ \uE100 \uF8FF") == "$x$ \uE100 \uF8FF");
}

TEST_CASE("problems stand at their place, however the scalar is written", "[inline]") {
  CHECK(place_of_problem("a $\\foo$", "a $\\foo$") == "\\foo");
  CHECK(place_of_problem("\"a \\\"b\\\" $\\\\foo$\"", "a \"b\" $\\foo$") == "\\\\foo");
  CHECK(place_of_problem("'it''s $\\foo$'", "it's $\\foo$") == "\\foo");
  CHECK(place_of_problem("|\n  one\n  two $\\foo$\n", "one\ntwo $\\foo$") == "\\foo");
  CHECK(place_of_problem(">\n  one\n  two $\\foo$\n", "one two $\\foo$") == "\\foo");
  CHECK(place_of_problem("|\n  one\n\n  $y$ $\\foo$\n", "one\n\n$y$ $\\foo$") == "\\foo");
  CHECK(place_of_problem("|\n  $x +\n  \\foo$\n", "$x +\n\\foo$") == "\\foo");
  CHECK(place_of_problem("a [@no] b", "a [@no] b") == "[@no]");
  CHECK(place_of_problem("[a](x.edu) [b](nowhere)", "[a](x.edu) [b](nowhere)") == "nowhere");
}

TEST_CASE("each formula, and what T1 does not have, knows where it comes from", "[inline]") {
  auto details = [](std::string source, std::string text) {
    Sources sources;
    auto file = sources.add("cv.yaml", source);
    auto made = make(std::move(text), {file, 0, std::uint32_t(source.size())}, sources);
    CHECK(made.said() == "");
    std::string found;
    for (auto const& [begin, end, at] : made.value.details)
      found += made.value.text.substr(begin, end - begin) + "@" + std::to_string(at.begin) + " ";
    return found;
  };
  CHECK(details("'it''s $a$, *$b$*: $a$'", "it's $a$, *$b$*: $a$") == "$a$@7 $b$@13 $a$@19 ");
  CHECK(details("é *Ж* Ж $b$ ш", "é *Ж* Ж $b$ ш") == "Ж@4 $b$@11 ш@15 ");
  CHECK(details("\"a \\u0416\"", "a Ж") == "Ж@3 ");
}

TEST_CASE("long texts of one sign end soon", "[inline]") {
  for (auto part : {"*",  "* ",   "*a ", "**a", "`",  "`a ",   "` ``", "$a ", "$",   "[@", "[",
                    "](", "[a](", "\"",  "'a ", "- ", "a\n\n", "_",    "\\",  "\\*", "![", "a*"}) {
    CAPTURE(part);
    std::string text;
    while (text.size() < 100'000) text += part;
    make(text);
  }
  SUCCEED();
}

TEST_CASE("raw TeX is copied as it stands", "[inline]") {
  Diagnostics problems;
  Sources sources;
  LatexText writer(sources, cite, problems);
  CHECK(writer.inline_text({{}, "\\textsc{a} -- \"b\" Ж", {}, true}).text == "\\textsc{a} -- \"b\" Ж");
}

TEST_CASE("literal texts have no markup", "[inline]") {
  Diagnostics problems;
  Sources sources;
  LatexText writer(sources, cite, problems);
  CHECK(writer.plain("*a* `b` $c$ [d](e) it's", {}).text ==
        "*a* \\textasciigrave{}b\\textasciigrave{} \\$c\\$ [d](e) it's");
  CHECK(writer.verbatim("it's \"x\" --", {}).text ==
        "it\\textquotesingle{}s \\textquotedbl{}x\\textquotedbl{} -\\kern0pt-\\kern0pt{}");
}
