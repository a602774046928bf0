#include "render/view.hpp"

#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "record/load.hpp"
#include "test/support/catch.hpp"
#include "test/support/support.hpp"

using namespace vitac;

namespace {

/// The view of the first document of a record, with the English locale and the IEEE format as they ship.
class Viewed {
 public:
  explicit Viewed(std::string const& yaml, std::vector<OptionValue> options = {}) {
    record = read<PersonRecord>("cv.yaml", yaml);
    resolve(*record, problems);
    auto locale = read<Locale>("en.yaml", test::read_file(test::source_folder() / "locales/en.yaml"));
    auto citation =
        read<CitationFormat>("ieee.yaml", test::read_file(test::source_folder() / "citations/ieee.yaml"));
    Date day;
    day.year = 2024, day.month = 7, day.day = 16;
    plan = make_plan(*record, record->documents.items.at(0).value, day, problems);
    Layouts layouts{{"works", {"publications"}}};
    root = make_view(plan, {*locale, *citation, options, {}, layouts}, sources, problems);
  }

  /// A value by its path, `sections.0.entries.1.title`; `-` where there is none.
  std::string operator[](std::string_view path) const {
    auto const* value = &root;
    while (value && !path.empty()) {
      auto step = path.substr(0, path.find('.'));
      path.remove_prefix(std::min(step.size() + 1, path.size()));
      if (value->kind == Type::list) {
        auto index = std::size_t(std::stoi(std::string(step)));
        value = index < value->items.size() ? &value->items[index] : nullptr;
      } else {
        value = value->find(step);
      }
    }
    return value ? value->text : "-";
  }

  std::string said() const {
    std::string all;
    for (auto const& problem : problems.all()) all += problem.message + "\n";
    return all;
  }

  Sources sources;
  Forest forest;
  Diagnostics problems;
  std::optional<PersonRecord> record;
  Plan plan;
  Value root;

 private:
  template <class T>
  std::optional<T> read(std::string name, std::string text) {
    auto tree = read_yaml(sources.add(std::move(name), std::move(text)), sources, forest, problems);
    REQUIRE(tree);
    std::optional<T> value(std::in_place);
    decode(*tree, shape<T>(), &*value, problems);
    REQUIRE(said() == "");
    return value;
  }
};

std::string one(std::string const& entry, std::string const& section) {
  return "person: {name: Ada Lovelace}\n" + entry + "\ndocuments: {cv: {sections: [" + section + "]}}\n";
}

}  // namespace

TEST_CASE("people print with their marks, affiliations and the own name set apart", "[view]") {
  Viewed view(one(R"(
publications:
  - {title: T, authors: ["Y. Zhang†*", A. Lovelace, "{B}", others]}
  - {title: T, authors: [{name: Ada Lovelace, self: false}, {name: C. D, roles: [corresponding, equal]}]}
education:
  - {degree: D, advisors: [A. B. Cole, {name: E. F, affiliation: R&D}, G. H]})",
                  "publications, education"),
              {{"mark_separator", ",", false, false, {}}});
  CHECK(view["sections.0.entries.0.authors"] ==
        "Y.~Zhang\\cvmarks{†,*}, \\cvself{A.~Lovelace}, \\{B\\} et al.");
  CHECK(view["sections.0.entries.1.authors"] == "Ada Lovelace, C.~D\\cvmarks{*,‡}");
  CHECK(view["sections.1.entries.0.advisors"] == "A.~B.~Cole, E.~F (R\\&D) and G.~H");
}

TEST_CASE("the legend explains the marks that were used", "[view]") {
  auto entries = R"(
marks: {advisee: {symbol: "†", legend: "denotes **my** students & guests"}}
publications: [{title: T, authors: ["Y. Zhang†"]}, {title: T, authors: ["J. Jia*", A. Lovelace]}])";
  Viewed view(one(entries, "publications, marks"));
  CHECK_THAT(view["sections.1.legend"], contains("†~denotes \\textbf{my} students \\& guests"));
  CHECK_THAT(view["sections.1.legend"], contains("*~denotes equal contribution"));
  CHECK_THAT(view["sections.1.legend"], !contains("‡"));
  Viewed none(one("honors: [a]", "honors, marks"));
  CHECK(none["sections.1.legend"] == "-");
}

