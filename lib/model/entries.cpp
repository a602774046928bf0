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

void Course::check(Span, Diagnostics& problems) const {
  if (share && !share->is_percent)
    problems.error("bad-share", share->at, "the share of a course is no sum of money",
                   fmt::format("write it in per cent: `{}%`", share->text));
}

}  // namespace vitac
