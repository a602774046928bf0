#include "model/entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vitac {

void Entry::check_range(std::optional<Date> const& start, std::optional<Date> const& end,
                        Diagnostics& problems) {
  if (start && start->is_present)
    problems.error("bad-date", start->at, "`present` cannot be a start", "write when it began");
  else if (start && end && start->order() > end->order(true))
    problems.error("reversed-dates", end->at, "it ends before it starts",
                   "exchange the two dates, or correct one");
}

std::vector<Experience> Experience::by_role() const {
  std::vector<Experience> all;
  for (auto const& role : roles) {
    auto& own = all.emplace_back(*this);
    own.at = role.at;
    own.roles.clear();
    own.title = role.title;
    if (role.department) own.department = role.department;
    if (role.location) own.location = role.location;
    if (role.kind) own.kind = role.kind;
    bool is_dated = role.start || role.end || role.date;
    if (is_dated || roles.size() > 1) own.start = role.start, own.end = role.end, own.date = role.date;
    bool is_first = all.size() == 1;  // what is said of all of them stands once
    if (!is_first) own.note.reset(), own.highlights.clear();
    own.highlights.insert(own.highlights.end(), role.highlights.begin(), role.highlights.end());
  }
  return all;
}

void Evaluation::check(Span, Diagnostics& problems) const {
  for (auto const* rated : {&score, mean ? &*mean : nullptr})
    if (rated && out_of && rated->value > out_of->value)
      problems.error("bad-number", rated->at,
                     fmt::format("{} is more than the highest score, {}", rated->text, out_of->text),
                     "correct it, or `out_of`");
}

void Grant::check(Span, Diagnostics& problems) const {
  Entry::check_range(start, end, problems);
  constexpr std::array<std::string_view, 7> of_thousandths{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  bool has_thousandths =
      currency && std::ranges::find(of_thousandths, currency->text) != of_thousandths.end();
  auto is_sum = [&](std::string_view text, Span place) {
    auto stop = text.find('.');
    bool may_be_thousands = stop != text.npos && text.size() == stop + 4 && stop <= 3 && text[0] != '0';
    if (!may_be_thousands || has_thousandths) return true;
    problems.error("bad-number", place,
                   fmt::format("`{}` is {} here: its point begins the decimals", text, text.substr(0, stop)),
                   fmt::format("write `{}{}`, or `{}.00`", text.substr(0, stop), text.substr(stop + 1),
                               text.substr(0, stop)));
    return false;
  };
  bool is_amount = amount && is_sum(amount->text, amount->at);
  if (is_amount && amount->value < 0)
    problems.error("bad-number", amount->at, fmt::format("an amount of {} is less than 0", amount->text),
                   "write what was granted");
  if (!share || share->is_percent || !is_sum(share->text, share->at)) return;
  if (is_amount && amount->value >= 0 && share->value > amount->value)
    problems.error("bad-share", share->at,
                   fmt::format("a share of {} is more than the whole, {}", share->text, amount->text),
                   share->value > 100 ? "correct one of the two"
                                      : fmt::format("correct one of the two, or write `{}%`", share->text));
}

void Course::check(Span, Diagnostics& problems) const {
  if (share && !share->is_percent)
    problems.error("bad-share", share->at, "the share of a course is no sum of money",
                   fmt::format("write it in per cent: `{}%`", share->text));
}

}  // namespace vitac
