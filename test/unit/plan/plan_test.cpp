#include "plan/plan.hpp"

#include <fmt/format.h>

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

namespace {

constexpr std::string_view data = R"(person: {name: Ada Lovelace}
publications:
  - {id: p1, title: b, type: journal, date: 2020, tags: [x, y], citations: 5}
  - {id: p2, title: a, type: conference, date: 2022-03, tags: [x], refereed: true, status: accepted}
  - {id: p3, title: c, type: journal, tags: [y], highlights: [{text: t, tags: [z]}], citations: 7}
  - {id: p4, title: d, date: 2022, hidden: true}
talks:
  - {id: t1, title: e, kind: invited, date: 2021-05}
service:
  - {id: s1, role: chair, kind: panel, start: 2019, end: present}
students:
  - {id: u1, name: C. Babbage, role: advisor, start: 2018, end: 2020}
teaching:
  - {id: c1, code: A, term: Spring 2024}
  - {id: c2, code: B, term: Fall 2024}
custom:
  out: {entries: [{id: o1, text: k}]}
  in: {entries: [{id: i1, text: l}]}
documents:
  cv: {sections: [)";

struct Planned {
  Reading reading;
  Plan plan;

  /// A document of these sections, `more` of its keys behind them.
  explicit Planned(std::string sections, std::string const& more = "")
      : reading(Reading::as_record(std::string(data) + sections + "]" + more + "}\n")) {
    Date today;
    today.year = 2024, today.month = 7, today.day = 16;
    plan = make_plan(reading.record, reading.record.documents.items.at(0).value, today, reading.problems);
  }

  /// "P1:p2 P2:p1", of one section or part.
  static std::string shown(PlannedSection const& section) {
    std::string out;
    for (auto const& entry : section.entries)
      out += (out.empty() ? "" : " ") + (entry.label.empty() ? "" : entry.label + ":") +
             entry.ref.entry->id->text;
    return out;
  }
};

/// The entries of a section, which must be sound.
std::string shown(std::string section) {
  Planned planned(std::move(section));
  CAPTURE(planned.reading.said());
  CHECK(planned.reading.problems.all().empty());
  return Planned::shown(planned.plan.sections.at(0));
}

std::vector<std::string> messages(std::string section) {
  Planned planned(std::move(section));
  std::vector<std::string> all;
  for (auto const& problem : planned.reading.problems.all())
    all.push_back(problem.message + " | " + problem.help);
  return all;
}

std::string where(std::string_view condition) {
  return shown(fmt::format("{{kind: publications, where: {{{}}}}}", condition));
}

}  // namespace

TEST_CASE("a section lists its kinds in the order of the file, without what is hidden") {
  CHECK(shown("publications") == "p1 p2 p3");
  CHECK(shown("{kind: [talks, publications]}") == "t1 p1 p2 p3");
  CHECK(shown("custom.out") == "o1");
}

TEST_CASE("where selects by tags, choices, flags and time") {
  CHECK(where("tags: x") == "p1 p2");
  CHECK(where("tags: [x, y]") == "p1 p2 p3");
  CHECK(where("tags: {all: [x, y]}") == "p1");
  CHECK(where("not: {tags: x}") == "p3");
  CHECK(where("tags: x, type: journal") == "p1");
  CHECK(where("type: [journal, book]") == "p1 p3");
  CHECK(where("status: published") == "p1 p3");  // what stands where none is given
  CHECK(where("refereed: true") == "p2");
  CHECK(where("refereed: false") == "p1 p3");
  CHECK(where("since: 2021") == "p2");
  CHECK(where("until: 2020") == "p1");
  CHECK(where("since: 2020-12, until: 2022") == "p1 p2");  // 2020 is the whole year
  CHECK(where("has: citations") == "p1 p3");
  CHECK(where("has: [refereed, citations], not: {has: tags}").empty());
  CHECK(where("has: [refereed, citations], not: {has: highlights}") == "p1 p2");
  CHECK(where("tags: z").empty());  // a highlight's, known
  CHECK(shown("{kind: service, where: {since: 2024}}") == "s1");
  CHECK(shown("{kind: students, where: {since: 2021}}").empty());
}

TEST_CASE("a field of several kinds takes the words of any, and asks none for what it is not") {
  CHECK(shown("{kind: [talks, service], where: {kind: [invited, panel]}}") == "t1 s1");
  CHECK(shown("{kind: [students, service], where: {role: advisor}}") == "u1");  // service's role is a text
}

TEST_CASE("sorting is stable, several keys deep; what lacks a value comes last") {
  CHECK(shown("{kind: publications, sort: -date}") == "p2 p1 p3");
  CHECK(shown("{kind: publications, sort: date}") == "p1 p2 p3");
  CHECK(shown("{kind: publications, sort: title}") == "p2 p1 p3");
  CHECK(shown("{kind: publications, sort: written}") == "p1 p2 p3");
  CHECK(shown("{kind: publications, sort: -written}") == "p3 p2 p1");
  CHECK(shown("{kind: publications, sort: [type, -citations]}") == "p3 p1 p2");
  CHECK(shown("{kind: teaching, sort: -date}") == "c2 c1");
  CHECK(shown("{kind: [publications, talks], sort: -date, limit: 2}") == "p2 t1");
  CHECK(shown("{kind: service, sort: -date}") == "s1");
  CHECK(shown("{kind: [service, students, publications], sort: -start}") == "p2 p1 s1 u1 p3");
  CHECK(shown("{slot: deeds, kind: [custom, service]}") == "o1 i1 s1");
}

TEST_CASE("ids come in their order, of the section's kinds") {
  CHECK(shown("{kind: publications, ids: [p3, p1]}") == "p3 p1");
  CHECK(shown("{ids: [t1, p1]}") == "t1 p1");
  CHECK(shown("{kind: custom.out, ids: [o1]}") == "o1");
  CHECK(messages("{kind: custom.out, ids: [i1]}").size() == 1);
  CHECK(messages("{kind: publications, ids: [p11]}") ==
        Said{"no entry has the id `p11` | did you mean `p1`?"});
  CHECK(messages("{kind: publications, ids: [t1]}") ==
        Said{"`t1` is an entry of talks | this section lists `publications`"});
  CHECK(messages("{ids: [p1, p1]}") == Said{"`p1` is listed already | remove one of the two"});
  CHECK(messages("{ids: [p4]}") == Said{"`p4` is hidden | its entry says `hidden: true`"});
}

TEST_CASE("numbers rise or fall, and references find them") {
  CHECK(shown("{kind: publications, number: {prefix: P, order: descending}}") == "P3:p1 P2:p2 P1:p3");
  CHECK(shown("{kind: publications, number: ascending, limit: 2}") == "1:p1 2:p2");
  CHECK(shown("{kind: publications, number: none}") == "p1 p2 p3");
  Planned planned("{kind: publications, number: {prefix: J}, parts: [{kind: talks, number: {prefix: T}}]}");
  CHECK(planned.plan.labels.at("p2") == std::vector<std::string>{"J2"});
  CHECK(planned.plan.labels.at("t1") == std::vector<std::string>{"T1"});
  CHECK(Planned::shown(planned.plan.sections[0].parts.at(0)) == "T1:t1");
}

TEST_CASE("group_by makes a part for each value, in the order of its table") {
  auto parts = [](std::string section) {
    Planned planned(std::move(section));
    CAPTURE(planned.reading.said());
    CHECK(planned.reading.problems.all().empty());
    std::string all;
    for (auto const& part : planned.plan.sections.at(0).parts)
      all += part.group->value + "(" + Planned::shown(part) + ") ";
    return all;
  };
  CHECK(parts("{kind: publications, group_by: type}") == "journal(p1 p3) conference(p2) ");
  CHECK(parts("{kind: publications, group_by: {field: type, order: [conference]}}") ==
        "conference(p2) journal(p1 p3) ");
  CHECK(parts("{kind: publications, group_by: date, sort: -date}") == "2022(p2) 2020(p1) (p3) ");
  CHECK(parts("{kind: publications, group_by: refereed}") == "true(p2) false(p1 p3) ");
  CHECK(parts("{kind: [publications, talks], group_by: kind}") == "invited(t1) (p1 p2 p3) ");
  CHECK(parts("{kind: service, group_by: role}") == "chair(s1) ");
}

TEST_CASE("numbers run through groups, start anew in each, or go on through the document") {
  auto parts = [](std::string section) {
    Planned planned(std::move(section));
    std::string all;
    for (auto const& part : planned.plan.sections.at(0).parts) all += Planned::shown(part) + " | ";
    return all;
  };
  CHECK(parts("{kind: publications, group_by: type, number: {prefix: P, order: descending}}") ==
        "P3:p1 P2:p3 | P1:p2 | ");
  CHECK(parts("{kind: publications, group_by: type, number: {prefix: P, across: group}}") ==
        "P1:p1 P2:p3 | P1:p2 | ");
  Planned planned(
      "{kind: publications, number: {across: document, order: descending}}, {kind: talks, number: {across: "
      "document, order: descending}}, {kind: teaching, number: {prefix: C, across: document}}");
  CHECK(Planned::shown(planned.plan.sections[0]) == "4:p1 3:p2 2:p3");
  CHECK(Planned::shown(planned.plan.sections[1]) == "1:t1");
  CHECK(Planned::shown(planned.plan.sections[2]) == "C1:c1 C2:c2");
}

TEST_CASE("divide parts the new from the old and numbers on") {
  auto parts = [](std::string section) {
    Planned planned("{kind: publications, divide: {at: 2021, above: New, below: Old}, " + section + "}");
    std::string all;
    for (auto const& part : planned.plan.sections.at(0).parts)
      all += part.title->in("en").text + "(" + Planned::shown(part) + ") ";
    return all;
  };
  CHECK(parts("sort: -date, number: ascending") == "New(1:p2 2:p3) Old(3:p1) ");
  CHECK(parts("sort: date") == "New(p1) Old(p2 p3) ");  // oldest first: the old stands above
  CHECK(parts("ids: [p1]") == "Old(p1) ");
  CHECK(parts("ids: [p2]") == "New(p2) ");
  Planned both("{kind: publications, divide: 2021, group_by: type}");
  auto const& halves = both.plan.sections.at(0).parts;
  REQUIRE(halves.size() == 2);
  CHECK_FALSE(halves[0].is_headed);
  CHECK(Planned::shown(halves[0].parts.at(0)) == "p1");
}

TEST_CASE("headings are numbered as they show, and entries after them") {
  std::string sections =
      "{kind: talks, where: {since: 2023}}, {kind: publications, group_by: type, number: {prefix: "
      "\"{heading}.\", across: group}}, marks, {title: More, parts: [{kind: service, number: {prefix: "
      "\"{heading}/\"}}]}";
  Planned planned(sections, ", headings: {number: letters, prefix: X-}");
  auto const& all = planned.plan.sections;
  CHECK_FALSE(all[0].is_shown);
  CHECK(all[1].number == "X-A");
  CHECK(all[1].parts[0].number == "X-A.1");
  CHECK(Planned::shown(all[1].parts[1]) == "X-A.2.1:p2");
  CHECK(all[2].number.empty());
  CHECK(all[3].number == "X-B");
  CHECK(Planned::shown(all[3].parts[0]) == "X-B.1/1:s1");
  CHECK(planned.plan.labels.at("s1") == std::vector<std::string>{"X-B.1/1"});

  Planned with_empty(sections, ", headings: arabic, empty: na");
  CHECK(with_empty.plan.sections[0].is_shown);
  CHECK(with_empty.plan.sections[0].is_empty);
  CHECK(with_empty.plan.sections[1].number == "2");
  CHECK_FALSE(with_empty.plan.sections[2].is_shown);  // a legend without marks has no heading to stand under

  Planned divided("{kind: publications, divide: {at: 2021, above: New}, number: {prefix: \"{heading}.\"}}",
                  ", headings: arabic");
  CHECK(divided.plan.sections[0].parts[0].number.empty());  // its entries go on counting
}

TEST_CASE("totals add money by currency, shares as parts of their amounts, nothing in kind") {
  constexpr std::string_view grants = R"(person: {name: Ada Lovelace}
grants:
  - {title: a, amount: 1000, share: 25%, status: current}
  - {title: b, amount: 500.5, share: 100, status: current}
  - {title: c, amount: 70, currency: EUR, status: pending}
  - {title: d, amount: 9, in_kind: true, status: pending}
  - {title: e, share: 10%, status: declined}
  - {title: f, amount: 100000.50, share: 25%, status: completed}
  - {title: g, amount: 0.5, currency: USD, status: completed}
  - {title: h, amount: 70, currency: EUR, status: completed}
documents:
  cv: {sections: [{kind: grants, group_by: status, total: [amount, share]}]}
)";
  auto reading = Reading::as_record(std::string(grants));
  auto plan = make_plan(reading.record, reading.record.documents.items.at(0).value, Date{}, reading.problems);
  auto sums = [&](std::size_t part) {
    std::string all;
    for (auto const& sum : plan.sections.at(0).parts.at(part).sums)
      for (auto const& [currency, amount] : sum.amounts)
        all += fmt::format("{} {}{} ", sum.field, amount, currency);
    return all;
  };
  CHECK(sums(0) == "amount 1500.5 share 350 ");
  CHECK(sums(1) == "amount 70EUR ");
  CHECK(sums(2) == "amount 100001 amount 70EUR share 25000.13 ");
  CHECK(sums(3).empty());
  CHECK(reading.said() == Said{"7:23 10% of an amount that is not given is missing from the total"});
}

