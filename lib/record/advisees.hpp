#pragma once
#include "base/diagnostic.hpp"
#include "record/known_people.hpp"

namespace vitac {

/// Gives the mark `advisee` (its place in Record::marks) to the authors who were students of the record's own
/// person, role advisor or coadvisor, when a paper appeared or up to two years before. A false mark is
/// misconduct: a paper without a date, or in which any author has the mark by hand, is left alone, and so are
/// postdoctoral scholars and authors whose mark says that they are graduate students or the like; initials
/// are read as a student's name only where nobody else is known whom they fit, and with a note.
void mark_advisees(PersonRecord&, std::size_t advisee, KnownPeople const&, Diagnostics&);

}  // namespace vitac
