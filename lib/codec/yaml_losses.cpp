#include "codec/yaml_losses.hpp"

#include <algorithm>

namespace vitac {
namespace {

constexpr auto nowhere = std::string_view::npos;

/// Whether a line goes wrong where it begins or at its key: it is not some value in it.
bool is_about_line(std::string_view text, std::size_t at) {
  auto line = line_at(text, at);
  auto own = openers(text, line);
  if (own.empty() || at <= own.front().at) return true;
  return !own.back().is_dash && at < own.back().value;
}

}  // namespace

YamlLosses::YamlLosses(std::string_view text) : m_original(text), m_bytes(std::string(text) + '\n') {}

bool YamlLosses::is_lost(std::size_t begin, std::size_t end) const {
  return std::ranges::any_of(m_gaps, [&](Gap const& gap) {
    return gap.stand_in >= begin && gap.stand_in < std::max(end, begin + 1);
  });
}

std::vector<std::size_t> YamlLosses::holes() const {
  auto all = m_tabbed;
  for (auto const& gap : m_gaps)
    if (gap.stand_in == nowhere) all.push_back(gap.begin);
  return all;
}

bool YamlLosses::is_between(std::size_t first, std::size_t second) const {
  auto is_there = [&](std::size_t at) { return at > first && at < second; };
  return std::ranges::any_of(m_gaps, is_there, &Gap::begin) || std::ranges::any_of(m_tabbed, is_there);
}

bool YamlLosses::has(std::string_view words) const {
  return std::ranges::any_of(m_gaps, [&](Gap const& gap) {
    return m_original.substr(gap.begin, gap.end - gap.begin).find(words) != nowhere;
  });
}

bool YamlLosses::is_in_wake(std::size_t at) const {
  if (m_gaps.empty()) return false;
  auto end = m_gaps.back().end;
  if (at < line_at(text(), m_gaps.back().begin).begin) return false;
  auto next = text().find_first_not_of(" \r\n", end);
  return at < end || (is_about_line(text(), at) && next != nowhere && next >= line_at(text(), at).begin);
}

bool YamlLosses::is_about_tabs(std::size_t at) const {
  auto line = line_at(text(), at);
  return std::ranges::any_of(m_tabbed, [&](std::size_t tabbed) {
    auto other = line_at(text(), tabbed);
    auto is_next = [&](Line first, Line second) {
      auto below = line_below(text(), first);
      return below && below->begin == second.begin;
    };
    return tabbed == line.begin || is_next(other, line) || is_next(line, other);
  });
}

void YamlLosses::leave_out(std::size_t at, std::size_t resume) {
  at = std::min(at, text().size());
  auto brackets = open_brackets(text(), at);
  auto from = brackets.empty() ? at : std::min(at, brackets.front());
  auto line = line_at(text(), from);
  auto holders = enclosing(text(), from);
  m_wider.assign(holders.rbegin(), holders.rend());
  auto line_end = std::min(text().find('\n', at), text().size());
  m_gaps.push_back({});
  bool is_value = resume == 0 && !holders.empty() && holders[0].at >= line.begin;
  if (is_value) {
    leave_out_value(holders[0], line_end);
    m_wider.pop_back();
    return;
  }
  auto own = Opener{from, from - line.begin, from, text().substr(from, 2) == "- "};
  m_gaps.back() = {line.begin, resume ? resume : std::max(line_end, end_of(text(), own)), nowhere};
  blank(line.begin, m_gaps.back().end);
}

bool YamlLosses::widen() {
  if (m_gaps.empty() || m_wider.empty()) return false;
  leave_out_value(m_wider.back(), m_gaps.back().end);
  m_wider.pop_back();
  return true;
}

std::optional<std::size_t> YamlLosses::leave_rest() {
  auto begin = m_gaps.empty() ? 0 : m_gaps.back().begin;
  auto rest = m_gaps.empty() ? 0 : text().find_first_not_of(" \n", m_gaps.back().end);
  m_gaps.push_back({begin, text().size(), nowhere});
  blank(begin, text().size());
  return rest == nowhere ? std::nullopt : std::optional(rest);
}

void YamlLosses::straighten(std::vector<std::size_t> const& lines) {
  m_tabbed.insert(m_tabbed.end(), lines.begin(), lines.end());
  for (auto at : lines)
    std::replace(m_bytes.begin() + long(at), m_bytes.begin() + long(behind_blanks(m_bytes, at)), '\t', ' ');
}

void YamlLosses::leave_out_value(Opener const& opener, std::size_t at_least) {
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
