#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace vitac {

/// The files by which one pass tells the next what it found: .aux, .out, .toc, ... by name. An empty file is
/// as good as none and is left out.
using Feedback = std::map<std::string, std::string>;

/// All files of a work folder but those that TeX is given, `given`, and those that no pass reads.
tl::expected<Feedback, FileError> read_feedback(std::filesystem::path const& folder, Feedback const& given);

/// Whether a pass that starts from `after` prints what a pass prints that starts from `before`.
/// `counts_pages`: the document makes use of how many pages there were.
bool prints_the_same(Feedback const& before, Feedback const& after, bool counts_pages);

}  // namespace vitac