TEST_CASE("a number that is too long for a total is said") {
  auto grants = fmt::format(R"(person: {{name: Ada Lovelace}}
grants: [{{title: a, amount: {:9>40}}}, {{title: b, amount: 5}}, {{title: c, amount: 1{:0>30}, share: 0.00000001%}}]
documents: {{cv: {{sections: [{{kind: grants, total: [amount, share]}}]}}}}
)",
                            "", "");
  auto reading = Reading::as_record(grants);
  auto plan = make_plan(reading.record, reading.record.documents.items.at(0).value, Date{}, reading.problems);
  CHECK(reading.said() == Said{"2:29 a number of more digits than a total has"});
  CHECK(plan.sections.at(0).sums.at(0).amounts.at(0).second == "1000000000000000000000000000005");
}

TEST_CASE("what is unknown is said once, with what there is") {
  CHECK(messages("publication") ==
        Said{"there is no section kind `publication` | did you mean `publications`?"});
  CHECK(messages("{kind: poems, where: {tags: q}, sort: r, omit: [s]}").size() == 1);
  CHECK(messages("{kind: publications, group_by: typ}") ==
        Said{"cannot group by `typ` here | did you mean `type`?"});
  CHECK(messages("{kind: publications, group_by: {field: type, order: [jurnal], titles: {x: y}}}").size() ==
        2);
  CHECK(messages("{kind: publications, total: [volume]}") ==
        Said{"there is no sum of `volume` here | there is one of `citations`"});
  CHECK(messages("{kind: publications, where: {typ: journal}}") ==
        Said{"`where` cannot select by `typ` here | did you mean `type`?"});
  CHECK(messages("{kind: publications, where: {tags: [q]}}") ==
        Said{"no entry has the tag `q` | there is `x`, `y` or `z`"});
  CHECK(messages("{kind: publications, where: {type: jurnal}}").size() == 1);
  CHECK(messages("{kind: publications, where: {type: {a: b}}}").size() == 1);
  CHECK(messages("{kind: publications, where: {not: [x]}}").size() == 1);
  CHECK(messages("{kind: publications, where: x}").size() == 1);
  CHECK(messages("{kind: media, sort: colour}").size() == 1);  // though it has no entries
  CHECK(messages("{kind: publications, sort: authors}").size() == 1);
  CHECK(messages("{kind: publications, omit: [venu]}") ==
        Said{"its entries have no field `venu` | did you mean `venue`?"});
  CHECK(messages("{kind: publications, limit: 0}").size() == 1);
  CHECK(messages("{title: x}").size() == 1);
  CHECK(messages("{slot: x}").empty());  // the style's to say
}

