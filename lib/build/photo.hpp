#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "engine/engine.hpp"
#include "model/record.hpp"

namespace vitac {

/// The picture of a record's person, which TeX reads from beside the document.
struct Photo {
  std::filesystem::path file;
  std::string name;  ///< its name there
  Span at;
};

/// Finds the person's photo, beside the record at `input`, and gives the record the name that it has beside
/// the document: its own, or `photo.EXT` where TeX could not read its own.
std::optional<Photo> settle_photo(Person&, std::filesystem::path const& input);

/// Its bytes. A photo that cannot be had is a warning: the document goes without.
std::optional<Companion> read_photo(Photo const&, Files&, Diagnostics&);

}  // namespace vitac
