#include "model/entries.hpp"

#include <fmt/format.h>

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

void Course::check(Span, Diagnostics& problems) const {
  if (share && !share->is_percent)
    problems.error("bad-share", share->at, "the share of a course is no sum of money",
                   fmt::format("write it in per cent: `{}%`", share->text));
}

}  // namespace vitac
