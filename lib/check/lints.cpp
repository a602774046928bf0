#include "check/lints.hpp"

#include <fmt/format.h>

#include "base/suggest.hpp"

namespace vitac {
namespace {

bool asks_for_entries(PlannedSection const& section) {
  auto const& spec = *section.spec;
  return spec.at.somewhere() && !section.kinds.empty() && section.kinds.front() != "marks" &&
         (spec.where || !spec.ids.empty());
}

void check_section(PlannedSection const& section, Diagnostics& problems) {
  if (asks_for_entries(section) && section.entries.empty())
    problems.warning("empty-section", section.spec->at,
                     fmt::format("no entry of {} is selected here", one_of(section.kinds)),
                     "the section is left out");
  for (auto const& part : section.parts) check_section(part, problems);
}

}  // namespace

void check_plan(Plan const& plan, Diagnostics& problems) {
  for (auto const& section : plan.sections) check_section(section, problems);
}

}  // namespace vitac
