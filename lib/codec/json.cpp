#include "codec/json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::size_t deepest = 499;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// By hand, since nlohmann-json tells of no value where it stands.
class Reader {
 public:
  Reader(std::uint32_t file, std::string_view text, std::size_t begin, Forest& forest, Diagnostics& problems)
      : m_file(file), m_text(text), m_at(begin), m_forest(forest), m_problems(problems) {}

  Tree const* run() {
    auto root = value(0);
    skip_blanks();
    if (root && m_at < m_text.size()) return refuse(m_at, "something stands behind the end", "remove it");
    return root;
  }

 private:
  Tree* refuse(std::size_t at, std::string message, std::string help) {
    m_problems.error("json", span(at, std::min(at + 1, m_text.size())), std::move(message), std::move(help));
    return nullptr;
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {m_file, std::uint32_t(begin), std::uint32_t(end)};
  }

  void skip_blanks() {
    while (m_at < m_text.size() && is_blank(m_text[m_at])) ++m_at;
  }

  bool taken(char c) {
    skip_blanks();
    if (m_at >= m_text.size() || m_text[m_at] != c) return false;
    ++m_at;
    return true;
  }

  Tree& make(Tree::Kind kind) {
    auto& tree = m_forest.emplace_back();
    tree.kind = kind;
    return tree;
  }

  Tree* value(std::size_t depth) {
    skip_blanks();
    if (depth > deepest) return refuse(m_at, "nested more than 499 deep", "");
    if (m_at == m_text.size()) return refuse(m_at, "the file ends where a value should be", "is it whole?");
    auto begin = m_at;
    auto tree = m_text[m_at] == '{'   ? object(depth)
                : m_text[m_at] == '[' ? array(depth)
                : m_text[m_at] == '"' ? string()
                                      : word();
    if (tree) tree->at = span(begin, m_at);
    return tree;
  }

  Tree* object(std::size_t depth) {
    auto& map = make(Tree::map);
    ++m_at;
    if (taken('}')) return &map;
    do {
      skip_blanks();
      auto begin = m_at;
      if (m_at == m_text.size() || m_text[m_at] != '"') return refuse(m_at, "expected a key in quotes", "");
      auto key = string();
      if (!key) return nullptr;
      key->at = span(begin, m_at);
      if (!taken(':')) return refuse(m_at, "expected a `:` behind the key", "");
      auto item = value(depth + 1);
      if (!item) return nullptr;
      map.entries.emplace_back(key, item);
    } while (taken(','));
    if (!taken('}')) return refuse(m_at, "expected a `,` or a `}`", "");
    return &map;
  }

  Tree* array(std::size_t depth) {
    auto& list = make(Tree::list);
    ++m_at;
    if (taken(']')) return &list;
    do {
      auto item = value(depth + 1);
      if (!item) return nullptr;
      list.items.push_back(item);
    } while (taken(','));
    if (!taken(']')) return refuse(m_at, "expected a `,` or a `]`", "");
    return &list;
  }

  Tree* string() {
    auto& tree = make(Tree::scalar);
    tree.quoted = true;
    auto begin = m_at++;
    while (m_at < m_text.size() && m_text[m_at] != '"') {
      if (static_cast<unsigned char>(m_text[m_at]) < ' ')
        return refuse(begin, "this quote is not closed on its line", "add a `\"` at the end of the text");
      if (m_text[m_at] != '\\')
        tree.text += m_text[m_at++];
      else if (!escape(tree.text))
        return nullptr;
    }
    if (m_at == m_text.size()) return refuse(begin, "this quote is never closed", "is the file whole?");
    ++m_at;
    return &tree;
  }

  bool escape(std::string& to) {
    constexpr std::string_view written = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    auto begin = m_at++;
    auto sign = m_at < m_text.size() ? m_text[m_at++] : '\0';
    if (sign != 'u') {
      auto which = written.find(sign);
      if (which == written.npos) return refuse(begin, "an escape that JSON does not have", ""), false;
      to += meant[which];
      return true;
    }
    auto point = hexadecimal();
    if (point && *point >= 0xD800 && *point < 0xDC00 && m_text.substr(m_at, 2) == "\\u") {
      m_at += 2;
      auto low = hexadecimal();
      point = low && *low >= 0xDC00 && *low < 0xE000
                  ? std::optional(0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00))
                  : std::nullopt;
    }
    if (!point || (*point >= 0xD800 && *point < 0xE000))
      return refuse(begin, "an escape that is no character", ""), false;
    append_utf8(to, *point);
    return true;
  }

  std::optional<char32_t> hexadecimal() {
    char32_t point = 0;
    for (int i = 0; i < 4; ++i, ++m_at) {
      char c = m_at < m_text.size() ? m_text[m_at] : '\0';
      auto digit = c >= '0' && c <= '9'                     ? c - '0'
                   : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                            : -1;
      if (digit < 0) return {};
      point = point * 16 + char32_t(digit);
    }
    return point;
  }

  /// A number, `true`, `false` or `null`.
  Tree* word() {
    auto begin = m_at;
    constexpr std::string_view ends = ",]}: \t\r\n\"[{";
    while (m_at < m_text.size() && ends.find(m_text[m_at]) == ends.npos) ++m_at;
    auto written = m_text.substr(begin, m_at - begin);
    bool is_number = !written.empty() && written.find_first_not_of("0123456789+-.eE") == written.npos;
    if (!is_number && written != "true" && written != "false" && written != "null")
      return refuse(begin, "expected a value", "texts stand in quotes");
    auto& tree = make(written == "null" ? Tree::absent : Tree::scalar);
    tree.text = written;
    return &tree;
  }

  std::uint32_t m_file;
  std::string_view m_text;
  std::size_t m_at;
  Forest& m_forest;
  Diagnostics& m_problems;
};

}  // namespace

Tree const* read_json(std::uint32_t file, Sources const& sources, Forest& forest, Diagnostics& problems) {
  auto text = sources.text(file);
  if (!check_encoding(file, text, problems)) return nullptr;
  return Reader(file, text, text.starts_with("\xef\xbb\xbf") ? 3 : 0, forest, problems).run();
}

}  // namespace vitac
