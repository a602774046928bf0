#pragma once
#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "render/template.hpp"

namespace vitac {

/// Whether the value at a place is tagged `!tex`.
bool is_raw_tex(Span, Sources const&);

/// Reports what in LaTeX that is copied as it stands would swallow what stands behind it: in the user's own
/// (`!tex`) braces and environments that do not match, a comment; there and in templates an early end of the document. TeX
/// itself would complain only pages later, if it did.
void check_raw_tex(Rendered const&, Sources const&, Diagnostics&);

}  // namespace vitac
