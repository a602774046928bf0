#pragma once
#include <filesystem>
#include <optional>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "model/record.hpp"

namespace vitac {

/// Reads a record's file (`-`: standard input), decodes it and adds what its bibliographies hold. Empty when
/// there is nothing to go on with;
/// otherwise what could be read, its problems in the sink. The forest must outlive the record.
std::optional<PersonRecord> load_record(std::filesystem::path const&, Files&, Sources&, Forest&,
                                        Diagnostics&);

/// The roles that have a mark, the user's own and those that every record has.
std::vector<std::string_view> known_roles(PersonRecord const&);

/// Settles once, for all documents, who is who and what refers to what: ids, marks after names, the record's
/// own person in author lists. Default marks are added behind the user's own.
void resolve(PersonRecord&, Diagnostics&);

}  // namespace vitac
