#include "codec/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <map>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

#include "base/encoding.hpp"
#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "codec/yaml_losses.hpp"
#include "codec/yaml_slips.hpp"

namespace vitac {
namespace {

constexpr std::size_t most_bytes = 8u << 20, most_scalar = 1u << 20;
constexpr std::uint64_t most_values = 2'000'000;
constexpr std::size_t bytes_per_value = 16;  ///< a long text weighs as much as several
constexpr std::size_t most_doubts = 1000;
constexpr std::string_view tex_tag = "!tex";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// A stream over bytes that are already in memory.
struct Bytes : std::streambuf {
  explicit Bytes(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

/// Where a slip stands in its file, of which `text` begins at `skipped`. At its end there is nothing to
/// underline.
Span place_of(YamlSlip const& slip, std::string_view text, std::uint32_t file, std::uint32_t skipped) {
  auto place = [&](std::size_t at) { return std::uint32_t(std::min(at, text.size())) + skipped; };
  return {file, place(slip.begin), place(slip.end)};
}

/// Why a reading ended before its text did; unwinds through yaml-cpp.
struct Fault {
  std::string_view code;
  YamlSlip slip;
  std::size_t noticed_at = 0;
  bool ends_all = false;  ///< there is no use in reading on without what is wrong
};

class Builder : public YAML::EventHandler {
 public:
  Builder(YamlLosses const& losses, std::uint32_t file, std::uint32_t skipped, Sources const& sources,
          Forest& forest, Diagnostics& problems)
      : m_losses(losses),
        m_text(losses.text()),
        m_file(file),
        m_skipped(skipped),
        m_sources(sources),
        m_forest(forest),
        m_problems(problems) {}

  Tree const* root = nullptr;
  bool lost_items = false;  ///< whether some seem to have run into each other

  /// The quote that took lines into its text down to that of `at`, if one did. YAML scans ahead of what it
  /// tells of.
  std::optional<std::size_t> swallowing_quote(std::size_t at) const {
    constexpr std::size_t far = 64u << 10;
    auto fault = line_at(m_text, at);
    if (m_last > 0 && m_swallowed.second == m_last) return m_swallowed.first;
    auto line = std::optional(line_at(m_text, std::max(m_last, at < far ? 0 : at - far)));
    for (; line && line->begin < fault.begin; line = line_below(m_text, *line)) {
      auto quote = quote_left_open(m_text, *line);
      if (quote == m_text.npos || quote < m_last) continue;
      auto end = std::min(closing_quote(quote), m_text.size());
      if (swallowed_lines(m_text, quote, end)) return quote;
      line = line_at(m_text, end);
    }
    return {};
  }

  void OnDocumentStart(YAML::Mark const& mark) override {
    if (!root) return;
    auto where = at(mark, 3);
    auto above = line_above(m_text, line_at(m_text, where.begin - m_skipped));
    if (above && m_text.substr(above->begin, 1) == "%")
      throw Fault{"yaml",
                  {above->begin, above->end, "comments start with `#`",
                   fmt::format("write `# {}`", trimmed(above->in(m_text).substr(1))), above->end},
                  above->begin};
    if (m_text.substr(where.begin - m_skipped, 3) != "---")
      throw Fault{"yaml", without_holder(m_text, root->at.begin - m_skipped, where.begin - m_skipped),
                  where.begin - m_skipped, true};
    stop("second-document", where, "a second document starts here",
         "a record is one document: remove the `---`");
  }
  void OnDocumentEnd() override {
    for (auto const& [anchor, begin] : m_unused) {
      if (is_full()) break;
      auto end = std::min(m_text.find_first_of(" \t\r\n", begin), m_text.size());
      bool is_lost = m_losses.has(fmt::format("*{}", m_text.substr(begin + 1, end - begin - 1)));
      if (!is_lost) doubt(Severity::error, "yaml", bad_start(m_text, begin));
    }
    if (is_full())
      m_doubts.back() = {Severity::error,
                         "too-many-problems",
                         {m_doubts.back().slip.begin, m_doubts.back().slip.end,
                          "more than 1000 slips in this file: the rest was not looked at", ""}};
    for (auto& [severity, code, slip] : m_doubts) say(code, std::move(slip), severity);
  }

  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    if (!m_open.empty() && m_open.back().key && takes_piece(*m_open.back().key)) return;
    // yaml-cpp marks an empty value at the next token, and takes a plain `Null` (a surname) for nothing.
    auto where = at(mark, 0);
    auto begin = after_properties(std::size_t(mark.pos));
    auto& tree = make(Tree::absent, where);
    tree.is_damaged = m_losses.is_lost(begin, begin);
    if (auto word = null_at(begin); !word.empty()) {
      tree.kind = word == "~" ? Tree::absent : Tree::scalar;
      tree.text = word;
      tree.at = {m_file, std::uint32_t(begin) + m_skipped, std::uint32_t(begin + word.size()) + m_skipped};
    } else if (auto last = m_text.find_last_not_of(" \t\r\n", begin ? begin - 1 : 0);
               in_list() && last < m_text.size() && m_text[last] == '-') {
      tree.at = {m_file, std::uint32_t(last) + m_skipped, std::uint32_t(last) + 1 + m_skipped};
    } else if (!m_open.empty() && m_open.back().key) {
      tree.at = m_open.back().key->at;
      tree.text = comment_after(tree.at.end - m_skipped);
    }
    put(tree, anchor);
  }

  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    auto begin = after_properties(std::size_t(mark.pos));
    bool is_bare_tag = value.empty() && m_text.find('\n', std::size_t(mark.pos)) < begin;
    if (is_bare_tag) begin = std::size_t(mark.pos);
    char first = begin < m_text.size() ? m_text[begin] : '\0';
    auto& tree = make(Tree::scalar, at(mark, 0));
    tree.text = value;
    tree.weight += value.size() / bytes_per_value;
    auto doubts = m_doubts.size();
    tree.tag = known_tag(tag, mark);
    bool is_odd = m_doubts.size() > doubts;
    tree.quoted = is_quote(first);
    auto end = tree.quoted ? closing_quote(begin) : plain_end(begin, value);
    m_last = std::min(end, m_text.size());
    if (m_losses.is_lost(begin, end)) {  // what was left out lay in the middle of this
      tree.kind = Tree::absent;
      tree.is_damaged = true;
      return put(tree, anchor);
    }
    if (end == m_text.npos) {
      auto slip = unclosed_quote(m_text, begin);
      stop("yaml", at(mark, 1), std::move(slip.message), std::move(slip.help));
    }
    tree.at = {m_file, std::uint32_t(begin) + m_skipped, std::uint32_t(end) + m_skipped};
    if (value.size() > most_scalar)
      stop("too-large", {m_file, tree.at.begin, tree.at.begin + 1}, "a text of more than 1 MB",
           "is a quote missing its end?");
    if (anchor) m_unused.emplace(anchor, std::size_t(mark.pos));
    check_scalar(tree, begin, end);
    if (is_odd) tree.kind = Tree::absent, tree.is_damaged = true;
    put(tree, anchor);
  }

  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto found = m_anchors.find(anchor);
    if (found == m_anchors.end())
      stop("yaml", at(mark, 1), "an alias inside the very value that it repeats",
           "a text that starts with `*` goes in quotes");
    m_unused.erase(anchor);
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
    std::string_view duplicate = {};  ///< `key`, or the last one, when it was there before
    std::unordered_map<std::string_view, Tree const*> seen = {};
  };

