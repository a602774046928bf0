#pragma once
#include "model/shape.hpp"

namespace vitac {

/// Calls `visit(shape, value)` for every leaf below a value.
void each_leaf(Shape const& shape, void const* value, auto const& visit) {
  switch (shape.kind) {
    case Shape::leaf:
      return visit(shape, value);
    case Shape::record:
      for (auto const& row : shape.fields) each_leaf(row.shape(), row.of(value), visit);
      return;
    case Shape::choice:
      return;
    default:
      for (std::size_t i = 0; i < shape.size(value); ++i) each_leaf(*shape.item, shape.at(value, i), visit);
  }
}

/// Every leaf of one type.
template <class T>
void each(Shape const& top, void const* value, auto const& visit) {
  each_leaf(top, value, [&](Shape const& leaf, void const* found) {
    if (&leaf == &shape<T>()) visit(*static_cast<T const*>(found));
  });
}

}  // namespace vitac
