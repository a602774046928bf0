#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "model/record.hpp"

namespace vitac {

/// Where a record comes from.
struct RecordSource {
  std::filesystem::path path;              ///< `-`: standard input
  std::vector<std::string> settings = {};  ///< `PATH=VALUE` each, laid over what the files say
  bool is_untrusted = false;               ///< no raw LaTeX, no file outside the record's folder
};

/// The folder of a record's file; empty, which is where we are, for standard input.
std::filesystem::path folder_of(std::filesystem::path const& record);

/// The folder that paths start from which are written at a place: that of the file it stands in.
std::filesystem::path folder_of(Span, Sources const&);

/// Reads a record's file and those that it includes, decodes them and adds what its bibliographies hold.
/// Empty when there is nothing to go on with; otherwise what could be read, its problems in the sink. Of a
/// damaged record's documents only those stay that are whole. The forest must outlive the record.
std::optional<PersonRecord> load_record(RecordSource const&, Files&, Sources&, Forest&, Diagnostics&);

/// The roles that have a mark, the user's own and those that every record has.
std::vector<std::string_view> known_roles(PersonRecord const&);

/// Settles once, for all documents, who is who and what refers to what: ids, marks after names, the record's
/// own person in author lists. Default marks are added behind the user's own.
void resolve(PersonRecord&, Diagnostics&);

}  // namespace vitac