TEST_CASE("a tag that no entry has is noted where an empty section says so, unless it is a slip") {
  std::string const section = "{kind: publications, where: {tags: gift}}";
  CHECK(Planned(section).reading.said() == Said{"20:54 no entry has the tag `gift`"});
  CHECK(Planned(section).reading.problems.has_errors());
  for (auto more : {", empty: na", ", empty: heading"}) {
    Planned planned(section, more);
    CHECK(planned.reading.said() == Said{"20:54 no entry has the tag `gift`"});
    CHECK(planned.reading.problems.all()[0].severity == Severity::note);
    CHECK(planned.plan.sections.at(0).is_shown);
    CHECK(planned.plan.sections.at(0).is_empty);
  }
  CHECK(Planned("{kind: service, where: {has: tag}}", ", empty: na").reading.help() ==
        "did you mean `tags`?");
  auto tags = Reading::as_record(
      "person: {name: A}\ntalks: [{title: T, tags: [selected]}]\ndocuments: {cv: {empty: na, sections: "
      "[{kind: talks, where: {tags: selectd}}]}}\n");
  make_plan(tags.record, tags.record.documents.items.at(0).value, {}, tags.problems);
  CHECK(tags.said() == Said{"3:68 no entry has the tag `selectd`"});
  CHECK(tags.problems.has_errors());
  CHECK(tags.help() == "did you mean `selected`?");
}

