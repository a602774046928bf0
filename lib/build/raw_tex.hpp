#pragma once
#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "render/template.hpp"

namespace vitac {

/// Whether the value at a place is tagged `!tex`.
bool is_raw_tex(Span, Sources const&);

/// Reports what in the user's own LaTeX (`!tex`) would swallow what stands behind it: braces that do not
/// match, a comment. TeX itself would complain only pages later, if it did.
void check_raw_tex(Rendered const&, Sources const&, Diagnostics&);

}  // namespace vitac
