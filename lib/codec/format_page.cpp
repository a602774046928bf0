#include "codec/format_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "model/record.hpp"

namespace vitac {
namespace {

constexpr std::string_view opening =
    R"(# The format of a record

A record is a YAML file, or several: `include` names others. Only `person` must be there. Keys that are not listed here
are errors, except below `extra`.

- A field that has no value (`note:`) is not there.
- Where a list is asked for, one item can stand without brackets: `tags: selected`.
- Texts need no quotes, unless YAML would misread them: with `: ` or ` #` in them, or with one of
  ``* & [ { ! % @ ` `` in front. Numbers, `no` and `1.10` in the place of a text are texts.
- Authors and other people are a list of names, or one pasted line: `Y. Zhang†*, J. Jia†*, S. Liu`.

This page is made by `vitac schema --markdown`; `vitac schema` prints the same for editors, as JSON Schema.
`vitac new` puts that beside a new record, and names it in the record's first line, which the YAML extensions of VS Code
and Neovim read: they then complete keys, show what they mean and underline mistakes.
)";

class FormatPage {
 public:
  explicit FormatPage(std::string_view example) : m_example(example) {}

  std::string write() {
    m_page = opening;
    heading(2, "Values");
    m_page += "\n| what | how it is written |\n|---|---|\n";
    note_leaves(shape<PersonRecord>());
    for (auto const* leaf : m_leaves)
      if (leaf != &shape<Anything>())
        m_page += fmt::format("| {} | {} |\n", leaf->name, cell(leaf->form.written));
    heading(2, "The record");
    m_page += "\n| key | holds | what it is |\n|---|---|---|\n";
    for (auto const& row : PersonRecord::fields) m_page += key_row(row);
    heading(2, "Sections");
    m_page += "\nEvery entry of every section can have these:\n";
    table(Entry::shared<Summary>, {});
    for (auto const& kind : section_kinds()) section(kind);
    heading(2, "Parts");
    for (std::size_t i = 0; i < m_parts.size(); ++i) part(*m_parts[i]);  // which adds more
    return m_page;
  }

 private:
  void heading(int level, std::string_view title) {
    m_page += fmt::format("\n{:#>{}} {}\n", "", level, title);
  }

  static std::string cell(std::string_view text) { return replaced(std::string(text), "|", "\\|"); }

  static bool is_kind(std::string_view key) {
    return std::ranges::find(section_kinds(), key, &SectionKind::name) != section_kinds().end();
  }

  std::string key_row(Field const& row) {
    auto holds = is_kind(row.name) ? fmt::format("[entries](#{})", row.name) : type(row.shape());
    if (!is_kind(row.name) && !m_parts.empty()) m_keys.try_emplace(m_parts.back(), row.name);
    return fmt::format("| `{}` | {} | {} |\n", row.name, holds, cell(row.doc));
  }

  /// "list of [position](#position)"; parts that are met get their own table.
  std::string type(Shape const& shape) {
    switch (shape.kind) {
      case Shape::optional:
        return type(*shape.item);
      case Shape::list:
        return "list of " + type(*shape.item);
      case Shape::dictionary:
        return "names, each with " + type(*shape.item);
      case Shape::choice:
        return one_of(shape.choices);
      case Shape::leaf:
        return std::string(shape.name);
      default:
        for (auto const& kind : section_kinds())
          if (kind.entry == &shape) return fmt::format("[entry](#{})", kind.name);
        if (std::ranges::find(m_parts, &shape) == m_parts.end()) m_parts.push_back(&shape);
        return fmt::format("[{}](#{})", shape.name, anchor(shape.name));
    }
  }

  static std::string anchor(std::string_view heading) {
    std::string out;
    for (char c : heading)
      if (c == ' ')
        out += '-';
      else if (c != '\'')
        out += c;
    return out;
  }

  void table(std::span<Field const> fields, std::span<std::string_view const> any_of) {
    m_page += "\n| field | holds | needed | what it is |\n|---|---|---|---|\n";
    for (auto const& row : fields) {
      bool is_one_of = std::ranges::find(any_of, row.name) != any_of.end();
      auto needed = row.is_required ? "yes" : is_one_of ? "one of these" : "";
      m_page += fmt::format("| `{}` | {} | {} | {} |\n", row.name, type(row.shape()), needed, cell(row.doc));
    }
  }

  static std::string alone(Shape const& shape, std::string_view what) {
    if (!shape.scalar_field.empty())
      return fmt::format("\n{} can be its `{}` alone.\n", what, shape.scalar_field);
    return {};
  }

  void section(SectionKind const& kind) {
    auto row = std::ranges::find(PersonRecord::fields, kind.name, &Field::name);
    auto const& holder = row->shape();
    heading(3, kind.name);
    m_page += fmt::format("\n{}.\n", capitalized(row->doc));
    if (holder.kind == Shape::record) {
      m_page += "A list of entries, or a mapping with these keys:\n";
      table(holder.fields, holder.any_of);
      m_page += "\nOf an entry:\n";
    } else if (holder.kind == Shape::dictionary) {
      m_page += fmt::format("Below each name stands a {}.\n", type(*holder.item));
    }
    m_page += alone(*kind.entry, "An entry");
    auto own = kind.entry->fields;
    table(own.first(own.size() - Entry::shared<Summary>.size()), kind.entry->any_of);
    show(kind.name, first_entry(block(kind.name)));
  }

  void part(Shape const& shape) {
    heading(3, shape.name);
    m_page += alone(shape, "It");
    table(shape.fields, shape.any_of);
    if (auto key = m_keys.find(&shape); key != m_keys.end()) show(key->second, block(key->second));
  }

  void show(std::string_view key, std::string_view lines) {
    if (!lines.empty()) m_page += fmt::format("\n```yaml\n{}:{}\n```\n", key, lines);
  }

  static std::string capitalized(std::string_view words) {
    std::string out(words);
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = char(out[0] - 'a' + 'A');
    return out;
  }

  /// What the example has below a key, from the end of the key's line on, without the last line's end.
  std::string_view block(std::string_view key) const {
    auto begin = m_example.find(fmt::format("\n{}:", key));
    if (begin == m_example.npos) return {};
    begin = std::min(m_example.find('\n', begin + 1), m_example.size());
    auto end = begin;
    do end = std::min(m_example.find('\n', end + 1), m_example.size());
    while (end + 1 < m_example.size() && (m_example[end + 1] == ' ' || m_example[end + 1] == '\n'));
    return m_example.substr(begin, m_example.find_last_not_of('\n', end) + 1 - begin);
  }

  /// The first item of a block that is a list.
  static std::string_view first_entry(std::string_view block) {
    constexpr std::string_view item = "\n  - ";
    return block.starts_with(item) ? block.substr(0, block.find(item, 1)) : block;
  }

  void note_leaves(Shape const& shape) {
    if (std::ranges::find(m_met, &shape) != m_met.end()) return;
    m_met.push_back(&shape);
    if (shape.kind == Shape::leaf) m_leaves.push_back(&shape);
    if (shape.item) note_leaves(*shape.item);
    for (auto const& row : shape.fields) note_leaves(row.shape());
  }

  std::string_view m_example;
  std::string m_page;
  std::vector<Shape const*> m_parts, m_leaves, m_met;
  std::map<Shape const*, std::string_view> m_keys;  ///< of parts that stand in the record itself
};

}  // namespace

std::string format_page(std::string_view example) {
  return FormatPage(example).write();
}

}  // namespace vitac