TEST_CASE("an honor names the work that it was given for", "[view]") {
  Viewed view(one(R"(
publications: [{id: p1, title: "On *x* {title} “y”"}]
honors: [{title: H, for: p1}])",
                  "honors"));
  CHECK(view["sections.0.entries.0.for"] == "For the paper titled “On \\emph{x} \\{title\\} “y””");
}

TEST_CASE("metrics make a sentence of the user's texts and numbers", "[view]") {
  Viewed view(one(R"(
metrics:
  - {source: "*Scholar* {numbers}", url: x.edu/a_b, citations: 8509, h_index: 40, as_of: 2024-07-16}
  - {source: Rank, label: "sc*re*", value: "7_2"}
  - {source: S, citations: 5})",
                  "metrics"));
  CHECK_THAT(view["sections.0.entries.0.sentence"],
             contains("\\textbf{\\href{https://x.edu/a\\_b}{\\emph{Scholar} \\{numbers\\}}}"));
  CHECK_THAT(view["sections.0.entries.0.sentence"], contains("8509 citations, h-index"));
  CHECK_THAT(view["sections.0.entries.0.sentence"], contains("July~16, 2024"));
  CHECK(view["sections.0.entries.1.sentence"] == "\\textbf{Rank} sc\\emph{re}: \\textbf{7\\_2}");
  CHECK(view["sections.0.entries.2.sentence"] == "\\textbf{S}: 5 citations.");
}

TEST_CASE("sources with links share one sentence, one citation is no plural", "[view]") {
  auto entries = R"(
metrics:
  - {source: A, url: "https://x.example.edu", citations: 1}
  - {source: B, citations: 1, h_index: 1}
  - {source: C, url: "https://y.example.edu", h_index: 2}
  - {source: D, url: "https://z.example.edu"})";
  Viewed view(one(entries, "metrics"));
  CHECK(
      view["sections.0.entries.0.sentence"] ==
      "Full list of publications can be found at \\textbf{\\href{https://x.example.edu}{A}} (1 citation) and "
      "\\textbf{\\href{https://y.example.edu}{C}} (h-index~2).");
  CHECK(view["sections.0.entries.1.sentence"] == "\\textbf{B}: 1 citation, h-index~1.");
  CHECK(view["sections.0.entries.2.sentence"] == "-");
  CHECK(view["sections.0.entries.3.sentence"] == "\\href{https://z.example.edu}{D}");
  Viewed unlinked(one(entries, "{kind: metrics, omit: [url]}"));
  CHECK(unlinked["sections.0.entries.0.sentence"] == "\\textbf{A}: 1 citation.");
}

TEST_CASE("money", "[view]") {
  Viewed view(one(R"(
grants:
  - {title: A, amount: 1234567, share: 25%}
  - {title: B, amount: 1999.50, currency: EUR, share: 1000}
  - {title: C, amount: 1000000, currency: CHF})",
                  "grants"));
  CHECK(view["sections.0.entries.0.amount"] == "\\$1,234,567");
  CHECK(view["sections.0.entries.0.share"] == "25\\%");
  CHECK(view["sections.0.entries.1.amount"] == "€1,999.50");
  CHECK(view["sections.0.entries.1.share"] == "€1,000");
  CHECK(view["sections.0.entries.2.amount"] == "CHF~1,000,000");
}

TEST_CASE("a section leaves out what it omits, also from citations and dates", "[view]") {
  Viewed view(one("publications: [{title: T, venue: V, date: 2024, doi: 10.1/x, note: n}]",
                  "{kind: publications, omit: [date, doi, note]}"));
  CHECK(view["sections.0.entries.0.note"] == "-");
  CHECK(view["sections.0.entries.0.dates"] == "-");
  CHECK(view["sections.0.entries.0.doi_url"] == "-");
  CHECK(view["sections.0.entries.0.citation"] == "“T.”\n  \\emph{V}");
}

