#include "base/tree.hpp"

#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Bytes of the source that one written escape takes (`\n`, `\u00e9`), its backslash at `at`.
std::size_t escape_length(std::string_view source, std::size_t at) {
  if (at + 1 >= source.size()) return 1;
  switch (source[at + 1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

std::size_t sequence_length(char first) {
  auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Walks a scalar's text and its source side by side.
class Walk {
 public:
  Walk(std::string_view source, std::string_view text, std::size_t at)
      : m_source(source), m_text(text), m_quote(at < source.size() ? source[at] : '\0'), m_at(at) {
    if (m_quote == '"' || m_quote == '\'')
      ++m_at;
    else
      m_quote = '\0';
    if (m_at < m_source.size() && (m_source[m_at] == '|' || m_source[m_at] == '>') && m_quote == '\0')
      m_at = std::min(m_source.find('\n', m_at), m_source.size());
  }

  /// The source offset of a byte of the text; npos when the two part ways.
  std::size_t to(std::size_t goal) {
    while (m_done < goal || at_joined_line())
      if (!step()) return std::string_view::npos;
    if (m_done < m_text.size() && !is_ascii_space(m_text[m_done])) skip_blanks_before(m_text[m_done]);
    return m_at;
  }

 private:
  /// An escaped line end, which joins two lines and stands for nothing.
  bool at_joined_line() const {
    auto next = m_source.substr(std::min(m_at + 1, m_source.size()), 1);
    return m_quote == '"' && m_at < m_source.size() && m_source[m_at] == '\\' &&
           (next == "\n" || next == "\r");
  }

  bool step() {
    if (m_at >= m_source.size()) return false;
    if (at_joined_line()) {
      m_at += 2;
      while (m_at < m_source.size() && is_ascii_space(m_source[m_at])) ++m_at;
      return true;
    }
    char wanted = m_text[m_done], found = m_source[m_at];
    if (m_quote == '"' && found == '\\') {
      m_at += escape_length(m_source, m_at);
      m_done += sequence_length(wanted);
      return true;
    }
    if (m_quote == '\'' && found == '\'' && wanted == '\'') {
      m_at += 2;
      ++m_done;
      return true;
    }
    if (wanted == found) {
      ++m_at;
      ++m_done;
      return true;
    }
    if (is_ascii_space(wanted)) {  // a folded line end
      if (!is_ascii_space(found)) return ++m_done, true;
      ++m_at;
      if (m_at >= m_source.size() || !is_ascii_space(m_source[m_at])) ++m_done;
      return true;
    }
    if (!is_ascii_space(found)) return false;
    skip_blanks_before(wanted);
    return m_at < m_source.size() && m_source[m_at] == wanted;
  }

  void skip_blanks_before(char wanted) {
    while (m_at < m_source.size() && is_ascii_space(m_source[m_at]) && m_source[m_at] != wanted) ++m_at;
  }

  std::string_view m_source, m_text;
  char m_quote;
  std::size_t m_at, m_done = 0;
};

}  // namespace

Tree const* Tree::find(std::string_view key) const {
  for (auto const& [name, value] : entries)
    if (name->text == key) return value;
  return nullptr;
}

std::string_view described(Tree const& tree) {
  switch (tree.kind) {
    case Tree::scalar:
      return "a text";
    case Tree::list:
      return "a list";
    case Tree::map:
      return "a mapping of keys";
    case Tree::absent:
      break;
  }
  return "nothing";
}

Span within(Span scalar, std::string_view source, std::string_view text, std::size_t begin, std::size_t end) {
  Walk walk(source, text, scalar.begin);
  auto first = walk.to(begin);
  auto last = first == source.npos ? first : walk.to(end);
  if (last == source.npos || first > last) return scalar;
  return {scalar.file, std::uint32_t(first), std::uint32_t(last)};
}

}  // namespace vitac
