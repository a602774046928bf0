#pragma once
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/record.hpp"

namespace vitac {

using Kinds = std::span<std::string_view const>;

/// The shape of a kind's entries; null when there is no such kind. `custom.NAME` is of kind `custom`.
Shape const* shape_of_kind(std::string_view kind);

/// A choice or flag field of a kind, through `optional`; null for another field.
Shape const* choice_shape(Field const&);

/// A choice or flag of an entry as it would be written; what it stands for where it is not given; empty where
/// the entry's kind has no such field.
std::string_view choice_of(EntryRef const&, std::string_view field);

/// The fields of some kinds that are as wanted, each once, behind those that `names` has already.
std::vector<std::string_view> fields_of(Kinds,
                                        std::function<bool(Field const&, Shape const& entry)> const& wanted,
                                        std::vector<std::string_view> names = {});

/// What a choice or flag may be in any of the kinds; empty for another field.
std::vector<std::string_view> choices_of(Kinds, std::string_view field);

/// What is said of a field that is none of those that there are.
struct FieldWords {
  std::string_view unknown;  ///< `cannot sort by {} here`
  std::string_view lead;     ///< to what there is: `it can be`
};

/// Whether a field is one of those that there are; else the sink hears of it.
bool check_field(std::string_view field, Span at, std::span<std::string_view const> names, FieldWords const&,
                 Diagnostics&);

}  // namespace vitac