TEST_CASE("labels, and the widest of a section", "[view]") {
  Viewed view(one("publications: [{title: A, date: 2020}, {title: B, date: 2020-05}]",
                  "{kind: publications, number: {prefix: 'P]', order: descending}}"));
  CHECK(view["sections.0.entries.0.label"] == "{P]2}");
  CHECK(view["sections.0.widest_dates"] == "May~2020");
  Viewed apart(one(
      "talks: [{title: A, date: {text: May 2020 (twice), sort: 2020}}, {title: B, date: 2019-09}]", "talks"));
  CHECK(apart["sections.0.widest_dates"] == "Sept.~2019");
  Viewed plain(one("publications: [{title: A}]", "publications"));
  CHECK(plain["sections.0.entries.0.label"] == "-");
  CHECK(plain["sections.0.widest_label"] == "-");
}

TEST_CASE("titles get a full stop unless they end themselves", "[view]") {
  Viewed view(
      one("publications: [{title: A}, {title: 'A?'}, {title: '*A!*'}, {title: 'A \"b.\"'}, {title: 'A…'}]",
          "publications"));
  CHECK(view["sections.0.entries.0.title_end"] == ".");
  for (auto i : {"1", "2", "3", "4"})
    CHECK(view["sections.0.entries." + std::string(i) + ".title_end"] == "-");
}

TEST_CASE("places, pages and lists print as they read", "[view]") {
  Viewed view(one(R"(
publications:
  - {title: A, pages: 1--10, location: {city: "East, Lansing,", region: MI, country: USA}}
  - {title: A, pages: 5, location: {city: Paris, country: France}}
skills: [{name: S, keywords: ["a,", "$x$", "b"]}])",
                  "publications, skills"));
  CHECK(view["sections.0.entries.0.pages"] == "1–10");
  CHECK(view["sections.0.entries.0.location"] == "East, Lansing,\\kern0pt{},~MI");
  CHECK(view["sections.0.entries.1.location"] == "Paris, France");
  CHECK(view["sections.1.entries.0.keywords"] == "a,\\kern0pt{}, $x$, b");
}

TEST_CASE("sections without anything under their heading do not stand", "[view]") {
  Viewed view(one("honors: [a]", "talks, {title: T, parts: [grants]}, {kind: talks, text: none}, honors"));
  CHECK(view["sections.0.text"] == "none");
  CHECK(view["sections.1.title"] == "Honors and Awards");
  CHECK(view["sections.2"] == "-");
}

TEST_CASE("a document chooses what it shows of the person", "[view]") {
  std::string person = R"(
person:
  name: {given: Ada, family: de Lovelace, suffix: Jr.}
  headline: H
  email: [{address: a@x.edu, label: home}, {address: b@x.edu, label: work}]
  phone: "1-2"
honors: [a]
)";
  Viewed view(
      person +
      "documents: {cv: {person: {omit: [phone], email: work, headline: 'X & Y'}, sections: [honors]}}");
  CHECK(view["name"] == "Ada de Lovelace Jr.");
  CHECK(view["person.email.0.address"] == "b@x.edu");
  CHECK(view["person.email.1.address"] == "-");
  CHECK(view["person.phone"] == "-");
  CHECK(view["person.headline"] == "X \\& Y");
  Viewed wrong(person + "documents: {cv: {person: {email: wrok}, sections: [honors]}}");
  CHECK_THAT(wrong.said(), contains("wrok"));
}

TEST_CASE("a section's dates follow its pattern, and a wrong one is said", "[view]") {
  Viewed view(one("talks: [{title: T, date: 2024-03}]", "{kind: talks, dates: MM/YYYY}"));
  CHECK(view["sections.0.entries.0.dates"] == "03/2024");
  CHECK(Viewed(one("talks: [{title: T}]", "{kind: talks, dates: mm/yy}")).said() ==
        "`mm/yy` is not a pattern of dates\n");
}

