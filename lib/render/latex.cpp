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

constexpr std::u32string_view brackets = U"()[]{}<>«»‹›";

/// Where the run from right to left that begins at `at` ends: behind its last letter, mark or number, the
/// brackets that close there, and what ends the text as a sentence. `at` when none begins there.
std::size_t end_of_run(std::string_view text, std::size_t at) {
  auto end = at;
  std::u32string open, open_at_end;
  for (auto next = at; next < text.size();) {
    auto begin = next;
    auto c = next_code_point(text, next);
    auto spelled = spelling(c);
    auto writing = spelled && spelled->tex.empty() ? Writing::neutral : writing_of(c);
    if (writing == Writing::left_to_right || (begin == at && writing != Writing::right_to_left)) break;
    auto bracket = brackets.find(c);
    bool closes = bracket != brackets.npos && !open.empty() && open.back() == brackets[bracket ^ 1];
    if (closes)
      open.pop_back();
    else if (bracket != brackets.npos)
      open += c;
    if (writing == Writing::right_to_left || writing == Writing::number ||
        (end == begin && (writing == Writing::mark || (closes && open.size() < open_at_end.size()))))
      end = next, open_at_end = open;
  }
  bool ends_sentence = end > at && text.find_first_not_of(".!?", end) == text.npos;
  return ends_sentence ? text.size() : end;
}

/// The number that begins at `at` with what stands between its digits, `12.5`, `2019-2020`; empty when none
/// does.
std::string_view number_at(std::string_view text, std::size_t at) {
  constexpr std::string_view between = ".,:/-";
  auto end = at;
  for (auto next = at; next < text.size();) {
    auto c = next_code_point(text, next);
    if (writing_of(c) == Writing::number)
      end = next;
    else if (end == at || c >= 0x80 || between.find(char(c)) == between.npos)
      break;
  }
  return text.substr(at, end - at);
}

/// A bracket as it must be written where the engine goes from right to left: it turns no glyphs round.
char32_t mirrored(char32_t c) {
  auto at = brackets.find(c);
  return at == brackets.npos ? c : brackets[at ^ 1];
}

/// Whether T1 joins the two into another sign: `--`, `<<`, `?` and a quote, ...
bool joins(char before, char next) {
  constexpr std::string_view twins = "-<>,'`";
  return (before == next && twins.find(next) != twins.npos) ||
         (next == '`' && (before == '?' || before == '!'));
}

}  // namespace

bool latex_prints(char32_t c) {
  if (spelling(c)) return true;
  if (c < 0x80) return c >= ' ' && c != 0x7F;
  auto range = std::ranges::lower_bound(printed, c, {}, &Range::last);
  return range != printed.end() && range->first <= c;
}

bool is_joiner(char32_t c) {
  return c == 0x200C || c == 0x200D;
}

void LatexWriter::text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto is_ascii = static_cast<unsigned char>(text[at]) < 0x80;
    if (auto end = is_ascii ? at : end_of_run(text, at); end > at) {
      right_to_left(text.substr(at, end - at));
      at = end;
    } else {
      character(next_code_point(text, at));
    }
  }
}

void LatexWriter::right_to_left(std::string_view run) {
  m_out += "\\cvrtl{";
  for (std::size_t at = 0; at < run.size();) {
    if (auto number = number_at(run, at); !number.empty()) {
      m_out += "\\cvltr{";
      for (std::size_t digit = 0; digit < number.size();) character(next_code_point(number, digit));
      m_out += '}';
      at += number.size();
    } else {
      character(mirrored(next_code_point(run, at)));
    }
  }
  m_out += '}';
}

void LatexWriter::raw(std::string_view tex) {
  m_out += tex;
}

void LatexWriter::character(char32_t c) {
  // Elsewhere there is nothing to join.
  if (is_joiner(c)) return m_is_after_foreign ? append_utf8(m_out, c) : void();
  m_is_after_foreign = false;
  if (auto spelled = spelling(c)) return piece(spelled->tex);
  if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
    if (std::ranges::find(m_unprintable, c) == m_unprintable.end()) m_unprintable.push_back(c);
  } else if (!latex_prints(c)) {
    m_is_after_foreign = true;
    if (std::ranges::find(m_foreign, c, [](auto const& known) { return known.first; }) == m_foreign.end())
      m_foreign.emplace_back(c, m_out.size());
    append_utf8(m_out, c);
  } else if (c < 0x80) {
    char ascii = char(c);
    piece({&ascii, 1});
  } else {
    append_utf8(m_out, c);
  }
}

/// A break that no engine closes again, where two signs would join: `{}` does not hold in LuaTeX.
void LatexWriter::piece(std::string_view tex) {
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

std::string latex_url(std::string_view url) {
  constexpr std::string_view unsafe = "\\{}^|\"<>` ";
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
