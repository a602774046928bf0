#pragma once
#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "model/leaves.hpp"

namespace vitac {

/// Warns of LaTeX and Markdown in a text that print as they were typed, the first of them: commands and
/// accents, formulas and links that do not end, pictures.
void check_text(Text::Version const&, Sources const&, Diagnostics&);

}  // namespace vitac
