#include "model/record.hpp"

#include <algorithm>

#include "base/suggest.hpp"

namespace vitac {
namespace {

bool is_entry(Shape const& shape) {
  return shape.kind == Shape::record && shape.find("highlights") && shape.find("hidden");
}

/// The list of entries that a row of the record holds, through a wrapper such as `publications`.
Shape const* entry_list(Shape const& shape) {
  if (shape.kind == Shape::list && is_entry(*shape.item)) return &shape;
  if (shape.kind == Shape::record && !shape.list_field.empty())
    return entry_list(shape.find(shape.list_field)->shape());
  return nullptr;
}

void append(std::string_view kind, Shape const& shape, void const* value, std::vector<EntryRef>& to) {
  if (shape.kind == Shape::record) {
    auto const& row = *shape.find(shape.list_field);
    return append(kind, row.shape(), row.of(value), to);
  }
  for (std::size_t i = 0; i < shape.size(value); ++i)
    to.push_back({kind, shape.item, static_cast<Entry const*>(shape.at(value, i))});
}

}  // namespace

std::vector<SectionKind> const& section_kinds() {
  static std::vector<SectionKind> const kinds = [] {
    std::vector<SectionKind> found;
    for (auto const& row : PersonRecord::fields)
      if (auto list = entry_list(row.shape())) found.push_back({row.name, list->item});
    found.push_back({"custom", &shape<CustomEntry>()});
    return found;
  }();
  return kinds;
}

std::vector<EntryRef> entries_of(PersonRecord const& record, std::string_view kind) {
  std::vector<EntryRef> entries;
  if (kind.starts_with("custom")) {
    for (auto const& item : record.custom.items)
      if (kind == "custom" || item.key == kind.substr(7))
        append(kind, shape<CustomSection>(), &item.value, entries);
    return entries;
  }
  for (auto const& row : PersonRecord::fields)
    if (row.name == kind && entry_list(row.shape())) append(row.name, row.shape(), row.of(&record), entries);
  return entries;
}

std::vector<EntryRef> all_entries(PersonRecord const& record) {
  std::vector<EntryRef> entries;
  for (auto const& row : PersonRecord::fields)
    if (entry_list(row.shape())) append(row.name, row.shape(), row.of(&record), entries);
  for (auto const& item : record.custom.items) append("custom", shape<CustomSection>(), &item.value, entries);
  return entries;
}

std::string suggested_id(std::string_view id, PersonRecord const& record) {
  std::vector<std::string_view> ids;
  for (auto const& [known, entry] : record.by_id) ids.push_back(known);
  std::ranges::sort(ids);
  return suggested(id, ids, "there is");
}

}  // namespace vitac
