#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "exchange/tex_text.hpp"

namespace vitac {

/// The names of an author list: what stands between `and`s outside braces, views into it.
std::vector<std::string_view> split_names(std::string_view authors);

/// The names of what stands between two `and`s where commas, or semicolons, stand for more of them; empty
/// when it is one name.
std::vector<std::string> names_between_signs(std::string_view name);

struct BibName {
  std::string spoken;            ///< as it is said: given names, particle, family name, suffix
  std::string family;            ///< with its particle, where the form tells
  bool is_body = false;          ///< all of it in braces: no person's name
  std::vector<TexDoubt> doubts;  ///< of its commands
};

/// One name, still TeX, in any form: `First von Last`, `von Last, First`, `von Last, Jr, First`, biblatex's
/// `family=Last, given=First, prefix=von, suffix=Jr`, or a body's in braces.
BibName read_name(std::string_view tex, TexMacros const&);

}  // namespace vitac
