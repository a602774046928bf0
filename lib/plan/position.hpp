#pragma once
#include "model/record.hpp"

namespace vitac {

/// The experience at the primary organization: the one that says so, else of those that last at `as_of` the
/// one that began last. Null when there is none.
Experience const* primary_experience(PersonRecord const&, Date const& as_of);

/// The position that a form asks for: the first of the person's, and what it lacks from the primary
/// experience where that is at the same organization, or no position is given.
Position main_position(PersonRecord const&, Date const& as_of);

/// Whether two texts name the same organization.
bool is_same(Text const&, Text const&);

}  // namespace vitac
