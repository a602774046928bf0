#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "model/leaves.hpp"
#include "render/template.hpp"

namespace vitac {

/// Turns the texts of a record into LaTeX. Inline markup only: `*i*`, `**b**`, `` `code` ``, `[words](url)`,
/// `[@id]`, `$maths$`; everything else prints as itself. Problems go to the sink at their place in the
/// source; characters that T1 does not have are details of the value, so that each has its place.
class LatexText {
 public:
  /// What `[@id]` stands for in this document.
  struct Cited {
    std::vector<std::string> labels;  ///< of the entry: one where the question can be answered
    bool is_entry = true;             ///< whether the record has an entry of that id
    std::string help = {};            ///< where it has none: the way out
  };
  using Cite = std::function<Cited(std::string_view id)>;

  /// `document`: its name, where it has one.
  LatexText(Sources const& sources, Cite cite, Diagnostics& problems, std::string_view document = {})
      : m_sources(sources), m_cite(std::move(cite)), m_problems(problems), m_document(document) {}

  /// A text with markup.
  Value inline_text(Text::Version const&) const;
  /// The words of a text with markup, as what a PDF says of itself takes them; empty when a character or raw
  /// TeX stands there that it cannot take. `foreign`: it takes what T1 does not have.
  std::string words(Text::Version const&, bool foreign = false) const;
  /// A text without markup, its quotation marks made typographic.
  Value plain(std::string_view text, Span at) const;
  /// A text that stays as it is to the last sign: an address, a code.
  Value verbatim(std::string_view text, Span at) const;
  /// `words` (LaTeX already) as a link.
  static std::string link(std::string_view url, std::string_view words);

 private:
  Sources const& m_sources;
  Cite m_cite;
  Diagnostics& m_problems;
  std::string_view m_document;
};

/// Straight quotation marks, ` -- `, ` --- ` and `...` made typographic; the rest as it is.
std::string typographic(std::string_view);

}  // namespace vitac
