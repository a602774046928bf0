#pragma once
#include <functional>
#include <span>

#include "base/diagnostic.hpp"
#include "model/record.hpp"
#include "plan/fields.hpp"

namespace vitac {

/// What a `where` says of an entry: why it does not let it through; empty where it does.
using Filter = std::function<std::string(EntryRef const&)>;

/// What a `where` does with entries of a kind that has no field of its name, or no dates.
enum class WithoutField { stops, passes };

/// Reads a `where` against the kinds it selects from; unknown fields, tags and choices go to the sink. Keys
/// are joined by and, the values of one key by or; a flag that is not given is false; `tags: {all: [...]}`
/// wants them all; `not` turns a mapping round; `has` wants a field that is there; `since` and `until` want a
/// date that overlaps. Where a section `may_be_empty`, and says so on the page, a tag that no entry has is
/// only noted, unless it is near to one that there is. Empty when it is no mapping.
Filter read_filter(Tree const& where, Kinds, PersonRecord const&, Date const& as_of, WithoutField,
                   bool may_be_empty, Diagnostics&);

/// The time of an entry, from whichever of its dates the kind has; `begin` and `end` order like Date::order.
struct Period {
  long begin, end;
};
std::optional<Period> period_of(EntryRef const&, Date const& as_of);

/// Says which keys of a `sort` (`-date`, `title`) the kinds' entries cannot be ordered by.
void check_sort(std::span<Literal const> keys, Kinds, Diagnostics&);

/// Orders entries by the keys of a `sort`; ties keep their order, entries without a value come last. `date`
/// is when an entry ended and `start` when it began, from whichever of its dates there are.
void sort_entries(std::vector<EntryRef>&, std::span<Literal const> keys, Date const& as_of);

}  // namespace vitac
