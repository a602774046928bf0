#pragma once
#include <functional>
#include <span>

#include "base/diagnostic.hpp"
#include "model/record.hpp"

namespace vitac {

/// What a `where` says: true for the entries it lets through.
using Filter = std::function<bool(EntryRef const&)>;

/// Reads a `where` against the kinds it selects from; unknown fields, tags and choices go to the sink. Keys
/// are joined by and, the values of one key by or; a flag that is not given is false; `tags: {all: [...]}`
/// wants them all; `not` turns a mapping round; `since` and `until` want a date that overlaps. Empty when it
/// is no mapping.
Filter read_filter(Tree const& where, std::span<std::string_view const> kinds, PersonRecord const&,
                   Date const& as_of, Diagnostics&);

/// The time of an entry, from whichever of its dates the kind has; `begin` and `end` order like Date::order.
struct Period {
  long begin, end;
};
std::optional<Period> period_of(EntryRef const&, Date const& as_of);

/// A choice or flag field of a kind, through `optional`; null for another field.
Shape const* choice_shape(Field const&);

/// A choice or flag of an entry as it would be written; what it stands for where it is not given; empty where
/// the entry's kind has no such field.
std::string_view choice_of(EntryRef const&, std::string_view field);

/// The shape of a kind's entries; null when there is no such kind. `custom.NAME` is of kind `custom`.
Shape const* shape_of_kind(std::string_view kind);

/// Says which keys of a `sort` (`-date`, `title`) the kinds' entries cannot be ordered by.
void check_sort(std::span<Literal const> keys, std::span<std::string_view const> kinds, Diagnostics&);

/// Orders entries by the keys of a `sort`; ties keep their order, entries without a value come last. `date`
/// is when an entry ended and `start` when it began, from whichever of its dates there are.
void sort_entries(std::vector<EntryRef>&, std::span<Literal const> keys, Date const& as_of);

}  // namespace vitac
