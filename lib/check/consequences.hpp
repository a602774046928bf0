#pragma once
#include <set>
#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// What stands under keys that were refused, and those keys: names that somebody may look for in vain.
using LostNames = std::set<std::string, std::less<>>;
LostNames lost_names(Diagnostics const&, Forest const&);

/// Of what was found in a record that could not be read whole, what was said of reading it, and the errors
/// that do not follow from it: those at a place, of names that stand nowhere else in the record's files.
Diagnostics sure_of_damaged(Diagnostics const& found, Diagnostics const& reading,
                            std::vector<std::uint32_t> const& files, Sources const&);

/// The problems that do not follow from others: of what is not there, only that which was not lost; of a place
/// with an error no warnings.
Diagnostics without_consequences(Diagnostics const&, LostNames const&, Sources const&);

}  // namespace vitac
