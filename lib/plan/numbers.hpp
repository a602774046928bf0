#pragma once
#include "plan/plan.hpp"

namespace vitac {

/// Numbers the headings of a plan and labels its entries, and notes each id's label.
void number(Plan&);

}  // namespace vitac
