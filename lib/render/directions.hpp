#pragma once
#include <string>
#include <vector>

#include "base/source.hpp"

namespace vitac {

/// A stretch of a paragraph on its way into a .tex.
struct Stretch {
  enum Kind { text, inset, open, close } kind = text;
  std::string tex;  ///< text: as it was written; open: the command up to its brace
  Span at = {};     ///< of an inset: a formula, an address
};

/// The pieces of a paragraph with `\cvrtl{...}` around what is written from right to left, and `\cvltr{...}`
/// around what goes from left to right therein: words, numbers, insets. As Unicode has it, a paragraph
/// whose first letter is written from right to left is so as a whole, and signs between two letters of one
/// direction go with them. Markup that a change of direction crosses ends there and begins again.
std::vector<Stretch> in_their_directions(std::vector<Stretch> pieces);

}  // namespace vitac
