#pragma once
#include <filesystem>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "model/record.hpp"

namespace vitac {

/// Adds to a record's publications those of its bibliographies, files in `folder`, and to each what
/// `annotate` says of it.
void add_bibliography(PersonRecord&, std::filesystem::path const& folder, Files&, Sources&, Diagnostics&);

}  // namespace vitac
