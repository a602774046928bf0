#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/files.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// A record's file with those that it includes, as one tree.
struct WithIncludes {
  Tree const* tree = nullptr;  ///< null when there is nothing to go on with; damaged when a file is missing
  std::vector<std::uint32_t> files;  ///< in order of reading
};

/// Reads a record's file (`-`: standard input) and all that `include` names there and in turn. Mappings
/// merge, lists concatenate, what a file says itself coming first; two values for one key are an error.
/// `within`: the folder that no file may lie outside of.
WithIncludes read_with_includes(std::filesystem::path const& record,
                                std::optional<std::filesystem::path> const& within, Files&, Sources&, Forest&,
                                Diagnostics&);

}  // namespace vitac