namespace {

constexpr std::string_view employers = R"(person: {name: Ada Lovelace}
experience:
  - id: u
    organization: Example University
    department: Maths
    location: {city: Springfield}
    kind: academic
    tags: [shown]
    note: For long
    start: 2010
    end: present
    roles:
      - {title: Professor, start: 2018, end: present, highlights: [Led]}
      - {title: Guest, department: Physics, location: Elsewhere, kind: visiting, start: 2016, end: 2017}
      - Helper
  - {id: o, title: Clerk, organization: Office, start: 2015, end: 2019}
  - {id: s, organization: Sample Inc, start: 2021, end: 2022, roles: [{title: Adviser}]}
documents: {cv: {sections: [)";

/// "Professor (13:9) Maths, Springfield; ...", of the entries of a section.
std::string roles(std::string const& section) {
  auto reading = Reading::as_record(std::string(employers) + section + "]}}\n");
  Date today;
  today.year = 2024;
  auto plan = make_plan(reading.record, reading.record.documents.items.at(0).value, today, reading.problems);
  CHECK(reading.said() == Said());
  std::string out;
  for (auto const& each : plan.sections.at(0).entries) {
    auto const& own = static_cast<Experience const&>(*each.ref.entry);
    auto place = reading.sources.begin(own.at);
    out += fmt::format("{}{} ({}:{})", out.empty() ? "" : "; ", own.title->in({}).text, place.line,
                       place.column);
    if (own.department) out += " " + own.department->in({}).text;
    if (own.start) out += fmt::format(" {}", own.start->year);
    if (own.note) out += " " + own.note->in({}).text;
    for (auto const& highlight : own.highlights) out += " " + highlight.text.in({}).text;
  }
  return out;
}

}  // namespace

TEST_CASE("each role is an entry of its own where a section wants that") {
  CHECK(roles("{kind: experience, split_roles: true}") ==
        "Professor (13:9) Maths 2018 For long Led; Guest (14:9) Physics 2016; Helper (15:9) Maths; Clerk "
        "(16:5) "
        "2015; Adviser (17:71) 2021");
  CHECK(roles("{kind: experience, split_roles: true, sort: -date}") ==
        "Professor (13:9) Maths 2018 For long Led; Adviser (17:71) 2021; Clerk (16:5) 2015; Guest (14:9) "
        "Physics 2016; Helper (15:9) Maths");
  CHECK(roles("{kind: experience, split_roles: true, where: {kind: academic, tags: shown}}") ==
        "Professor (13:9) Maths 2018 For long Led; Helper (15:9) Maths");
  CHECK(
      roles("{split_roles: true, ids: [o, u]}") ==
      "Clerk (16:5) 2015; Professor (13:9) Maths 2018 For long Led; Guest (14:9) Physics 2016; Helper (15:9) "
      "Maths");
  CHECK(roles("{kind: experience, ids: [o], split_roles: false}") == "Clerk (16:5) 2015");
  CHECK(Planned("{kind: talks, split_roles: true}").reading.said() ==
        Said{"20:46 its entries have no roles"});
}

TEST_CASE("why an entry is left out") {
  auto why = [](std::string where, std::string more = "") {
    Planned planned("{kind: publications, where: " + where + "}", more);
    std::string out;
    for (auto const& [ref, reason] : planned.plan.sections.at(0).left_out)
      out += (out.empty() ? "" : "; ") + ref.entry->id->text + " " + reason;
    return out;
  };
  CHECK(why("{type: journal}") == "p4 is hidden; p2 has the type `conference`");
  CHECK(why("{tags: x}") == "p4 is hidden; p3 lacks the tag `x`");
  CHECK(why("{tags: {all: [x, y]}}") == "p4 is hidden; p2 lacks the tag `y`; p3 lacks the tag `x`");
  CHECK(why("{tags: [z, x]}") == "p4 is hidden; p3 has none of the tags `z` or `x`");
  CHECK(why("{since: 2021}") == "p4 is hidden; p1 is from before 2021; p3 has no date");
  CHECK(why("{until: 2021}") == "p4 is hidden; p2 is from after 2021; p3 has no date");
  CHECK(why("{not: {tags: x}}") == "p4 is hidden; p1 is what `not` keeps out; p2 is what `not` keeps out");
  CHECK(why("{presentation: oral}") ==
        "p4 is hidden; p1 has no `presentation`; p2 has no `presentation`; p3 has no `presentation`");
}

TEST_CASE("a document's own where speaks of every section, of what each kind has") {
  auto shown = [](std::string sections, std::string where) {
    Planned planned(std::move(sections), ", where: " + where);
    std::string out;
    for (auto const& section : planned.plan.sections)
      out += (out.empty() ? "" : " | ") + Planned::shown(section);
    for (auto const& said : planned.reading.said()) out += " ! " + said;
    return out;
  };
  CHECK(shown("publications, talks, service", "{since: 2021}") == "p2 | t1 | s1");
  CHECK(shown("publications, talks", "{type: journal}") == "p1 p3 | t1");  // a talk has no type
  CHECK(shown("{kind: publications, where: {type: journal}}", "{tags: x}") == "p1");
  CHECK(shown("{ids: [p1, t1]}", "{since: 2021}") == "t1");
  CHECK(shown("publications", "{tpye: journal}").find("`where` cannot select by `tpye` here") !=
        std::string::npos);
}

TEST_CASE("an entry that sections label each in their own way has several labels") {
  Planned planned(
      "{kind: publications, number: {prefix: P}}, {kind: publications, where: {tags: y}, "
      "number: {prefix: S}}");
  CHECK(planned.plan.labels.at("p1") == std::vector<std::string>{"P1", "S1"});
  CHECK(planned.plan.labels.at("p2") == std::vector<std::string>{"P2"});
  Planned same("{kind: publications, number: ascending}, {ids: [p1], number: ascending}");
  CHECK(same.plan.labels.at("p1") == std::vector<std::string>{"1"});
}

TEST_CASE("entries that a document's pages have no room for are out of its numbers") {
  Planned planned("{kind: publications, number: {prefix: P, order: descending}}");
  auto const& first = planned.plan.sections.at(0).entries.at(0);
  std::set<Entry const*> cut{first.ref.entry};
  auto plan = make_plan(planned.reading.record, planned.reading.record.documents.items.at(0).value, Date{},
                        planned.reading.problems, cut);
  CHECK(Planned::shown(plan.sections.at(0)) == "P2:p2 P1:p3");
  CHECK(plan.sections.at(0).left_out.back().why == "has no room on the document's pages");
  CHECK(!plan.labels.contains("p1"));
}
