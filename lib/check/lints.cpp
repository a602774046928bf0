#include "check/lints.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"

namespace vitac {
namespace {

/// Whether the document itself, and not its style, wants some entries of a section.
bool asks_for_entries(PlannedSection const& section, DocumentSpec const& document) {
  auto const& spec = *section.spec;
  return spec.at.somewhere() && spec.at.file == document.at.file && !section.kinds.empty() &&
         section.kinds.front() != "marks" && (spec.where || !spec.ids.empty());
}

void check_section(PlannedSection const& section, DocumentSpec const& document, Diagnostics& problems) {
  if (!section.is_shown && asks_for_entries(section, document))
    problems.warning("empty-section", section.spec->at,
                     fmt::format("no entry of {} is selected here", one_of(section.kinds)),
                     "the section is left out");
  for (auto const& part : section.parts)
    if (!part.is_made) check_section(part, document, problems);
}

bool has_legend(std::vector<PlannedSection> const& sections) {
  return std::ranges::any_of(sections, [](PlannedSection const& section) {
    return std::ranges::find(section.kinds, "marks") != section.kinds.end() || has_legend(section.parts);
  });
}

}  // namespace

void check_plan(Plan const& plan, Diagnostics& problems) {
  for (auto const& section : plan.sections) check_section(section, *plan.document, problems);
  auto is_seen = [&](std::size_t mark) { return !plan.marks[mark].sign().empty(); };
  if (std::ranges::any_of(plan.used_marks, is_seen) && !has_legend(plan.sections))
    problems.warning("no-legend", plan.document->at,
                     "names carry marks that nothing in this document explains",
                     "add `marks`, the legend, to its sections");
}

}  // namespace vitac
