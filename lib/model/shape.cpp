#include "model/shape.hpp"

namespace vitac {

Shape const& present(Shape const& shape) {
  return shape.kind == Shape::optional ? *shape.item : shape;
}

Held held(Shape const& shape, void const* value) {
  if (shape.kind == Shape::optional)
    return shape.size(value) ? held(*shape.item, shape.at(value, 0)) : Held{};
  if ((shape.kind == Shape::list || shape.kind == Shape::dictionary) && shape.size(value) == 0) return {};
  return {&shape, value};
}

Held held(Shape const& record, void const* value, std::string_view field) {
  auto row = record.find(field);
  return row ? held(row->shape(), row->of(value)) : Held{};
}

}  // namespace vitac
