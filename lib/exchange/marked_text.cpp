#include "exchange/marked_text.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Whether an emphasis marker may be taken for one between the two: behind a letter none opens before a sign.
bool may_stand(char32_t outside, char32_t inside) {
  return is_alphanumeric(inside) || !is_alphanumeric(outside);
}

char32_t code_point_before(std::string_view text, std::size_t at) {
  if (at == 0) return U' ';
  auto begin = at - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return next_code_point(text, begin);
}

char32_t code_point_at(std::string_view text, std::size_t at) {
  return at < text.size() ? next_code_point(text, at) : U' ';
}

/// An address as the target of a link: its parentheses in pairs, no blanks.
std::string link_target(std::string_view url) {
  bool is_balanced = std::ranges::count(url, '(') == std::ranges::count(url, ')');
  std::string out;
  for (char c : url) {
    if (c == ' ')
      out += "%20";
    else if (!is_balanced && (c == '(' || c == ')'))
      out += c == '(' ? "%28" : "%29";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string link_markup(std::string_view words, std::string_view url) {
  std::string out = "[";
  for (char c : words) out += escaped_markup(c == '[' ? "(" : c == ']' ? ")" : std::string_view(&c, 1));
  return out + "](" + link_target(url) + ")";
}

void MarkedText::blank() {
  if (!text.empty() && text.back() != ' ') text += ' ';
}

std::size_t MarkedText::open(std::string_view marker) {
  for (auto const& stretch : m_stretches)
    if (stretch.marker == marker && stretch.end == none) return none;
  m_stretches.push_back({marker, text.size(), none});
  return m_stretches.size() - 1;
}

void MarkedText::close(std::size_t style) {
  if (style != none) m_stretches[style].end = text.size();
}

bool MarkedText::can_stand(Stretch const& stretch) const {
  auto [marker, begin, end] = stretch;
  auto first = code_point_at(text, begin), last = code_point_before(text, end);
  bool is_escaping = begin > 0 && text[begin - 1] == '\\';
  bool is_escaped = end > 0 && text[end - 1] == '\\';
  return begin < end && !is_escaping && !is_escaped && may_stand(code_point_before(text, begin), first) &&
         may_stand(code_point_at(text, end), last);
}

std::string MarkedText::take() {
  if (text.ends_with(' ')) text.pop_back();
  std::vector<std::pair<std::size_t, std::string_view>> opening, closing;
  std::size_t last_end = none;
  for (auto& stretch : m_stretches) {
    stretch.end = std::min(stretch.end, text.size());
    while (stretch.begin < stretch.end && text[stretch.begin] == ' ') ++stretch.begin;
    while (stretch.end > stretch.begin && text[stretch.end - 1] == ' ') --stretch.end;
    if (!can_stand(stretch) || stretch.begin == last_end) continue;
    last_end = stretch.end;
    opening.emplace_back(stretch.begin, stretch.marker);
    closing.emplace(closing.begin(), stretch.end, stretch.marker);
  }
  std::ranges::stable_sort(closing, {}, [](auto const& mark) { return mark.first; });
  std::string out;
  auto next_open = opening.begin();
  auto next_close = closing.begin();
  for (std::size_t at = 0; at <= text.size(); ++at) {
    for (; next_close != closing.end() && next_close->first == at; ++next_close) out += next_close->second;
    for (; next_open != opening.end() && next_open->first == at; ++next_open) out += next_open->second;
    if (at < text.size()) out += text[at];
  }
  return out;
}

std::string escaped_markup(std::string_view text) {
  constexpr std::string_view markup = "*`[$";
  std::string out;
  for (char c : text) {
    if (markup.find(c) != markup.npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace vitac
