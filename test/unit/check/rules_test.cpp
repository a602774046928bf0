#include "check/rules.hpp"

#include "style/manifest.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

namespace {

/// Rules as a style writes them, one a line, each with a source.
std::vector<Rule> rules(Reading& reading) {
  auto manifest = decode<Manifest>(*reading.tree, reading.problems);
  return manifest ? rules_of(*manifest) : std::vector<Rule>();
}

Reading style_with(std::string const& rule, std::string const& slots = "") {
  return Reading("contract: 1\ntitle: T\ntarget: latex\nengines: [pdflatex]\nsections: [summary]\n" + slots +
                 "rules:\n  one: {source: Us, date: 2024-05-20, " + rule + "}\n");
}

Said mistakes(std::string const& rule) {
  auto reading = style_with(rule);
  rules(reading);
  return reading.said();
}

constexpr std::string_view data = R"(person:
  name: Ada Lovelace
  phone: 217-555-0100
experience:
  - {id: now, title: Analyst, organization: The Engine, start: 2020, end: present, location: {city: London}}
  - {id: before, title: Clerk, organization: the engine, start: 2001, end: 2003}
  - {id: recent, title: Guest, organization: Elsewhere, start: 2019, end: 2022-08}
  - {id: old, title: Pupil, organization: Elsewhere, start: 2015, end: 2020-02}
publications:
  - {id: a, title: A, date: 2020, doi: 10.1/a}
  - {id: b, title: B, url: https://b.example.edu}
  - {id: c, title: C, date: 2021}
documents: {cv: {sections: [)";

/// What a document with these sections does against a rule.
Said broken(std::string const& rule, std::string const& sections, std::string const& person = "") {
  auto style = style_with(rule);
  auto all = rules(style);
  CHECK(style.said() == Said());
  auto reading = Reading::as_record(std::string(data) + sections + "]" + person + "}}\n");
  Date today;
  today.year = 2024, today.month = 7, today.day = 16;
  auto plan = make_plan(reading.record, reading.record.documents.items.at(0).value, today, reading.problems);
  check_rules(plan, all, reading.problems);
  return reading.said();
}

/// What a PDF does against a rule.
Said broken(std::string const& rule, PdfFacts const& facts) {
  auto style = style_with(rule);
  auto all = rules(style);
  CHECK(style.said() == Said());
  CHECK(need_pdf_facts(all));
  check_rules(facts, all, {}, style.problems);
  Said said;
  for (auto const& problem : style.problems.all()) said.push_back(problem.message);
  return said;
}

}  // namespace

TEST_CASE("rules that are written wrong are mistakes of the style") {
  CHECK(mistakes("check: pages, at_most: 2") == Said());
  CHECK(mistakes("check: page, at_most: 2").front().starts_with("7:46 `page` is none of `maximum`, "));
  CHECK(mistakes("check: pages") == Said{"7:46 the check `pages` needs `at_most`"});
  CHECK(mistakes("check: pages, at_most: 2, fields: [date]") ==
        Said{"7:46 the check `pages` takes no `fields`"});
  CHECK(mistakes("check: required_fields, of: [publication], fields: [date]") ==
        Said{"7:68 there is no section kind `publication`"});
  CHECK(mistakes("check: required_fields, of: [publications], fields: [dat]") ==
        Said{"7:92 a publications entry has no field `dat`"});
  CHECK(mistakes("check: required_fields, of: [experience], fields: [location.town]") ==
        Said{"7:90 a location has no field `town`"});
  CHECK(mistakes("check: left_out, fields: [telephone]") == Said{"7:65 a person has no field `telephone`"});
  CHECK(mistakes("check: pages, at_most: two") == Said{"7:62 `two` is not a number"});
  CHECK(mistakes("check: pages, at_most: 1, severity: fatal") ==
        Said{"7:75 `fatal` is none of `note`, `warning` or `error`"});
  CHECK(Reading("a: 1").said() == Said());
  auto reading = Reading("check: pages\nat_most: 1\n");
  decode<Rule>(*reading.tree, reading.problems);
  CHECK(reading.said() == Said{"1:1 rule lacks `source`", "1:1 rule lacks `date`"});
}

TEST_CASE("a slot's maximum is said at the first entry above it") {
  auto style =
      style_with("check: pages, at_most: 9",
                 "slots: {best: {kinds: [publications], maximum: 2, source: The form, date: 2024-05}}\n");
  auto all = rules(style);
  auto said = [&](std::string const& section) {
    auto reading = Reading::as_record(std::string(data) + section + "]}}\n");
    auto document = reading.record.documents.items.at(0).value;
    document.sections[0].kind = {{"publications", {}}};
    Date today;
    today.year = 2024;
    auto plan = make_plan(reading.record, document, today, reading.problems);
    check_rules(plan, all, reading.problems);
    if (reading.problems.has_errors()) {
      CHECK(reading.problems.all()[0].notes == Said{"rule: The form, 2024-05"});
      CHECK(reading.help() == "leave one out");
    }
    return reading.said();
  };
  CHECK(said("{slot: best, ids: [a, b, c]}") ==
        Said{"13:54 the slot `best` takes 2 entries, and here are 3"});
  CHECK(said("{slot: best}") == Said{"13:29 the slot `best` takes 2 entries, and here are 3"});
  CHECK(said("{slot: best, ids: [c, a]}") == Said());
  CHECK(said("{slot: best, ids: [c, a]}, {slot: best, ids: [b], kind: publications}") ==
        Said{"13:75 the slot `best` takes 2 entries, and here are 3"});
  CHECK(said("{slot: best, limit: 2}") == Said());
}

TEST_CASE("a form of slots alone has no place for other sections") {
  auto rule = "check: only_slots, slots: [best]";
  CHECK(mistakes("check: only_slots") == Said{"7:46 the check `only_slots` needs `slots`"});
  CHECK(broken(rule, "{title: T, parts: [{slot: best, kind: publications}]}") == Said());
  CHECK(broken(rule, "{slot: best, kind: publications, group_by: type}") == Said());
  CHECK(broken(rule,
               "publications, {slot: other, kind: [publications], limit: 7}, {title: T, text: More}, "
               "{title: T, parts: [experience]}") == Said{"13:29 the form has no place for this section",
                                                          "13:43 the form has no place for this section",
                                                          "13:90 the form has no place for this section",
                                                          "13:133 the form has no place for this section"});
}

TEST_CASE("a maximum for kinds") {
  auto rule = "check: maximum, of: [publications], at_most: 1";
  CHECK(broken(rule, "publications") == Said{"13:29 this section takes 1 entry, and here are 3"});
  CHECK(broken(rule, "{kind: publications, limit: 1}, experience") == Said());
}

TEST_CASE("fields that a document asks for") {
  auto rule = "check: required_fields, of: [publications], fields: [date, doi|url]";
  CHECK(broken(rule, "publications") == Said{"11:5 this publications entry lacks `date`",
                                             "12:5 this publications entry lacks `doi` or `url`"});
  CHECK(broken(rule, "{kind: publications, ids: [a]}") == Said());
  CHECK(broken(rule, "experience") == Said());
  CHECK(broken("check: required_fields, of: [publications], slots: [best], fields: [doi]", "publications") ==
        Said());
  CHECK(broken("check: required_fields, of: [experience], fields: [location.city|location.text]",
               "{kind: experience, ids: [now, before]}") == Said{"6:5 this experience entry lacks `city`"});
  CHECK(broken("check: required_fields, of: [position], fields: [title, organization, location.country]",
               "experience") == Said{"5:5 the person's position lacks `country`"});
}

TEST_CASE("fields that only some entries must have") {
  std::string const rule = "check: required_fields, of: [experience], fields: [location.region], when: ";
  CHECK(broken(rule + "{location.city: [Paris, london]}", "experience") ==
        Said{"5:5 this experience entry lacks `region`"});
  CHECK(broken(rule + "{location.city: [Paris]}", "experience") == Said());
  CHECK(broken("check: required_fields, of: [publications], fields: [venue], when: {status: [published]}",
               "{kind: publications, ids: [c]}") == Said{"12:5 this publications entry lacks `venue`"});
  CHECK(mistakes("check: required_fields, of: [talks], fields: [date], when: {knd: [invited]}") ==
        Said{"7:99 a talks entry has no field `knd`"});
  CHECK(mistakes("check: maximum, of: [talks], at_most: 1, when: {kind: [invited]}") ==
        Said{"7:46 the check `maximum` takes no `when`"});
}

TEST_CASE("what entries may not say") {
  std::string const rule = "check: excluded_values, of: [publications], fields: [status, doi], values: ";
  CHECK(broken(rule + "[published]", "{kind: publications, ids: [b]}") ==
        Said{"11:20 the document takes nothing that is `published`"});
  CHECK(broken(rule + "[in_press]", "publications") == Said());
  CHECK(broken("check: excluded_values, of: [experience], fields: [organization], values: [ELSEWHERE]",
               "{kind: experience, ids: [old]}") ==
        Said{"8:43 the document takes nothing that is `Elsewhere`"});
  CHECK(mistakes("check: excluded_values, of: [talks], fields: [date]") ==
        Said{"7:46 the check `excluded_values` needs `values`"});
}

TEST_CASE("an entry stands in one of several slots") {
  std::string const rule = "check: no_repeats, slots: [one, two]", one = "{slot: one, ids: [a, b]}, ";
  CHECK(broken(rule, one + "{slot: two, ids: [c, b]}") == Said{"13:76 `b` fills the slot `one` already"});
  CHECK(broken(rule, one + "{slot: three, ids: [b]}") == Said());
  CHECK(broken(rule, one + "{slot: two, ids: [c]}") == Said());
}

TEST_CASE("appointments elsewhere that are long past") {
  CHECK(broken("check: window, of: [experience], at_most: 3", "experience") ==
        Said{"8:72 this ended more than 3 years before, outside the primary organization"});
  CHECK(broken("check: window, of: [experience], at_most: 5", "experience") == Said());
}

TEST_CASE("what the person's data has and a style leaves out, unless the document says so too") {
  auto rule = "check: left_out, fields: [phone, website]";
  CHECK(broken(rule, "experience") == Said{"3:10 the phone is left out"});
  CHECK(broken(rule, "experience", ", person: {omit: [phone]}") == Said());
}

TEST_CASE("rules of PDFs, with what was measured") {
  PdfFacts facts;
  facts.pages = 2;
  facts.paper = "a4";
  facts.fonts = {{"Helvetica", "Type 1", false}, {"LMRoman10-Regular", "Type 1", true}};
  facts.smallest_type = {{"TeXGyreHeros-Bold", {9.96, 1}}, {"LMRoman10-Regular", {10.89, 2}}};
  facts.closest_lines = Measured{11.95, 1};
  facts.narrowest_margin = Measured{54, 2};
  facts.narrowest_side = "left";
  facts.page_number = PdfFacts::PageNumber{2, "2 of 2"};

  CHECK(broken("check: pages, at_most: 1", facts) == Said{"it has 2 pages; 1 is the most"});
  CHECK(broken("check: paper, sizes: [letter]", facts) == Said{"its paper is a4"});
  CHECK(broken("check: font_size, at_least: 11", facts) ==
        Said{"its smallest type has 10.0 pt, on page 1; 11 pt is the least"});
  CHECK(broken("check: font_size, at_least: 11, families: {heros: 10}", facts) ==
        Said{"its smallest type has 10.9 pt, on page 2; 11 pt is the least"});
  CHECK(broken("check: font_size, at_least: 11, families: {heros: 10.5}", facts) ==
        Said{"its smallest type has 10.0 pt, on page 1; 10.5 pt is the least for heros"});
  CHECK(broken("check: font_size, at_least: 10.9, families: {heros: 9}", facts) == Said());
  CHECK(broken("check: lines_per_inch, at_most: 6", facts) ==
        Said{"it has 6.03 lines an inch, on page 1; 6 is the most"});
  CHECK(broken("check: margins, at_least: 1", facts) ==
        Said{"its left margin has 0.75 in on page 2; 1 in is the least"});
  CHECK(broken("check: no_page_numbers", facts) == Said{"page 2 carries its number: `2 of 2`"});
  CHECK(broken("check: embedded_fonts", facts) == Said{"the font Helvetica is not in the PDF"});

  facts.pages = 1;
  facts.paper = "letter";
  facts.fonts = {{"LMRoman10-Regular", "Type 1", true}};
  facts.smallest_type = {{"LMRoman10-Regular", {10.909, 1}}};  // 11pt of LaTeX's article
  facts.closest_lines = Measured{12, 1};
  facts.narrowest_margin = Measured{71.99, 1};
  facts.page_number.reset();
  for (auto rule : {"check: pages, at_most: 1", "check: paper, sizes: [letter, a4]",
                    "check: font_size, at_least: 11", "check: lines_per_inch, at_most: 6",
                    "check: margins, at_least: 1", "check: no_page_numbers", "check: embedded_fonts"}) {
    CAPTURE(rule);
    CHECK(broken(rule, facts) == Said());
  }
}
