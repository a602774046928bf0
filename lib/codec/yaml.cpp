#include "codec/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::size_t most_bytes = 8u << 20, most_scalar = 1u << 20;
constexpr std::uint64_t most_nodes = 2'000'000;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// A stream over bytes that are already in memory.
struct Bytes : std::streambuf {
  explicit Bytes(std::string_view text) {
    auto* begin = const_cast<char*>(text.data());  // only ever read
    setg(begin, begin, begin + text.size());
  }
};

struct Stop {};  // unwinds through yaml-cpp to read_yaml, the problem being said

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, std::uint32_t file, std::uint32_t skipped, Forest& forest,
          Diagnostics& problems)
      : m_text(text), m_file(file), m_skipped(skipped), m_forest(forest), m_problems(problems) {}

  Tree const* root = nullptr;

  void OnDocumentStart(YAML::Mark const& mark) override {
    if (root)
      stop("second-document", at(mark, 3), "a second document starts here",
           "a record is one document: remove the `---`");
  }
  void OnDocumentEnd() override {}

  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    // yaml-cpp marks an empty value at the next token, and takes a plain `Null` (a surname) for nothing.
    auto where = at(mark, 0);
    auto word = m_text.substr(where.begin - m_skipped, 4);
    auto& tree = make(Tree::absent, where);
    if (word.starts_with('~')) {
      tree.text.assign(1, '~'), tree.at.end += 1;
    } else if (word == "null" || word == "Null" || word == "NULL") {
      tree.kind = Tree::scalar, tree.text = word, tree.at.end += 4;
    } else if (!m_open.empty() && m_open.back().key) {
      tree.at = m_open.back().key->at;
    }
    put(tree, anchor);
  }

  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    auto begin = after_properties(std::size_t(mark.pos));
    char first = begin < m_text.size() ? m_text[begin] : '\0';
    auto& tree = make(Tree::scalar, at(mark, 0));
    tree.text = value;
    tree.tag = tag == "?" || tag == "!" ? "" : tag;
    tree.quoted = first == '"' || first == '\'';
    auto end = tree.quoted ? closing_quote(begin) : std::min(begin + value.size(), m_text.find('\n', begin));
    if (tree.quoted && end == m_text.npos)
      stop("yaml", at(mark, 1), "this quote is never closed",
           fmt::format("add a {} at the end of the text", first));
    tree.at.begin = std::uint32_t(begin) + m_skipped;
    tree.at.end = std::uint32_t(std::min(end, m_text.size())) + m_skipped;
    if (value.size() > most_scalar)
      stop("too-large", {m_file, tree.at.begin, tree.at.begin + 1}, "a text of more than 1 MB",
           "is a quote missing its end?");
    put(tree, anchor);
  }

  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto found = m_anchors.find(anchor);
    if (found == m_anchors.end())
      stop("yaml", at(mark, 1), "an alias inside the very value that it repeats",
           "a text that starts with `*` goes in quotes");
    attach(*found->second);
  }

  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Tree::list, mark, tag, anchor);
  }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Tree::map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override {
    merge(*m_open.back().tree);
    close();
  }

 private:
  struct Open {
    Tree* tree;
    YAML::anchor_t anchor;
    Tree const* key = nullptr;
    std::unordered_map<std::string_view, Tree const*> seen = {};
  };

  Span at(YAML::Mark const& mark, std::uint32_t length) const {
    auto begin = std::uint32_t(mark.pos) + m_skipped;
    return {m_file, begin, begin + length};
  }

  [[noreturn]] void stop(std::string_view code, Span where, std::string message, std::string help) {
    m_problems.error(code, where, std::move(message), std::move(help));
    throw Stop{};
  }

  Tree& make(Tree::Kind kind, Span where) {
    auto& tree = m_forest.emplace_back();
    tree.kind = kind;
    tree.at = where;
    return tree;
  }

  void open(Tree::Kind kind, YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) {
    auto& tree = make(kind, at(mark, 1));
    tree.tag = tag == "?" || tag == "!" ? "" : tag;
    m_open.push_back({&tree, anchor});
  }

  void close() {
    auto done = std::move(m_open.back());
    m_open.pop_back();
    put(*done.tree, done.anchor);
  }

  void put(Tree const& tree, YAML::anchor_t anchor) {
    if (anchor) m_anchors[anchor] = &tree;
    attach(tree);
  }

  void attach(Tree const& tree) {
    if (m_open.empty()) {
      root = &tree;
      return;
    }
    auto& parent = m_open.back();
    parent.tree->weight += tree.weight;
    if (parent.tree->weight > most_nodes)
      stop("too-large", tree.at, "more than 2 million values, counting what aliases repeat", "");
    if (parent.tree->kind == Tree::list)
      parent.tree->items.push_back(&tree);
    else if (!parent.key)
      add_key(parent, tree);
    else
      parent.tree->entries.emplace_back(std::exchange(parent.key, nullptr), &tree);
  }

  void add_key(Open& parent, Tree const& key) {
    if (key.kind == Tree::list || key.kind == Tree::map)
      stop("yaml", key.at, "a key must be a word", "a text that starts with `[` or `{` goes in quotes");
    bool is_new = key.text == "<<" || parent.seen.emplace(key.text, &key).second;
    if (!is_new) {
      Diagnostic problem{Severity::error, "duplicate-key", key.at,
                         fmt::format("duplicate key `{}`", key.text)};
      auto first = m_text.substr(0, parent.seen[key.text]->at.begin - m_skipped);
      problem.help =
          fmt::format("it stands at line {} already", std::count(first.begin(), first.end(), '\n') + 1);
      m_problems.add(std::move(problem));
    }
    parent.key = &key;
  }

  /// `<<: *base` and `<<: [*a, *b]`: what is written here wins, then the earlier base.
  void merge(Tree& map) {
    auto& seen = m_open.back().seen;
    std::vector<Tree const*> bases;
    std::erase_if(map.entries, [&](auto const& entry) {
      if (entry.first->quoted || entry.first->text != "<<") return false;
      if (entry.second->kind == Tree::list)
        bases.insert(bases.end(), entry.second->items.begin(), entry.second->items.end());
      else
        bases.push_back(entry.second);
      return true;
    });
    for (auto const* base : bases) {
      if (base->kind != Tree::map) stop("yaml", base->at, "`<<` takes a mapping or a list of them", "");
      for (auto const& entry : base->entries)
        if (seen.emplace(entry.first->text, entry.first).second) map.entries.push_back(entry);
    }
  }

  /// Where a node's content begins, behind its tag and anchor.
  std::size_t after_properties(std::size_t begin) const {
    while (begin < m_text.size() && (m_text[begin] == '!' || m_text[begin] == '&')) {
      begin = std::min(m_text.find_first_of(" \t\r\n", begin), m_text.size());
      begin = std::min(m_text.find_first_not_of(" \t\r\n", begin), m_text.size());
    }
    return begin;
  }

  std::size_t closing_quote(std::size_t open) const {
    char quote = m_text[open];
    for (auto i = open + 1; i < m_text.size(); ++i) {
      if (quote == '"' && m_text[i] == '\\')
        ++i;
      else if (m_text[i] == quote && quote == '\'' && m_text.substr(i + 1, 1) == "'")
        ++i;
      else if (m_text[i] == quote)
        return i + 1;
    }
    return m_text.npos;
  }

  std::string_view m_text;
  std::uint32_t m_file, m_skipped;
  Forest& m_forest;
  Diagnostics& m_problems;
  std::vector<Open> m_open;
  std::unordered_map<YAML::anchor_t, Tree const*> m_anchors;
};

