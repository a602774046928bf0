#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "exchange/tex_macros.hpp"

namespace vitac {

/// What a stretch of TeX becomes: a text with inline markup; words alone; an address, which keeps its signs.
enum class TexInto { markup, words, address };

/// Something that prints otherwise than its author means.
struct TexDoubt {
  std::string what;  ///< as it is written, such as `\foo`
  std::string message, help;
};

struct ReadTex {
  std::string text;
  std::vector<TexDoubt> doubts;  ///< each message once
};

/// TeX as bibliographies hold it: accents and symbols become Unicode, braces go, formulas stay (for
/// `markup`), `\emph`, `\textbf`, `\texttt`, `\url` and `\href` become markup. What would be markup by
/// accident is escaped. Blanks are joined. Of commands that nobody knows the arguments stay.
ReadTex read_tex(std::string_view tex, TexInto, TexMacros const& = {});

}  // namespace vitac
