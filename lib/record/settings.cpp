#include "record/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "codec/yaml.hpp"
#include "model/record.hpp"

namespace vitac {
namespace {

/// One step of a path: into a key, or to an item of a list.
struct Step {
  std::string_view key;
  std::optional<std::size_t> item;
  Span at;
};

class Setter {
 public:
  Setter(std::uint32_t file, Sources const& sources, Forest& forest, Diagnostics& problems)
      : m_file(file),
        m_sources(sources),
        m_text(sources.text(file)),
        m_forest(forest),
        m_problems(problems) {}

  /// Null when it cannot be done; the sink says why.
  Tree const* run(Tree const& record) {
    auto equals = std::min(m_text.find('='), m_text.size());
    if (!read_path(m_text.substr(0, equals))) return nullptr;
    m_value = read_value(std::min(equals + 1, m_text.size()));
    return m_value ? put(&record, &shape<PersonRecord>(), 0) : nullptr;
  }

 private:
  Tree const* refuse(Span at, std::string message, std::string help) {
    m_problems.error("bad-path", at, std::move(message), std::move(help));
    return nullptr;
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {m_file, std::uint32_t(begin), std::uint32_t(end)};
  }

  bool read_path(std::string_view path) {
    constexpr auto example = "write it like `person.email` or `publications[0].title`";
    for (std::size_t at = 0;;) {
      auto end = std::min(path.find_first_of(".[", at), path.size());
      if (end == at) return refuse(span(at, at + 1), "a key is missing in this path", example), false;
      m_steps.push_back({path.substr(at, end - at), {}, span(at, end)});
      while (end < path.size() && path[end] == '[') {
        auto close = path.find(']', end);
        auto digits = path.substr(end + 1, close == path.npos ? close : close - end - 1);
        std::size_t item = 0;
        auto [behind, error] = std::from_chars(digits.data(), digits.data() + digits.size(), item);
        if (close == path.npos || error != std::errc{} || behind != digits.data() + digits.size())
          return refuse(span(end, std::min(close, path.size() - 1) + 1), "expected the number of an item",
                        "`[0]` is the first one"),
                 false;
        m_steps.push_back({{}, item, span(end, close + 1)});
        end = close + 1;
      }
      if (end == path.size()) return true;
      if (path[end] != '.')
        return refuse(span(end, end + 1), "expected a `.` behind the `]`", example), false;
      at = end + 1;
    }
  }

  Tree const* read_value(std::size_t begin) {
    auto written = trimmed(m_text.substr(begin));
    if (!written.empty() && written != "~" && written.front() != '#') {
      Diagnostics problems;
      auto read = read_yaml(m_file, m_sources, m_forest, problems, "", std::uint32_t(begin));
      if (read && is_cut_short(*read)) return &text(written, begin);
      m_problems.add(problems);
      return read && read->is_damaged ? nullptr : read;
    }
    auto& value = text(written, begin);
    if (!written.starts_with('#')) value.kind = Tree::absent;
    return &value;
  }

  Tree& text(std::string_view written, std::size_t begin) {
    auto& value = m_forest.emplace_back();
    value.kind = Tree::scalar;
    value.text = written;
    value.at = span(begin, m_text.size());
    return value;
  }

  /// Whether YAML takes the end of a text without quotes for a comment: nobody comments here, and a `#` is a
  /// sign, such as a mark.
  bool is_cut_short(Tree const& read) const {
    bool is_plain = read.kind == Tree::scalar && !read.quoted && read.tag.empty();
    auto rest = m_text.substr(std::min<std::size_t>(read.at.end, m_text.size()));
    return is_plain && rest.find('\n') == rest.npos && trimmed(rest).starts_with('#');
  }

  /// `here` with the value where the steps from `next` on lead, all that is shared left as it was.
  Tree const* put(Tree const* here, Shape const* shape, std::size_t next) {
    if (next == m_steps.size()) return m_value;
    if (shape) shape = &present(*shape);
    return m_steps[next].item ? put_item(here, shape, next) : put_key(here, shape, next);
  }