TEST_CASE("keywords are the areas of research and their topics, the hidden ones left out", "[view]") {
  Viewed viewed(R"(person: {name: Ada}
research_areas:
  - {area: "*Deep* learning", topics: [sparse models, "$\\ell_1$ norms"]}
  - {area: Secrets, hidden: true}
  - Robots
documents: {cv: {style: s, sections: []}}
)");
  CHECK(viewed["keywords"] == "Deep learning, sparse models, ell\\_1 norms, Robots");
  CHECK(Viewed("person: {name: Ada}\ndocuments: {cv: {style: s, sections: []}}\n")["keywords"] == "-");
}

TEST_CASE("names are found by the types that the checker knows", "[view]") {
  Locale locale;
  ViewTypes types({}, {{"works", {"publications"}}}, locale);
  auto const& root = types.document();
  auto entry = root.find("sections")->item->find("entries")->item;
  auto type_of = [&](std::string_view kind) {
    return std::ranges::find(entry->variants, kind, [](auto const& one) { return one.first; })->second;
  };
  CHECK(type_of("publications")->find("citation"));
  CHECK_FALSE(type_of("talks")->find("citation"));
  CHECK(type_of("talks")->find("dates"));
  CHECK(type_of("education")->find("advisors")->kind == Type::value);
  CHECK(type_of("experience")->find("roles")->kind == Type::list);
  CHECK(type_of("honors")->find("extra")->kind == Type::open);
}

TEST_CASE("columns make a table: empty ones are left out, words take the room that numbers leave", "[view]") {
  Viewed view(one(R"(
teaching:
  - {code: CS 1, title: Examples, term: Fall 2023, enrollment: 120, credits: 1.5, note: New, evaluation: {score: 4.5, out_of: 5, responses: 9, mean: 4}}
  - {code: CS 22, title: A Long Title of a Course That Nobody Takes, url: "https://x.example.edu", term: Spring 2024, enrollment: 8, credits: 3, evaluation: [{label: A, score: 4.2}, {label: B, score: 3}]}
)",
                  "{kind: teaching, columns: [term, code, title, level, enrollment, credits, evaluation], "
                  "total: [enrollment]}"));
  CHECK(view.said() == "");
  CHECK(view["sections.0.table.count"] == "6");  // no level
  CHECK(view["sections.0.table.columns.0.widest"] == "Spring 2024");
  CHECK(view["sections.0.table.columns.2.title"] == "Title");
  CHECK(view["sections.0.table.columns.2.widest"] == "-");
  CHECK(view["sections.0.table.columns.2.weight"] != "-");
  CHECK(view["sections.0.table.columns.3.title"] == "Students");
  CHECK(view["sections.0.table.columns.3.numeric"] == "");
  CHECK(view["sections.0.table.rows.0.note"] == "New");
  CHECK(view["sections.0.table.rows.0.cells.0.first"] == "");
  CHECK(view["sections.0.table.rows.0.cells.1.first"] == "-");
  CHECK(view["sections.0.table.rows.0.cells.4.text"] == "1.5");
  CHECK(view["sections.0.table.rows.0.cells.4.padding"] == "-");
  CHECK(view["sections.0.table.rows.1.cells.4.text"] == "3");
  CHECK(view["sections.0.table.rows.1.cells.4.padding"] == ".0");
  CHECK(view["sections.0.table.rows.0.cells.5.text"] == "4.5/5 (n~=~9,~mean~4)");
  CHECK(view["sections.0.table.rows.1.cells.5.text"] == "A 4.2; B 3");
  CHECK(view["sections.0.table.rows.1.cells.2.text"] ==
        "\\href{https://x.example.edu}{A Long Title of a Course That Nobody Takes}");
  CHECK(view["sections.0.table.sums.0.first"] == "");
  CHECK(view["sections.0.table.sums.0.cells.0.text"] == "Total");
  CHECK(view["sections.0.table.sums.0.cells.3.text"] == "128");
  CHECK(view["sections.0.table.sums.1"] == "-");
  CHECK(view["sections.0.table.total"] == "-");
  CHECK(view["sections.0.total"] == "enrollment 128");

  Viewed wrong(one("teaching: [{code: A}]", "{kind: teaching, columns: [codes]}"));
  CHECK(wrong.said() == "there is no column of `codes` here\n");
}

