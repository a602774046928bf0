#include "render/latex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace vitac {
namespace {

struct Range {
  char32_t first, last;
};

/// What T1 and TS1 hold and what extracts as itself from PDFs in TeX Gyre and Latin Modern: measured, each
/// character on a page of its own. U+00AF prints, but its glyph extracts differently in other families.
constexpr std::array printed{
    Range{0xA1, 0xAC},     Range{0xAE, 0xAE},     Range{0xB0, 0xFF},     Range{0x102, 0x107},
    Range{0x10C, 0x111},   Range{0x118, 0x11B},   Range{0x11E, 0x11F},   Range{0x130, 0x133},
    Range{0x139, 0x13A},   Range{0x13D, 0x13E},   Range{0x141, 0x144},   Range{0x147, 0x148},
    Range{0x14A, 0x14B},   Range{0x150, 0x155},   Range{0x158, 0x15B},   Range{0x15E, 0x165},
    Range{0x16E, 0x171},   Range{0x178, 0x17E},   Range{0x192, 0x192},   Range{0x2C7, 0x2C7},
    Range{0x2D8, 0x2D9},   Range{0x2DD, 0x2DD},   Range{0x2013, 0x2014}, Range{0x2016, 0x2016},
    Range{0x2018, 0x201A}, Range{0x201C, 0x201E}, Range{0x2020, 0x2022}, Range{0x2026, 0x2026},
    Range{0x2030, 0x2030}, Range{0x2039, 0x203B}, Range{0x203D, 0x203D}, Range{0x2044, 0x2044},
    Range{0x20A1, 0x20A1}, Range{0x20A4, 0x20A4}, Range{0x20A9, 0x20A9}, Range{0x20AB, 0x20AC},
    Range{0x2103, 0x2103}, Range{0x2116, 0x2116}, Range{0x2122, 0x2122}, Range{0x212E, 0x212E},
    Range{0x2190, 0x2193}, Range{0x2423, 0x2423}, Range{0x25E6, 0x25E6}, Range{0x266A, 0x266A},
};

struct Spelling {
  char32_t character;
  std::string_view tex;
};

/// Characters that TeX spells otherwise, in order of code points.
constexpr std::array spellings{
    Spelling{'\t', " "},
    Spelling{'\n', " "},
    Spelling{'"', "\\textquotedbl{}"},
    Spelling{'#', "\\#"},
    Spelling{'$', "\\$"},
    Spelling{'%', "\\%"},
    Spelling{'&', "\\&"},
    Spelling{'\'', "\\textquotesingle{}"},
    Spelling{'\\', "\\textbackslash{}"},
    Spelling{'^', "\\textasciicircum{}"},
    Spelling{'_', "\\_"},
    Spelling{'`', "\\textasciigrave{}"},
    Spelling{'{', "\\{"},
    Spelling{'}', "\\}"},
    Spelling{'~', "\\textasciitilde{}"},
    Spelling{0xA0, "~"},
    Spelling{0xAD, "\\-"},
    Spelling{0xB5, "\\textmu{}"},  // their capitals are Greek and no font has them: these two have none
    Spelling{0x192, "\\textflorin{}"},
    Spelling{0x61C, ""},  // invisible signs about direction, which pasted names bring along: we know it
    Spelling{0x2002, "\\ "},
    Spelling{0x2003, "\\ "},
    Spelling{0x2009, "\\,"},
    Spelling{0x200B, "\\hspace{0pt}"},
    Spelling{0x200E, ""},
    Spelling{0x200F, ""},
    Spelling{0x2010, "-"},
    Spelling{0x2011, "\\mbox{-}"},
    Spelling{0x2012, "–"},
    Spelling{0x2015, "—"},
    Spelling{0x2019, "'"},
    Spelling{0x202A, ""},
    Spelling{0x202B, ""},
    Spelling{0x202C, ""},
    Spelling{0x202D, ""},
    Spelling{0x202E, ""},
    Spelling{0x202F, "\\,"},
    Spelling{0x2066, ""},
    Spelling{0x2067, ""},
    Spelling{0x2068, ""},
    Spelling{0x2069, ""},
    Spelling{0x2212, "$-$"},
    Spelling{0xFB00, "ff"},
    Spelling{0xFB01, "fi"},
    Spelling{0xFB02, "fl"},
    Spelling{0xFB03, "ffi"},
    Spelling{0xFB04, "ffl"},
    Spelling{0xFE0E, ""},  // whether a sign is an emoji in color: here none is
    Spelling{0xFE0F, ""},
    Spelling{0xFEFF, ""},
};
static_assert(std::ranges::is_sorted(printed, {}, &Range::first));
static_assert(std::ranges::is_sorted(spellings, {}, &Spelling::character));

Spelling const* spelling(char32_t c) {
  auto found = std::ranges::lower_bound(spellings, c, {}, &Spelling::character);
  return found != spellings.end() && found->character == c ? &*found : nullptr;
}

/// Whether T1 joins the two into another sign: `--`, `<<`, `?` and a quote, ...
bool joins(char before, char next) {
  constexpr std::string_view twins = "-<>,'`";
  return (before == next && twins.find(next) != twins.npos) ||
         (next == '`' && (before == '?' || before == '!'));
}

bool is_pictogram(char32_t c) {
  return c == 0xA9 || c == 0xAE || (c >= 0x203C && c < 0x2C00 && c != 0x20E3) ||
         (c >= 0x1F000 && c < 0x20000 && !(c >= 0x1F3FB && c <= 0x1F3FF));
}

/// Several characters that are one emoji, for which fonts of one color have no glyph.
struct Emoji {
  std::size_t size = 0;  ///< 0: there is none
  std::string base;      ///< the signs that it is made of
};

Emoji emoji_at(std::string_view text) {
  constexpr std::string_view keys = "0123456789#*";
  constexpr char32_t joiner = 0x200D, keycap = 0x20E3, colored = 0xFE0F;
  std::size_t at = 0;
  bool is_key = keys.find(text.front()) != keys.npos;
  if (static_cast<unsigned char>(text.front()) < 0x80 &&
      (!is_key || text.size() < 2 || static_cast<unsigned char>(text[1]) < 0x80))
    return {};
  auto first = next_code_point(text, at);
  if (!is_key && !is_pictogram(first)) return {};
  Emoji emoji{0, std::string(text.substr(0, at))};
  for (auto c = first; at < text.size();) {
    auto before = c;
    auto begin = at;
    c = next_code_point(text, at);
    bool is_tone = c >= 0x1F3FB && c <= 0x1F3FF, is_tag = c >= 0xE0020 && c <= 0xE007F;
    bool is_joined = before == joiner && is_pictogram(c);
    if (is_joined) emoji.base += text.substr(begin, at - begin);
    if (c == keycap || (!is_key && (is_tone || is_tag || is_joined)))
      emoji.size = at;
    else if (c != colored && (is_key || c != joiner))
      break;
  }
  return emoji;
}

/// What stands in no address as it is.
constexpr std::string_view unsafe = "\\{}^|\"<>` ";

}  // namespace

