#include "codec/yaml_lines.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {
namespace {

using View = std::string_view;
constexpr auto nowhere = View::npos;

bool is_blank_or_end(View text, std::size_t at) {
  return at >= text.size() || is_ascii_space(text[at]);
}

/// Behind the word, or the text in quotes, that may be a key.
std::size_t behind_key(View text, std::size_t at, std::size_t end) {
  char first = at < end ? text[at] : '\0';
  if (first == '"' || first == '\'') return std::min(text.find(first, at + 1), end - 1) + 1;
  while (at < end && is_word(text[at])) ++at;
  return at;
}

/// Whether a line has anything to say of what holds it: a tab in an indentation hides how deep it is.
bool is_readable(View text, Line line) {
  auto first = behind_blanks(text, line.begin);
  return first < line.end && text[first] != '#' && !is_tabbed(text, line);
}

}  // namespace

Line line_at(View text, std::size_t at) {
  at = std::min(at, text.size());
  auto begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  auto end = std::min(text.find('\n', begin), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  return {begin, end};
}

std::optional<Line> line_below(View text, Line line) {
  auto next = text.find('\n', line.end);
  if (next == nowhere || next + 1 >= text.size()) return {};
  return line_at(text, next + 1);
}

std::optional<Line> line_above(View text, Line line) {
  while (line.begin > 0) {
    line = line_at(text, line.begin - 1);
    auto first = behind_blanks(text, line.begin);
    if (first < line.end && text[first] != '#') return line;
  }
  return {};
}

bool is_word(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::size_t behind_blanks(View text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

bool is_tabbed(View text, Line line) {
  return text.substr(line.begin, behind_blanks(text, line.begin) - line.begin).find('\t') != nowhere;
}

std::size_t content_of(View text, Line line) {
  auto at = behind_blanks(text, line.begin);
  while (at + 1 < line.end && text[at] == '-' && text[at + 1] == ' ') at = behind_blanks(text, at + 1);
  return std::min(at, line.end);
}

Value value_in(View text, std::size_t begin, std::size_t end) {
  auto colon = begin;
  while (colon < end && is_word(text[colon])) ++colon;
  bool has_key = colon > begin && colon < end && text[colon] == ':' && colon + 1 < end &&
                 (text[colon + 1] == ' ' || text[colon + 1] == '\t');
  auto from = has_key ? std::min(behind_blanks(text, colon + 1), end) : begin;
  while (end > from && text[end - 1] == ' ') --end;
  return {begin, from, end};
}

Value value_of(View text, Line line) {
  return value_in(text, content_of(text, line), line.end);
}

std::size_t closed_on_line(View text, Value value) {
  char quote = text[value.begin];
  for (auto i = value.begin + 1; i < value.end; ++i)
    if (quote == '"' ? text[i] == '\\' : text.substr(i, 2) == "''")
      ++i;
    else if (text[i] == quote)
      return i;
  return nowhere;
}

std::size_t quote_left_open(View text, Line line) {
  bool is_fresh = true;  // a value may start here
  for (auto at = content_of(text, line); at < line.end; ++at) {
    char c = text[at];
    if (c == '#' && at > line.begin && text[at - 1] == ' ') return nowhere;
    if (is_fresh && (c == '"' || c == '\'')) {
      auto closing = closed_on_line(text, {at, at, line.end});
      if (closing == nowhere) return at;
      at = closing;
    }
    bool is_blank = c == ' ' || c == '\t';
    is_fresh = View("[{,").find(c) != nowhere || (is_blank && (is_fresh || text[at - 1] == ':'));
  }
  return nowhere;
}

std::vector<std::size_t> open_brackets(View text, std::size_t at) {
  constexpr std::size_t far = 64u << 10;
  std::vector<std::size_t> open;
  bool fresh = true;  // a value may start here
  auto first = at < far ? 0 : std::min(text.find('\n', at - far), at);
  for (auto i = first; i < std::min(at, text.size()); ++i) {
    char c = text[i];
    if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n' || text[i - 1] == '\t')) {
      i = std::min(text.find('\n', i), text.size());
      fresh = true;
      continue;
    }
    if (fresh && (c == '"' || c == '\'')) {
      for (++i; i < at && i < text.size() && text[i] != c; ++i)
        if (c == '"' && text[i] == '\\') ++i;
      fresh = false;
      continue;
    }
    if ((fresh || !open.empty()) && (c == '[' || c == '{')) {
      open.push_back(i);
      fresh = true;
    } else if (!open.empty() && (c == ']' || c == '}')) {
      if ((text[open.back()] == '[') != (c == ']')) return open;
      open.pop_back();
      fresh = false;
    } else if (c == '\n' || (c == ',' && !open.empty()) ||
               (c == ' ' && i > 0 && (text[i - 1] == ':' || text[i - 1] == '-'))) {
      fresh = true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      fresh = false;
    }
  }
  return open;
}

View name_of(View text, Opener const& key) {
  return text.substr(key.at, key.value - 1 - key.at);
}

std::vector<Opener> openers(View text, Line line) {
  std::vector<Opener> all;
  auto at = std::min(behind_blanks(text, line.begin), line.end);
  for (; at < line.end && text[at] == '-' && is_blank_or_end(text, at + 1); at = behind_blanks(text, at + 1))
    all.push_back({at, at - line.begin, at + 1, true});
  at = std::min(at, line.end);
  auto colon = behind_key(text, at, line.end);
  if (colon > at && colon < line.end && text[colon] == ':' && is_blank_or_end(text, colon + 1))
    all.push_back({at, at - line.begin, colon + 1, false});
  return all;
}

std::vector<Opener> enclosing(View text, std::size_t at) {
  std::vector<Opener> all;
  auto line = line_at(text, at);
  auto limit = is_tabbed(text, line) ? nowhere : at - line.begin;
  for (bool is_own = true;; is_own = false) {
    auto here = is_own || is_readable(text, line) ? openers(text, line) : std::vector<Opener>{};
    for (auto opener = here.rbegin(); opener != here.rend(); ++opener) {
      bool holds_list = !all.empty() && all.back().is_dash && !opener->is_dash && opener->column == limit;
      bool is_outer = is_own ? opener->value <= at : opener->column < limit || holds_list;
      if (!is_outer) continue;
      all.push_back(*opener);
      limit = opener->column;
    }
    bool is_outermost = limit == 0 && !(!all.empty() && all.back().is_dash);
    if (is_outermost || line.begin == 0) return all;
    line = line_at(text, line.begin - 1);
  }
}

std::size_t end_of(View text, Opener const& opener) {
  auto line = line_below(text, line_at(text, opener.at));
  for (; line; line = line_below(text, *line)) {
    if (!is_readable(text, *line)) continue;
    auto first = behind_blanks(text, line->begin);
    bool is_document_sign = line->in(text) == "---" || line->in(text) == "...";
    if (is_document_sign) return line->begin;
    if (first - line->begin > opener.column) continue;
    auto below = openers(text, *line);
    bool is_own_item =
        !below.empty() && below.front().is_dash && !opener.is_dash && below.front().column == opener.column;
    if (!below.empty() && !is_own_item) return line->begin;
  }
  return text.size();
}

}  // namespace vitac
