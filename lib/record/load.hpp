#pragma once
#include <filesystem>
#include <optional>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "model/record.hpp"

namespace vitac {

/// Reads a record's file (`-`: standard input) and decodes it. Empty when there is nothing to go on with;
/// otherwise what could be read, its problems in the sink. The forest must outlive the record.
std::optional<PersonRecord> load_record(std::filesystem::path const&, Files&, Sources&, Forest&,
                                        Diagnostics&);

/// Settles once, for all documents, who is who and what refers to what: ids, marks after names, the record's
/// own person in author lists. Default marks are added behind the user's own.
void resolve(PersonRecord&, Diagnostics&);

}  // namespace vitac
