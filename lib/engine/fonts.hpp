#pragma once
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// Where the glyph of a character comes from in a document with Unicode fonts.
struct GlyphSource {
  enum How { own, fallback, nowhere } how;  ///< own: the text's own family, one of TeX Live's, has it
  std::string_view package = {};            ///< fallback: the Debian package
  std::vector<std::string> files = {};      ///< fallback: the files that are needed, for all weights
};
GlyphSource glyph_source(char32_t);
/// A character as messages about fonts name it, `Ф` (U+0424), and how many others have the same fate.
std::string character_name(char32_t, std::size_t others = 0);

/// The lines that a document for an engine with Unicode fonts begins with. For lualatex they give each family
/// of fontspec the fallback fonts of the characters, a list a weight; xelatex has no such thing.
std::string unicode_preamble(std::string_view engine, std::set<char32_t> const& characters);

/// Where fonts that are no part of TeX are looked for: $OSFONTDIR, else the usual folders.
std::vector<std::string> font_folders();
/// The names of all font files there.
std::set<std::string, std::less<>> installed_fonts();
/// The Debian packages of fallback fonts that are not there, or not whole.
std::vector<std::string_view> missing_font_packages();

}  // namespace vitac
