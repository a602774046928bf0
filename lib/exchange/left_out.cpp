#include "exchange/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vitac {

void LeftOut::field(std::string_view name, Span at) {
  m_fields[at.file].add(name, at);
}

void LeftOut::entry(std::string_view key, Span at) {
  m_entries[at.file].add(key, at);
}

void LeftOut::say(Diagnostics& problems) const {
  for (auto const& [file, names] : m_entries)
    problems.add({Severity::note, "left-out", names.first,
                  fmt::format("entries that hold what others have in common are no publications: {}",
                              names.listed())});
  for (auto const& [file, names] : m_fields)
    problems.add({Severity::note, "left-out", names.first,
                  fmt::format("fields of this file that a record has no place for: {}", names.listed())});
}

void LeftOut::Names::add(std::string_view name, Span at) {
  if (all.empty()) first = at;
  if (std::ranges::find(all, name) == all.end()) all.emplace_back(name);
}

std::string LeftOut::Names::listed() const {
  constexpr std::size_t most = 40;
  auto shown = std::min(all.size(), most);
  auto text = fmt::format("`{}`", fmt::join(all.begin(), all.begin() + std::ptrdiff_t(shown), "`, `"));
  return shown < all.size() ? fmt::format("{} and {} more", text, all.size() - shown) : text;
}

}  // namespace vitac
