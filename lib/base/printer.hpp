#pragma once
#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace vitac {

/// `cv.yaml:12:5: error: unknown key `tittle` [unknown-key]`, one line with its line end.
std::string print_short(Diagnostic const&, Sources const&);

/// The short form, then the line with carets and the help, then the notes, as clang and rustc print.
/// `color` adds terminal escapes.
std::string print_human(Diagnostic const&, Sources const&, bool color);

}  // namespace vitac
