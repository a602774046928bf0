#pragma once
#include <functional>
#include <optional>
#include <span>

#include "base/source.hpp"
#include "model/citation.hpp"
#include "render/template.hpp"

namespace vitac {

/// A citation in LaTeX, of a work of a type. `field` gives a field of the entry as it prints, or null where
/// it is absent. Punctuation never doubles: a joining comma or stop gives way to the end of a title before
/// it. Each part starts a line of its own.
Value cite(CitationFormat const&, std::string_view type,
           std::function<Value const*(std::string_view)> const& field);

/// Whether a comma that should follow a text, in LaTeX, is lost behind it: where the text ends in `?`, or
/// between quotation marks in a stop.
bool takes_no_comma(std::string_view text);

/// Whether a text, in LaTeX, ends as a sentence does.
bool ends_sentence(std::string_view text);

/// Says what is wrong in a format: a placeholder that is none of `fields`, a brace or `*` that stays open, a
/// type that there is not.
void check_citation_format(CitationFormat const&, std::span<std::string_view const> fields, Sources const&,
                           Diagnostics&);

/// What the placeholders of a citation format may name.
std::vector<std::string_view> citation_fields();

}  // namespace vitac
