#include "plan/position.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "plan/filter.hpp"

namespace vitac {
namespace {

void fill(auto& missing, auto const& known) {
  if (!missing) missing = known;
}

/// When it was by its own dates, else from the first of its roles to the last.
std::optional<Period> period_with_roles(Experience const& experience, Date const& as_of) {
  auto of = [&](Experience const& each) {
    return period_of({"experience", &shape<Experience>(), &each}, as_of);
  };
  auto whole = of(experience);
  if (whole) return whole;
  for (auto const& role : experience.by_role())
    if (auto own = of(role))
      whole = whole ? Period{std::min(whole->begin, own->begin), std::max(whole->end, own->end)} : *own;
  return whole;
}

}  // namespace

bool is_same(Text const& a, Text const& b) {
  return folded(a.in({}).text) == folded(b.in({}).text);
}

Experience const* primary_experience(PersonRecord const& record, Date const& as_of) {
  Experience const* latest = nullptr;
  long began = 0;
  for (auto const& experience : record.experience) {
    if (experience.primary && experience.primary->value) return &experience;
    auto period = period_with_roles(experience, as_of);
    if (!period || period->end < as_of.order() || (latest && period->begin <= began)) continue;
    latest = &experience;
    began = period->begin;
  }
  return latest;
}

Position main_position(PersonRecord const& record, Date const& as_of) {
  auto position = record.person.positions.empty() ? Position() : record.person.positions.front();
  auto primary = primary_experience(record, as_of);
  if (!primary) return position;
  auto const& known = position.organization;
  if (known && !(primary->organization && is_same(*known, *primary->organization))) return position;
  if (!position.at.somewhere()) position.at = primary->at;
  auto role = primary->roles.empty() ? nullptr : &primary->roles.front();
  fill(position.title, role ? std::optional(role->title) : primary->title);
  fill(position.department, role && role->department ? role->department : primary->department);
  fill(position.organization, primary->organization);
  fill(position.location, primary->location);
  return position;
}

}  // namespace vitac
