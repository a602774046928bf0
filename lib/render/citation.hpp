#pragma once
#include <functional>
#include <optional>

#include "model/citation.hpp"
#include "render/template.hpp"

namespace vitac {

/// A citation in LaTeX. `field` gives a field of the entry as it prints, or null where it is absent.
/// Punctuation never doubles: a joining comma gives way to the stop of a title before it. Each part starts
/// a line of its own.
Value cite(CitationFormat const&, std::function<Value const*(std::string_view)> const& field);

}  // namespace vitac
