#pragma once
#include <cstdint>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// Reads one YAML file, already among the sources, into a tree: aliases and merge keys resolved, every
/// scalar kept as text. Null when it cannot be read as YAML, or holds nothing; the sink then says why.
/// `beginning` tells of an empty file what it should begin with; of the source only what stands behind its
/// first `skipped` bytes is read.
/// Limits, each a diagnostic: 8 MB a file, 1 MB a scalar, 499 levels, 2 million nodes counting aliases.
Tree const* read_yaml(std::uint32_t file, Sources const&, Forest&, Diagnostics&,
                      std::string_view beginning = "a record starts with `person: {name: Ada Lovelace}`",
                      std::uint32_t skipped = 0);

}  // namespace vitac
