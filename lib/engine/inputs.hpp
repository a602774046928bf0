#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// The files that an engine says it read, from the file that `-recorder` makes it write; each once, sorted.
/// Those of the folder where it ran are left out: they are the caller's own.
std::vector<std::filesystem::path> recorded_inputs(std::string_view recording);

/// The files with the lists (`ls-R`) of the trees that they stand in: what is installed changes those.
std::vector<std::filesystem::path> with_lists(std::vector<std::filesystem::path> files);

/// What tells whether files are still the same: size and time of each, a line each. A file that is not there
/// is stamped as missing.
std::string stamps_of(std::vector<std::filesystem::path> const&);

/// Whether every file of `stamps` is as it was then.
bool are_as_stamped(std::string_view stamps);

}  // namespace vitac