  Span at(YAML::Mark const& mark, std::uint32_t length) const {
    auto begin = std::min(std::size_t(mark.pos), m_text.size());  // it may stand behind the last byte
    auto end = std::min(begin + length, m_text.size());
    return {m_file, std::uint32_t(begin) + m_skipped, std::uint32_t(end) + m_skipped};
  }

  [[noreturn]] void stop(std::string_view code, Span where, std::string message, std::string help) {
    YamlSlip slip{where.begin - m_skipped, where.end - m_skipped, std::move(message), std::move(help)};
    throw Fault{code, std::move(slip), where.begin - m_skipped, code != "yaml"};
  }

  Tree& make(Tree::Kind kind, Span where) {
    auto& tree = m_forest.emplace_back();
    tree.kind = kind;
    tree.at = where;
    return tree;
  }

  void open(Tree::Kind kind, YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) {
    auto& tree = make(kind, at(mark, 1));
    tree.tag = known_tag(tag, mark);
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
    if (parent.tree->weight > most_values)
      stop("too-large", tree.at, "more than 2 million values, counting what aliases repeat",
           "a long text counts for several");
    if (parent.tree->kind == Tree::list)
      parent.tree->items.push_back(&tree);
    else if (!parent.key)
      add_key(parent, tree);
    else if (auto key = std::exchange(parent.key, nullptr); key->is_damaged)
      parent.tree->is_damaged = true;
    else if (!parent.duplicate.empty())
      take_second(*parent.tree, *key, tree);
    else
      parent.tree->entries.emplace_back(key, &tree);
  }

