#pragma once
#include <string>
#include <string_view>

namespace vitac {

/// What stands between dollar signs in TeX, as formulas of records take it: text commands and TeX's old fonts
/// by other names, blanks joined.
std::string formula_of(std::string_view tex);

/// The signs of a formula where none can stand: `$^\dagger$` behind a name is `†`.
std::string formula_signs(std::string_view tex);

}  // namespace vitac