bool latex_prints(char32_t c) {
  if (spelling(c)) return true;
  if (c < 0x80) return c >= ' ' && c != 0x7F;
  auto range = std::ranges::lower_bound(printed, c, {}, &Range::last);
  return range != printed.end() && range->first <= c;
}

bool is_left_out(char32_t c) {
  auto spelled = spelling(c);
  return spelled && spelled->tex.empty();
}

bool is_joiner(char32_t c) {
  return c == 0x200C || c == 0x200D;
}

void LatexWriter::text(std::string_view text) {
  for (auto const& piece : in_their_directions({{Stretch::text, std::string(text)}})) put(piece);
}

void LatexWriter::put(Stretch const& piece) {
  if (piece.kind != Stretch::text) return raw(piece.kind == Stretch::close ? "}" : piece.tex);
  for (std::size_t at = 0; at < piece.tex.size();) {
    auto rest = std::string_view(piece.tex).substr(at);
    if (auto [size, base] = emoji_at(rest); size > 0) {
      m_emoji.emplace(rest.substr(0, size), base);
      at += size;
    } else {
      character(next_code_point(piece.tex, at));
    }
  }
}

void LatexWriter::raw(std::string_view tex) {
  m_out += tex;
}

void LatexWriter::character(char32_t c) {
  // Elsewhere there is nothing to join.
  if (is_joiner(c)) return m_is_after_foreign ? append_utf8(m_out, c) : void();
  m_is_after_foreign = false;
  if (auto spelled = spelling(c)) return join(spelled->tex);
  if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
    if (std::ranges::find(m_unprintable, c) == m_unprintable.end()) m_unprintable.push_back(c);
  } else if (!latex_prints(c)) {
    m_is_after_foreign = true;
    if (std::ranges::find(m_foreign, c, [](auto const& known) { return known.first; }) == m_foreign.end())
      m_foreign.emplace_back(c, m_out.size());
    append_utf8(m_out, c);
  } else if (c < 0x80) {
    char ascii = char(c);
    join({&ascii, 1});
  } else {
    append_utf8(m_out, c);
  }
}

/// A break that no engine closes again, where two signs would join: `{}` does not hold in LuaTeX.
void LatexWriter::join(std::string_view tex) {
  if (!tex.empty() && !m_out.empty() && joins(m_out.back(), tex.front())) m_out += "\\kern0pt";
  m_out += tex;
}

std::string LatexWriter::take() {
  constexpr std::string_view may_join = ",-<>";
  if (!m_out.empty() && may_join.find(m_out.back()) != may_join.npos) m_out += latex_break;
  return std::move(m_out);
}

std::string web_address(std::string_view written) {
  bool has_scheme = written.find("://") != written.npos || written.starts_with("mailto:");
  return (has_scheme ? "" : "https://") + std::string(written);
}

std::string latex_address(std::string_view written) {
  auto is_plain = [](char c) { return c > ' ' && c < 0x7F && unsafe.find(c) == unsafe.npos; };
  std::string out;
  while (!written.empty()) {
    bool plain = is_plain(written.front());
    auto end = std::ranges::find_if(written, [&](char c) { return is_plain(c) != plain; });
    auto part = written.substr(0, std::size_t(end - written.begin()));
    written.remove_prefix(part.size());
    LatexWriter other;
    if (!plain) other.text(part);
    out += plain ? "\\nolinkurl{" + latex_url(part) + "}" : "\\mbox{" + other.take() + "}";
  }
  return out;
}

std::string latex_url(std::string_view url) {
  std::string out;
  for (char c : url) {
    auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7F || unsafe.find(c) != unsafe.npos)
      out += fmt::format("\\%{:02X}", byte);
    else if (c == '%' || c == '#' || c == '&' || c == '_')
      (out += '\\') += c;
    else if (c == '~')
      out += "\\string~";
    else
      out += c;
  }
  return out;
}

}  // namespace vitac
