#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "render/template.hpp"
#include "render/template_names.hpp"

namespace vitac {
namespace {

using namespace templates;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_name_byte(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_path(std::string_view name) {
  if (name.empty() || name.back() == '.') return false;
  while (!name.empty()) {
    auto [first, rest] = split(name);
    if (first.empty() || !std::all_of(first.begin(), first.end(), is_name_byte)) return false;
    name = rest;
  }
  return true;
}

/// What stands between `<<` and `>>`.
struct Tag {
  char sigil;  ///< one of # ^ / > or a blank for a value
  std::string_view name;
  bool has_blanks;

  explicit Tag(std::string_view inside) : sigil(' '), name(trimmed(inside)) {
    if (!name.empty() && std::string_view("#^/>").find(name[0]) != npos) {
      sigil = name[0];
      name = trimmed(name.substr(1));
    }
    has_blanks = name.size() + (sigil != ' ') != inside.size();
  }

  bool is_legal() const { return is_path(name) || (name == "." && sigil != '>'); }
  std::string written() const {
    return fmt::format("<<{}{}>>", sigil == ' ' ? "" : std::string(1, sigil), name);
  }
};

class Parser {
 public:
  Parser(std::string_view source, std::uint32_t file, Diagnostics& sink)
      : m_source(source), m_file(file), m_sink(sink) {}

  Template parse() {
    m_open.push_back({Piece::section, "", {}});  // the template itself
    if (m_source.starts_with(byte_order_mark)) m_at = byte_order_mark.size();
    while (next_tag()) {
    }
    // A last line without its end is a line all the same, and must not leave blanks behind.
    if (m_has_tag) add({Piece::line_end, "", span(m_source.size(), m_source.size())});
    for (; m_open.size() > 1; close())
      if (is_legal(m_open.back()))  // else its tag was reported
        error(m_open.back().at, fmt::format("section `{}` is never closed", m_open.back().text),
              fmt::format("write `<</{}>>` where it ends", m_open.back().text));
    return {std::move(m_open.front().body)};
  }

 private:
  // Longer than any tag, so that a stray `<<` is not searched for its end through the whole text.
  static constexpr std::size_t longest_tag = 256;
  // Pieces nest as sections do, and what nests is walked by recursion.
  static constexpr std::size_t deepest = 100;

  bool next_tag() {
    auto open = find_open();
    if (open == npos) {
      literal(m_source.size());
      return false;
    }
    bool is_note = m_source.substr(open + 2, 1) == "!";
    auto inside = up_to_close(open + 2, is_note);
    auto end = open + 2 + inside.size() + 2;
    literal(is_alone(open, end, inside) ? line_begin(open) : open);
    m_has_tag = true;
    if (inside.data() == nullptr) return skip_unclosed(open, is_note);
    m_at = end;
    if (is_note)
      check_note(open, inside);
    else
      return read(Tag(inside), span(open, end));
    return true;
  }

  // Of `<<<` the first is text and the others open a tag.
  std::size_t find_open() const {
    auto open = m_source.find("<<", m_at);
    if (open == npos) return npos;
    auto next = m_source.substr(open + 2, 2);
    return next.starts_with('<') && next != "<<" ? open + 1 : open;
  }

  // The inside of a tag; without data when nothing closes it. Only a note may run over lines.
  std::string_view up_to_close(std::size_t begin, bool is_note) const {
    auto rest = m_source.substr(begin, is_note ? npos : longest_tag);
    auto close = rest.find(">>");
    if (close == npos) return {};
    rest = rest.substr(0, close);
    bool is_one_tag = is_note || (rest.find('\n') == npos && rest.find("<<") == npos);
    return is_one_tag ? rest : std::string_view{};
  }

  bool skip_unclosed(std::size_t open, bool is_note) {
    m_at = open + 2;
    if (!is_note) {
      error(span(open, open + 2), "`<<` opens a tag that is not closed on its line",
            fmt::format("close it with `>>`; {}", quotation));
      return true;
    }
    error(span(open, open + 3), "note is never closed", "write `>>` where it ends");
    m_at = m_source.size();  // whatever follows may be meant as part of the note
    return true;
  }

  void check_note(std::size_t open, std::string_view inside) {
    auto nested = inside.find("<<");
    if (nested == npos) return;
    auto at = open + 2 + nested;
    error(span(at, at + 2), "a note cannot hold a tag: it ends at the first `>>`",
          "leave out the `<<` and `>>` inside the note");
  }

  bool read(Tag const& tag, Span at) {
    if (!tag.is_legal()) return read_illegal(tag, at);
    if (tag.has_blanks) {
      error(at, "a tag has no blanks inside", fmt::format("write `{}`; {}", tag.written(), quotation));
      if (tag.sigil == ' ' || tag.sigil == '>') return true;
    }
    std::string name(tag.name);
    if (tag.sigil == '/') {
      close(tag.name, at);
    } else if (tag.sigil == '#' || tag.sigil == '^') {
      return open({tag.sigil == '#' ? Piece::section : Piece::inverted, std::move(name), at});
    } else if (tag.sigil == '>') {
      add({Piece::partial, std::move(name), at, {}, !ends_line(m_at)});
    } else {
      add({Piece::name, std::move(name), at});
    }
    return true;
  }

  // Sections with a name that cannot be still pair up, lest one mistake be reported as two.
  bool read_illegal(Tag const& tag, Span at) {
    bool is_pair = tag.sigil == '/' && m_open.size() > 1 && m_open.back().text == tag.name;
    if (!is_pair) not_a_tag(tag, at);
    if (tag.sigil == '#' || tag.sigil == '^') return open({Piece::section, std::string(tag.name), at});
    if (is_pair || (tag.sigil == '/' && tag.name.empty() && m_open.size() > 1)) close();
    return true;
  }

  void not_a_tag(Tag const& tag, Span at) {
    auto written = m_source.substr(at.begin, at.end - at.begin);
    auto message = written.size() > 60 ? "this is not a tag" : fmt::format("`{}` is not a tag", written);
    bool is_raw = tag.name.starts_with('&') || (tag.name.starts_with('{') && tag.name.ends_with('}'));
    auto name = is_raw ? trimmed(tag.name.substr(1, tag.name.size() - (tag.name[0] == '{' ? 2 : 1))) : "";
    if (is_path(name))
      error(at, message, fmt::format("write `<<{}>>`: every value is escaped already", name));
    else
      error(at, message, fmt::format("a tag is a name, as in `<<title>>`; {}", quotation));
  }

  bool open(Piece piece) {
    if (m_open.size() <= deepest) {
      m_open.push_back(std::move(piece));
      return true;
    }
    error(piece.at, fmt::format("more than {} sections inside each other", deepest),
          "move the inner ones to a partial");
    while (m_open.size() > 1) close();  // their ends will not be read
    return false;
  }

  void close(std::string_view name, Span at) {
    auto& innermost = m_open.back();
    if (m_open.size() > 1 && innermost.text == name) return close();
    if (is_open(name)) {
      error(at, fmt::format("`{}` is closed while `{}` inside it is still open", name, innermost.text),
            fmt::format("write `<</{}>>` before it", innermost.text));
      for (; m_open.back().text != name; close()) m_cut_short.push_back(m_open.back().text);
      return close();
    }
    // The ends of sections that were cut short are part of a problem that was already reported.
    if (auto cut = std::find(m_cut_short.begin(), m_cut_short.end(), name); cut != m_cut_short.end()) {
      m_cut_short.erase(cut);
      return;
    }
    if (m_open.size() == 1)
      return error(at, fmt::format("`{}` closes no section", name),
                   fmt::format("open it with `<<#{}>>` or leave this out", name));
    std::string_view expected = innermost.text;
    error(at, fmt::format("`{}` closes no section; the open one is `{}`", name, expected),
          fmt::format("write `<</{}>>` where that ends", expected));
    if (!nearest(name, {&expected, 1}).empty()) close();  // misspelt
  }

  bool is_open(std::string_view name) const {
    return std::any_of(m_open.begin() + 1, m_open.end(),
                       [name](Piece const& open) { return open.text == name; });
  }

  void close() {
    auto done = std::move(m_open.back());
    m_open.pop_back();
    if (is_legal(done)) add(std::move(done));
  }

  static bool is_legal(Piece const& section) { return section.text == "." || is_path(section.text); }

  void add(Piece piece) { m_open.back().body.push_back(std::move(piece)); }

  // Adds the text from here to `end`; the end of a line that has a tag is a piece of its own.
  void literal(std::size_t end) {
    if (m_has_tag) {
      if (auto line = m_source.substr(m_at, end - m_at).find('\n'); line != npos) {
        line += m_at;
        auto begin = line > m_at && m_source[line - 1] == '\r' ? line - 1 : line;
        add_text(Piece::literal, m_at, begin);
        add_text(Piece::line_end, begin, line + 1);
        m_at = line + 1;
        m_has_tag = false;
      }
    }
    add_text(Piece::literal, m_at, end);
  }

  void add_text(Piece::Kind kind, std::size_t begin, std::size_t end) {
    if (begin < end) add({kind, std::string(m_source.substr(begin, end - begin)), span(begin, end)});
  }

  // A partial that has its line to itself brings its own indentation.
  bool is_alone(std::size_t open, std::size_t end, std::string_view inside) const {
    return inside.starts_with('>') && line_begin(open) >= m_at && line_begin(open) != npos && ends_line(end);
  }

  // Where the line begins when only blanks stand before `open`.
  std::size_t line_begin(std::size_t open) const {
    auto before = m_source.substr(0, open).find_last_not_of(blanks);
    if (before == npos) return 0;
    return m_source[before] == '\n' ? before + 1 : npos;
  }

  // Whether nothing that prints stands between `at` and the end of the line.
  bool ends_line(std::size_t at) const {
    for (;;) {
      at = m_source.find_first_not_of(blanks, at);
      if (at == npos || m_source[at] == '\n') return true;
      auto is_silent = m_source.substr(at, 2) == "<<" && at + 2 < m_source.size() &&
                       std::string_view("#^/!").find(m_source[at + 2]) != npos;
      auto close = is_silent ? m_source.find(">>", at) : npos;
      if (close == npos) return false;
      at = close + 2;
    }
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {m_file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void error(Span at, std::string message, std::string help) {
    m_sink.error("template-syntax", at, std::move(message), std::move(help));
  }

  std::string_view m_source;
  std::uint32_t m_file;
  Diagnostics& m_sink;
  std::size_t m_at = 0;
  bool m_has_tag = false;                // the line that m_at stands on
  std::vector<Piece> m_open;             // sections, outermost first
  std::vector<std::string> m_cut_short;  // sections ended by the end of an outer one
};

}  // namespace

Template parse_template(std::string_view source, std::uint32_t file, Diagnostics& sink) {
  return Parser(source, file, sink).parse();
}

}  // namespace vitac
