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

/// Entries that must go, and what was reckoned, in sp.
struct Cuts {
  std::set<Entry const*> entries;
  double excess = 0;  ///< the height of what stands on too many pages
  double freed = 0;   ///< the height of the entries
};

/// Which entries must go besides, by what a run over the marked .tex wrote into its log: those of the lowest
/// priority, of them the oldest, until what stands on too many pages has room; never below what a section
/// keeps. All that may go where even that is not enough. `spare` is added to the room, in lines; `yield` is
/// how much of a height that goes is really won.
Cuts cuts(Budget const&, std::string_view log, double spare, double yield);

/// What may go at all, in that order.
std::vector<Listed const*> dispensable(Budget const&);

}  // namespace vitac
