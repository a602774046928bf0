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

}  // namespace vitac
