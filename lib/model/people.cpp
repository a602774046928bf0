#include "model/people.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

using Parts = std::vector<std::string_view>;

/// The parts between separators, trimmed, without empty ones.
Parts split_by(std::string_view text, std::initializer_list<std::string_view> separators) {
  struct Next {
    std::string_view separator;
    std::size_t at;  ///< its next place; looked for again only when that is behind us
  };
  Parts parts;
  std::vector<Next> nexts;
  for (auto separator : separators) nexts.push_back({separator, text.find(separator)});
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = text.size(), behind = text.size();
    for (auto& [separator, at] : nexts) {
      if (at < begin) at = text.find(separator, begin);
      if (at < end) end = at, behind = at + separator.size();
    }
    if (auto part = trimmed(text.substr(begin, end - begin)); !part.empty()) parts.push_back(part);
    begin = behind;
  }
  return parts;
}

Parts words_of(std::string_view text) {
  return split_by(text, {" "});
}

/// Whether a part between two `and` holds several names ("Y. Zhang, J. Jia") rather than one in the order
/// "Lovelace, Ada": more than one comma, an initial before it, or several words at both its sides.
bool is_comma_list(std::string_view part) {
  auto sides = split_by(part, {","});
  if (sides.size() < 2) return part.ends_with(',');
  if (sides.size() > 2) return true;
  return part.ends_with(',') || sides[0].find('.') != part.npos ||
         (words_of(sides[0]).size() > 1 && words_of(sides[1]).size() > 1);
}

/// `Y.`, `J.-P.`, `A. K.†`: letters with full stops and nothing longer.
bool is_initials(std::string_view part) {
  bool has_stop = false;
  int letters = 0;
  for (std::size_t at = 0; at < part.size();) {
    auto c = next_code_point(part, at);
    letters = is_alphanumeric(c) ? letters + 1 : c == '.' || c == ' ' || c == '-' ? 0 : letters;
    has_stop = has_stop || c == '.';
    if (letters > 1) return false;
  }
  return has_stop;
}

/// Marks alone, behind a comma: `Y. Zhang†,*`.
bool is_signs(std::string_view part) {
  for (std::size_t at = 0; at < part.size();)
    if (is_alphanumeric(next_code_point(part, at))) return false;
  return true;
}

bool is_suffix(std::string_view part) {
  constexpr std::string_view suffixes[] = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "Ed.", "Eds."};
  return std::ranges::find(suffixes, part) != std::end(suffixes);
}

/// `Zhang, Y.`, `Smith, Jr.` and `Jia†,*` as one name each: both parts stand in one text.
Parts joined_names(Parts const& parts) {
  Parts names;
  bool is_joined = true;
  for (auto part : parts) {
    bool belongs = is_suffix(part) || is_signs(part) || (!is_joined && is_initials(part));
    if (belongs && !names.empty()) {
      auto begin = names.back().data();
      names.back() = {begin, std::size_t(part.data() + part.size() - begin)};
      is_joined = true;
    } else {
      names.push_back(part);
      is_joined = part.find('.') != part.npos;  // `Y. Zhang` has its initials
    }
  }
  return names;
}

std::string_view without_conjunction(std::string_view part) {
  for (std::string_view word : {"and ", "& "})
    if (part.starts_with(word)) return trimmed(part.substr(word.size()));
  return part;
}

std::string joined(std::initializer_list<std::optional<Literal> const*> parts) {
  std::string out;
  for (auto const* part : parts)
    if (*part) out += (out.empty() ? "" : " ") + (*part)->text;
  return out;
}

/// The first of some names, and the others.
std::pair<std::string, std::string> halves(std::string_view names) {
  auto end = std::min(names.find(' '), names.size());
  return {std::string(names.substr(0, end)), std::string(trimmed(names.substr(end)))};
}

}  // namespace

Parts Contributor::split(std::string_view text) {
  if (text.find(';') != text.npos) {
    auto parts = split_by(text, {";"});
    std::ranges::transform(parts, parts.begin(), without_conjunction);
    return parts;
  }
  auto parts = split_by(text, {" and ", " & "});
  if (parts.size() > 1 && std::ranges::none_of(parts, is_comma_list)) return parts;  // BibTeX's way
  Parts all;
  for (auto part : split_by(text, {","}))
    for (auto name : split_by(without_conjunction(part), {" and ", " & "})) all.push_back(name);
  return joined_names(all);
}

