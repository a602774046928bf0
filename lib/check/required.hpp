#pragma once
#include "plan/plan.hpp"

namespace vitac {

/// Holds a document to its own `require`: `person.orcid`, `education` (that it shows some), `grants[].share`
/// (every grant that it shows has one).
void check_required(Plan const&, Diagnostics&);

}  // namespace vitac
