#pragma once
#include "base/diagnostic.hpp"
#include "plan/plan.hpp"

namespace vitac {

/// What is legal in a plan but hardly meant: a section whose choice of entries leaves none,
/// marks without their legend.
void check_plan(Plan const&, Diagnostics&);

}  // namespace vitac
