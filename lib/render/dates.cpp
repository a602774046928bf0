#include "render/dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::array<std::string_view, 7> tokens{"YYYY", "Month", "Mon", "MM", "DD", "M", "D"};

std::string_view token_at(std::string_view text) {
  for (auto token : tokens)
    if (text.starts_with(token)) return token;
  return {};
}

std::string month_name(std::vector<Literal> const& names, int month) {
  return month > 0 && std::size_t(month) <= names.size() ? names[std::size_t(month) - 1].text : std::string{};
}

std::string value_of(std::string_view token, Date const& date, Locale const& locale) {
  if (token == "YYYY") return fmt::format("{:04}", date.year);
  if (token == "Month") return month_name(locale.months, date.month);
  if (token == "Mon") return month_name(locale.short_months, date.month);
  if (token == "MM") return fmt::format("{:02}", date.month);
  if (token == "DD") return fmt::format("{:02}", date.day);
  return fmt::format("{}", token == "M" ? date.month : date.day);
}

std::string fill(std::string_view pattern, Date const& date, Locale const& locale) {
  std::string out;
  while (!pattern.empty()) {
    auto token = token_at(pattern);
    if (token.empty())
      out += pattern.front();
    else
      out += value_of(token, date, locale);
    pattern.remove_prefix(std::max<std::size_t>(token.size(), 1));
  }
  return out;
}

/// Whether a date is exact enough for a pattern.
bool suits(std::string_view pattern, Date const& date) {
  bool wants_month = pattern.find('M') != pattern.npos, wants_day = pattern.find('D') != pattern.npos;
  return (!wants_month || date.month) && (!wants_day || date.day);
}

}  // namespace

bool is_date_pattern(std::string_view pattern) {
  if (pattern.find("YYYY") == pattern.npos) return false;
  while (!pattern.empty()) {
    auto token = token_at(pattern);
    if (token.empty() &&
        ((pattern[0] >= 'a' && pattern[0] <= 'z') || (pattern[0] >= 'A' && pattern[0] <= 'Z')))
      return false;
    pattern.remove_prefix(std::max<std::size_t>(token.size(), 1));
  }
  return true;
}

std::string format_date(Date const& date, Locale const& locale, std::string_view pattern) {
  if (date.is_present) return locale.present.text;
  if (!date.text.empty()) return date.text;
  if (date.season != Date::none) {
    auto season = std::size_t(date.season) - 1;
    return fmt::format("{} {}", season < locale.seasons.size() ? locale.seasons[season].text : "", date.year);
  }
  if (!pattern.empty() && suits(pattern, date)) return fill(pattern, date, locale);
  auto own = locale.dates.find(date.day ? "day" : date.month ? "month" : "year");
  return fill(own ? own->text : "YYYY", date, locale);
}

std::string format_period(Date const* start, Date const* end, Date const& as_of, Locale const& locale,
                          std::string_view pattern) {
  bool to_come = end && !end->is_present && end->order() > as_of.order(true);
  auto last = end ? format_date(*end, locale, pattern) : std::string{};
  if (to_come) last = replaced(locale.expected.text, "{date}", last);
  if (!start) return last;
  auto first = format_date(*start, locale, pattern);
  if (!end) return replaced(locale.since.text, "{date}", first);
  if (first == last) return first;
  auto is_year = [](std::string const& date) {
    return date.size() == 4 && std::ranges::all_of(date, is_ascii_digit);
  };
  bool years_only = is_year(first) && (end->is_present || is_year(last));
  return first + (years_only ? "–" : "\u2009–\u2009") + last;
}

std::string format_years(Date const* start, Date const* end, Locale const& locale) {
  auto year = [&](Date const& date) {
    if (date.is_present) return locale.present.text;
    return date.text.empty() ? value_of("YYYY", date, locale) : date.text;
  };
  auto last = end ? year(*end) : locale.present.text;
  if (!start || year(*start) == last) return last;
  return year(*start) + "–" + last;
}

}  // namespace vitac
