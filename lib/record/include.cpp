#include "record/include.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "model/record.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 8u << 20, most_in_all = 64u << 20, most_files = 499;
constexpr std::string_view key_name = "include";

/// Lays trees of one shape side by side.
class Merger {
 public:
  Merger(Sources const& sources, Forest& forest, Diagnostics& problems)
      : m_sources(sources), m_forest(forest), m_problems(problems) {}

  /// Both values of one key; `key` is that of the second.
  Tree const* merged(Tree const* first, Tree const* second, Shape const* shape, Tree const* key) {
    if (second->is_absent()) return first;
    if (first->is_absent()) return second;
    if (shape) shape = &present(*shape);
    if (auto row = shape ? shape->find(shape->list_field) : nullptr; row && first->kind != second->kind) {
      first = under(row->name, first);
      second = under(row->name, second);
    }
    bool is_list =
        shape && shape->kind == Shape::list && (first->kind != Tree::scalar || second->kind != Tree::scalar);
    if (is_list || (first->kind == Tree::list && second->kind == Tree::list)) return joined(*first, *second);
    if (first->kind == Tree::map && second->kind == Tree::map) return united(*first, *second, shape);
    auto place = m_sources.begin(first->at);
    m_problems.error("duplicate-key", key->at, fmt::format("duplicate key `{}`", key->text),
                     fmt::format("{}:{} has it already: remove one of the two",
                                 m_sources.name(first->at.file), place.line));
    return first;
  }

 private:
  /// A list as the value of the field that it stands for.
  Tree const* under(std::string_view name, Tree const* list) {
    if (list->kind != Tree::list) return list;
    auto& key = m_forest.emplace_back();
    key.kind = Tree::scalar;
    key.text = name;
    key.at = list->at;
    auto& map = m_forest.emplace_back();
    map.kind = Tree::map;
    map.at = list->at;
    map.entries.emplace_back(&key, list);
    return &map;
  }

  Tree const* joined(Tree const& first, Tree const& second) {
    auto& list = m_forest.emplace_back();
    list.kind = Tree::list;
    list.at = first.at;
    for (auto const* part : {&first, &second}) {
      if (part->kind == Tree::list)
        list.items.insert(list.items.end(), part->items.begin(), part->items.end());
      else
        list.items.push_back(part);
    }
    return &list;
  }

  Tree const* united(Tree const& first, Tree const& second, Shape const* shape) {
    auto& map = m_forest.emplace_back(first);
    std::unordered_map<std::string_view, std::size_t> known;
    for (std::size_t i = 0; i < map.entries.size(); ++i) known.emplace(map.entries[i].first->text, i);
    for (auto const& [key, value] : second.entries) {
      auto [place, is_new] = known.emplace(key->text, map.entries.size());
      if (is_new) {
        map.entries.emplace_back(key, value);
      } else {
        auto& both = map.entries[place->second].second;
        both = merged(both, value, shape_of(key->text, shape), key);
      }
    }
    return &map;
  }

  static Shape const* shape_of(std::string_view key, Shape const* shape) {
    if (shape && shape->kind == Shape::dictionary) return shape->item;
    auto row = shape && shape->kind == Shape::record ? shape->find(key) : nullptr;
    return row ? &row->shape() : nullptr;
  }

  Sources const& m_sources;
  Forest& m_forest;
  Diagnostics& m_problems;
};

class Reader {
 public:
  Reader(std::optional<fs::path> const& within, Files& files, Sources& sources, Forest& forest,
         Diagnostics& problems)
      : m_within(within), m_files(files), m_sources(sources), m_forest(forest), m_problems(problems) {}

  WithIncludes run(fs::path const& record) {
    auto shown = record == "-" ? "standard input" : fmt::format("`{}`", record.string());
    auto bytes = m_files.read(record, most_bytes, m_within);
    if (!bytes) {
      auto const& [reason, is_too_large] = bytes.error();
      Diagnostic problem{Severity::error, code_of(bytes.error()), {}, fmt::format("{} {}", shown, reason)};
      problem.exit = is_too_large ? Exit::input : Exit::usage;
      m_problems.add(std::move(problem));
      return {};
    }
    auto file = take(record, record == "-" ? "<stdin>" : record.string(), std::move(*bytes), {});
    if (auto tree = read_yaml(file, m_sources, m_forest, m_problems)) m_read.tree = with_includes(*tree);
    if (m_read.tree && !m_is_whole) {
      auto& damaged = m_forest.emplace_back(*m_read.tree);
      damaged.is_damaged = true;
      m_read.tree = &damaged;
    }
    return std::move(m_read);
  }

