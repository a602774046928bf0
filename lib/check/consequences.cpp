#include "check/consequences.hpp"

#include <algorithm>
#include <span>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::string_view about_names[] = {"unknown-id",   "unknown-tag",  "unknown-label",
                                            "unknown-mark", "unknown-role", "unknown-kind"};

// Of what is missing or too little, which may be what could not be read.
constexpr std::string_view about_content[] = {"required", "no-labels", "unlabelled", "ambiguous-label"};

bool has(std::span<std::string_view const> codes, Diagnostic const& problem) {
  return std::ranges::find(codes, problem.code) != codes.end();
}

std::string_view without_quotes(std::string_view written) {
  for (std::string_view quote : {"\"", "'"})
    if (written.size() > 1 && written.starts_with(quote) && written.ends_with(quote))
      return written.substr(1, written.size() - 2);
  return written;
}

bool stands_twice(std::string_view name, std::vector<std::uint32_t> const& files, Sources const& sources) {
  int count = 0;
  for (auto file : files) {
    auto text = sources.text(file);
    for (auto at = text.find(name); at != text.npos && count < 2; at = text.find(name, at + 1)) ++count;
  }
  return count == 2;
}

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
  written = without_quotes(written);
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

Diagnostics sure_of_damaged(Diagnostics const& found, Diagnostics const& reading,
                            std::vector<std::uint32_t> const& files, Sources const& sources) {
  bool lacks_file = std::ranges::count(reading.all(), "unreadable", &Diagnostic::code) > 0;
  auto may_follow = [&](Diagnostic const& problem) {
    if (problem.severity != Severity::error || !problem.at.somewhere() || has(about_content, problem))
      return true;
    if (!has(about_names, problem)) return false;
    auto name = without_quotes(sources.text(problem.at));
    if (lacks_file || problem.code != "unknown-mark")
      return lacks_file || stands_twice(name.substr(name.find('.') + 1), files, sources);
    auto signs = signs_behind(name);
    for (std::size_t at = 0; at < signs.size();)
      if (auto begin = at;
          next_code_point(signs, at), stands_twice(signs.substr(begin, at - begin), files, sources))
        return true;
    return false;
  };
  auto is_of_reading = [&](Diagnostic const& problem) {
    return std::ranges::any_of(reading.all(), [&](Diagnostic const& read) {
      return read.at == problem.at && read.code == problem.code;
    });
  };
  Diagnostics sure;
  for (auto const& problem : found.all())
    if (is_of_reading(problem) || !may_follow(problem)) sure.add(problem);
  return sure;
}

Diagnostics without_consequences(Diagnostics const& problems, LostNames const& names,
                                 Sources const& sources) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> wrong;
  for (auto const& problem : problems.all())
    if (problem.severity == Severity::error) wrong.insert({problem.at.file, problem.at.begin});
  Diagnostics rest;
  for (auto const& problem : problems.all()) {
    bool is_doubt = problem.severity != Severity::error && problem.at.somewhere();
    if (is_doubt && wrong.contains({problem.at.file, problem.at.begin})) continue;
    bool is_about_name = problem.at.somewhere() && has(about_names, problem);
    if (!is_about_name || !is_lost(sources.text(problem.at), names)) rest.add(problem);
  }
  return rest;
}

}  // namespace vitac
