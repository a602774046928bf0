#include <algorithm>
#include <map>

#include "base/utf8.hpp"
#include "model/maths.hpp"
#include "render/latex.hpp"
#include "test/support/support.hpp"

using namespace vitac;
using namespace vitac::test;

// That every text prints as itself: records are built by pdflatex and read back by pdftotext.

namespace {

/// A text as a YAML scalar in which nothing is special.
std::string scalar(std::string_view text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string utf8(char32_t c) {
  std::string out;
  append_utf8(out, c);
  return out;
}

/// What stands between blanks and line ends, in order.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  std::string token;
  auto finish = [&] {
    if (!token.empty()) tokens.push_back(std::exchange(token, {}));
  };
  for (std::size_t at = 0; at < text.size();) {
    auto begin = at;
    if (is_space(next_code_point(text, at)))
      finish();
    else
      token += text.substr(begin, at - begin);
  }
  finish();
  return tokens;
}

/// Fields of every kind of section that users write texts in; `@` is the text.
constexpr std::array<std::string_view, 40> fields{
    "honors: {title: @}",
    "honors: {title: t, awarder: @}",
    "honors: {title: t, note: @}",
    "honors: {title: t, highlights: [@]}",
    "education: {degree: @}",
    "education: {degree: t, institution: @}",
    "education: {degree: t, field: @}",
    "education: {degree: t, thesis: @}",
    "education: {degree: t, location: @}",
    "education: {degree: t, location: {city: @}}",
    "education: {degree: t, gpa: @}",
    "education: {degree: t, courses: [@]}",
    "education: {degree: t, honors: [@]}",
    "education: {degree: t, advisors: [{name: A. B, affiliation: @}]}",
    "experience: {title: @}",
    "experience: {title: t, organization: @}",
    "experience: {title: t, department: @}",
    "publications: {title: @}",
    "publications: {title: t, authors: [{name: @}]}",
    "publications: {title: t, venue: @}",
    "publications: {title: t, venue: V, venue_short: @}",
    "publications: {title: t, volume: @}",
    "publications: {title: t, number: @}",
    "publications: {title: t, publisher: @}",
    "publications: {title: t, location: @}",
    "publications: {title: t, award: @}",
    "publications: {title: t, note: @}",
    "talks: {title: @}",
    "talks: {title: t, event: @}",
    "grants: {title: t, agency: @}",
    "grants: {title: t, number: @}",
    "grants: {title: t, objectives: @}",
    "teaching: {code: @}",
    "teaching: {title: @}",
    "students: {name: @}",
    "service: {role: @}",
    "media: {title: t, outlet: @}",
    "projects: {title: t, keywords: [@]}",
    "skills: {name: t, keywords: [@]}",
    "references: {name: @}",
};

/// A record, by and by.
class Record {
 public:
  std::string person = "name: Ada";
  std::string document;  ///< lines of its mapping, indented by four

  /// An entry by one of `fields`.
  void add(std::string_view field, std::string_view text) { add_scalar(field, scalar(text)); }
  void add_scalar(std::string_view field, std::string_view yaml) {
    auto colon = field.find(':'), at = field.find('@');
    m_sections[std::string(field.substr(0, colon))] +=
        fmt::format("  - {}{}{}\n", field.substr(colon + 2, at - colon - 2), yaml, field.substr(at + 1));
  }

  std::string yaml() const {
    auto out = fmt::format("person:\n  {}\n", person);
    for (auto const& [kind, entries] : m_sections) out += kind + ":\n" + entries;
    return out + "documents:\n  cv:\n    style: faculty-dossier\n    as_of: 2024-01-01\n" + document;
  }