  Tree const* put_item(Tree const* here, Shape const* shape, std::size_t next) {
    auto const& step = m_steps[next];
    if (auto row = shape ? shape->find(shape->list_field) : nullptr; row && here && here->kind == Tree::map) {
      auto list = here->find(row->name);
      auto changed = put_item(list, &row->shape(), next);
      return changed ? with_entry(here, row->name, step.at, changed) : nullptr;
    }
    auto name = written_before(next);
    std::size_t size = !here || here->is_absent() ? 0 : here->kind == Tree::list ? here->items.size() : 1;
    auto item_shape = shape && shape->kind == Shape::list ? shape->item : nullptr;
    if (size == 1 && here->kind != Tree::list && !item_shape)
      return refuse(step.at, fmt::format("`{}` is no list", name),
                    fmt::format("write `{}` without the number", name));
    if (*step.item >= size)
      return refuse(step.at,
                    size == 0 ? fmt::format("`{}` has no items", name)
                              : fmt::format("`{}` has no item {}", name, *step.item),
                    size == 0   ? ""
                    : size == 1 ? "its only one is `[0]`"
                                : fmt::format("it has `[0]` to `[{}]`", size - 1));
    if (here->kind != Tree::list) return put(here, item_shape, next + 1);
    auto changed = put(here->items[*step.item], item_shape, next + 1);
    if (!changed) return nullptr;
    auto& list = m_forest.emplace_back(*here);
    list.items[*step.item] = changed;
    return &list;
  }

  Tree const* put_key(Tree const* here, Shape const* shape, std::size_t next) {
    auto const& step = m_steps[next];
    auto name = written_before(next);
    if (here && here->kind == Tree::list)
      return refuse(step.at, fmt::format("`{}` is a list", name),
                    fmt::format("`{}[0].{}` is that of its first item", name, step.key));
    if (here && !here->is_absent() && here->kind == Tree::scalar)
      return refuse(step.at, fmt::format("`{}` is a text and has no `{}`", name, step.key),
                    fmt::format("set the whole: `{}={{...}}`", name));
    if (shape && shape->kind == Shape::list) shape = shape->item;
    auto known = here ? here->find(step.key) : nullptr;
    bool is_named_by_user = shape && shape->kind == Shape::dictionary;
    if (is_named_by_user && !known && next + 1 < m_steps.size())
      return refuse(step.at, fmt::format("`{}` has no {}", name, in_backquotes(step.key)),
                    suggested(step.key, keys_of(here), "it has"));
    if (step.key == "include" && next == 0)
      return refuse(step.at, "`include` cannot be set", "name the file in the record");
    auto row = shape && shape->kind == Shape::record ? shape->find(step.key) : nullptr;
    auto changed = put(known, row ? &row->shape() : is_named_by_user ? shape->item : nullptr, next + 1);
    if (!changed) return nullptr;
    return with_entry(here, step.key, step.at, changed);
  }

  /// The map with a value under a key; the key stays where it stands if it is there.
  Tree const* with_entry(Tree const* map, std::string_view key, Span key_at, Tree const* value) {
    auto& changed = m_forest.emplace_back();
    if (map && map->kind == Tree::map) {
      changed = *map;
    } else {
      changed.kind = Tree::map;
      changed.at = key_at;
    }
    auto known =
        std::ranges::find_if(changed.entries, [&](auto const& entry) { return entry.first->text == key; });
    if (known != changed.entries.end()) {
      known->second = value;
      return &changed;
    }
    auto& name = m_forest.emplace_back();
    name.kind = Tree::scalar;
    name.text = key;
    name.at = key_at;
    changed.entries.emplace_back(&name, value);
    return &changed;
  }

  static std::vector<std::string_view> keys_of(Tree const* map) {
    std::vector<std::string_view> keys;
    if (map)
      for (auto const& [key, value] : map->entries) keys.push_back(key->text);
    return keys;
  }

  /// The path up to a step.
  std::string_view written_before(std::size_t step) const {
    return step == 0 ? std::string_view("the record") : m_text.substr(0, m_steps[step - 1].at.end);
  }

  std::uint32_t m_file;
  Sources const& m_sources;
  std::string_view m_text;
  Forest& m_forest;
  Diagnostics& m_problems;
  std::vector<Step> m_steps;
  Tree const* m_value = nullptr;
};

}  // namespace

Tree const* with_setting(Tree const& record, std::string setting, Sources& sources, Forest& forest,
                         Diagnostics& problems) {
  auto file = sources.add("--set", std::move(setting));
  auto changed = Setter(file, sources, forest, problems).run(record);
  return changed ? changed : &record;
}

}  // namespace vitac