  /// In braces a comma ends what was meant as one text: what stands behind it then has no `:`. Says so once
  /// for all pieces of a text, and takes the text for one that was lost.
  bool takes_piece(Tree const& key) {
    std::size_t begin = key.at.begin - m_skipped, end = key.at.end - m_skipped;
    auto behind = m_text.find_first_not_of(" \t\r\n", end);
    bool has_no_colon = behind < m_text.size() && (m_text[behind] == ',' || m_text[behind] == '}');
    auto& map = *m_open.back().tree;
    if (!has_no_colon || key.quoted || key.is_damaged || is_full()) return false;
    if (auto slip = tight_colon(m_text, begin, end)) {
      doubt(Severity::error, "yaml", std::move(slip));
    } else if (map.entries.empty() || key.text.empty()) {
      return false;
    } else if (auto& [name, value] = map.entries.back(); m_pieces.value == value) {
      m_pieces.words += m_text.substr(m_pieces.end, end - m_pieces.end);
      m_doubts[m_pieces.doubt].slip =
          comma_in_braces(name->text, m_pieces.words, m_doubts[m_pieces.doubt].slip.begin, end);
      m_pieces.end = end;
    } else if (value->kind != Tree::scalar || !value->tag.empty()) {
      return false;
    } else {
      auto value_end = value->at.end - m_skipped;
      m_pieces = {nullptr, m_doubts.size(), end,
                  value->text + std::string(m_text.substr(value_end, end - value_end))};
      doubt(Severity::error, "yaml", comma_in_braces(name->text, m_pieces.words, begin, end));
      auto& lost = make(Tree::absent, value->at);
      lost.is_damaged = true;
      m_pieces.value = value = &lost;
    }
    m_open.back().key = nullptr;
    map.is_damaged = true;
    return true;
  }

  /// Of two values of a key the first counts, unless it is none.
  static void take_second(Tree& map, Tree const& key, Tree const& value) {
    for (auto& [name, first] : map.entries)
      if (name->text == key.text && first->is_absent()) first = &value;
  }