 private:
  struct Known {
    fs::path path;
    Span named_at;  ///< nowhere: the record itself
    bool is_open = true;
  };

  std::uint32_t take(fs::path const& path, std::string name, std::string bytes, Span named_at) {
    m_bytes += bytes.size();
    m_known.push_back({settled(path), named_at});
    return m_read.files.emplace_back(m_sources.add(std::move(name), std::move(bytes)));
  }

  Tree const* with_includes(Tree const& own) {
    auto self = m_known.size() - 1;
    m_is_whole &= !own.is_damaged;
    auto tree = &own;
    if (auto named = own.find(key_name)) {
      std::vector<Literal> names;
      m_is_whole &= decode(*named, shape<std::vector<Literal>>(), &names, m_problems);
      Merger merger(m_sources, m_forest, m_problems);
      for (auto const& name : names) {
        auto part = included(name);
        m_is_whole &= part != nullptr;
        if (part) tree = merger.merged(tree, part, &shape<PersonRecord>(), nullptr);
      }
    }
    m_known[self].is_open = false;
    return tree;
  }

  /// The keys of a file that another names; null when it cannot be had.
  Tree const* included(Literal const& name) {
    auto path = (folder_of(name.at, m_sources) / name.text).lexically_normal();
    if (path.extension() == ".bib")
      return refuse(name.at,
                    fmt::format("{} is a bibliography, no part of a record", in_backquotes(name.text)),
                    fmt::format("write `publications: {{bibliography: [{}]}}`", name.text));
    if (path == "-") return refuse(name.at, "`-` is no file", "", "unreadable");
    if (auto known = std::ranges::find(m_known, settled(path), &Known::path); known != m_known.end())
      return refuse(name.at, fmt::format("{} is here already", in_backquotes(name.text)), why(*known));
    if (m_known.size() > most_files || m_bytes > most_in_all)
      return refuse(name.at, "too many files: more than 499, or than 64 MB in all", "");
    auto bytes = m_files.read(path, most_bytes, m_within);
    if (!bytes) {
      auto help = bytes.error().reason.starts_with("does not exist")
                      ? "paths start from the folder of this file"
                      : "";
      return refuse(name.at, fmt::format("{} {}", in_backquotes(name.text), bytes.error().reason), help,
                    code_of(bytes.error()));
    }
    auto file = take(path, path.string(), std::move(*bytes), name.at);
    auto tree = read_yaml(file, m_sources, m_forest, m_problems,
                          "an included file has keys of a record, such as `publications:`");
    if (!tree) return nullptr;
    if (tree->kind != Tree::map)
      return refuse(tree->at, fmt::format("expected keys of a record, found {}", described(*tree)),
                    "begin with the key that this belongs to, such as `publications:`", "wrong-type");
    return without_include(*with_includes(*tree));
  }

  static std::string_view code_of(FileError const& error) {
    return error.is_too_large ? "too-large" : "unreadable";
  }

  std::string why(Known const& known) const {
    if (!known.named_at.somewhere()) return "a record cannot include itself";
    auto place =
        fmt::format("{}:{}", m_sources.name(known.named_at.file), m_sources.begin(known.named_at).line);
    return known.is_open ? fmt::format("it includes this file itself, being included at {}", place)
                         : fmt::format("{} includes it: remove one of the two", place);
  }

  Tree const* refuse(Span at, std::string message, std::string help, std::string_view code = key_name) {
    m_problems.error(code, at, std::move(message), std::move(help));
    return nullptr;
  }

  Tree const* without_include(Tree const& tree) {
    auto& rest = m_forest.emplace_back(tree);
    std::erase_if(rest.entries, [](auto const& entry) { return entry.first->text == key_name; });
    return &rest;
  }

  std::optional<fs::path> const& m_within;
  Files& m_files;
  Sources& m_sources;
  Forest& m_forest;
  Diagnostics& m_problems;
  std::vector<Known> m_known;  ///< files that were named, each once
  std::size_t m_bytes = 0;
  bool m_is_whole = true;  ///< no file, and nothing of a file, is missing
  WithIncludes m_read;
};

}  // namespace

WithIncludes read_with_includes(fs::path const& record, std::optional<fs::path> const& within, Files& files,
                                Sources& sources, Forest& forest, Diagnostics& problems) {
  return Reader(within, files, sources, forest, problems).run(record);
}

}  // namespace vitac
