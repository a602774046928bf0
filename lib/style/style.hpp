#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "render/template.hpp"
#include "style/manifest.hpp"
#include "style/store.hpp"

namespace vitac {

/// A style that was loaded and whose templates were checked.
struct Style {
  std::string name;
  Manifest manifest;
  Templates templates;
  std::vector<DataFile> companions;  ///< what TeX needs beside the document: the class
  /// Every file of the style and where it came from.
  std::vector<std::pair<std::string, std::string>> files;
  std::unique_ptr<ViewTypes> types;  ///< the names that its templates may use

  /// A document's three parts: what never changes, the person's data, the rest.
  static constexpr std::string_view preamble = "preamble", data = "data", body = "body";
};

/// Reads a style's manifest and templates, those it lacks from the style that it extends, and checks every
/// name they use against the tables. Empty when it cannot be used; the sink says why, at its line. The
/// forest must outlive the style.
std::optional<Style> load_style(DataFolder, Store&, Locale const&, Sources&, Forest&, Diagnostics&);

std::optional<Locale> load_locale(DataFile const&, Sources&, Forest&, Diagnostics&);
std::optional<CitationFormat> load_citation_format(DataFile const&, Sources&, Forest&, Diagnostics&);

}  // namespace vitac