  void add_key(Open& parent, Tree const& key) {
    if (key.kind == Tree::list || key.kind == Tree::map)
      stop("yaml", key.at, "a key must be a word", "a text that starts with `[` or `{` goes in quotes");
    if (auto slip =
            strange_colon(m_text, std::size_t(key.at.begin - m_skipped), std::size_t(key.at.end - m_skipped));
        slip && !key.quoted && !key.is_damaged)
      throw Fault{"yaml", *slip, slip->begin};
    bool is_new = key.text == "<<" || key.is_damaged || parent.seen.emplace(key.text, &key).second;
    // Where something is missing between the two, the second may have an item of its own.
    // An item that lost its `- ` repeats the keys of the one above, one after the other.
    bool is_said = !is_new && !parent.duplicate.empty() && parent.duplicate != key.text;
    parent.duplicate = is_new ? std::string_view() : std::string_view(key.text);
    lost_items |= is_said;
    if (!is_new && !is_said &&
        !m_losses.is_between(parent.seen[key.text]->at.begin - m_skipped, key.at.begin - m_skipped)) {
      Diagnostic problem{Severity::error, "duplicate-key", key.at,
                         fmt::format("duplicate key `{}`", key.text)};
      problem.help = fmt::format("line {} has it already: remove one of the two",
                                 m_sources.begin(parent.seen[key.text]->at).line);
      bool is_item = m_open.size() > 1 && m_open[m_open.size() - 2].tree->kind == Tree::list;
      if (is_item) problem.help += ", or start an item of its own with `- `";
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

  /// Whether enough was found to say it: beyond that, each one more costs time and helps nobody.
  bool is_full() const { return m_doubts.size() >= most_doubts; }

  void doubt(Severity severity, std::string_view code, std::optional<YamlSlip> slip) {
    if (slip && !is_full()) m_doubts.push_back({severity, code, std::move(*slip)});
  }

  void say(std::string_view code, YamlSlip slip, Severity severity = Severity::error) {
    auto at = place_of(slip, m_text, m_file, m_skipped);
    m_problems.add({severity, code, at, std::move(slip.message), std::move(slip.help)});
  }

  /// What YAML took without complaint, though it is hardly what was meant; said when the file is read.
  void check_scalar(Tree& tree, std::size_t begin, std::size_t end) {
    if (is_full()) return;
    bool is_block = m_text.substr(begin, 1) == "|" || m_text.substr(begin, 1) == ">";
    if (tree.quoted) {
      auto slip = swallowed_lines(m_text, begin, end);
      if (slip) m_swallowed = {begin, end};
      doubt(Severity::warning, "unclosed-quote", std::move(slip));
    }
    if (tree.quoted || is_block) {
      doubt(Severity::warning, "typed-bullet", bullets_in_text(m_text, begin, end, in_list()));
    } else {
      doubt(Severity::warning, "nested-list", folded_bullet(m_text, begin, end));
      bool is_key = !m_open.empty() && m_open.back().tree->kind == Tree::map && !m_open.back().key;
      if (!is_key) doubt(Severity::warning, "typed-bullet", typed_bullet(m_text, begin, end, in_list()));
      doubt(Severity::warning, "comment", swallowed_comment(m_text, end));
      if (auto slip = wide_colon(begin, end)) {
        doubt(Severity::error, "yaml", std::move(slip));
        tree.kind = Tree::absent;
        tree.is_damaged = true;
      }
      if (value_has_comma(tree, end))
        doubt(Severity::warning, "trailing-comma",
              YamlSlip{end - 1, end, "this comma is part of the text",
                       "remove it: the end of the line ends the text"});
    }
    if (!tree.quoted || m_text[begin] != '"') return;
    if (auto slip = swallowed_backslash(m_text, begin, end)) {
      doubt(Severity::error, "backslash", std::move(slip));
      tree.text = m_text.substr(begin + 1, end - begin - 2);  // what was meant: nobody else need complain
    }
  }

  /// `title： One`, of which no key was made; a plain text with such a colon in it is one.
  std::optional<YamlSlip> wide_colon(std::size_t begin, std::size_t end) const {
    auto word = m_text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", begin);
    if (word == begin || word >= end || !m_text.substr(word).starts_with("：")) return {};
    return strange_colon(m_text, begin, std::min(end, m_text.find('\n', begin)));
  }

  /// `title: One,`, as in JSON; between brackets the comma would be none of the text's.
  bool value_has_comma(Tree const& tree, std::size_t end) const {
    return tree.text.ends_with(',') && end > 0 && end <= m_text.size() && m_text[end - 1] == ',';
  }

  bool in_list() const { return !m_open.empty() && m_open.back().tree->kind == Tree::list; }

  static bool is_quote(char c) { return c == '"' || c == '\''; }

  /// `!tex`, the one tag there is. Those of YAML itself (`!!str`) say nothing here, where every scalar is a
  /// text; any other is a text that starts with `!`.
  std::string known_tag(std::string const& tag, YAML::Mark const& mark) {
    bool is_plain = tag.empty() || tag == "?" || tag == "!" || tag.starts_with("tag:yaml.org,2002:");
    if (is_plain) return "";
    if (tag == tex_tag) return tag;
    if (is_full()) return "";
    auto slip = bad_start(m_text, std::size_t(mark.pos));
    if (tag == "!include")
      slip.message = "other files are taken in at the top of a record",
      slip.help = "write `include: [FILE.yaml]` there; the file begins with the key that it has";
    if (!nearest(tag, {&tex_tag, 1}).empty())
      slip.message = fmt::format("unknown tag {}", in_backquotes(tag)), slip.help = "did you mean `!tex`?";
    doubt(Severity::error, "unknown-tag", std::move(slip));
    return "";
  }

  /// The word at `begin` that YAML takes for nothing; empty when what stands there is another thing, such as
  /// the next key.
  std::string_view null_at(std::size_t begin) const {
    if (begin > m_text.size()) return {};  // behind a comment that ends the file
    for (std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (m_text.substr(begin, word.size()) != word) continue;
      auto behind = std::min(m_text.find_first_not_of(" \t", begin + word.size()), m_text.size());
      bool is_key = m_text.substr(behind, 1) == ":";
      bool wants_value = !m_open.empty() && m_open.back().key;
      if (!is_key || !wants_value) return m_text.substr(begin, word.size());
    }
    return {};
  }

  /// The comment that stands where the value of a key would: `symbol: #`.
  std::string_view comment_after(std::size_t key_end) const {
    auto colon = m_text.find_first_not_of(" \t", key_end);
    if (colon == m_text.npos || m_text[colon] != ':') return {};
    auto begin = std::min(m_text.find_first_not_of(" \t", colon + 1), m_text.size());
    if (m_text.substr(begin, 1) != "#") return {};
    return m_text.substr(begin, std::min(m_text.find_first_of("\r\n", begin), m_text.size()) - begin);
  }

  /// Where a text without quotes ends: on its line, or where its folded lines do.
  std::size_t plain_end(std::size_t begin, std::string const& value) const {
    if (m_text.substr(begin, value.size()) == value) return begin + value.size();
    auto line_end = std::min(m_text.find('\n', begin), m_text.size());
    auto whole =
        within({1, std::uint32_t(begin), std::uint32_t(line_end)}, m_text, value, value.size(), value.size());
    return whole.begin > begin ? whole.begin : line_end;
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

  YamlLosses const& m_losses;
  std::string_view m_text;
  std::uint32_t m_file, m_skipped;
  Sources const& m_sources;
  Forest& m_forest;
  Diagnostics& m_problems;
  std::vector<Open> m_open;
  std::size_t m_last = 0;                           ///< where the last text ends
  std::pair<std::size_t, std::size_t> m_swallowed;  ///< the last text that has lines like keys in its quotes
  std::unordered_map<YAML::anchor_t, Tree const*> m_anchors;
  struct Doubt {
    Severity severity;
    std::string_view code;
    YamlSlip slip;
  };
  std::vector<Doubt> m_doubts;
  /// A text that commas cut into pieces: the value that stands for it, what was said of it, and where it
  /// ends.
  struct Pieces {
    Tree const* value = nullptr;
    std::size_t doubt = 0, end = 0;
    std::string words = {};
  };
  Pieces m_pieces;
  std::map<YAML::anchor_t, std::size_t> m_unused;  ///< texts with a name that nothing repeats yet
};

/// What can be said of the bytes before anything reads them.
bool readable(std::string_view text, std::uint32_t file, Diagnostics& problems) {
  bool has_lines_of_old = text.find('\r') != text.npos && text.find('\n') == text.npos;
  if (text.size() <= most_bytes && has_lines_of_old) {
    problems.error("encoding", {file, 0, 0}, "the lines end as those of old Macs do, in a CR alone",
                   "save the file with line ends of Unix or Windows, as UTF-8");
    return false;
  }
  if (text.size() <= most_bytes) return check_encoding(file, text, problems);
  problems.error("too-large", {file, 0, 1}, "more than 8 MB");
  return false;
}

/// What a merge left in the file, said at its first line; neither version is the record.
bool is_merged(std::string_view text, std::uint32_t file, std::uint32_t skipped, Diagnostics& problems) {
  constexpr std::string_view first = "<<<<<<< ", last = ">>>>>>> ";
  auto at = text.starts_with(first) ? 0 : text.find("\n<<<<<<< ");
  if (at == text.npos) return true;
  at += text[at] == '\n';
  if (text.find("\n=======", at) == text.npos || text.find(fmt::format("\n{}", last), at) == text.npos)
    return true;
  auto begin = std::uint32_t(at) + skipped;
  problems.error("merge-conflict", {file, begin, begin + std::uint32_t(first.size()) - 1},
                 "a merge left two versions here",
                 "keep one of them, and remove the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`");
  return false;
}

/// Reads a text again and again, each time without what it tripped over the time before.
class Reader {
 public:
  Reader(std::string_view text, std::uint32_t file, std::uint32_t skipped, Sources const& sources,
         Forest& forest, Diagnostics& problems)
      : m_losses(text),
        m_file(file),
        m_skipped(skipped),
        m_sources(sources),
        m_forest(forest),
        m_problems(problems) {}

  Tree const* run(std::string_view beginning) {
    for (int readings = 1;; ++readings) {
      Diagnostics said;
      auto before = m_forest.size();
      Builder builder(m_losses, m_file, m_skipped, m_sources, m_forest, said);
      auto fault = read(builder);
      if (!fault) {
        m_problems.add(said);
        return settled(builder, beginning);
      }
      m_forest.resize(before);
      if (m_is_last || !goes_on_behind(*fault, readings)) return nullptr;
    }
  }

 private:
  std::optional<Fault> read(Builder& builder) {
    auto text = m_losses.text();
    auto place = [&](YAML::Mark const& mark) {
      return std::min(std::size_t(std::max(0, mark.pos)), text.size());
    };
    try {
      // Without a last line end yaml-cpp does not tell where a quote was opened that nothing closes.
      Bytes buffer(m_losses.bytes());
      std::istream in(&buffer);
      YAML::Parser parser(in);
      while (parser.HandleNextDocument(builder)) {
      }
      return {};
    } catch (Fault const& fault) {
      return fault;
    } catch (YAML::DeepRecursion const& e) {
      auto at = place(e.mark);
      return Fault{"too-deep", {at, at, "nested more than 499 deep", ""}, at, true};
    } catch (YAML::Exception const& e) {
      auto at = place(e.mark);
      if (auto quote = builder.swallowing_quote(at)) return Fault{"yaml", unclosed_quote(text, *quote), at};
      return Fault{"yaml", slip_behind(e.msg, text, at), at};
    }
  }

  /// Says what a reading tripped over, if it is news, and leaves it out.
  bool goes_on_behind(Fault const& fault, int readings) {
    auto const& [begin, end, message, help, resume] = fault.slip;
    bool is_in_wake = m_losses.is_in_wake(begin);
    bool is_about_tabs = m_losses.is_about_tabs(begin) || m_losses.is_about_tabs(fault.noticed_at);
    if (!is_in_wake && !is_about_tabs && !repeats_lost(begin))
      m_problems.error(fault.code, place_of(fault.slip, m_losses.text(), m_file, m_skipped), message, help);
    if (fault.ends_all) return false;
    m_bytes_read += std::max(begin, fault.noticed_at);
    m_is_last = readings >= most_readings || m_bytes_read > most_bytes_read;
    if (auto tabbed = tabbed_lines(m_losses.text(), begin); !tabbed.empty())
      m_losses.straighten(tabbed);
    else if (!is_in_wake)
      m_losses.leave_out(is_about_tabs ? fault.noticed_at : begin, is_about_tabs ? 0 : resume);
    else if (!m_losses.widen())
      m_is_last = true;
    if (!m_is_last) return true;
    if (auto rest = m_losses.leave_rest())
      m_problems.add({Severity::note, "unread",
                      place_of({*rest, *rest, "", ""}, m_losses.text(), m_file, m_skipped),
                      "from here on the file was not read", "mend what stands above first"});
    return true;
  }

  /// `*name`, whose `&name` was left out.
  bool repeats_lost(std::size_t at) const {
    auto text = m_losses.text().substr(std::min(at, m_losses.text().size()));
    if (!text.starts_with('*')) return false;
    auto name = text.substr(1, text.find_first_of(" \t\r\n,]}") - 1);
    return m_losses.has(fmt::format("&{}", name));
  }

  Tree const* settled(Builder const& builder, std::string_view beginning) {
    auto root = builder.root;
    bool is_empty = !root || root->kind == Tree::absent;
    if (!m_losses.any() && !builder.lost_items) {
      if (!is_empty) return root;
      m_problems.error("empty-file", {m_file, 0, 0}, "the file is empty", std::string(beginning));
    }
    if (is_empty || root->kind != Tree::map) return nullptr;
    std::unordered_set<Tree const*> damaged = {root};
    auto holes = m_losses.holes();
    bool are_everywhere = holes.size() > most_doubts;
    if (!are_everywhere)
      for (auto hole : holes) collect_around(*root, std::uint32_t(hole) + m_skipped, damaged);
    for (auto& tree : m_forest)
      if (are_everywhere || damaged.contains(&tree)) tree.is_damaged = true;
    return root;
  }

  /// What stands around a place: one of them may be without what stood there.
  static void collect_around(Tree const& tree, std::uint32_t at, std::unordered_set<Tree const*>& found) {
    Tree const* inner = nullptr;
    for (auto const* item : tree.items)
      if (item->at.begin < at) inner = item;
    for (auto const& [key, value] : tree.entries)
      if (key->at.begin < at) inner = value;
    found.insert(&tree);
    if (inner) collect_around(*inner, at, found);
  }

  static constexpr int most_readings = 20;
  static constexpr std::size_t most_bytes_read = 2u << 20;

  YamlLosses m_losses;
  std::uint32_t m_file, m_skipped;
  Sources const& m_sources;
  Forest& m_forest;
  Diagnostics& m_problems;
  std::size_t m_bytes_read = 0;
  bool m_is_last = false;  ///< another fault would end it all
};

}  // namespace

Tree const* read_yaml(std::uint32_t file, Sources const& sources, Forest& forest, Diagnostics& problems,
                      std::string_view beginning, std::uint32_t skipped) {
  auto text = sources.text(file);
  if (!readable(text, file, problems)) return nullptr;
  text.remove_prefix(skipped);
  // Files that were put end to end may have several, of which yaml-cpp would swallow one without counting it.
  for (; text.starts_with(byte_order_mark); text.remove_prefix(byte_order_mark.size()))
    skipped += std::uint32_t(byte_order_mark.size());
  if (!is_merged(text, file, skipped, problems)) return nullptr;
  return Reader(text, file, skipped, sources, forest, problems).run(beginning);
}

}  // namespace vitac
