#pragma once
#include <string>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace vitac {

/// A diagnostic as one JSON object on one line: file, line, column, end_line, end_column, severity, code,
/// message, help, notes. Lines and columns are 1-based, columns in code points, the end behind the last;
/// place and help are left out where there is none.
std::string print_json(Diagnostic const&, Sources const&);

}  // namespace vitac
