#pragma once
#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "engine/engine.hpp"
#include "render/template.hpp"
#include "style/style.hpp"

namespace vitac {

/// Turns what an engine said of a document into diagnostics at the user's own lines: through the source map
/// of the rendered .tex to the field that caused it, else into the style's template. `output` is what the
/// document is called where no place can be given.
void report_typesetting(Typeset const&, Rendered const& tex, Engine const&, Style const&,
                        std::string const& output, Sources&, Diagnostics&);

}  // namespace vitac
