#pragma once
#include <functional>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "exchange/bibtex_syntax.hpp"

namespace vitac {

/// Takes one publication, as the tree that a record would have for it; the tree lasts as long as the call.
using TakePublication = std::function<void(Tree const&)>;

/// Gives each entry of BibTeX files as a publication, its spans in the files. What a publication has no
/// field for is named once a file; so are the entries that only others refer to.
void bibtex_publications(BibFiles, Sources const&, TakePublication const&, Diagnostics&);

}  // namespace vitac
