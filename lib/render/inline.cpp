#include "render/inline.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "render/latex.hpp"
#include "render/maths.hpp"

namespace vitac {
namespace {

// md4c knows more syntax than we allow. What must reach it as plain text is sent as a character of the
// private use area and turned back on its way out: an ASCII sign as `signs` + its code, and a formula,
// reference or private character of the user's own as `atoms` + its number.
constexpr char32_t signs = 0xE000, atoms = 0xE100, last_atom = 0xF8FF;

/// Stands before the first character, so that no block syntax fires (`1984.`, `# 1`, `> 50%`). It counts as
/// punctuation, so `**"bold"**` may follow it.
constexpr std::string_view guard = "\u2056";

bool is_private(char32_t c) {
  return c >= 0xE000 && c <= 0xF8FF;
}
bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The code points of a text with their places.
struct Characters {
  std::vector<char32_t> points;

  explicit Characters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) points.push_back(next_code_point(text, at));
  }
  char32_t operator[](std::size_t i) const { return i < points.size() ? points[i] : U' '; }
};

bool opens(char32_t c) {
  return is_space(c) || c == U'(' || c == U'[' || c == U'{' || c == U'\u2013' || c == U'\u2014' ||
         c == U'\u201C' || c == U'\u2018' || c == U'/' || c == U'"';
}

/// The neighbour of a quotation mark, beyond emphasis.
char32_t neighbour(Characters const& text, std::size_t at, int step) {
  auto i = std::ptrdiff_t(at) + step;
  while (i >= 0 && text[std::size_t(i)] == U'*' && std::size_t(i) < text.points.size()) i += step;
  return i < 0 ? U' ' : text[std::size_t(i)];
}

char32_t quotation_mark(Characters const& text, std::size_t at) {
  bool is_double = text[at] == U'"';
  auto before = neighbour(text, at, -1), after = neighbour(text, at, +1);
  if (is_space(before) && is_space(after)) return text[at];
  bool is_decade = !is_double && after >= U'0' && after <= U'9';
  if (opens(before) && !is_space(after) && !is_decade) return is_double ? U'\u201C' : U'\u2018';
  return is_double ? U'\u201D' : U'\u2019';
}

std::size_t run_length(Characters const& text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.points.size() && text[at + length] == text[at]) ++length;
  return length;
}

/// What a run of hyphens or stops becomes; 0 when it stays.
char32_t joined_run(Characters const& text, std::size_t at, std::size_t length) {
  auto before = at == 0 ? U' ' : text[at - 1], after = text[at + length];
  if (text[at] == U'.') return length == 3 ? U'\u2026' : U'\0';
  bool spaced = is_space(before) && is_space(after) && at > 0 && at + length < text.points.size();
  if (length == 2 && (spaced || (before >= U'0' && before <= U'9' && after >= U'0' && after <= U'9')))
    return U'\u2013';
  if (length == 3 && (spaced || (is_letter(before) && is_letter(after)))) return U'\u2014';
  return U'\0';
}

struct Atom {
  enum Kind { maths, reference, character } kind;
  std::string text;
};

/// One paragraph made ready for md4c.
class Preparation {
 public:
  explicit Preparation(std::string_view text) : m_text(text) {}

  std::string markdown = std::string(guard);
  std::vector<Atom> found;

  void run() {
    while (m_at < m_text.size()) step();
  }

 private:
  void step() {
    char c = m_text[m_at];
    if (c == '`') return code();
    if (c == '\\') return backslash();
    if (c == '$') return maths();
    if (c == '[' && m_text.substr(m_at, 2) == "[@") return reference();
    if (c == ']' && m_text.substr(m_at, 2) == "](") return target();
    if (c == '_' || c == '<' || c == '&' || c == '~' || c == '|' ||
        (c == '!' && m_text.substr(m_at + 1, 1) == "["))
      return sign(c);
    auto begin = m_at;
    auto point = next_code_point(m_text, m_at);
    if (is_private(point)) return atom({Atom::character, std::string(m_text.substr(begin, m_at - begin))});
    markdown += m_text.substr(begin, m_at - begin);
  }

  void sign(char c) {
    append_utf8(markdown, signs + char32_t(c));
    ++m_at;
  }

  void atom(Atom atom) {
    if (atoms + found.size() > last_atom) return;  // 6,000 formulas in one paragraph
    append_utf8(markdown, atoms + char32_t(found.size()));
    found.push_back(std::move(atom));
  }

  /// A code span is md4c's own business, but what stands in it is not ours to change.
  void code() {
    auto open = std::min(m_text.find_first_not_of('`', m_at), m_text.size());
    auto fence = m_text.substr(m_at, open - m_at);
    for (auto close = m_text.find(fence, open); close != m_text.npos; close = m_text.find(fence, close)) {
      auto after = std::min(m_text.find_first_not_of('`', close), m_text.size());
      if (after - close == fence.size()) {
        markdown += m_text.substr(m_at, after - m_at);
        m_at = after;
        return;
      }
      close = after;
    }
    while (m_at < open) sign('`');
  }

