#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "exchange/tex_text.hpp"

namespace vitac {

/// A field of an entry, its strings put in and its pieces joined, still TeX.
struct BibField {
  std::string name;  ///< in small letters
  Span name_at;
  std::string value;
  Span value_at;          ///< without its delimiters
  bool is_exact = false;  ///< the value is what stands at `value_at`, byte for byte
};

struct BibEntry {
  std::string type;  ///< in small letters
  Span at;           ///< `@type`
  std::string key;
  Span key_at;
  std::vector<BibField> fields;
  bool lost_title = false;  ///< it is never closed, which was said

  BibField const* find(std::string_view name) const;
};

/// What BibTeX files hold, one after another: `@string`s and preambles of a file hold in those after it.
struct BibFiles {
  std::vector<BibEntry> entries;
  std::map<std::string, std::string, std::less<>> strings;  ///< names in small letters
  TexMacros macros;
  std::size_t expanded = 0;  ///< bytes that strings stood for
};

/// Reads one file, already among the sources, as far as it can be read: what cannot is a warning at its
/// place, and the rest goes on.
void read_bibtex_file(std::uint32_t file, Sources const&, BibFiles&, Diagnostics&);

}  // namespace vitac
