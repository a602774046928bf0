#include "record/names.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace vitac {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  auto finish = [&] {
    if (!word.empty()) out.push_back(std::exchange(word, {}));
  };
  for (char c : text)
    if (c == ' ' || c == '.' || c == ',' || c == '\t' || c == '~')
      finish();
    else
      word += c;
  finish();
  return out;
}

bool is_initial_of(std::string_view shorter, std::string_view longer) {
  std::size_t a = 0, b = 0;
  if (shorter.empty() || longer.empty()) return false;
  return next_code_point(shorter, a) == next_code_point(longer, b) &&
         (a == shorter.size() || b == longer.size());
}

}  // namespace

NameParts NameParts::of(std::string_view name) {
  auto text = folded(name);
  NameParts parts;
  if (auto comma = text.find(','); comma != std::string::npos) {
    for (auto const& word : words(std::string_view(text).substr(0, comma)))
      parts.family += (parts.family.empty() ? "" : " ") + word;
    parts.given = words(std::string_view(text).substr(comma + 1));
    return parts;
  }
  parts.given = words(text);
  if (!parts.given.empty()) {
    parts.family = std::move(parts.given.back());
    parts.given.pop_back();
  }
  return parts;
}

bool may_be_same(NameParts const& a, NameParts const& b) {
  if (a.family != b.family) return false;
  auto count = std::min(a.given.size(), b.given.size());
  for (std::size_t i = 0; i < count; ++i)
    if (a.given[i] != b.given[i] && !is_initial_of(a.given[i], b.given[i])) return false;
  return count > 0;
}

}  // namespace vitac