  void backslash() {
    constexpr std::string_view escapable = "*`[$";
    auto next = m_text.substr(m_at + 1, 1);
    if (next.empty() || escapable.find(next[0]) == escapable.npos) return sign('\\');
    ++m_at;
    sign(next[0]);
  }

  /// Pandoc's rule: no space behind the opening `$` nor before the closing one, and no digit behind that.
  void maths() {
    auto begin = m_at + 1;
    bool can_open = begin < m_text.size() && m_text[begin] != ' ' && m_text[begin] != '$';
    for (auto close = begin; can_open && close < m_text.size(); ++close) {
      if (m_text[close] == '\\') {
        ++close;
        continue;
      }
      if (m_text[close] != '$' || m_text[close - 1] == ' ') continue;
      if (close + 1 < m_text.size() && is_ascii_digit(m_text[close + 1])) continue;
      m_at = close + 1;
      return atom({Atom::maths, std::string(m_text.substr(begin, close - begin))});
    }
    sign('$');
  }

  /// The address of a link: nothing in it is markup or becomes typographic.
  void target() {
    markdown += "](";
    for (m_at += 2; m_at < m_text.size() && m_text[m_at] != ')' && m_text[m_at] != ' ';) {
      bool is_ascii_sign =
          static_cast<unsigned char>(m_text[m_at]) < 0x80 && !is_alphanumeric(char32_t(m_text[m_at]));
      if (is_ascii_sign)
        sign(m_text[m_at]);
      else
        markdown += m_text[m_at++];
    }
  }

  void reference() {
    auto close = m_text.find(']', m_at);
    auto id = close == m_text.npos ? std::string_view{} : m_text.substr(m_at + 2, close - m_at - 2);
    if (id.empty() || id.find_first_of(" \t[") != id.npos) return sign('[');
    m_at = close + 1;
    atom({Atom::reference, std::string(id)});
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> found(1);
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() && !found.back().empty())
      found.emplace_back();
    else if (!line.empty())
      (found.back() += found.back().empty() ? "" : " ") += line;
  }
  if (found.size() > 1 && found.back().empty()) found.pop_back();
  return found;
}

/// Renders one text, collecting details as it goes.
class Renderer {
 public:
  Renderer(Sources const& sources, LatexText::Labels const& labels, Diagnostics& problems,
           Text::Version const& version)
      : m_sources(sources), m_labels(labels), m_problems(problems), m_version(version) {}

  Value run() {
    bool first = true;
    for (auto const& paragraph : paragraphs(m_version.text)) {
      if (!std::exchange(first, false)) m_writer.raw("\\par\n");
      render(paragraph);
    }
    for (auto c : m_writer.unprintable()) refuse_character(c);
    Value value;
    value.at = m_version.at;
    value.details = std::move(m_details);
    value.text = m_writer.take();
    return value;
  }

