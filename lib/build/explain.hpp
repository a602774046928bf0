#pragma once
#include <string>

#include "base/source.hpp"
#include "plan/plan.hpp"
#include "render/template.hpp"

namespace vitac {

/// What a document shows of its record, in lines for people: the entries of each section with their labels,
/// what is left out and why, and which fields of the entries that are shown nothing was printed of.
std::string explained(Plan const&, Rendered const& tex, Sources const&);

}  // namespace vitac
