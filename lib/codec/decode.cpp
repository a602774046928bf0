#include "codec/decode.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"

namespace vitac {
namespace {

class Decoder {
 public:
  Decoder(Diagnostics& problems) : m_problems(problems) {}

  bool value(Tree const& tree, Shape const& shape, void* out) {
    switch (shape.kind) {
      case Shape::optional:
        return tree.kind == Tree::absent || value(tree, *shape.item, shape.grow(out));
      case Shape::list:
        return list(tree, shape, out);
      case Shape::dictionary:
        return dictionary(tree, shape, out);
      case Shape::choice:
        return choice(tree, shape, out);
      case Shape::leaf:
        return shape.read(tree, out, m_problems);
      case Shape::record:
        break;
    }
    return record(tree, shape, out);
  }

 private:
  bool refuse(std::string_view code, Span at, std::string message, std::string help = {}) {
    m_problems.error(code, at, std::move(message), std::move(help));
    return false;
  }

  bool list(Tree const& tree, Shape const& shape, void* out) {
    if (tree.kind == Tree::absent) return true;
    if (tree.kind == Tree::list) {
      bool good = true;
      for (auto const* item : tree.items)
        good &= item->kind == Tree::absent
                    ? refuse("empty-item", item->at, fmt::format("an empty {} in a list", shape.item->name),
                             "remove the `-`")
                    : value(*item, *shape.item, shape.grow(out));
      return good;
    }
    if (tree.kind == Tree::scalar && shape.split) return pasted(tree, shape, out);
    return value(tree, *shape.item, shape.grow(out));
  }

  /// Several items written as one text.
  bool pasted(Tree const& tree, Shape const& shape, void* out) {
    bool good = true;
    for (auto part : shape.split(tree.text)) {
      Tree item;
      item.kind = Tree::scalar;
      item.text = part;
      item.at = tree.at;
      good &= value(item, *shape.item, shape.grow(out));
    }
    return good;
  }

  bool dictionary(Tree const& tree, Shape const& shape, void* out) {
    if (tree.kind == Tree::absent) return true;
    if (tree.kind != Tree::map)
      return refuse("wrong-type", tree.at,
                    fmt::format("expected names with a {} each, found {}", shape.name, described(tree)));
    bool good = true;
    for (auto const& [key, item] : tree.entries)
      good &= value(*item, *shape.item, shape.put(out, key->text, key->at));
    return good;
  }

  bool choice(Tree const& tree, Shape const& shape, void* out) {
    if (tree.kind != Tree::scalar)
      return refuse("wrong-type", tree.at,
                    fmt::format("expected {}, found {}", one_of(shape.choices), described(tree)));
    for (std::size_t i = 0; i < shape.choices.size(); ++i)
      if (shape.choices[i] == tree.text) return shape.choose(out, i, tree.at), true;
    auto help = did_you_mean(tree.text, shape.choices);
    return refuse("unknown-choice", tree.at,
                  fmt::format("`{}` is none of {}", tree.text, one_of(shape.choices)), help);
  }

  bool record(Tree const& tree, Shape const& shape, void* out) {
    if (shape.set_place) shape.set_place(out, tree.at);
    if (tree.kind == Tree::map) return keys(tree, shape, out);
    auto stands_for = tree.kind == Tree::scalar ? shape.scalar_field
                      : tree.kind == Tree::list ? shape.list_field
                                                : std::string_view{};
    if (auto row = shape.find(stands_for)) return value(tree, row->shape(), row->in(out));
    std::string help;
    if (auto first = first_key(shape); !first.empty())
      help = fmt::format("write its keys, such as `{}:`", first);
    return refuse("wrong-type", tree.at,
                  fmt::format("expected a {} with keys, found {}", shape.name, described(tree)), help);
  }

  static std::string_view first_key(Shape const& shape) {
    return !shape.any_of.empty()  ? shape.any_of[0]
           : shape.fields.empty() ? std::string_view{}
                                  : shape.fields[0].name;
  }

  bool keys(Tree const& tree, Shape const& shape, void* out) {
    bool good = true;
    std::vector<std::string_view> meant;  // fields that are there, or were misspelt
    for (auto const& [key, item] : tree.entries) {
      auto row = shape.find(key->text);
      if (!row) {
        meant.push_back(unknown(*key, tree, shape));
        good = false;
        continue;
      }
      if (item->kind != Tree::absent || row->shape().kind == Shape::dictionary) meant.push_back(row->name);
      if (row->is_planned)
        m_problems.warning("not-yet", key->at,
                           fmt::format("`{}` has no effect in this version of vitac", key->text));
      else if (item->kind != Tree::absent)
        good &= value(*item, row->shape(), row->in(out));
    }
    good &= complete(tree, shape, meant);
    if (good && shape.check) {
      auto before = m_problems.all().size();
      shape.check(out, tree.at, m_problems);
      good = m_problems.all().size() == before;
    }
    return good;
  }

  /// Says that a key is unknown; gives the field it was meant for, if that is plain and not there.
  std::string_view unknown(Tree const& key, Tree const& tree, Shape const& shape) {
    std::vector<std::string_view> names;
    for (auto const& row : shape.fields)
      if (!tree.find(row.name)) names.push_back(row.name);
    refuse("unknown-key", key.at, fmt::format("unknown key `{}` in {}", key.text, shape.name),
           did_you_mean(key.text, names));
    return nearest(key.text, names);
  }

  bool complete(Tree const& tree, Shape const& shape, std::vector<std::string_view> const& meant) {
    auto is_there = [&](std::string_view name) { return std::ranges::find(meant, name) != meant.end(); };
    bool good = true;
    auto lacks = [&](std::string what, std::string_view doc) {
      auto at = tree.entries.empty() ? tree.at : tree.entries.front().first->at;
      good = refuse("missing-key", at, fmt::format("{} lacks {}", shape.name, what), std::string(doc));
    };
    for (auto const& row : shape.fields)
      if (row.is_required && !is_there(row.name)) lacks(fmt::format("`{}`", row.name), row.doc);
    if (!shape.any_of.empty() && std::ranges::none_of(shape.any_of, is_there))
      lacks(one_of(shape.any_of), "one of them is needed");
    return good;
  }

  Diagnostics& m_problems;
};

}  // namespace

bool decode(Tree const& tree, Shape const& shape, void* out, Diagnostics& problems) {
  return Decoder(problems).value(tree, shape, out);
}

}  // namespace vitac
