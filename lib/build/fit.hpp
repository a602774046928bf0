#pragma once
#include <functional>

#include "build/document.hpp"
#include "engine/engine.hpp"

namespace vitac {

/// Writes a document without some of its entries.
using Rewrite = std::function<std::optional<Written>(std::set<Entry const*> const& cut, Diagnostics&)>;

/// Typesets a document that has a page budget and leaves out entries until it keeps to it, in no more passes
/// than the manuscript allows. What is left out, or that it cannot be enough, is in the diagnostics;
/// `written` becomes what was typeset last. `done` is called from `loop.run()`.
void fit(Loop&, Engine const&, Manuscript, Written& written, Rewrite,
         std::function<void(Typeset, Diagnostics)> done);

}  // namespace vitac