 private:
  std::map<std::string, std::string> m_sections;
};

/// What pdftotext finds in the PDF of a record.
std::vector<std::string> built(Record const& record, std::vector<std::string> options = {}) {
  TemporaryFolder folder;
  auto pdf = (folder.path() / "cv.pdf").string();
  std::vector<std::string> words{"build",      folder.file("cv.yaml", record.yaml()), "-o", pdf, "--option",
                                 "footer=none"};
  for (auto const& option : options) words.insert(words.end(), {"--option", option});
  auto ran = vitac::test::vitac(words);
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return tokens_of(text_of_pdf(pdf));
}

constexpr std::string_view a_document = "documents: {cv: {style: faculty-dossier}}\n";

Ran build_of(std::string const& yaml) {
  TemporaryFolder folder;
  folder.file("cv.yaml", yaml);
  auto ran = vitac::test::vitac({"build", "cv.yaml", "-o", "cv.pdf", "--engine", "pdflatex"},
                                {.folder = folder.path().string()});
  CHECK_FALSE(std::filesystem::exists(folder.path() / "cv.pdf"));
  return ran;
}

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (auto const& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// The words between two others, which may touch punctuation of the template.
std::string between(std::vector<std::string> const& found, std::string const& first,
                    std::string const& last) {
  auto begin = std::ranges::find_if(found, [&](auto const& word) { return word.ends_with(first); });
  auto end = std::find_if(begin, found.end(), [&](auto const& word) { return word.starts_with(last); });
  if (begin == found.end() || end == found.end()) return "nothing";
  return joined({begin + 1, end});
}

/// What prints in place of these characters.
std::string printed(char32_t c) {
  static std::map<char32_t, std::string> const others{
      {0x00A0, ""},   {0x00AD, ""},   {0x061C, ""},   {0x2002, ""},    {0x2003, ""},    {0x2009, ""},
      {0x200B, ""},   {0x2010, "-"},  {0x2011, "-"},  {0x2012, "–"},   {0x2015, "—"},   {0x202F, ""},
      {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"}, {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFEFF, ""},
      {0x200E, ""},   {0x200F, ""},   {0x202A, ""},   {0x202B, ""},    {0x202C, ""},    {0x202D, ""},
      {0x202E, ""},   {0x2066, ""},   {0x2067, ""},   {0x2068, ""},    {0x2069, ""},    {0xFE0E, ""},
      {0xFE0F, ""}};
  auto other = others.find(c);
  return other == others.end() ? utf8(c) : other->second;
}

/// Every character beyond ASCII that is admitted, each between two letters.
struct Characters {
  std::string written, expected;

  Characters() {
    for (char32_t c = 0x80; c < 0x10000; ++c) {
      if (!latex_prints(c) || c == 0xB8) continue;  // pdftotext draws a lone cedilla to its neighbours
      written += fmt::format("A {} B ", utf8(c));
      auto as = printed(c);
      expected += as.empty() ? "A B " : fmt::format("A {} B ", as);
    }
    written.pop_back();
    expected.pop_back();
  }
};

}  // namespace

TEST_CASE("each ASCII sign prints as itself from every field") {
  std::string all;
  for (char c = '!'; c <= '~'; ++c) all += fmt::format("A {} B ", c);
  Record record;
  record.person =
      "name: " + scalar("NMnm " + all + "mnMN") + "\n  headline: " + scalar("HDhd " + all + "dhDH") +
      "\n  phone: {number: " + scalar("PHph " + all + "hpHP") + ", label: " + scalar("PLpl " + all + "lpLP") +
      "}\n  links: [{label: " + scalar("LLll " + all + "qqQQ") +
      ", url: x.edu}]\n  positions: [{title: " + scalar("PTpt " + all + "tpTP") +
      ", department: " + scalar("PDpd " + all + "dpDP") + ", location: " + scalar("POpo " + all + "opOP") +
      "}]";
  for (std::size_t i = 0; i < fields.size(); ++i)
    record.add(fields[i], fmt::format("f{}f {}e{}e", i, all, i));
  record.document = "    options: {heading: bold}\n    sections:\n      - {kind: honors, title: " +
                    scalar("STst " + all + "tsTS") + ", text: " + scalar("SXsx " + all + "xsXS") + "}\n";
  for (auto kind : {"education", "experience", "publications", "talks", "grants", "teaching", "students",
                    "service", "media", "projects", "skills", "references"})
    record.document += fmt::format("      - {}\n", kind);
  auto found = built(record);
  all.pop_back();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    CAPTURE(fields[i]);
    CHECK(between(found, fmt::format("f{}f", i), fmt::format("e{}e", i)) == all);
  }
  for (auto const& [first, last] : std::map<std::string, std::string>{{"NMnm", "mnMN"},
                                                                      {"HDhd", "dhDH"},
                                                                      {"PHph", "hpHP"},
                                                                      {"PLpl", "lpLP"},
                                                                      {"LLll", "qqQQ"},
                                                                      {"PTpt", "tpTP"},
                                                                      {"PDpd", "dpDP"},
                                                                      {"POpo", "opOP"},
                                                                      {"STst", "tsTS"},
                                                                      {"SXsx", "xsXS"}}) {
    CAPTURE(first);
    CHECK(between(found, first, last) == all);
  }
}

TEST_CASE("a text that is one ASCII sign prints that sign") {
  Record record;
  for (char c = '!'; c <= '~'; ++c)
    for (auto field :
         {"service: {role: @}", "projects: {title: t, keywords: [x, @, y]}", "talks: {title: @}"})
      record.add(field, std::string(1, c));
  auto found = joined(built(record)) + " ";
  for (char c = '!'; c <= '~'; ++c) {
    CAPTURE(c);
    CHECK(found.find(fmt::format(" {} ", c)) != std::string::npos);
    CHECK_THAT(found, contains(fmt::format(" x, {}, y ", c)));
    bool ends_itself = c == '.' || c == '?' || c == '!';
    auto title = c == '"' ? "”" : c == '\'' ? "’" : std::string(1, c);
    bool is_there = found.find(fmt::format("“{}{}”", c, ends_itself ? "" : ".")) != std::string::npos ||
                    found.find(fmt::format("“{}.”", title)) != std::string::npos;
    CHECK(is_there);
  }
}

TEST_CASE("what other tools take for markup or for TeX prints as itself") {
  std::vector<std::string> const texts{
      R"(C:\new_folder & 100% #1 ~x^2 {a})",
      "$5M to $10M raised",
      "__init__.py",
      "1984. George Orwell",
      "> 50%",
      "- x",
      R"(\\server)",
      "--flag",
      "<<quoted>>",
      "# 1",
      "+ plus",
      "* star",
      "1) one",
      "| a | b |",
      "=== x",
      "_x_ and __y__ and ~~z~~",
      "<b>bold</b> &amp; &#65; <!-- c -->",
      "http://x.edu/a_b~c#d",
      "[x]: y",
      "[ ] todo [x] done",
      R"(\input{/etc/passwd} \write18{ls} ^^5cinput \end{document})",
      R"(%comment \csname x\endcsname }{ \\ \ \LaTeX)",
      "a,,b <<c>> d---e ?`g ``f",
      "x²y ¹³ Đorđe naïve",
      "US$5 and US$6",
      "AT&T's 5* hotel",
      "§ 1 µm ƒ/2 © ™ € £ ‰ № ° →",
  };
  Record record;
  std::vector<std::string_view> const some{fields[0],  fields[2],  fields[3],  fields[4],
                                           fields[8],  fields[17], fields[19], fields[25],
                                           fields[32], fields[34], fields[38]};
  std::size_t count = 0;
  for (auto field : some)
    for (auto const& text : texts) record.add(field, fmt::format("{} q{}q", text, count++));
  auto found = built(record);
  count = 0;
  for (auto field : some)
    for (auto text : texts) {
      CAPTURE(field);
      auto end = std::ranges::find_if(
          found, [&](auto const& word) { return word.starts_with(fmt::format("q{}q", count)); });
      ++count;
      for (auto const& [straight, curly] : std::map<std::string, std::string>{{"'s", "’s"}, {"d---e", "d—e"}})
        if (auto at = text.find(straight); at != std::string::npos) text.replace(at, straight.size(), curly);
      auto wanted = tokens_of(text);
      REQUIRE(end - found.begin() >= std::ptrdiff_t(wanted.size()));
      auto first = *(end - std::ptrdiff_t(wanted.size()));  // may stand behind a bullet, a quotation mark
      auto got = joined({end - std::ptrdiff_t(wanted.size()) + 1, end});
      CHECK(first.ends_with(wanted[0]));
      CHECK(got == joined({wanted.begin() + 1, wanted.end()}));
    }
}

TEST_CASE(
    "every admitted character prints as itself in each font, upright, bold, italic, as code and in "
    "headings") {
  Characters const characters;
  for (auto font : {"pagella", "termes", "heros", "lmodern"}) {
    Record record;
    auto text = [&](int i, std::string const& mark) {
      return fmt::format("f{}f {}{}{} e{}e", i, mark, characters.written,
                         std::string(mark.rbegin(), mark.rend()), i);
    };
    record.add("service: {organization: @, role: r}", text(0, ""));
    record.add("service: {role: @}", text(1, ""));  // bold
    record.add("service: {organization: @, role: r}", text(2, "*"));
    record.add("service: {organization: @, role: r}", text(3, "***"));
    record.add("service: {organization: @, role: r}", text(4, "`"));
    record.add("service: {role: @}", text(5, "`"));
    record.add("service: {organization: @, role: r}", text(6, "*`"));
    record.document = "    sections:\n      - {kind: service, title: " + scalar(text(7, "")) + "}\n";
    auto found = built(record, {fmt::format("font={}", font), "heading=smallcaps"});
    for (int i = 0; i < 8; ++i) {
      CAPTURE(font, i);
      CHECK(between(found, fmt::format("f{}f", i), fmt::format("e{}e", i)) == characters.expected);
    }
  }
}

TEST_CASE("headings in capitals keep every letter that has a capital, and the others") {
  Record record;
  record.document =
      "    sections:\n      - {kind: honors, title: 'Š ñ Đ đ ð ß µ ƒ ı ĳ ÿ œ x² `c` $\\pi x$ <<--'}\n";
  record.add(fields[0], "f0");
  auto found = joined(built(record, {"heading=capitals"}));
  CHECK_THAT(found, contains("Š Ñ Đ Đ Ð SS µ ƒ I Ĳ Ÿ Œ X² C πx <<--"));
}

TEST_CASE("letters that pdflatex has no font for stop it, each at its place, and no PDF comes") {
  TemporaryFolder folder;
  std::vector<std::string> command{"build", "--engine", "pdflatex"};
  std::vector<char32_t> letters;
  for (char32_t c = 0xA1; c < 0x180; ++c) {
    if (latex_prints(c)) continue;
    auto file = fmt::format("{:03x}.yaml", std::uint32_t(c));
    folder.file(file, fmt::format("person: {{name: Ada}}\nhonors:\n  - 'Aé {}'\n{}", utf8(c), a_document));
    command.push_back(file);
    letters.push_back(c);
  }
  REQUIRE(letters.size() > 30);
  auto ran = vitac::test::vitac(command, {.folder = folder.path().string()});
  CHECK(ran.status == 1);
  for (auto c : letters) {
    CHECK_THAT(ran.err,
               contains(fmt::format("{:03x}.yaml:3:9: error: pdflatex has no font for `{}` (U+{:04X}) "
                                    "[unprintable]",
                                    std::uint32_t(c), utf8(c), std::uint32_t(c))));
    CHECK_FALSE(std::filesystem::exists(folder.path() / fmt::format("{:03x}.pdf", std::uint32_t(c))));
  }
}

TEST_CASE("letters that no font has stop with an error that names each at its place, and no PDF") {
  std::string yaml =
      "person: {name: Ada}\n"
      "publications:\n"
      "  - {title: \"a \\U00016A70 b\", authors: [A. 𖩳𖩴, {name: 𖩱. 𖩲}], pages: \"1-2 𖩵\", location: {city: "
      "𖩶, country: 𖩷}}\n"
      "  - title: >-\n      folded\n      𖩸ук and\n      𖩹у\n"
      "    authors: A. 𖩺, D. 𖩻\n"
      "    note: plain text\n      over lines 𖩼\n"
      "    venue: |\n      a\n\n      𖩽\n"
      "projects: [{title: 'e\"`𖩾`\"', role: '[𖩿](x.edu) **𖪀**', organization: 'it''s \"𖪂\"'}]\n";
  std::vector<std::pair<char32_t, std::string>> wanted{{0x16A70, "\\U00016A70"}};  // as written
  for (char32_t c : U"𖩱𖩲𖩳𖩵𖩶𖩷𖩸𖩹𖩺𖩻𖩼𖩽𖩾𖩿𖪀𖪂")
    if (c) wanted.emplace_back(c, utf8(c));
  auto ran = build_of(yaml.append(a_document));
  CHECK(ran.status == 1);
  for (auto const& [c, written] : wanted) {
    auto before = yaml.substr(0, yaml.find(written));
    auto line = std::ranges::count(before, '\n') + 1;
    auto column = count_code_points(before.substr(before.rfind('\n') + 1)) + 1;
    CHECK_THAT(ran.err,
               contains(fmt::format(
                   "cv.yaml:{}:{}: error: no font that vitac knows has `{}` (U+{:04X}) [unprintable]", line,
                   column, utf8(c), std::uint32_t(c))));
  }
}

TEST_CASE("what TeX refuses in a formula is reported at its line and column") {
  struct Case {
    std::string yaml, formula;  ///< of its first line, if it has several
  };
  std::vector<Case> const cases{
      {R"(- "a $\\big x$ b")", R"($\\big x$)"},
      {R"(- 'a $\big x$ b')", R"($\big x$)"},
      {R"(- a $\big x$ b)", R"($\big x$)"},
      {R"(- "a \"q\" \u00e9 $\\big\\beta$ b")", R"($\\big\\beta$)"},
      {R"(- 'it''s $\big\beta$ b')", R"($\big\beta$)"},
      {R"(- é $y$ and $z$ and $\big\beta$)", R"($\big\beta$)"},
      {R"(- é *$y$ and $\big x$ b* and $z$)", R"($\big x$)"},
      {"- |\n    first $a$\n    second $\\big x$ b", "$\\big x$"},
      {"- >-\n    first $a$\n    second $\\big x$ b", "$\\big x$"},
      {"- plain $a$\n    over $\\big x$", "$\\big x$"},
      {"- |\n    one\n\n    two $\\big\n    x$", "$\\big"},
      {"- title: t\n    note: 'n $\\big x$'", "$\\big x$"},
      {"- title: t\n    highlights: ['h $y$', 'i **$\\big x$**']", "$\\big x$"},
  };
  for (auto const& [entry, formula] : cases) {
    auto yaml = "person: {name: Ada}\nhonors:\n  " + entry + "\n" + std::string(a_document);
    auto ran = build_of(yaml);
    CAPTURE(entry, ran.err);
    CHECK(ran.status == 4);
    int line = 0, column = 0;
    auto read = std::sscanf(ran.err.c_str(), "cv.yaml:%d:%d: error: TeX cannot set this formula [tex]", &line,
                            &column);
    CHECK(read == 2);
    auto before = yaml.substr(0, yaml.find(formula));
    auto first = int(count_code_points(before.substr(before.rfind('\n') + 1))) + 1;
    CHECK(line == std::ranges::count(before, '\n') + 1);
    CHECK(column >= first);
    CHECK(column < first + int(formula.size()));
  }
  auto ran = build_of(R"(person: {name: Ada}
documents:
  cv:
    style: faculty-dossier
    sections:
      - {kind: honors, title: 'T $\big x$'}
      - publications
honors: ['a $\big x$']
publications:
  - title: t
    venue: V $\big\beta$
    award: $a$ $\big y$
)");
  CAPTURE(ran.err);
  std::vector<std::array<int, 2>> places;  // each at a character of its formula
  for (auto at = ran.err.find("cv.yaml:"); at != ran.err.npos; at = ran.err.find("cv.yaml:", at + 1)) {
    int line = 0, column = 0;
    std::sscanf(ran.err.c_str() + at, "cv.yaml:%d:%d:", &line, &column);
    places.push_back({line, column});
  }
  REQUIRE(places.size() == 4);
  CHECK((places[0][0] == 6 && places[0][1] >= 34 && places[0][1] <= 41));
  CHECK((places[1][0] == 8 && places[1][1] >= 13 && places[1][1] <= 20));
  CHECK((places[2][0] == 11 && places[2][1] >= 14 && places[2][1] <= 24));
  CHECK((places[3][0] == 12 && places[3][1] >= 16 && places[3][1] <= 23));
}

TEST_CASE("what TeX refuses in the cells of a table of the style is reported in the record") {
  auto ran = build_of(R"(person: {name: Ada Lovelace}
publications:
  - {title: 'On the theory of everything and $x^\sqrt2$ and $y$', authors: [Ada Lovelace, Alfred Tarski], venue: Journal, date: 2020}
  - {title: 'On another theory of all things and $\big x$ here', authors: [Ada Lovelace, Alfred Tarski], venue: Journal, date: 2019}
documents: {cv: {style: moderncv}}
)");
  CAPTURE(ran.err);
  CHECK(ran.status == 4);
  CHECK(ran.err.find("cv.yaml:3:49: error: TeX cannot set this formula [tex]") != ran.err.npos);
  CHECK(ran.err.find("cv.yaml:4:56: error: TeX cannot set this formula [tex]") != ran.err.npos);
  CHECK(ran.err.find("styles/") == ran.err.npos);
}

TEST_CASE("what TeX cannot find for LaTeX of the record's own is told at its line") {
  auto ran = build_of(R"(person: {name: Ada}
summary: !tex '\includegraphics{pic.png}'
honors: [!tex '\input{bio}']
documents: {cv: {style: moderncv}}
)");
  CHECK(ran.status == 1);
  CHECK(ran.err ==
        "cv.yaml:2:15: error: `!tex` cannot take in `pic.png` [raw-tex]\n"
        "    2 | summary: !tex '\\includegraphics{pic.png}'\n"
        "      |               ^~~~~~~~~~~~~~~~~~~~~~~~~~~ the only picture of a record is the `photo` of "
        "`person`\n"
        "cv.yaml:3:15: error: `!tex` cannot take in `bio.tex` [raw-tex]\n"
        "    3 | honors: [!tex '\\input{bio}']\n"
        "      |               ^~~~~~~~~~~~~ TeX runs in a folder of its own, without the files beside the "
        "record: "
        "write here what it holds\n");
}

TEST_CASE("every command that formulas may use is one that TeX knows") {
  Record record;
  for (auto name : maths_commands()) {
    bool is_delimiter = name == "left" || name == "right" || name == "middle";
    bool is_big = name.starts_with("big") || name.starts_with("Big");
    bool is_sized = is_big && name.find_first_of("cos") == name.npos;
    auto formula =
        is_delimiter ? std::string(R"(\left( a \middle| b \right))")
        : is_sized   ? fmt::format("\\{}( x", name)
        : check_maths(fmt::format("x \\{}", name))
            ? fmt::format("\\{0}{{A}}{1}", name, check_maths(fmt::format("\\{}{{A}}", name)) ? "{b}" : "")
            : fmt::format("x \\{} y", name);
    record.add(fields[0], "$" + formula + "$");
  }
  for (auto sign : {R"(a\,b\;c\:d\!e\ f)", R"(\{x\}\|y\#\%\&\_\$)", R"(\sqrt[3]{x}_1^{2'}\not=)"})
    record.add(fields[0], fmt::format("${}$", sign));
  built(record);
}

TEST_CASE("raw TeX needs its tag") {
  Record record;
  record.add_scalar(fields[0], "!tex 'f0 \\textsc{Small} $\\mathsurround=0pt x$ \\& e0'");
  record.add_scalar(fields[0], "'f1 \\textsc{Small} e1'");
  auto found = built(record);
  CHECK(between(found, "f0", "e0") == "Small x &");
  CHECK(between(found, "f1", "e1") == "\\textsc{Small}");
}
