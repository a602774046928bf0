#pragma once
#include <functional>

#include "build/document.hpp"
#include "engine/engine.hpp"

namespace vitac {

/// Writes a document without some of its entries.
using Rewrite = std::function<std::optional<Written>(std::set<Entry const*> const& cut, Diagnostics&)>;

/// What came of a document with a page budget.
struct Fitted {
  Typeset typeset;
  Diagnostics problems;      ///< what is left out, or that it cannot be enough
  std::size_t left_out = 0;  ///< how many of `dispensable` are
};

/// Typesets a document that has a page budget and leaves out entries until it keeps to it, but no more than
/// it must as far as heights tell, in no more passes than the manuscript allows. `written` becomes what was
/// typeset. `done` is called from `loop.run()`.
void fit(Loop&, Engine const&, Manuscript, Written& written, Rewrite, std::function<void(Fitted)> done);

/// `written` as `fit` made it when it came to leave that many out: says again what is.
Diagnostics shorten(Written& written, std::size_t left_out, Rewrite const&);

}  // namespace vitac
