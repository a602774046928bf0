#pragma once
#include <filesystem>
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
  /// The style, or one that it extends.
  struct Layer {
    std::string name;
    std::filesystem::path path;      ///< its folder; empty: the binary carries it
    std::vector<std::string> files;  ///< those that are taken from it
  };

  std::string name;
  Manifest manifest;
  Templates templates;
  std::vector<DataFile> companions;    ///< what TeX needs beside the document: the class
  std::optional<std::string> starter;  ///< a record to start from
  std::vector<Layer> layers;           ///< the style itself first
  std::unique_ptr<ViewTypes> types;    ///< the names that its templates may use

  /// A document's three parts: what never changes, the person's data, the rest.
  static constexpr std::string_view preamble = "preamble", data = "data", body = "body";
};

/// A style's folder by its name, or by its path when that holds a `/`, with every file read. `at` is where a
/// file names it; nowhere: the command line does. Empty when there is none; the sink says why.
std::optional<DataFolder> find_style(std::string const& name, Span at, Store&, Sources const&, Diagnostics&);

/// Reads a style's manifest and templates, those it lacks from the style that it extends, and checks every
/// name they use against the tables. Empty when it cannot be used; the sink says why, at its line. The
/// forest must outlive the style.
std::optional<Style> load_style(DataFolder, Store&, Locale const&, Sources&, Forest&, Diagnostics&);

std::optional<Locale> load_locale(DataFile const&, Sources&, Forest&, Diagnostics&);
std::optional<CitationFormat> load_citation_format(DataFile const&, Sources&, Forest&, Diagnostics&);

}  // namespace vitac
