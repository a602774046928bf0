#pragma once
#include <filesystem>
#include <optional>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "model/record.hpp"

namespace vitac {

/// Adds to a record's publications those of its bibliographies, and to each what `annotate` says of it.
/// `within`: the folder that no file may lie outside of.
void add_bibliography(PersonRecord&, std::optional<std::filesystem::path> const& within, Files&, Sources&,
                      Diagnostics&);

}  // namespace vitac
