#include "codec/yaml_losses.hpp"

#include <algorithm>

namespace vitac {
namespace {

constexpr auto nowhere = std::string_view::npos;

/// Whether a line goes wrong where it begins: it is not some value in it.
bool is_about_line(std::string_view text, std::size_t at) {
  return at <= content_of(text, line_at(text, at));
}

}  // namespace

YamlLosses::YamlLosses(std::string_view text) : m_original(text), m_bytes(std::string(text) + '\n') {}

bool YamlLosses::is_stand_in(std::size_t at) const {
  return std::ranges::any_of(m_gaps, [&](Gap const& gap) { return gap.stand_in == at; });
}

bool YamlLosses::has(std::string_view words) const {
  return std::ranges::any_of(m_gaps, [&](Gap const& gap) {
    return m_original.substr(gap.begin, gap.end - gap.begin).find(words) != nowhere;
  });
}

bool YamlLosses::is_in_wake(std::size_t at) const {
  if (m_gaps.empty()) return false;
  auto end = m_gaps.back().end;
  auto next = text().find_first_not_of(" \r\n", end);
  return at < end || (is_about_line(text(), at) && next != nowhere && next >= line_at(text(), at).begin);
}

bool YamlLosses::is_about_tabs(std::size_t at) const {
  auto line = line_at(text(), at);
  return std::ranges::any_of(m_tabbed, [&](std::size_t tabbed) {
    auto other = line_at(text(), tabbed);
    return tabbed == line.begin || other.end + 1 == line.begin || line.end + 1 == other.begin;
  });
}

void YamlLosses::leave_out(std::size_t at) {
  auto brackets = open_brackets(text(), at);
  auto from = brackets.empty() ? at : std::min(at, brackets.front());
  bool was_tabbed = std::ranges::count(m_tabbed, line_at(text(), from).begin) > 0;
  auto holders = enclosing(was_tabbed ? m_original : text(), from);
  m_wider.assign(holders.rbegin(), holders.rend());
  // How deep a line was meant to be is open: then it may belong to what holds the keys above it.
  bool is_open = holders.size() > 1 && holders[0].at < line_at(text(), from).begin && !holders[0].is_dash &&
                 holders[0].column > 0;
  if (is_open) m_wider.pop_back();
  auto line_end = std::min(text().find('\n', at), text().size());
  if (m_wider.empty()) {
    auto begin = line_at(text(), from).begin;
    m_gaps.push_back({begin, std::max(line_end, end_of(text(), {begin, 0, begin, true})), nowhere});
    return blank(begin, m_gaps.back().end);
  }
  m_gaps.push_back({});
  leave_out(m_wider.back(), line_end);
}

bool YamlLosses::widen() {
  if (m_gaps.empty() || m_wider.size() < 2) return false;
  m_wider.pop_back();
  leave_out(m_wider.back(), m_gaps.back().end);
  return true;
}

void YamlLosses::leave_rest() {
  auto begin = m_gaps.empty() ? 0 : m_gaps.back().begin;
  m_gaps.push_back({begin, text().size(), nowhere});
  blank(begin, text().size());
}

void YamlLosses::straighten(std::vector<std::size_t> const& lines) {
  m_tabbed = lines;
  for (auto at : lines)
    std::replace(m_bytes.begin() + long(at), m_bytes.begin() + long(behind_blanks(m_bytes, at)), '\t', ' ');
}

void YamlLosses::leave_out(Opener const& opener, std::size_t at_least) {
  auto begin = opener.value, end = std::max(at_least, end_of(text(), opener));
  blank(begin, end);
  auto at = begin + 1;
  while (at < end && (m_bytes[at] != ' ' || at - line_at(text(), at).begin <= opener.column)) ++at;
  if (at < end) m_bytes[at] = '~';
  m_gaps.back() = {begin, end, at < end ? at : nowhere};
}

void YamlLosses::blank(std::size_t begin, std::size_t end) {
  for (auto i = begin; i < end; ++i)
    if (m_bytes[i] != '\n') m_bytes[i] = ' ';
}

}  // namespace vitac
