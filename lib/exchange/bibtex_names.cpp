#include "exchange/bibtex_names.hpp"

#include <array>

#include "base/utf8.hpp"

namespace vitac {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Calls back for each byte outside braces.
void outside_braces(std::string_view text, auto const& visit) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && depth > 0) --depth;
    if (depth == 0 && text[at] != '}') visit(at);
  }
}

std::vector<std::string_view> split_outside(std::string_view name, char sign) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  outside_braces(name, [&](std::size_t at) {
    if (name[at] != sign) return;
    parts.push_back(trimmed(name.substr(begin, at - begin)));
    begin = at + 1;
  });
  parts.push_back(trimmed(name.substr(begin)));
  return parts;
}

/// Whether one pair of braces holds a whole name, and more than one word of it.
bool is_braced(std::string_view name) {
  if (name.size() < 2 || name.front() != '{' || name.find(' ') == name.npos) return false;
  bool is_whole = name.back() == '}';
  int depth = 0;
  for (std::size_t at = 0; at + 1 < name.size(); ++at) {
    depth += name[at] == '{' ? 1 : name[at] == '}' ? -1 : 0;
    is_whole = is_whole && depth > 0;
  }
  return is_whole;
}

/// DBLP tells namesakes apart by numbers: `Sijia Liu 0001`.
std::string without_number(std::string name) {
  constexpr std::size_t digits = 4;
  if (name.size() <= digits + 1 || name[name.size() - digits - 1] != ' ') return name;
  auto number = std::string_view(name).substr(name.size() - digits);
  if (number.find_first_not_of("0123456789") != number.npos) return name;
  name.resize(name.size() - digits - 1);
  return name;
}

struct Part {
  std::string_view key, value;
};

/// `given=Hans`; a key that is none of biblatex's makes it another thing.
std::optional<Part> part_of(std::string_view text) {
  constexpr std::array<std::string_view, 9> keys{"family",  "given",    "prefix",   "suffix",   "family-i",
                                                 "given-i", "prefix-i", "suffix-i", "useprefix"};
  auto equals = text.find('=');
  if (equals == text.npos) return {};
  Part part{trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1))};
  if (std::ranges::find(keys, part.key) == keys.end()) return {};
  return part;
}

/// The words of a name, ties and hyphens kept.
std::vector<std::string_view> words_of(std::string_view name) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < name.size();) {
    auto end = std::min(name.find_first_of(" \t\r\n~", begin), name.size());
    if (end > begin) words.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// `A.`, `J.-P.`, `A.K.`: single letters with full stops.
bool is_initial(std::string_view word) {
  for (std::size_t at = 0; at < word.size(); at += 2) {
    if (word[at] == '-') ++at;
    if (at + 1 >= word.size() || !is_ascii_letter(word[at]) || word[at + 1] != '.') return false;
  }
  return !word.empty();
}

bool are_initials(std::string_view part) {
  return std::ranges::all_of(words_of(part), is_initial);
}

/// `A. Lovelace`, `Lovelace A.`: whole, and neither a family name nor what stands before one.
bool is_whole_name(std::string_view part) {
  auto words = words_of(part);
  return std::ranges::any_of(words, is_initial) && !are_initials(part);
}

bool is_suffix(std::string_view part) {
  constexpr std::array<std::string_view, 16> suffixes{"jr", "sr",  "jnr", "snr", "junior", "senior",
                                                      "ii", "iii", "iv",  "v",   "vi",     "phd",
                                                      "md", "esq", "sj",  "osb"};
  std::string word;
  for (char c : folded(part))
    if (c != '.' && c != '{' && c != '}' && c != ' ') word += c;
  return std::ranges::find(suffixes, word) != suffixes.end();
}

/// A family name alone, with its particles: `Lovelace`, `van der Berg`.
bool is_lone_family(std::string_view part) {
  auto words = words_of(part);
  auto is_large = [](std::string_view word) { return !(word[0] >= 'a' && word[0] <= 'z'); };
  return std::ranges::count_if(words, is_large) == 1 && is_large(words.back()) && !is_initial(words.back());
}

/// Whether commas part several names rather than the parts of one: `Last, First` and `Last, Jr, First`.
bool are_several(std::vector<std::string_view> const& parts) {
  if (parts.size() < 2 || part_of(parts[0])) return false;
  if (parts.size() == 2) return is_whole_name(parts[0]) && is_whole_name(parts[1]);
  if (parts.size() > 3) return true;
  return !is_suffix(parts[1]) && (words_of(parts[1]).size() > 1 || is_whole_name(parts[0]));
}

std::string_view without_and(std::string_view name) {
  for (std::string_view sign : {"\\&", "&"})
    if (name.starts_with(sign)) return trimmed(name.substr(sign.size()));
  return name;
}

std::vector<std::string> joined_parts(std::vector<std::string_view> const& parts) {
  bool in_pairs = parts.size() % 2 == 0;
  for (std::size_t i = 0; in_pairs && i < parts.size(); i += 2) in_pairs = is_lone_family(parts[i]);
  std::vector<std::string> names;
  bool is_joined = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    bool is_behind = in_pairs ? i % 2 == 1 : !is_joined && are_initials(parts[i]);
    bool is_second = !names.empty() && (is_behind || is_suffix(parts[i]));
    if (is_second)
      names.back() += (is_behind ? ", " : " ") + std::string(parts[i]);
    else
      names.emplace_back(without_and(parts[i]));
    is_joined = is_second || is_whole_name(parts[i]);
  }
  std::erase(names, "");
  return names;
}

