#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "model/entries.hpp"

namespace vitac {

/// The publications of bibliography files, already among the sources: `.json` is CSL-JSON, all others are
/// BibTeX, of which `@string`s and crossrefs hold across files. These files are written by other programs:
/// what is wrong in them is a warning that costs a field or an entry and no more, except that a JSON text
/// that is none is an error.
std::vector<Publication> read_bibliography(std::span<std::uint32_t const> files, Sources const&,
                                           Diagnostics&);

}  // namespace vitac
