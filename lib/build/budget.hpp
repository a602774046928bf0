#pragma once
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "plan/plan.hpp"
#include "render/template.hpp"

namespace vitac {

/// An entry that a document lists, and what speaks for it.
struct Listed {
  Entry const* entry = nullptr;
  long priority = 0;
  long moment = std::numeric_limits<long>::max();  ///< when it ended; what has no date is still new
  std::size_t list = 0;                            ///< its place in Budget::least
  std::size_t group = 0;                           ///< of its list: what stands under one heading
  bool is_needed = false;                          ///< a text refers to it by its label
  std::size_t begin = 0, end = 0;                  ///< bytes of the .tex that it prints; empty for nothing
};

/// How long a document may be, and what it can do without.
struct Budget {
  long most_pages = 0;
  Span at;                         ///< where the record says so
  std::vector<Listed> entries;     ///< in the order of print
  std::vector<std::size_t> least;  ///< of each section's entries: how many stay
};

/// The budget of a document that has one.
std::optional<Budget> budget_of(Plan const&, Rendered const& tex, Sources const&);

/// The .tex with commands that make TeX write into its log where each entry begins and ends. They print
/// nothing and leave the lines of the .tex where they are.
Rendered marked(Rendered const&, Budget const&);

/// An entry that may go, from wherever it is listed.
struct Dispensable {
  Entry const* entry = nullptr;
  std::vector<std::size_t> places;  ///< in Budget::entries
};

/// What may go at all, in the order in which it does: the lowest priority first, of that the oldest; never
/// below what a section keeps.
std::vector<Dispensable> dispensable(Budget const&);

/// What becomes of a document depends on its .tex and on this.
std::string identity_of(Budget const&);

/// How much it wins, in sp, to leave out the first none, one, two ... of what may go, with the headings that
/// go with the last entry below them: by what a run over the marked .tex wrote into its log.
std::vector<double> gains(Budget const&, std::vector<Dispensable> const&, std::string_view log);

/// How far a document of `pages` goes beyond those that it may have, in sp; below 0: the room that they still
/// have. By the same log.
double excess(std::string_view log, int pages, long most_pages);

}  // namespace vitac
