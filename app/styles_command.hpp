#pragma once
#include <string>

namespace vitac::app {

/// `vitac styles list`: every style that is found, a line each, on standard output.
int list_styles();

/// `vitac styles show NAME`: what it is and needs, its options with their defaults, its sections, where each
/// of its files came from.
int show_style(std::string const& name);

/// `vitac styles names NAME [GROUP]`: the names that its templates may use; `group`: the document, a section,
/// an entry, one of the kinds, ...; empty: all of them.
int list_names(std::string const& name, std::string const& group);

/// `vitac styles export NAME FOLDER`: the files of a style, as the start of one's own. Never overwrites.
int export_style(std::string const& name, std::string const& folder);

/// `vitac styles check NAME`: checks every template and compiles the example that uses every field.
int check_style(std::string const& name);

/// `vitac new [FILE]`: a commented record that builds as it is. Never overwrites.
int new_record(std::string const& file, std::string const& style);

}  // namespace vitac::app
