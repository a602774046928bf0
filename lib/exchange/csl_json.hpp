#pragma once
#include <cstdint>

#include "exchange/bibtex.hpp"

namespace vitac {

/// Gives each item of a CSL-JSON file as a publication: a list as Zotero exports it, one item, or an answer
/// of Crossref. An item that cannot be read is a warning.
void csl_publications(std::uint32_t file, Sources const&, TakePublication const&, Diagnostics&);

}  // namespace vitac