/// Entities of HTML, which some exports have, end in one.
bool parts_names(std::string_view name, std::size_t semicolon) {
  auto before = name.substr(0, semicolon);
  auto sign = before.rfind('&');
  return sign == before.npos || before.substr(sign).find(' ') != before.npos;
}

}  // namespace

std::vector<std::string> names_between_signs(std::string_view name) {
  auto sides = split_outside(name, ';');
  bool has_semicolon = sides.size() > 1;
  for (auto side : sides)
    if (auto end = std::size_t(side.data() - name.data()) + side.size(); end < name.size())
      has_semicolon = has_semicolon && parts_names(name, end);
  if (has_semicolon) {
    std::erase(sides, "");
    return {sides.begin(), sides.end()};
  }
  auto parts = split_outside(name, ',');
  return are_several(parts) ? joined_parts(parts) : std::vector<std::string>{};
}

std::vector<std::string_view> split_names(std::string_view authors) {
  std::vector<std::string_view> names;
  std::size_t begin = 0;
  auto add = [&](std::size_t end) {
    auto name = trimmed(authors.substr(begin, end - begin));
    while (name.ends_with(',')) name = trimmed(name.substr(0, name.size() - 1));
    if (!name.empty()) names.push_back(name);
  };
  outside_braces(authors, [&](std::size_t at) {
    auto is = [&](std::size_t offset, char small) {
      return at + offset < authors.size() && (authors[at + offset] | 0x20) == small;
    };
    bool is_and = at >= begin && is(0, 'a') && is(1, 'n') && is(2, 'd') &&
                  (at == 0 || is_blank(authors[at - 1])) &&
                  (at + 3 == authors.size() || is_blank(authors[at + 3]));
    if (!is_and) return;
    add(at);
    begin = at + 3;
  });
  add(authors.size());
  return names;
}

BibName read_name(std::string_view tex, TexMacros const& macros) {
  BibName name;
  auto append = [&](std::string_view part) {
    auto read = read_tex(part, TexInto::words, macros);
    read.text = without_number(std::move(read.text));
    name.doubts.insert(name.doubts.end(), read.doubts.begin(), read.doubts.end());
    if (!read.text.empty()) name.spoken += (name.spoken.empty() ? "" : " ") + read.text;
    return read.text;
  };
  auto parts = split_outside(tex, ',');
  if (part_of(parts[0])) {
    for (std::string_view wanted : {"given", "prefix", "family", "suffix"})
      for (auto part : parts)
        if (auto keyed = part_of(part); keyed && keyed->key == wanted) {
          auto text = append(keyed->value);
          if (wanted == "prefix" || wanted == "family")
            name.family += (name.family.empty() ? "" : " ") + text;
        }
    return name;
  }
  if (parts.size() == 2) {
    append(parts[1]);
    name.family = append(parts[0]);
  } else if (parts.size() == 3) {  // the suffix stands in the middle
    append(parts[2]);
    name.family = append(parts[0]);
    append(parts[1]);
  } else {
    name.is_body = is_braced(trimmed(tex));
    append(tex);
  }
  return name;
}

}  // namespace vitac
