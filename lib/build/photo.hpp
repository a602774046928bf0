#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "engine/engine.hpp"
#include "model/record.hpp"

namespace vitac {

/// The picture of a record's person, which TeX reads from beside the document.
struct Photo {
  std::filesystem::path file;
  std::string name;  ///< its name there
  Span at;
};

/// Finds the person's photo, from the folder of the file that names it, and gives the record the name that it
/// has beside the document: its own, or `photo.EXT` where TeX could not read its own.
std::optional<Photo> settle_photo(Person&, Sources const&);

/// Its bytes. A photo that cannot be had is a warning: the document goes without. `within`: the folder that
/// it may not lie outside of.
std::optional<Companion> read_photo(Photo const&, std::optional<std::filesystem::path> const& within, Files&,
                                    Diagnostics&);

}  // namespace vitac
