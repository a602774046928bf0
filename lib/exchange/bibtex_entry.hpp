#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "exchange/bibtex_syntax.hpp"
#include "exchange/left_out.hpp"
#include "exchange/tex_macros.hpp"

namespace vitac {

/// What is said once a file, not at every entry.
struct BibRemarks {
  LeftOut left_out;
  std::set<std::pair<std::uint32_t, std::string>> doubts;  ///< by file
};

/// One entry, which has inherited what it can, as the tree that a record would have for its publication;
/// empty when there is nothing to print, which was said.
Tree const* publication_of(BibEntry const&, TexMacros const&, Sources const&, BibRemarks&, Forest&,
                           Diagnostics&);

}  // namespace vitac
