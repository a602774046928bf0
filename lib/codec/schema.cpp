#include "codec/schema.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_map>

#include "model/record.hpp"

namespace vitac {
namespace {

using Json = nlohmann::ordered_json;

/// An empty text, too.
Json const nothing{{"type", {"null", "string"}}, {"maxLength", 0}};

/// Either of several; what are alternatives themselves are taken in.
Json any_of(std::initializer_list<Json> schemas) {
  Json all = Json::array();
  for (auto const& schema : schemas) {
    if (schema.size() == 1 && schema.contains("anyOf"))
      all.insert(all.end(), schema["anyOf"].begin(), schema["anyOf"].end());
    else
      all.push_back(schema);
  }
  return {{"anyOf", std::move(all)}};
}

class SchemaWriter {
 public:
  Json root(Shape const& record) {
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "vitac record"},
                {"description", "The record of a working life, of which vitac makes documents"}};
    schema.update(mapping(record));
    schema["$defs"] = std::move(m_definitions);
    return schema;
  }

 private:
  /// A value that is there.
  Json value(Shape const& shape) {
    switch (shape.kind) {
      case Shape::optional:
        return value(*shape.item);
      case Shape::list: {  // one item needs no brackets
        auto item = value(*shape.item);
        return any_of({{{"type", "array"}, {"items", item}}, item});
      }
      case Shape::dictionary:
        return {{"type", "object"},
                {"additionalProperties",
                 may_be_empty(*shape.item) ? any_of({value(*shape.item), nothing}) : value(*shape.item)}};
      case Shape::choice:
        return {{"enum", shape.choices}};
      case Shape::leaf:
        return defined(shape, [&] { return Json::parse(shape.form.schema); });
      default:
        return defined(shape, [&] { return record(shape); });
    }
  }

  /// By reference, since many fields share it, and a section has sections.
  Json defined(Shape const& shape, auto const& make) {
    if (!m_names.contains(&shape)) {
      std::string name(shape.name);
      std::ranges::replace_if(
          name, [](char c) { return c == ' ' || c == '\''; }, '_');
      while (m_definitions.contains(name)) name += '_';
      m_names[&shape] = name;
      m_definitions[name] = nullptr;  // its place, before those it refers to
      m_definitions[name] = make();
    }
    return {{"$ref", "#/$defs/" + m_names[&shape]}};
  }

  Json record(Shape const& shape) {
    Json forms = any_of({mapping(shape)});
    if (auto row = shape.find(shape.scalar_field)) forms = any_of({forms, value(item_of(row->shape()))});
    if (auto row = shape.find(shape.list_field))
      forms = any_of({forms, {{"type", "array"}, {"items", value(item_of(row->shape()))}}});
    return forms["anyOf"].size() == 1 ? forms["anyOf"][0] : forms;
  }

  /// Whether a record says enough by being there, as a document that its style makes does.
  static bool may_be_empty(Shape const& shape) {
    return shape.kind == Shape::record && shape.any_of.empty() &&
           std::ranges::none_of(shape.fields, &Field::is_required);
  }

  static Shape const& item_of(Shape const& shape) {
    return shape.kind == Shape::list || shape.kind == Shape::optional ? *shape.item : shape;
  }

  Json mapping(Shape const& shape) {
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
    for (auto const& row : shape.fields) {
      schema["properties"][std::string(row.name)] = field(row);
      if (row.is_required) schema["required"].push_back(row.name);
    }
    for (auto name : shape.any_of) schema["anyOf"].push_back({{"required", {name}}});
    if (shape.find("include")) {  // where what is required may stand
      schema["anyOf"] = {{{"required", {"include"}}}, {{"required", schema["required"]}}};
      schema.erase("required");
    }
    return schema;
  }

  /// The words come first: they are what an editor shows.
  Json field(Field const& row) {
    Json schema{{"description", description(row)}};
    schema.update(row.is_required ? value(row.shape()) : any_of({value(row.shape()), nothing}));
    if (!row.fallback.empty()) schema["default"] = row.fallback;
    return schema;
  }

  static std::string description(Field const& row) {
    std::string text(row.doc);
    auto const& shape = item_of(row.shape());
    Shape const* open[] = {&vitac::shape<Text>(), &vitac::shape<Literal>(), &vitac::shape<Anything>()};
    if (shape.kind == Shape::leaf && std::ranges::find(open, &shape) == std::end(open))
      text += ": " + std::string(shape.form.written);
    return text;
  }

  Json m_definitions = Json::object();
  std::unordered_map<Shape const*, std::string> m_names;
};

}  // namespace

std::string record_schema() {
  return SchemaWriter().root(shape<PersonRecord>()).dump(1) + "\n";
}

}  // namespace vitac
