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

std::vector<std::string_view> split_at_commas(std::string_view name) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  outside_braces(name, [&](std::size_t at) {
    if (name[at] != ',') return;
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

}  // namespace

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
  auto parts = split_at_commas(tex);
  name.commas = parts.size() - 1;
  if (part_of(parts[0])) {
    name.commas = 0;
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