 private:
  void render(std::string const& paragraph) {
    if (paragraph.find_first_of("*`[\\$") == std::string::npos) {
      m_writer.text(typographic(paragraph));
      return;
    }
    Preparation preparation(paragraph);
    preparation.run();
    m_atoms = std::move(preparation.found);
    auto markdown = typographic(preparation.markdown);
    MD_PARSER parser{};
    parser.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
    parser.enter_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
      return static_cast<Renderer*>(self)->enter(type, detail), 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
      return static_cast<Renderer*>(self)->leave(type), 0;
    };
    parser.text = [](MD_TEXTTYPE type, MD_CHAR const* text, MD_SIZE size, void* self) {
      return static_cast<Renderer*>(self)->text(type, {text, size}), 0;
    };
    m_guarded = true;
    md_parse(markdown.data(), MD_SIZE(markdown.size()), &parser, this);
  }

  void enter(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_EM) m_writer.raw("\\emph{");
    if (type == MD_SPAN_STRONG) m_writer.raw("\\textbf{");
    if (type == MD_SPAN_CODE) m_writer.raw("\\texttt{");
    if (type != MD_SPAN_A) return;
    auto const& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
    auto url = restored({href.text, href.size});
    Tree scalar;
    scalar.kind = Tree::scalar;
    scalar.text = url;
    scalar.at = place(url);
    Url checked;
    Url::read(scalar, checked, m_problems);
    m_writer.raw("\\href{" + latex_url(url) + "}{");
  }

  void leave(MD_SPANTYPE type) {
    if (type == MD_SPAN_EM || type == MD_SPAN_STRONG || type == MD_SPAN_CODE || type == MD_SPAN_A)
      m_writer.raw("}");
  }

  void text(MD_TEXTTYPE, std::string_view text) {
    if (m_guarded && text.starts_with(guard)) {
      text.remove_prefix(guard.size());
      m_guarded = false;
    }
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size();) {
      auto begin = at;
      auto point = next_code_point(text, at);
      if (!is_private(point)) continue;
      m_writer.text(text.substr(plain, begin - plain));
      plain = at;
      if (point >= atoms) {
        atom(m_atoms[point - atoms]);
      } else {
        char sign = char(point - signs);
        m_writer.text({&sign, 1});
      }
    }
    m_writer.text(text.substr(plain));
  }

  /// A stretch of markdown with our private characters turned back.
  std::string restored(std::string_view text) const {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      auto point = next_code_point(text, at);
      if (point >= atoms && point <= last_atom)
        out += m_atoms[point - atoms].text;
      else
        append_utf8(out, point >= signs && point < atoms ? point - signs : point);
    }
    return out;
  }

  void atom(Atom const& atom) {
    if (atom.kind == Atom::character) return m_writer.text(atom.text);
    if (atom.kind == Atom::reference) return reference(atom.text);
    auto at = place("$" + atom.text + "$");
    if (auto problem = check_maths(atom.text)) {
      auto where = at == m_version.at ? at
                                      : Span{at.file, at.begin + 1 + std::uint32_t(problem->begin),
                                             at.begin + 1 + std::uint32_t(problem->end)};
      m_problems.error("bad-maths", where, std::move(problem->message), std::move(problem->help));
      return;
    }
    auto begin = m_writer.size();
    m_writer.raw("$" + atom.text + "$");
    m_details.push_back({begin, m_writer.size(), at});
  }

  void reference(std::string const& id) {
    auto label = m_labels(id);
    if (!label)
      m_problems.error("unlabelled", place("[@" + id + "]"),
                       fmt::format("`{}` has no label in this document", id),
                       "number the section that lists it, or mend the id");
    else
      m_writer.text(*label);
  }

  void refuse_character(char32_t c) {
    std::string written;
    append_utf8(written, c);
    bool is_control = c < ' ' || (c >= 0x7F && c < 0xA0);
    m_problems.error(
        "unprintable", place(written),
        is_control ? fmt::format("a control character (U+{:04X}) in a text", std::uint32_t(c))
                   : fmt::format("no font of this document has `{}` (U+{:04X})", written, std::uint32_t(c)),
        is_control ? "remove it" : "write it in Latin letters; other scripts come in a later version");
  }

  /// Where some bytes of this text stand in its source; each call for the same bytes gives the next place.
  Span place(std::string const& bytes) {
    auto& from = m_searched[bytes];
    auto begin = m_version.text.find(bytes, from);
    if (begin == std::string::npos || !m_version.at.somewhere()) return m_version.at;
    from = begin + bytes.size();
    return within(m_version.at, m_sources.text(m_version.at.file), m_version.text, begin, from);
  }

  Sources const& m_sources;
  LatexText::Labels const& m_labels;
  Diagnostics& m_problems;
  Text::Version const& m_version;
  LatexWriter m_writer;
  std::vector<Detail> m_details;
  std::vector<Atom> m_atoms;
  std::map<std::string, std::size_t> m_searched;
  bool m_guarded = false;
};

}  // namespace

std::string typographic(std::string_view text) {
  if (text.find_first_of("\"'") == text.npos && text.find("--") == text.npos && text.find("...") == text.npos)
    return std::string(text);
  Characters characters(text);
  std::string out;
  std::size_t fence = 0;  // within code: the length of the backquotes that opened it
  for (std::size_t i = 0; i < characters.points.size(); ++i) {
    auto c = characters[i];
    auto length = c == U'-' || c == U'.' || c == U'`' ? run_length(characters, i) : 1;
    if (c == U'`') fence = fence == 0 ? length : fence == length ? 0 : fence;
    char32_t joined = fence == 0 && (c == U'-' || c == U'.') ? joined_run(characters, i, length) : U'\0';
    if (joined) {
      append_utf8(out, joined);
    } else if (fence == 0 && (c == U'"' || c == U'\'')) {
      append_utf8(out, quotation_mark(characters, i));
    } else {
      for (std::size_t n = 0; n < length; ++n) append_utf8(out, c);
    }
    i += length - 1;
  }
  return out;
}

Value LatexText::inline_text(Text::Version const& version) const {
  if (version.is_tex) {
    Value value;
    value.text = version.text;
    value.at = version.at;
    return value;
  }
  return Renderer(m_sources, m_labels, m_problems, version).run();
}

Value LatexText::plain(std::string_view text, Span at) const {
  return verbatim(typographic(text), at);
}

Value LatexText::verbatim(std::string_view text, Span at) const {
  LatexWriter writer;
  writer.text(text);
  for (auto c : writer.unprintable()) {
    std::string written;
    append_utf8(written, c);
    m_problems.error("unprintable", at,
                     fmt::format("no font of this document has `{}` (U+{:04X})", written, std::uint32_t(c)),
                     "write it in Latin letters; other scripts come in a later version");
  }
  Value value;
  value.text = writer.take();
  value.at = at;
  return value;
}

std::string LatexText::link(std::string_view url, std::string_view words) {
  return fmt::format("\\href{{{}}}{{{}}}", latex_url(url), words);
}

}  // namespace vitac
