#pragma once
#include <string>
#include <string_view>

#include "model/leaves.hpp"
#include "model/locale.hpp"

namespace vitac {

/// Whether a pattern is made of `YYYY MM M Mon Month DD D` and signs.
bool is_date_pattern(std::string_view);

/// A date as it prints, as exact as it was written. `pattern` is the section's own; empty: the locale's.
std::string format_date(Date const&, Locale const&, std::string_view pattern);

/// From `start` to `end`, either of which may be missing: `2016–2018`, `July 2016 – Dec. 2017`, `since 2019`;
/// an end after `as_of` is expected.
std::string format_period(Date const* start, Date const* end, Date const& as_of, Locale const&,
                          std::string_view pattern);

/// A period as forms ask for it, years alone: `2016–2018`, `2019–present`, also where no end is given.
std::string format_years(Date const* start, Date const* end, Locale const&);

}  // namespace vitac
