#include "record/settings.hpp"

#include "test/support/catch.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using namespace vitac::test;

namespace {

constexpr auto text = R"(
person:
  name: Ada Lovelace
  email: a@example.edu
  positions: &p [{title: Analyst}, {title: Countess}]
former: *p
publications:
  - {title: Notes}
  - {title: Sketch}
documents:
  cv: {style: moderncv}
)";

/// A record's tree with one value set.
struct Set : Reading {
  Tree const* result;

  explicit Set(std::string setting, std::string yaml = text) : Reading(std::move(yaml)) {
    result = with_setting(*tree, std::move(setting), sources, forest, problems);
  }

  /// Its text at a path of keys and numbers; "?" when there is none.
  std::string at(std::vector<std::string> const& path) const {
    auto here = result;
    for (auto const& step : path) {
      bool is_number = here && here->kind == Tree::list;
      here = !here ? nullptr : is_number ? here->items.at(std::stoul(step)) : here->find(step);
    }
    return !here ? "?" : here->kind == Tree::absent ? "~" : here->text;
  }
};

/// What is said of a setting that cannot be, as "COLUMN: message (help)"; the record is then as it was.
std::string refusal(std::string const& setting) {
  Set set(setting);
  CHECK(set.result == set.tree);
  REQUIRE(set.problems.all().size() == 1);
  auto const& problem = set.problems.all()[0];
  CHECK(set.sources.name(problem.at.file) == "--set");
  return fmt::format("{}: {} ({})", set.sources.begin(problem.at).column, problem.message, problem.help);
}

}  // namespace

TEST_CASE("a value is set, and nothing else", "[settings]") {
  CHECK(Set("person.email=x").at({"person", "email"}) == "x");
  CHECK(Set("person.email=x").at({"person", "name"}) == "Ada Lovelace");
  CHECK(Set("person.location.city=London").at({"person", "location", "city"}) == "London");
  CHECK(Set("publications[1].title=On = signs").at({"publications", "1", "title"}) == "On = signs");
  CHECK(Set("publications[1].title=x").at({"publications", "0", "title"}) == "Notes");
  CHECK(Set("language='007'").at({"language"}) == "007");
  CHECK(Set("person.name={given: A, family: B}").at({"person", "name", "family"}) == "B");
  CHECK(Set("documents.cv={style: x}").at({"documents", "cv", "style"}) == "x");
  CHECK(Set("documents.new={style: x}").at({"documents", "new", "style"}) == "x");
  CHECK(Set("person.email=").at({"person", "email"}) == "~");
  CHECK(Set("person.email=~").at({"person", "email"}) == "~");
  CHECK(Set("marks.equal=#").at({"marks", "equal"}) == "#");
  Set headline("person.headline=Office # 12, Room A #14");
  CHECK(headline.at({"person", "headline"}) == "Office # 12, Room A #14");
  CHECK(headline.said() == Said{});
  CHECK(Set("person.headline=Our #1 reviewer # 2").said() == Said{});
  CHECK(Set("person.headline=\"Office # 12\"").at({"person", "headline"}) == "Office # 12");
}

TEST_CASE("a setting changes one of two that share a value", "[settings]") {
  Set set("person.positions[0].title=x");
  CHECK(set.at({"person", "positions", "0", "title"}) == "x");
  CHECK(set.at({"former", "0", "title"}) == "Analyst");
}

TEST_CASE("entries are counted in the list that a mapping of them holds", "[settings]") {
  Set set("publications[0].title=x", "publications: {bibliography: a.bib, entries: [{title: y}]}\n");
  CHECK(set.at({"publications", "entries", "0", "title"}) == "x");
}

TEST_CASE("one value stands for a list of one", "[settings]") {
  CHECK(Set("person.email[0]=x").at({"person", "email"}) == "x");
  CHECK(refusal("person.email[1]=x") == "13: `person.email` has no item 1 (its only one is `[0]`)");
}

TEST_CASE("a path that leads nowhere is refused at its place", "[settings]") {
  CHECK(refusal("publications[2].title=x") == "13: `publications` has no item 2 (it has `[0]` to `[1]`)");
  CHECK(refusal("talks[0].title=x") == "6: `talks` has no items ()");
  CHECK(refusal("publications.title=x") ==
        "14: `publications` is a list (`publications[0].title` is that of its first item)");
  CHECK(refusal("person.name.family=x") ==
        "13: `person.name` is a text and has no `family` (set the whole: `person.name={...}`)");
  CHECK(refusal("person.name[0]=x") ==
        "12: `person.name` is no list (write `person.name` without the number)");
  CHECK(refusal("documents.vc.style=x") == "11: `documents` has no `vc` (did you mean `cv`?)");
  CHECK(refusal("include=a.yaml") == "1: `include` cannot be set (name the file in the record)");
  auto example = " (write it like `person.email` or `publications[0].title`)";
  CHECK(refusal("person..email=x") == fmt::format("8: a key is missing in this path{}", example));
  CHECK(refusal(".person=x") == fmt::format("1: a key is missing in this path{}", example));
  CHECK(refusal("person.=x") == fmt::format("8: a key is missing in this path{}", example));
  CHECK(refusal("publications[0]title=x") == fmt::format("16: expected a `.` behind the `]`{}", example));
  CHECK(refusal("publications[last]=x") == "13: expected the number of an item (`[0]` is the first one)");
  CHECK(refusal("publications[0=x") == "13: expected the number of an item (`[0]` is the first one)");
  CHECK(refusal("publications[-1]=x") == "13: expected the number of an item (`[0]` is the first one)");
}

TEST_CASE("a value that YAML does not take is refused in the setting", "[settings]") {
  CHECK(refusal("person.headline=*Best* paper") ==
        "17: a text cannot start with `*` (write `\"*Best* paper\"`)");
}
