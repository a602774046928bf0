#include "check/consequences.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::string_view about_names[] = {"unknown-id",   "unknown-tag",  "unknown-label",
                                            "unknown-mark", "unknown-role", "unknown-kind"};

void collect(Tree const& tree, LostNames& names) {
  if (tree.kind == Tree::scalar) names.insert(tree.text);
  for (auto const* item : tree.items) collect(*item, names);
  for (auto const& [key, value] : tree.entries) {
    names.insert(key->text);
    collect(*value, names);
  }
}

/// The signs behind a name: `†*` of `J. Jia†*`.
std::string_view signs_behind(std::string_view name) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < name.size();)
    if (auto c = next_code_point(name, at); is_alphanumeric(c) || c == '.') begin = at;
  return trimmed(name.substr(begin));
}

bool is_lost(std::string_view written, LostNames const& names) {
  for (std::string_view quote : {"\"", "'"})
    if (written.size() > 1 && written.starts_with(quote) && written.ends_with(quote))
      written = written.substr(1, written.size() - 2);
  if (names.contains(written) || names.contains(written.substr(written.find('.') + 1))) return true;
  auto signs = signs_behind(written);
  return std::ranges::any_of(
      names, [&](std::string const& name) { return !name.empty() && signs.find(name) != signs.npos; });
}

}  // namespace

LostNames lost_names(Diagnostics const& problems, Forest const& forest) {
  LostNames names;
  std::vector<Span> refused, marks;
  for (auto const& problem : problems.all()) {
    if (problem.code == "unknown-key") refused.push_back(problem.at);
    if (problem.code == "bad-mark") marks.push_back(problem.at);
  }
  if (refused.empty() && marks.empty()) return names;
  for (auto const& tree : forest) {
    if (tree.kind == Tree::scalar && std::ranges::find(marks, tree.at) != marks.end()) {
      auto sign = tree.text;
      std::erase_if(sign, [](char c) { return c == '"' || c == '\''; });
      names.insert(sign);
    }
    for (auto const& [key, value] : tree.entries)
      if (std::ranges::find(refused, key->at) != refused.end()) {
        names.insert(key->text);
        collect(*value, names);
      }
  }
  return names;
}

Diagnostics without_consequences(Diagnostics const& problems, LostNames const& names,
                                 Sources const& sources) {
  Diagnostics rest;
  for (auto const& problem : problems.all()) {
    bool is_about_name = problem.at.somewhere() && std::ranges::count(about_names, problem.code) > 0;
    if (!is_about_name || !is_lost(sources.text(problem.at), names)) rest.add(problem);
  }
  return rest;
}

}  // namespace vitac
