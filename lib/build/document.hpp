#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "build/budget.hpp"
#include "model/record.hpp"
#include "render/template.hpp"
#include "style/style.hpp"

namespace vitac {

/// Things loaded once and kept by the name they were asked for; null: asked for in vain.
template <class T>
using Kept = std::vector<std::pair<std::string, std::unique_ptr<T>>>;

/// Everything that documents of one run have in common.
struct Library {
  Store& store;
  Sources& sources;
  Forest& forest;
  Kept<Style> styles = {};
  Kept<Locale> locales = {};
  Kept<CitationFormat> citations = {};
};

/// A document as the command line and the record ask for it.
struct DocumentRequest {
  std::string name;          ///< empty: ad hoc
  DocumentSpec const* spec;  ///< of the record, or an empty one
  std::string style;         ///< a name or a path
  Span style_at;             ///< where the record names it; nowhere when the command line does
  std::vector<std::pair<std::string, std::string>> options;  ///< from the command line
  bool is_explained = false;
  bool is_untrusted = false;        ///< no engine but one may run for it
  std::set<Entry const*> cut = {};  ///< entries that its pages have no room for
};

/// A character that pdflatex does not print, where a document has it.
struct ForeignCharacter {
  char32_t character;
  Span at;
};

/// A document written out in LaTeX.
struct Written {
  std::string name, style_name;
  Style const* style = nullptr;
  Rendered tex;
  std::size_t preamble = 0;               ///< bytes of it that say nothing of the person
  std::vector<std::string_view> engines;  ///< that can set it, best first
  std::vector<ForeignCharacter> foreign;  ///< each once a place
  std::int64_t epoch = 0;                 ///< its day, in seconds since 1970
  std::string explanation = {};           ///< what it shows and what not, where that was asked for
  std::vector<Rule> rules = {};           ///< that its PDF is held to
  Span at = {};                           ///< what the record says of it
  std::optional<Budget> budget = {};      ///< of its pages, where it has one
};

/// The day that a document counts from: its own, else SOURCE_DATE_EPOCH, else today.
Date day_of(DocumentSpec const&);

/// Plans, checks and renders one document for an engine; `auto` is the style's best that prints all of it.
/// Empty when its problems do not let it; they are in the sink.
std::optional<Written> write_document(PersonRecord const&, DocumentRequest const&, std::string_view engine,
                                      Library&, Diagnostics&);

}  // namespace vitac
