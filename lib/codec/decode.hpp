#pragma once
#include <optional>

#include "base/diagnostic.hpp"
#include "base/tree.hpp"
#include "model/shape.hpp"

namespace vitac {

/// Fills `out` (a value of that shape, fresh) from a tree by the field tables. Every problem goes to the
/// sink; what could be read is filled in all the same. True when nothing was wrong.
bool decode(Tree const&, Shape const&, void* out, Diagnostics&);

template <class T>
std::optional<T> decode(Tree const& tree, Diagnostics& problems) {
  T value;
  if (!decode(tree, shape<T>(), &value, problems)) return {};
  return value;
}

}  // namespace vitac