struct Translation {
  std::string_view theirs, message, help;
};

/// What yaml-cpp says, in words of its users, with the likely cause.
Translation translated(std::string_view theirs, std::string_view line) {
  using namespace YAML::ErrorMsg;
  static Translation const table[] = {
      {MAP_VALUE, "a second `: ` in one line", "a text with `: ` in it goes in quotes"},
      {MAP_KEY, "this line does not fit the lines above it",
       "align it with its neighbours, or put the text above in quotes"},
      {BLOCK_ENTRY, "a list item where none can stand", "align the `-` with the other items"},
      {END_OF_MAP, "this line does not fit the lines above it",
       "align it with its neighbours; a text with `: `, ` #` or a quote in it goes in quotes"},
      {END_OF_SEQ, "this line does not fit the list above it",
       "list items start with `- `, all at one depth"},
      {END_OF_MAP_FLOW, "a `{` is never closed", "add the `}`; a text with `,` or `{` in it goes in quotes"},
      {END_OF_SEQ_FLOW, "a `[` is never closed", "add the `]`; a text that starts with `[` goes in quotes"},
      {FLOW_END, "a `]` or `}` that closes nothing", "remove it, or put the text in quotes"},
      {TAB_IN_INDENTATION, "a tab at the start of a line", "YAML takes spaces only"},
      {UNKNOWN_TOKEN, "no text can start with this sign", "put the text in quotes"},
      {CHAR_IN_SCALAR, "no text can start with this sign", "put the text in quotes"},
      {CHAR_IN_ALIAS, "a text cannot start with `*`", "put it in quotes"},
      {CHAR_IN_ANCHOR, "a text cannot start with `&`", "put it in quotes"},
      {ALIAS_NOT_FOUND, "a text cannot start with `*`", "put it in quotes"},
      {ANCHOR_NOT_FOUND, "a text cannot start with `&`", "put it in quotes"},
      {UNKNOWN_ANCHOR, "an alias to nothing: no value is named with `&` like this",
       "a text that starts with `*` goes in quotes"},
      {EOF_IN_SCALAR, "this quote is never closed", "add a quote at the end of the text"},
      {DOC_IN_SCALAR, "a `---` or `...` inside a quoted text", "is a quote missing its end?"},
      {CHAR_IN_BLOCK, "a sign after `|` or `>`", "the text starts on the next line"},
      {ALIAS_CONTENT, "words after an alias", "a text that starts with `*` goes in quotes"},
      {END_OF_VERBATIM_TAG, "no text can start with `!`", "put it in quotes"},
      {INVALID_HEX, "a `\\x` or `\\u` escape without its digits",
       "use single quotes where a backslash is just a backslash"},
  };
  if (theirs.starts_with(INVALID_ESCAPE) || theirs.starts_with(INVALID_UNICODE))
    return {theirs, "a backslash in double quotes starts an escape, and this is none", "use single quotes"};
  if (theirs == std::string_view(UNKNOWN_TOKEN) && line.find('\t') != line.npos)
    return {theirs, "a tab at the start of a line", "YAML takes spaces only"};
  for (auto const& row : table)
    if (theirs == row.theirs) return row;
  return {theirs, "this is not YAML", "compare the line with its neighbours"};
}