TEST_CASE("what is in kind says so in its cell: the sum leaves it out", "[view]") {
  Viewed view(one(R"(
grants:
  - {title: G, amount: 1000000, share: 50%}
  - {title: H, amount: 60000, share: 10%, in_kind: true}
  - {title: I, in_kind: true}
)",
                  "{kind: grants, columns: [title, amount, share], total: [amount]}, {kind: grants, columns: "
                  "[title, amount], omit: [in_kind]}"));
  CHECK(view["sections.0.table.rows.0.cells.1.text"] == "\\$1,000,000");
  CHECK(view["sections.0.table.rows.1.cells.1.text"] == "\\$60,000 (in~kind)");
  CHECK(view["sections.0.table.rows.1.cells.2.text"] == "10\\% (in~kind)");
  CHECK(view["sections.0.table.rows.2.cells.1.text"].empty());
  CHECK(view["sections.0.table.sums.0.cells.1.text"] == "\\$1,000,000");
}

TEST_CASE("tables that one section makes have the same columns, as wide", "[view]") {
  Viewed view(one(
      R"(
grants:
  - {title: A Title That Takes Its Room, agency: NSF, role: PI, start: 2024-01, end: 2028-12, amount: 1234567.5, status: current}
  - {title: Short, agency: NSF, start: 2023-01, end: 2023-12, amount: 20000, status: completed}
)",
      "{kind: grants, group_by: status, columns: [title, agency, role, dates, amount], total: [amount]}"));
  CHECK(view.said() == "");
  for (auto part : {"0", "1"}) {
    CAPTURE(part);
    auto table = fmt::format("sections.0.parts.{}.table.", part);
    CHECK(view[table + "count"] == "5");  // also where no role is known
    CHECK(view[table + "columns.0.weight"] != "-");
    CHECK(view[table + "columns.3.widest"] == "Jan.~2024\\,–\\,Dec.~2028 (expected)");
    CHECK(view[table + "columns.3.breaks"] == "-");
    CHECK(view[table + "columns.4.widest"] == "\\$1,234,567.50");
  }
  CHECK(view["sections.0.parts.0.table.rows.0.cells.4.text"] == "\\$1,234,567.50");
  CHECK(view["sections.0.parts.1.table.rows.0.cells.4.text"] == "\\$20,000");
  CHECK(view["sections.0.parts.1.table.rows.0.cells.4.padding"] == ".00");
  CHECK(view["sections.0.parts.1.table.sums.0.cells.4.text"] == "\\$20,000");
  CHECK(view["sections.0.parts.1.table.sums.0.cells.4.padding"] == ".00");
}

TEST_CASE("each currency has a line of a table's sums, the same in all columns", "[view]") {
  Viewed view(one(R"(
grants:
  - {title: G, amount: 100000.50, share: 25%}
  - {title: H, amount: 2000000, currency: CHF}
  - {title: I, amount: 200000, currency: EUR, share: 50000}
teaching: [{code: C, enrollment: 30, credits: 1.5}, {code: D, credits: 3}]
)",
                  "{kind: grants, columns: [title, amount, share], total: [share, amount]}, "
                  "{kind: teaching, columns: [credits, code], total: [enrollment, credits]}, "
                  "{kind: teaching, columns: [code], total: [credits]}"));
  CHECK(view.said() == "");
  auto row = [&](std::string const& of) {
    std::string cells;
    for (auto cell : {"0", "1", "2"}) cells += view[fmt::format("sections.{}.cells.{}.text", of, cell)] + "|";
    return cells;
  };
  CHECK(row("0.table.sums.0") == "Total|\\$100,000.50|\\$25,000.13|");
  CHECK(row("0.table.sums.1") == "|€200,000|€50,000|");
  CHECK(row("0.table.sums.2") == "|CHF~2,000,000||");
  CHECK(view["sections.0.table.sums.1.first"] == "-");
  CHECK(view["sections.0.table.sums.3"] == "-");
  CHECK(view["sections.0.table.columns.1.widest"] == "CHF~2,000,000.00");
  CHECK(view["sections.0.table.rows.1.cells.1.padding"] == ".00");
  CHECK(view["sections.0.table.rows.2.cells.2.padding"] == ".00");
  CHECK(row("1.table.sums.0") == "4.5||-|");
  CHECK(view["sections.1.table.total"] == "enrollment 30");
  CHECK(view["sections.2.table.sums.0"] == "-");
  CHECK(view["sections.2.table.total"] == "cr. 4.5");
}