bool is_run_of_initials(std::string_view word) {
  return word.size() >= 2 && word.size() <= 3 &&
         std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::size_t initials_behind(std::span<std::string const> words) {
  auto is_lone = [](std::string_view word) {
    return std::ranges::all_of(split_by(word, {"-"}), [](auto part) { return count_code_points(part) == 1; });
  };
  auto begin = words.size();
  while (begin > 0 && (is_lone(words[begin - 1]) || is_run_of_initials(words[begin - 1]))) --begin;
  // `LIU S`: all in capitals, it is a family name before what can only be an initial.
  if (begin == 0 && words.size() > 1 && !is_lone(words.front()) && is_lone(words[1])) begin = 1;
  return begin < words.size() && !(begin > 0 && is_lone(words.front())) ? begin : 0;
}

void Link::check(Span at, Diagnostics& problems) const {
  if (network && !user && !url)
    problems.error("missing-key", at, "link lacks `user`", "add `user: ...`, the user name there");
  if (!user) return;
  auto address = std::string_view(user->text);
  bool is_there = network && address.find('/') != address.npos &&
                  folded(address).find(folded(network->text) + ".") != std::string::npos;
  if (!is_there && address.find("://") == address.npos && !address.starts_with("www.")) return;
  auto name = address.substr(0, address.find_first_of("?#"));
  while (name.ends_with('/')) name.remove_suffix(1);
  name = name.substr(name.rfind('/') + 1);  // npos + 1 is 0
  bool is_name = is_there && !name.empty() && name.find('.') == name.npos;
  problems.error("bad-user", user->at, fmt::format("{} is an address, not a name", in_backquotes(user->text)),
                 is_name ? fmt::format("write `{}`", name) : "write the name alone, or the address as `url`");
}

namespace {

constexpr std::pair<std::string_view, std::string_view> sign_names[] = {
    {"dagger", "†"},  {"ddagger", "‡"}, {"star", "*"}, {"ast", "*"},       {"asterisk", "*"},
    {"section", "§"}, {"S", "§"},       {"par", "¶"},  {"paragraph", "¶"}, {"P", "¶"},
};

}  // namespace

void Mark::check(Span, Diagnostics& problems) const {
  std::string sign = symbol.text;
  std::erase_if(sign, [](char c) { return c == '"' || c == '\''; });
  if (sign.size() < symbol.text.size())
    return problems.error("bad-mark", symbol.at, "a quote in the sign of a mark",
                          sign.empty() ? "give it a sign" : fmt::format("write `symbol: \"{}\"`", sign));
  std::string name = sign;
  std::erase_if(name, [](char c) { return !is_ascii_letter(c); });
  bool is_typed = sign.find_first_of("\\$^{}") != sign.npos;
  if ((name.size() < 3 && !is_typed) || sign == "none") return;
  auto known = std::ranges::find(sign_names, name, [](auto const& pair) { return pair.first; });
  bool is_star = name.empty() && sign.find('*') != sign.npos;
  problems.error("bad-mark", symbol.at,
                 fmt::format("{} would print behind names as it stands here", in_backquotes(sign)),
                 known != std::end(sign_names) ? fmt::format("write the sign itself, `\"{}\"`", known->second)
                 : is_star                     ? "write the sign itself, `\"*\"`"
                                               : "a sign is short, as `†`, `§` or `a`");
}

void PersonName::check(Span place, Diagnostics& problems) const {
  auto name = printed();
  for (std::size_t i = 0; i < name.size();)
    if (is_alphanumeric(next_code_point(name, i))) return;
  problems.error("bad-name", place, "a name without letters", "write it as it prints");
}

std::string PersonName::printed() const {
  if (text) return text->text;
  return joined({&prefix, &given, &family, &suffix});
}

PersonName::Parts PersonName::parts() const {
  if (text && !family) return parts(text->text);
  auto text_of = [](std::optional<Literal> const& part) { return part ? part->text : std::string(); };
  auto [first, middle] = halves(text_of(given));
  return {first, middle, text_of(family), text_of(suffix)};
}

PersonName::Parts PersonName::parts(std::string_view whole) {
  auto sides = split_by(whole, {","});
  if (sides.size() > 1 && !is_suffix(sides[1])) {  // `Lovelace, Ada K., Jr.`
    auto [first, middle] = halves(sides[1]);
    return {first, middle, std::string(sides[0]), std::string(sides.size() > 2 ? sides[2] : "")};
  }
  std::string last_word(whole.substr(whole.rfind(' ') + 1));  // npos + 1 is 0
  bool has_suffix = is_suffix(last_word) && last_word != whole;
  if (has_suffix) whole = trimmed(whole.substr(0, whole.size() - last_word.size()));
  if (has_suffix && whole.ends_with(',')) whole.remove_suffix(1);
  auto suffix = has_suffix ? last_word : std::string();
  std::vector<std::string> words;
  for (auto word : split_by(whole, {" ", "."})) words.emplace_back(word);
  if (auto behind = initials_behind(words); behind > 0) {
    auto end = std::size_t(words[behind - 1].size());
    for (std::size_t i = 0, at = 0; i < behind; ++i) end = at = whole.find(words[i], at) + words[i].size();
    auto [first, middle] = halves(trimmed(whole.substr(end)));
    return {first, middle, std::string(whole.substr(0, end)), suffix};
  }
  auto begin = whole.rfind(' ') + 1;
  while (begin > 1) {  // particles are written small: van der Berg
    auto before = whole.rfind(' ', begin - 2) + 1;
    if (!(whole[before] >= 'a' && whole[before] <= 'z')) break;
    begin = before;
  }
  auto [first, middle] = halves(trimmed(whole.substr(0, begin)));
  return {first, middle, std::string(whole.substr(begin)), suffix};
}

std::pair<std::string, std::string> PersonName::split() const {
  if (family || !text) return {joined({&prefix, &given}), joined({&family, &suffix})};
  auto [first, middle, last, end] = parts();
  auto together = [](std::string const& a, std::string const& b) { return b.empty() ? a : a + " " + b; };
  return {together(first, middle), together(last, end)};
}

}  // namespace vitac
