#include "record/names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "model/people.hpp"

namespace vitac {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 25> particles{
    "van", "von", "der", "den", "de",  "del", "della", "di", "da", "dos", "das", "do", "du",
    "des", "la",  "le",  "ten", "ter", "zu",  "zur",   "af", "al", "el",  "bin", "ibn"};
constexpr std::array<std::string_view, 4> titles{"dr", "prof", "professor", "mr"};
constexpr std::array<std::string_view, 8> suffixes{"jr", "sr", "ii", "iii", "iv", "phd", "ed", "eds"};

template <class Names>
bool holds(Names const& names, std::string_view word) {
  return std::ranges::find(names, word) != names.end();
}

Words words_of(std::string_view text, std::string_view separators) {
  Words out;
  while (!text.empty()) {
    auto end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// Given names, folded: hyphens part them, runs of initials are taken apart.
void append_given(std::string const& word, Words& given) {
  for (auto const& part : words_of(word, "-")) {
    if (is_run_of_initials(part))
      for (char c : part) given.push_back(folded(std::string_view(&c, 1)));
    else
      given.push_back(folded(part));
  }
}

Words folded_all(Words const& words) {
  Words out;
  for (auto const& word : words) out.push_back(folded(word));
  return out;
}

/// Without what is no name: titles before it, suffixes behind it.
void strip(Words& words) {
  std::size_t before = 0;
  while (before + 1 < words.size() && holds(titles, folded(words[before]))) ++before;
  words.erase(words.begin(), words.begin() + std::ptrdiff_t(before));
  while (words.size() > 1 && holds(suffixes, folded(words.back()))) words.pop_back();
}

/// `Lovelace, Ada K.`; a particle may stand behind the given names: `Berg, Jan van der`.
NameParts in_catalogue_order(std::string_view family, std::string_view given) {
  NameParts parts;
  auto last = words_of(family, " ."), first = words_of(given, " .,");
  strip(last);
  while (!first.empty() && holds(suffixes, folded(first.back()))) first.pop_back();
  std::size_t before = 0;
  while (before < first.size() && holds(suffixes, folded(first[before]))) ++before;
  first.erase(first.begin(), first.begin() + std::ptrdiff_t(before));
  auto particle = first.end();
  while (particle - first.begin() > 1 && holds(particles, folded(particle[-1]))) --particle;
  last.insert(last.begin(), particle, first.end());
  first.erase(particle, first.end());
  parts.family = folded_all(last);
  for (auto const& word : first) append_given(word, parts.given);
  return parts;
}

/// `Ada K. Lovelace`, `Jan van der Berg`, `Lovelace AK`.
NameParts in_spoken_order(Words words) {
  NameParts parts;
  strip(words);
  if (words.empty()) return parts;
  if (auto behind = initials_behind(words); behind > 0) {  // `Lovelace A. K.`
    auto given = words.begin() + std::ptrdiff_t(behind);
    parts.family = folded_all({words.begin(), given});
    for (auto word = given; word != words.end(); ++word) append_given(*word, parts.given);
    return parts;
  }
  auto begin = words.size() - 1;
  while (begin > 1 && holds(particles, folded(words[begin - 1]))) --begin;
  for (std::size_t i = 0; i < begin; ++i) append_given(words[i], parts.given);
  for (auto i = begin; i < words.size(); ++i) parts.family.push_back(folded(words[i]));
  return parts;
}

bool is_initial_of(std::string_view shorter, std::string_view longer) {
  std::size_t a = 0, b = 0;
  if (shorter.empty() || longer.empty()) return false;
  return next_code_point(shorter, a) == next_code_point(longer, b) &&
         (a == shorter.size() || b == longer.size());
}

/// All words, given names first.
Words spoken(NameParts const& parts) {
  Words all = parts.given;
  for (auto const& word : parts.family)
    for (auto& part : words_of(word, "-")) all.push_back(std::move(part));
  return all;
}

}  // namespace

NameParts NameParts::of(std::string_view name) {
  auto text = replaced(std::string(name), "\u00a0", " ");
  auto comma = text.find(',');
  auto behind = comma == text.npos ? std::string_view{} : std::string_view(text).substr(comma + 1);
  auto words = words_of(behind, " .,");
  bool is_suffix_only = std::ranges::all_of(words, [](auto const& w) { return holds(suffixes, folded(w)); });
  if (is_suffix_only) return in_spoken_order(words_of(std::string_view(text).substr(0, comma), " .\t~"));
  return in_catalogue_order(std::string_view(text).substr(0, comma), behind);
}

std::string words_of(NameParts const& name) {
  auto words = spoken(name);
  std::ranges::sort(words);
  std::string all;
  for (auto const& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

bool is_same(NameParts const& a, NameParts const& b) {
  auto one = words_of(a);
  return !one.empty() && one == words_of(b);
}

bool may_be_same(NameParts const& a, NameParts const& b) {
  auto one = spoken(a), other = spoken(b);
  auto words_in = [](NameParts const& parts) { return spoken({{}, parts.family}).size(); };
  auto family = std::max(words_in(a), words_in(b));  // a comma or a particle tells how long it is
  if (family == 0 || one.size() <= family || other.size() <= family) return false;
  if (!std::equal(one.end() - std::ptrdiff_t(family), one.end(), other.end() - std::ptrdiff_t(family)))
    return false;
  auto count = std::min(one.size(), other.size()) - family;
  for (std::size_t i = 0; i < count; ++i)
    if (one[i] != other[i] && !is_initial_of(one[i], other[i])) return false;
  return true;
}

}  // namespace vitac