TEST_CASE("columns that break share the room so that rows have few lines; dates break only in need",
          "[view]") {
  auto with = [](std::string columns) {
    return Viewed(one(R"(
grants:
  - title: A Long Title of a Grant That Could Well Stand on Two Lines of Its Own but Hardly on One
    agency: National Example Foundation
    role: senior
    start: 2024-09
    end: 2028-12
    amount: 1234567
    share: 40%
    number: EX-2400555-2024
    objectives: Incomprehensibilities
    overlap: Counterrevolutionaries in intercontinental electroencephalographies
)",
                      "{kind: grants, columns: [" + columns + "]}"));
  };
  auto three = with("title, agency, dates, amount, share");
  auto weight = [&](std::string_view column) {
    auto text = three[fmt::format("sections.0.table.columns.{}.weight", column)];
    return text == "-" ? 0 : std::stoi(text);
  };
  CHECK(weight("0") > weight("1"));
  CHECK(three["sections.0.table.columns.2.breaks"] == "");  // the title then has a line less
  CHECK(with("title, dates")["sections.0.table.columns.1.breaks"] == "-");
  auto crowded = with("title, agency, number, role, dates, amount, share, objectives, overlap");
  CHECK(crowded["sections.0.table.columns.4.breaks"] == "");
}

TEST_CASE("profiles have the name and the address that their network gives them", "[view]") {
  Viewed view(R"(
person:
  name: {prefix: Dr., given: Ada King, family: Lovelace, suffix: Jr.}
  links: [{network: stackoverflow, user: "5"}, {network: foo, user: ada}, {network: GITHUB, user: a_b},
          {network: x, user: ada, url: "https://x.example.edu"}]
documents: {cv: {style: s, sections: []}}
)");
  CHECK(view["person.links.0.network"] == "Stack Overflow");
  CHECK(view["person.links.0.profile"] == "https://stackoverflow.com/users/5");
  CHECK(view["person.links.1.network"] == "foo");
  CHECK(view["person.links.1.profile"] == "-");
  CHECK(view["person.links.2.profile"] == "https://github.com/a\\_b");
  CHECK(view["person.links.3.network"] == "X");
  CHECK(view["person.links.3.profile"] == "https://x.example.edu");
  CHECK(view["given"] == "Dr. Ada King");
  CHECK(view["family"] == "Lovelace Jr.");
}

TEST_CASE("years, as forms ask for them", "[view]") {
  Viewed view(one(R"(
experience:
  - {organization: A, start: 2023-01, end: 2027-12}
  - {organization: B, start: 2020-03}
  - {organization: C, start: 2019-02, end: 2019-08}
  - {organization: D, start: 2018-01, end: present}
  - {organization: E, date: {text: Summers 2000 and 2001, sort: 2001}}
  - {organization: F, end: 2017-05}
  - {organization: G}
)",
                  "experience"));
  auto years = [&](int entry) { return view[fmt::format("sections.0.entries.{}.years", entry)]; };
  CHECK(years(0) == "2023–2027");
  CHECK(years(1) == "2020–present");
  CHECK(years(2) == "2019");
  CHECK(years(3) == "2018–present");
  CHECK(years(4) == "Summers 2000 and 2001");
  CHECK(years(5) == "2017");
  CHECK(years(6) == "-");
}