/// What can be said of the bytes before anything reads them.
bool readable(std::string_view text, std::uint32_t file, Diagnostics& problems) {
  auto refuse = [&](std::string_view code, std::size_t at, std::string message, std::string help) {
    auto begin = std::uint32_t(std::min<std::size_t>(at, text.size()));
    problems.error(code, {file, begin, std::min(begin + 1, std::uint32_t(text.size()))}, std::move(message),
                   std::move(help));
    return false;
  };
  if (text.size() > most_bytes) return refuse("too-large", 0, "more than 8 MB", "");
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return refuse("encoding", 0, "the file is UTF-16", "save it as UTF-8");
  if (auto nul = text.find('\0'); nul != text.npos)
    return refuse("encoding", nul, "a NUL byte: this is not a text file", "save it as UTF-8 text");
  if (auto bad = first_malformed(text))
    return refuse("encoding", *bad, "a byte that is not UTF-8", "save the file as UTF-8");
  return true;
}

}  // namespace

Tree const* read_yaml(std::uint32_t file, Sources const& sources, Forest& forest, Diagnostics& problems) {
  auto text = sources.text(file);
  if (!readable(text, file, problems)) return nullptr;
  std::uint32_t skipped = text.starts_with(byte_order_mark) ? 3 : 0;
  text.remove_prefix(skipped);
  Builder builder(text, file, skipped, forest, problems);
  auto place = [&](YAML::Mark const& mark) {
    auto at = std::min(std::uint32_t(std::max(0, mark.pos)), std::uint32_t(text.size())) + skipped;
    return Span{file, at, at};
  };
  try {
    Bytes buffer(text);
    std::istream in(&buffer);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
    if (builder.root && builder.root->kind != Tree::absent) return builder.root;
    problems.error("empty-file", {file, 0, 0}, "the file is empty",
                   "`examples/minimal.yaml` shows how one begins");
  } catch (Stop const&) {
  } catch (YAML::DeepRecursion const& e) {
    problems.error("too-deep", place(e.mark), "nested more than 499 deep");
  } catch (YAML::Exception const& e) {
    auto at = place(e.mark);
    auto [theirs, message, help] = translated(e.msg, sources.line(file, at.begin));
    problems.error("yaml", at, std::string(message), std::string(help));
  }
  return nullptr;
}

}  // namespace vitac
