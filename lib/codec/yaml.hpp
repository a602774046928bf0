#pragma once
#include <cstdint>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// Reads one YAML file, already among the sources, into a tree: aliases and merge keys resolved, every
/// scalar kept as text. What cannot be read as YAML is said and left out, the tree then being damaged, as are
/// the values that were left out, which are absent. Null when nothing could be read, or the file holds
/// nothing; the sink then says why. `beginning` tells of an empty file what it should begin with; of the
/// source only what stands behind its first `skipped` bytes is read. Limits, each a diagnostic: 8 MB a file,
/// 1 MB a scalar, 499 levels, 2 million nodes counting aliases, a long text for several.
Tree const* read_yaml(std::uint32_t file, Sources const&, Forest&, Diagnostics&,
                      std::string_view beginning = "a record starts with `person: {name: Ada Lovelace}`",
                      std::uint32_t skipped = 0);

}  // namespace vitac