TEST_CASE("the investigators of a grant, who leads it first", "[view]") {
  Viewed view(one(R"(
grants:
  - {title: A, role: PI, people: [B. Roe, C. Poe]}
  - {title: B, role: co_pi, people: [B. Roe, C. Poe]}
  - {title: C, role: PI}
  - {title: D, role: co_pi}
)",
                  "grants"));
  auto investigators = [&](int entry) {
    return view[fmt::format("sections.0.entries.{}.investigators", entry)];
  };
  CHECK(investigators(0) == "Ada Lovelace, B.~Roe and C.~Poe");
  CHECK(investigators(1) == "B.~Roe, Ada Lovelace and C.~Poe");
  CHECK(investigators(2) == "Ada Lovelace");
  CHECK(investigators(3) == "-");
}

TEST_CASE("parts of parts stand behind them, those that are deep marked", "[view]") {
  Viewed view(one(R"(
publications: [{title: a, type: journal, date: 2024}, {title: b, type: book, date: 2020}]
)",
                  "{kind: publications, divide: {at: 2022, above: New, below: Old}, group_by: {field: type, "
                  "titles: {book: "
                  "My Books}}, number: {prefix: LONG}}"));
  CHECK(view["sections.0.parts.0.title"] == "New");
  CHECK(view["sections.0.parts.0.deep"] == "-");
  CHECK(view["sections.0.parts.1.title"] == "Journal Articles");
  CHECK(view["sections.0.parts.1.deep"] == "");
  CHECK(view["sections.0.parts.3.title"] == "My Books");
  CHECK(view["sections.0.parts.3.entries.0.label"] == "LONG2");
  CHECK(view["sections.0.parts.4.title"] == "-");
}

TEST_CASE("long lists of authors are cut as the style's options say, never the own name", "[view]") {
  auto authors = [](std::string max, std::string first, std::string last) {
    Viewed view(one("publications: [{title: T, authors: [A, B, C, D, Ada Lovelace, F, G]}]", "publications"),
                {{.name = "authors_max", .text = std::move(max)},
                 {.name = "authors_first", .text = std::move(first)},
                 {.name = "authors_last", .text = std::move(last)}});
    return view["sections.0.entries.0.authors"];
  };
  CHECK(authors("7", "1", "1") == "A, B, C, D, \\cvself{Ada Lovelace}, F, G");
  CHECK(authors("6", "2", "1") == "A, B, …, \\cvself{Ada Lovelace} (author 5 of 7), …, G");
  CHECK(authors("6", "2", "3") == "A, B, …, \\cvself{Ada Lovelace} (author 5 of 7), F, G");
  CHECK(authors("6", "5", "0") == "A, B, C, D, \\cvself{Ada Lovelace} et al.");
}

TEST_CASE("names with some marks are set apart by their type, and the legend says so", "[view]") {
  Viewed view(one("publications: [{title: T, authors: [B. B†*, A. A]}]", "publications, marks"),
              {{.name = "bold_roles", .text = "postdoc, advisee"}});
  CHECK(view["sections.0.entries.0.authors"] == "\\textbf{B.~B}\\cvmarks{*}, A.~A");
  CHECK(view["sections.1.legend"] ==
        "*~denotes equal contribution;\n\\textbf{Bold type} denotes students whom I advise.");
}

TEST_CASE("a name from right to left is one part, which keeps its order", "[view]") {
  auto named = [](std::string const& name) {
    Viewed view("person: {name: " + name + "}\ndocuments: {cv: {style: moderncv}}\n");
    return view["given"] + "|" + view["family"];
  };
  CHECK(named("Ada Lovelace") == "Ada|Lovelace");
  CHECK(named("דוד לוי") == "|\\cvrtl{דוד לוי}");
  CHECK(named("David לוי") == "David|\\cvrtl{לוי}");
}

TEST_CASE("a name prints as it was written, also with the family first", "[view]") {
  auto named = [](std::string const& name) {
    Viewed view("person: {name: " + name + "}\ndocuments: {cv: {style: moderncv}}\n");
    return view["given"] + "|" + view["family"];
  };
  CHECK(named("Ada 刘") == "|Ada 刘");
  CHECK(named("LIU S") == "|LIU S");
  CHECK(named("\"Lovelace, Ada\"") == "|Lovelace, Ada");
  CHECK(named("\"Ada K. Lovelace, Jr.\"") == "Ada K.|Lovelace, Jr.");
}
