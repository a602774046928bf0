#pragma once
#include <cstdint>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// Reads a JSON text, already among the sources, into a tree with its places: numbers, `true` and `false`
/// are scalars as written, `null` is absent. Null when it is no JSON, with an error in the sink.
Tree const* read_json(std::uint32_t file, Sources const&, Forest&, Diagnostics&);

}  // namespace vitac
