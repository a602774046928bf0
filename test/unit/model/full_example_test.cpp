#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "record/load.hpp"
#include "test/support/support.hpp"

using namespace vitac;

namespace {

/// What the tables offer and what a record uses of it: `degree of education entry`, `choice poster of ...`.
struct Uses {
  std::set<std::string> all;
  std::set<Shape const*> known;

  void add(std::string_view what, std::string_view of) { all.insert(fmt::format("{} of {}", what, of)); }
};

std::string name_of(Shape const& shape) {
  return shape.kind == Shape::choice ? fmt::format("{}, ...", shape.choices.front())
                                     : std::string(shape.name);
}

/// Whose a field is: what all kinds share is shown once.
std::string owner_of(Field const& row, Shape const& shape) {
  bool is_shared = shape.find("priority") &&
                   std::ranges::any_of(Entry::shared<Summary>,
                                       [&](auto const& shared) { return shared.name == row.name; });
  return is_shared ? "every entry" : name_of(shape);
}

/// Everything that can be written, from the tables alone.
void offer(Shape const& shape, Uses& uses) {
  if (!uses.known.insert(&shape).second) return;
  if (shape.item) offer(*shape.item, uses);
  for (auto choice : shape.choices) uses.add(choice, name_of(shape));
  for (auto const& row : shape.fields) {
    uses.add(row.name, owner_of(row, shape));
    offer(row.shape(), uses);
  }
}

void use(Shape const& shape, void const* value, Uses& uses) {
  if (shape.chosen) uses.add(shape.choices[shape.chosen(value)], name_of(shape));
  if (shape.size)
    for (std::size_t i = 0; i < shape.size(value); ++i) use(*shape.item, shape.at(value, i), uses);
  for (auto const& row : shape.fields) {
    auto const& field = row.shape();
    if (field.size && field.size(row.of(value)) == 0) continue;
    uses.add(row.name, owner_of(row, shape));
    use(field, row.of(value), uses);
  }
}

/// A bibliography is a file beside the record, and full.yaml travels alone in the binary: another example has
/// what belongs to it.
void use_bibliography(Uses& uses) {
  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  auto record =
      load_record({test::source_folder() / "examples/with-bib.yaml"}, files, sources, forest, problems);
  REQUIRE(record);
  auto const& publications = record->publications;
  for (std::string_view field : {"bibliography", "annotate"}) {
    auto const& row = *shape<Publications>().find(field);
    REQUIRE(row.shape().size(row.of(&publications)) > 0);
    uses.add(field, "publications");
    use(row.shape(), row.of(&publications), uses);
  }
}

/// What full.yaml cannot show.
std::map<std::string, std::string_view> const exempt{
    {"text of name", "one text or its parts; the record has one name, in parts"},
    {"include of record", "it is one file, so that it can be read from end to end"},
    {"slot of section", "slots are of forms, which examples/professor.yaml fills"},
};

}  // namespace

TEST_CASE("examples/full.yaml uses every field of every table and every choice") {
  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  auto record = load_record({test::source_folder() / "examples/full.yaml"}, files, sources, forest, problems);
  REQUIRE(record);
  resolve(*record, problems);
  for (auto const& problem : problems.all()) FAIL_CHECK(problem.message);

  Uses offered, used;
  offer(shape<PersonRecord>(), offered);
  use(shape<PersonRecord>(), &*record, used);
  use_bibliography(used);
  REQUIRE(offered.all.size() > 250);
  for (auto const& each : offered.all)
    if (!used.all.contains(each) && !exempt.contains(each)) FAIL_CHECK("not used: " << each);
  for (auto const& [each, reason] : exempt) {
    CAPTURE(each, reason);
    CHECK(offered.all.contains(each));
    CHECK_FALSE(used.all.contains(each));
  }
}
