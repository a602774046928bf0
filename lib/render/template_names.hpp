#pragma once
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "render/template.hpp"

/// What reading, checking and rendering templates share: dotted names, and which value a name means.
namespace vitac::templates {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view blanks = " \t\r";   // a line of nothing but these is empty to TeX
constexpr std::string_view drawing = "entry";  // the partial that draws a record with variants
constexpr std::string_view quotation = "for a quotation mark write `<{}<`";

/// A dotted name, split at its first dot.
struct Path {
  std::string_view first, rest;
};

inline Path split(std::string_view name) {
  auto dot = name.find('.');
  return dot == npos ? Path{name, ""} : Path{name.substr(0, dot), name.substr(dot + 1)};
}

template <class Named>
auto find_named(std::vector<std::pair<std::string_view, Named>> const& all, std::string_view name) {
  return std::find_if(all.begin(), all.end(), [name](auto const& one) { return one.first == name; });
}

/// The innermost frame of a scope whose type has a name; `npos` when none does. The one rule for checking and
/// rendering.
template <class Frame>
std::size_t holder(std::vector<Frame> const& scope, std::string_view name) {
  for (auto i = scope.size(); i-- > 0;)
    if (scope[i].type->find(name)) return i;
  return npos;
}

/// The frame that `<<>entry>>` draws; `npos` when it is a partial like others.
template <class Frame>
std::size_t drawn(std::vector<Frame> const& scope, std::string_view partial) {
  if (partial != drawing) return npos;
  for (auto i = scope.size(); i-- > 0;)
    if (!scope[i].type->variants.empty()) return i;
  return npos;
}

/// The type by which a record with variants is drawn: by the variant's own template, or by the one for all.
inline Type const* drawn_as(Type const& record, std::string_view variant, bool has_own) {
  auto const& types = has_own || record.shared_variants.empty() ? record.variants : record.shared_variants;
  auto found = find_named(types, variant);
  return found == types.end() ? &record : found->second;
}

inline Template const* find_template(Templates const& templates, std::string_view name) {
  auto found = templates.find(name);
  return found == templates.end() ? nullptr : &found->second;
}

}  // namespace vitac::templates
