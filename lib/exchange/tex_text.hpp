#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// A command that a file defines for itself (`\newcommand` in a `@preamble`).
struct TexMacro {
  std::size_t arguments = 0;
  std::string body;
};
using TexMacros = std::map<std::string, TexMacro, std::less<>>;

/// What a stretch of TeX becomes: a text with inline markup; words alone; an address, which keeps its signs.
enum class TexInto { markup, words, address };

struct ReadTex {
  std::string text;
  std::vector<std::string> unknown;  ///< commands that nobody knows, `\foo`; their arguments are in the text
};

/// TeX as bibliographies hold it: accents and symbols become Unicode, braces go, formulas stay (for
/// `markup`), `\emph`, `\textbf`, `\texttt`, `\url` and `\href` become markup. What would be markup by
/// accident is escaped. Blanks are joined.
ReadTex read_tex(std::string_view tex, TexInto, TexMacros const& = {});

/// Takes in the `\newcommand`s and `\def`s of a preamble.
void define_macros(std::string_view preamble, TexMacros&);

}  // namespace vitac
