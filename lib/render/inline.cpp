#include "render/inline.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "model/maths.hpp"
#include "render/directions.hpp"
#include "render/latex.hpp"

namespace vitac {
namespace {

using namespace std::literals;

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

bool is_quotation(char32_t c) {
  return (c >= 0x2018 && c <= 0x201F) || c == U'«' || c == U'»' || c == U'‹' || c == U'›';
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

/// What md4c must not look into; it stands at an offset of its paragraph.
struct Atom {
  enum Kind { maths, reference, address, character } kind;
  std::string text;
  std::size_t at;
};

/// One paragraph made ready for md4c.
class Preparation {
 public:
  explicit Preparation(std::string_view text) : m_text(text) {}

  std::string markdown;
  std::vector<Atom> found;
  bool has_too_many = false;  ///< of what becomes an atom

  void run() {
    while (m_at < m_text.size()) step();
    settle_brackets();
  }

 private:
  void step() {
    char c = m_text[m_at];
    if (c == '`') return code();
    if (c == '\\') return backslash();
    if (c == '$') return maths();
    if (c == '[' && m_text.substr(m_at, 2) == "[@") return reference();
    if (c == '[') return opening_bracket();
    if (c == ']') return m_text.substr(m_at, 2) == "](" ? target() : closing_bracket();
    if (c == 'h')
      if (auto end = end_of_address(); end > m_at) return address(end);
    if (c == '_' || c == '<' || c == '&' || c == '~' || c == '|' ||
        (c == '!' && m_text.substr(m_at + 1, 1) == "["))
      return sign(c);
    character();
  }

  /// Of brackets only those of links are markup: md4c looks behind each `[` for its end.
  void opening_bracket() {
    m_open.push_back(markdown.size());
    character();
  }

  void closing_bracket() {
    if (!m_open.empty()) m_plain.push_back(m_open.back()), m_open.pop_back();
    sign(']');
  }

  void settle_brackets() {
    m_plain.insert(m_plain.end(), m_open.begin(), m_open.end());
    std::ranges::sort(m_plain);
    std::string settled;
    std::size_t from = 0;
    for (auto bracket : m_plain) {
      settled.append(markdown, from, bracket - from);
      append_utf8(settled, signs + char32_t('['));
      from = bracket + 1;
    }
    markdown = settled.append(markdown, from);
  }

  void character() {
    auto begin = m_at;
    auto private_use = is_private(next_code_point(m_text, m_at));
    auto bytes = m_text.substr(begin, m_at - begin);
    if (private_use)
      atom(Atom::character, bytes, begin);
    else
      markdown += bytes;
  }

  void sign(char c) {
    append_utf8(markdown, signs + char32_t(c));
    ++m_at;
  }

  void atom(Atom::Kind kind, std::string_view text, std::size_t at) {
    has_too_many = has_too_many || atoms + found.size() >= last_atom;
    if (has_too_many) return;
    append_utf8(markdown, atoms + char32_t(found.size()));
    found.push_back({kind, std::string(text), at});
  }

  /// A code span is md4c's own business, but what stands in it is not ours to change.
  void code() {
    auto open = std::min(m_text.find_first_not_of('`', m_at), m_text.size());
    auto fence = m_text.substr(m_at, open - m_at);
    for (auto close = m_text.find(fence, open); close != m_text.npos; close = m_text.find(fence, close)) {
      auto after = std::min(m_text.find_first_not_of('`', close), m_text.size());
      if (after - close == fence.size()) {
        while (m_at < after) character();
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

  void maths() {
    auto close = end_of_formula(m_text, m_at);
    if (close == m_text.npos) return sign('$');
    auto open = std::exchange(m_at, close + 1);
    atom(Atom::maths, m_text.substr(open + 1, close - open - 1), open);
  }

  /// The address of a link: nothing in it is markup or becomes typographic. Parentheses in it come in pairs.
  /// Without its end it is none, nor with a title behind it, nor where it is endless.
  void target() {
    auto begin = std::min(m_text.find_first_not_of(' ', m_at + 2), m_text.size()), end = begin;
    auto last = std::min(m_text.size(), begin + most_address);
    for (std::size_t open = 0; end < last && m_text[end] != ' '; ++end) {
      if (m_text[end] == ')' && open-- == 0) break;
      if (m_text[end] == '(') ++open;
    }
    auto close = m_text.find_first_not_of(' ', end);
    if (close == m_text.npos || m_text[close] != ')') return closing_bracket();
    if (!m_open.empty()) m_open.pop_back();
    markdown += "](";
    for (m_at = begin; m_at < end;) {
      char c = m_text[m_at];
      if (static_cast<unsigned char>(c) < 0x80 && !is_alphanumeric(char32_t(c)))
        sign(c);
      else
        character();
    }
  }

  static constexpr std::size_t most_address = 2048;

  /// An address that stands in the text as it is. What ends the sentence, or closes what opened before it, is
  /// no part of it.
  std::size_t end_of_address() const {
    constexpr std::string_view never = " \t\\{}^|\"<>`*[]$", hardly = ".,:;!?'";
    auto rest = m_text.substr(m_at, most_address);
    auto scheme = rest.find("://");
    if ((scheme != 4 && scheme != 5) || !"https"sv.starts_with(rest.substr(0, scheme))) return m_at;
    if (m_at > 0 && is_alphanumeric(char32_t(static_cast<unsigned char>(m_text[m_at - 1])))) return m_at;
    rest = rest.substr(0, rest.find_first_of(never));
    std::size_t end = scheme + 3, open = 0;
    for (auto at = end; at < rest.size();) {
      auto c = next_code_point(rest, at);
      if (is_space(c) || c < ' ' || c == 0x7F || is_quotation(c) || (c == ')' && open == 0)) break;
      if (c == '(') ++open;
      if (c == ')') --open;
      if (c >= 0x80 || hardly.find(char(c)) == hardly.npos) end = at;
    }
    return end > scheme + 3 ? m_at + end : m_at;
  }

  void address(std::size_t end) {
    auto begin = std::exchange(m_at, end);
    atom(Atom::address, m_text.substr(begin, end - begin), begin);
  }

  void reference() {
    auto begin = m_at;
    auto close = m_text.find_first_of("] \t[", begin + 2);
    if (close == m_text.npos || m_text[close] != ']' || close == begin + 2) return sign('[');
    m_at = close + 1;
    atom(Atom::reference, m_text.substr(begin + 2, close - begin - 2), begin);
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  std::vector<std::size_t> m_open, m_plain;  ///< places of `[` in the markdown: not closed yet; no link's
};

/// Lines of a text joined by spaces.
struct Paragraph {
  struct Line {
    std::size_t here, in_text;  ///< where it begins
  };
  std::string text;
  std::vector<Line> lines;

  /// Where a byte of the paragraph stands in the whole text.
  std::size_t in_text(std::size_t here) const {
    auto line = std::ranges::upper_bound(lines, here, {}, &Line::here) - 1;
    return line->in_text + (here - line->here);
  }
};

std::vector<Paragraph> paragraphs(std::string_view text) {
  std::vector<Paragraph> found(1);
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    auto line = trimmed(text.substr(at, end - at));
    auto& last = found.back();
    at = end + 1;
    if (line.empty()) {
      if (!last.text.empty()) found.emplace_back();
      continue;
    }
    if (!last.text.empty()) last.text += ' ';
    last.lines.push_back({last.text.size(), std::size_t(line.data() - text.data())});
    last.text += line;
  }
  if (found.size() > 1 && found.back().text.empty()) found.pop_back();
  return found;
}

/// Where bytes of a text stand in its source. Texts that print otherwise than they were written are searched
/// as they were written.
Span place_of(std::string_view bytes, std::string_view text, Span at, Sources const& sources) {
  if (!at.somewhere()) return at;
  auto source = sources.text(at.file);
  if (auto found = sources.text(at).find(bytes); found != source.npos) {
    auto begin = at.begin + std::uint32_t(found);
    return {at.file, begin, begin + std::uint32_t(bytes.size())};
  }
  auto found = text.find(bytes);
  return found == text.npos ? at : within(at, source, text, found, found + bytes.size());
}

/// Reports what a writer left out, and gives the places of the characters that T1 does not have. `text` was
/// read from the scalar at `at`.
std::vector<Detail> places_of_characters(LatexWriter const& writer, std::string_view text, Span at,
                                         Sources const& sources, Diagnostics& problems) {
  auto place = [&](char32_t c) {
    std::string written;
    append_utf8(written, c);
    return std::pair(place_of(written, text, at, sources), written.size());
  };
  for (auto c : writer.unprintable())
    problems.error("unprintable", place(c).first,
                   fmt::format("a control character (U+{:04X}) in a text", std::uint32_t(c)), "remove it");
  for (auto const& [emoji, base] : writer.emoji())
    problems.error("unprintable", place_of(emoji, text, at, sources),
                   fmt::format("no font that vitac knows has the emoji {}", in_backquotes(emoji)),
                   fmt::format("write {}, or say it in words", in_backquotes(base)));
  std::vector<Detail> details;
  for (auto const& [c, begin] : writer.foreign()) {
    auto [span, size] = place(c);
    details.push_back({begin, begin + size, span});
  }
  return details;
}

/// Renders one text, collecting details as it goes.
class Renderer {
 public:
  Renderer(Sources const& sources, LatexText::Cite const& cite, Diagnostics& problems,
           std::string_view document, Text::Version const& version)
      : m_sources(sources), m_cite(cite), m_problems(problems), m_document(document), m_version(version) {}

  Value run() {
    render_paragraphs("\\par\n");
    auto characters = places_of_characters(m_writer, m_version.text, m_version.at, m_sources, m_problems);
    m_details.insert(m_details.end(), characters.begin(), characters.end());
    std::ranges::sort(m_details, {}, &Detail::begin);
    Value value;
    value.at = m_version.at;
    value.details = std::move(m_details);
    value.text = m_writer.take();
    return value;
  }

  std::string words(bool foreign) {
    m_is_bare = true;
    render_paragraphs(" ");
    bool can_be_taken =
        m_writer.unprintable().empty() && m_writer.emoji().empty() && (foreign || m_writer.foreign().empty());
    return can_be_taken ? m_writer.take() : std::string();
  }

 private:
  void render_paragraphs(std::string_view between) {
    bool first = true;
    for (auto const& paragraph : paragraphs(m_version.text)) {
      if (!std::exchange(first, false)) m_writer.raw(between);
      m_paragraph = &paragraph;
      render(paragraph.text);
      write();
    }
  }

  void write() {
    auto pieces = std::exchange(m_pieces, {});
    if (!m_is_bare) pieces = in_their_directions(std::move(pieces));
    for (auto const& piece : pieces) {
      auto begin = m_writer.size();
      m_writer.put(piece);
      if (piece.kind == Stretch::inset) m_details.push_back({begin, m_writer.size(), piece.at});
    }
  }

  void render(std::string const& paragraph) {
    bool has_address = paragraph.find("://") != std::string::npos;
    if (!has_address && paragraph.find_first_of("*`[\\$") == std::string::npos) {
      add(typographic(paragraph));
      return;
    }
    Preparation preparation(paragraph);
    preparation.run();
    if (preparation.has_too_many)
      m_problems.error("too-large", m_version.at, "thousands of formulas in one paragraph",
                       "a blank line starts a new paragraph");
    m_atoms = std::move(preparation.found);
    m_after_link = 0;
    auto markdown = std::string(guard) + typographic(preparation.markdown);
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

  void add(std::string_view text) {
    if (m_pieces.empty() || m_pieces.back().kind != Stretch::text) m_pieces.emplace_back();
    m_pieces.back().tex += text;
  }

  void open(std::string tex) { m_pieces.push_back({Stretch::open, std::move(tex)}); }

  void enter(MD_SPANTYPE type, void* detail) {
    if (m_is_bare) return;
    m_is_in_link = m_is_in_link || type == MD_SPAN_A;
    if (type == MD_SPAN_EM) open("\\emph{");
    if (type == MD_SPAN_STRONG) open("\\textbf{");
    if (type == MD_SPAN_CODE) open("\\texttt{");
    if (type != MD_SPAN_A) return;
    auto const& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
    auto url = restored({href.text, href.size});
    Tree scalar;
    scalar.kind = Tree::scalar;
    scalar.text = url;
    scalar.at = place_of_link(url);
    Url checked;
    Url::read(scalar, checked, m_problems);
    open("\\href{" + latex_url(web_address(url)) + "}{");
  }

  void leave(MD_SPANTYPE type) {
    if (m_is_bare) return;
    m_is_in_link = m_is_in_link && type != MD_SPAN_A;
    if (type == MD_SPAN_EM || type == MD_SPAN_STRONG || type == MD_SPAN_CODE || type == MD_SPAN_A)
      m_pieces.push_back({Stretch::close, {}});
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
      add(text.substr(plain, begin - plain));
      plain = at;
      if (point >= atoms) {
        atom(m_atoms[point - atoms]);
      } else {
        char sign = char(point - signs);
        add({&sign, 1});
      }
    }
    add(text.substr(plain));
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
    if (atom.kind == Atom::character || (m_is_bare && atom.kind == Atom::address)) return add(atom.text);
    if (m_is_bare)
      return add(atom.kind == Atom::maths ? maths_words(atom.text)
                                          : fmt::format("{}", fmt::join(m_cite(atom.text).labels, "/")));
    if (atom.kind == Atom::reference) return reference(atom);
    if (atom.kind == Atom::address) return address(atom);
    auto at = place(atom.at, atom.at + atom.text.size() + 2);
    if (auto problem = check_maths(atom.text)) {
      auto begin = atom.at + 1 + problem->begin, end = atom.at + 1 + problem->end;
      m_problems.error("bad-maths", place(begin, end), std::move(problem->message), std::move(problem->help));
      return;
    }
    m_pieces.push_back({Stretch::inset, "$" + atom.text + "$", at});
  }

  void address(Atom const& atom) {
    auto words = latex_address(atom.text);
    m_pieces.push_back({Stretch::inset, m_is_in_link ? words : LatexText::link(atom.text, words),
                        place(atom.at, atom.at + atom.text.size())});
  }

  void reference(Atom const& atom) {
    auto [labels, is_entry, help] = m_cite(atom.text);
    if (labels.size() == 1) return add(labels.front());
    auto at = place(atom.at, atom.at + atom.text.size() + 3);
    auto document = m_document.empty() ? "this document" : "document " + in_backquotes(m_document);
    if (!is_entry)
      m_problems.error("unknown-id", place(atom.at + 2, atom.at + 2 + atom.text.size()),
                       fmt::format("no entry has the id `{}`", atom.text), std::move(help));
    else if (labels.empty())
      m_problems.error("unlabelled", at, fmt::format("`{}` has no label in {}", atom.text, document),
                       "list it in a numbered section, or name it in words");
    else
      m_problems.error("ambiguous-label", at,
                       fmt::format("`{}` is {} in {}", atom.text, fmt::join(labels, " and "), document),
                       "number one of the sections that list it, or number them across the document");
  }

  /// Where bytes of the paragraph stand in the source. Each is looked for from the text's beginning on: in an
  /// endless text full of them the whole text is their place at last.
  Span place(std::size_t begin, std::size_t end) {
    constexpr std::size_t most_walked = 50u << 20;
    m_walked += m_paragraph->in_text(end);
    if (!m_version.at.somewhere() || m_walked > most_walked) return m_version.at;
    return within(m_version.at, m_sources.text(m_version.at.file), m_version.text,
                  m_paragraph->in_text(begin), m_paragraph->in_text(end));
  }

  /// md4c says what a link's address is, not where; links come in order.
  Span place_of_link(std::string const& url) {
    if (m_after_link == std::string::npos) return m_version.at;
    auto begin = m_paragraph->text.find(url, m_after_link);
    if (begin == std::string::npos) return m_after_link = begin, m_version.at;
    m_after_link = begin + url.size();
    return place(begin, m_after_link);
  }

  Sources const& m_sources;
  LatexText::Cite const& m_cite;
  Diagnostics& m_problems;
  std::string_view m_document;
  Text::Version const& m_version;
  LatexWriter m_writer;
  std::vector<Stretch> m_pieces;  ///< of the present paragraph
  std::vector<Detail> m_details;
  std::vector<Atom> m_atoms;
  Paragraph const* m_paragraph = nullptr;
  std::size_t m_after_link = 0;  ///< npos: one was not found, and so is none behind it
  std::size_t m_walked = 0;      ///< bytes, in search of places
  bool m_guarded = false;
  bool m_is_in_link = false;
  bool m_is_bare = false;  ///< words alone, without what markup makes of them
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
  return Renderer(m_sources, m_cite, m_problems, m_document, version).run();
}

std::string LatexText::words(Text::Version const& version, bool foreign) const {
  if (version.is_tex) return {};
  return Renderer(m_sources, m_cite, m_problems, m_document, version).words(foreign);
}

Value LatexText::plain(std::string_view text, Span at) const {
  return verbatim(typographic(text), at);
}

Value LatexText::verbatim(std::string_view text, Span at) const {
  LatexWriter writer;
  writer.text(text);
  Value value;
  value.details = places_of_characters(writer, text, at, m_sources, m_problems);
  value.text = writer.take();
  value.at = at;
  return value;
}

std::string LatexText::link(std::string_view url, std::string_view words) {
  return fmt::format("\\href{{{}}}{{{}}}", latex_url(url), words);
}

}  // namespace vitac
