#include "plan/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"

namespace vitac {
namespace {

void add(std::vector<std::string_view>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

}  // namespace

Shape const* shape_of_kind(std::string_view kind) {
  if (kind.starts_with("custom.")) kind = "custom";
  for (auto const& known : section_kinds())
    if (known.name == kind) return known.entry;
  return nullptr;
}

Shape const* choice_shape(Field const& row) {
  auto const& shape = present(row.shape());
  return shape.kind == Shape::choice || is_one_of<Flag>(row) ? &shape : nullptr;
}

std::string_view choice_of(EntryRef const& ref, std::string_view field) {
  auto row = ref.shape->find(field);
  auto shape = row ? choice_shape(*row) : nullptr;
  if (!shape) return {};
  auto found = held(row->shape(), row->of(ref.entry));
  if (auto flag = found.as<Flag>()) return flag->value ? "true" : "false";
  if (!found) return shape->kind == Shape::choice ? row->fallback : "false";
  return shape->choices[shape->chosen(found.value)];
}

std::vector<std::string_view> fields_of(Kinds kinds,
                                        std::function<bool(Field const&, Shape const&)> const& wanted,
                                        std::vector<std::string_view> names) {
  for (auto kind : kinds)
    if (auto entry = shape_of_kind(kind))
      for (auto const& row : entry->fields)
        if (wanted(row, *entry)) add(names, row.name);
  return names;
}

std::vector<std::string_view> choices_of(Kinds kinds, std::string_view field) {
  std::vector<std::string_view> choices;
  for (auto kind : kinds) {
    auto entry = shape_of_kind(kind);
    auto row = entry ? entry->find(field) : nullptr;
    auto shape = row ? choice_shape(*row) : nullptr;
    if (!shape) continue;
    for (auto choice : shape->choices) add(choices, choice);
    if (shape->kind == Shape::leaf) add(choices, "true"), add(choices, "false");
  }
  return choices;
}

bool check_field(std::string_view field, Span at, std::span<std::string_view const> names,
                 FieldWords const& words, Diagnostics& problems) {
  if (std::ranges::find(names, field) != names.end()) return true;
  problems.error("unknown-field", at, fmt::format(fmt::runtime(words.unknown), in_backquotes(field)),
                 suggested(field, names, words.lead));
  return false;
}

}  // namespace vitac
