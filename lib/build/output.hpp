#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/leaves.hpp"

namespace vitac {

/// What an output is named after.
struct OutputName {
  std::filesystem::path input;  ///< the record's file; `-` is standard input
  std::string document;         ///< empty: ad hoc
  std::string style;
  std::string family;     ///< the person's family name
  bool is_alone = false;  ///< the record has no `documents:`
  std::string suffix;     ///< `.pdf` or `.tex`
};

/// The name of a record's file without what stands behind the dot.
std::string stem_of(std::filesystem::path const& input);

/// Where an output goes. Without `wanted`: beside the record, STEM.pdf for a record without documents or a
/// document named as the file, else STEM-DOCUMENT.pdf, ad hoc STEM-STYLE.pdf. `wanted` is a file, a folder
/// (existing, or with a `/` behind), `-`, or a pattern of {stem} {parent} {document} {style} {family}.
std::filesystem::path output_path(OutputName const&, std::optional<std::string> const& wanted);

/// Where the document itself wants to go: `wanted` within the record's folder, its ending that of what is
/// made. The sink hears of a path that leads out of it and of unknown placeholders; the default stands then.
std::filesystem::path own_output_path(OutputName const&, Literal const& wanted, Diagnostics&);

/// The first placeholder of a pattern that is none of those; empty when all are.
std::string_view unknown_placeholder(std::string_view pattern);

/// Whether a file has these bytes.
bool is_written(std::filesystem::path const&, std::string_view bytes);

/// Makes a file newer than what it was made of, unless it is.
void touch_if_older(std::filesystem::path const&, std::vector<std::filesystem::path> const& made_of);

}  // namespace vitac
