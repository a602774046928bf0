#include "exchange/tex_commands.hpp"

#include <algorithm>
#include <utility>

namespace vitac {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Commands that stand for a sign, or for nothing.
constexpr Pair signs[] = {
    {"AA", "Å"},
    {"AE", "Æ"},
    {"BibTeX", "BibTeX"},
    {"DH", "Ð"},
    {"DJ", "Đ"},
    {"IJ", "Ĳ"},
    {"L", "Ł"},
    {"LaTeX", "LaTeX"},
    {"NG", "Ŋ"},
    {"O", "Ø"},
    {"OE", "Œ"},
    {"P", "¶"},
    {"S", "§"},
    {"SS", "SS"},
    {"TH", "Þ"},
    {"TeX", "TeX"},
    {"aa", "å"},
    {"ae", "æ"},
    {"allowbreak", ""},
    {"and", "and"},
    {"backslash", "\\"},
    {"copyright", "©"},
    {"dag", "†"},
    {"dagger", "†"},
    {"ddag", "‡"},
    {"ddagger", "‡"},
    {"dh", "ð"},
    {"dj", "đ"},
    {"dots", "…"},
    {"guillemotleft", "«"},
    {"guillemotright", "»"},
    {"hyphen", "-"},
    {"i", "ı"},
    {"ij", "ĳ"},
    {"j", "ȷ"},
    {"l", "ł"},
    {"ldots", "…"},
    {"newblock", ""},
    {"ng", "ŋ"},
    {"noindent", ""},
    {"nolinebreak", ""},
    {"o", "ø"},
    {"oe", "œ"},
    {"pounds", "£"},
    {"protect", ""},
    {"quad", " "},
    {"relax", ""},
    {"slash", "/"},
    {"space", " "},
    {"ss", "ß"},
    {"string", ""},
    {"textasciicircum", "^"},
    {"textasciitilde", "~"},
    {"textasteriskcentered", "*"},
    {"textbackslash", "\\"},
    {"textbar", "|"},
    {"textbullet", "•"},
    {"textcopyright", "©"},
    {"textdegree", "°"},
    {"textellipsis", "…"},
    {"textemdash", "—"},
    {"textendash", "–"},
    {"texteuro", "€"},
    {"textexclamdown", "¡"},
    {"textgreater", ">"},
    {"textless", "<"},
    {"textmu", "µ"},
    {"textordfeminine", "ª"},
    {"textordmasculine", "º"},
    {"textperiodcentered", "·"},
    {"textquestiondown", "¿"},
    {"textquotedblleft", "“"},
    {"textquotedblright", "”"},
    {"textquoteleft", "‘"},
    {"textquoteright", "’"},
    {"textquotesingle", "'"},
    {"textregistered", "®"},
    {"textsection", "§"},
    {"textsterling", "£"},
    {"texttimes", "×"},
    {"texttrademark", "™"},
    {"textunderscore", "_"},
    {"th", "þ"},
    {"thinspace", "\u2009"},
};
static_assert(std::ranges::is_sorted(signs, {}, &Pair::first));

/// Accents by the sign or letter that names them, and the combining character that follows the letter.
constexpr std::pair<char, char32_t> accents[] = {
    {'`', 0x300}, {'\'', 0x301}, {'^', 0x302}, {'~', 0x303}, {'=', 0x304}, {'u', 0x306},
    {'.', 0x307}, {'"', 0x308},  {'r', 0x30A}, {'H', 0x30B}, {'v', 0x30C}, {'d', 0x323},
    {'c', 0x327}, {'k', 0x328},  {'b', 0x331}, {'t', 0},
};

/// Commands whose argument stays, set in a way that vitac has no word for.
constexpr std::string_view transparent[] = {
    "MakeLowercase",
    "MakeUppercase",
    "autocap",
    "capitalize",
    "hbox",
    "lowercase",
    "mbox",
    "mkbibparens",
    "NoCaseChange",
    "rm",
    "sc",
    "scshape",
    "sf",
    "sffamily",
    "text",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textup",
    "textln",
    "underline",
    "uppercase",
    "uline",
    "upshape",
    "normalfont",
    "rmfamily",
    "nolinkurl",
    "bibstring",
    "foreignlanguage",
};

/// Commands that vanish with their argument.
constexpr std::string_view vanishing[] = {"hspace", "vspace", "label", "index", "phantom", "vphantom"};

}  // namespace

std::optional<std::string_view> sign_of(std::string_view name) {
  auto found = std::ranges::lower_bound(signs, name, {}, &Pair::first);
  if (found == std::end(signs) || found->first != name) return {};
  return found->second;
}

std::optional<char32_t> accent_named(char name) {
  auto found = std::ranges::find(accents, name, [](auto const& row) { return row.first; });
  if (found == std::end(accents)) return {};
  return found->second;
}

bool is_transparent(std::string_view name) {
  return std::ranges::find(transparent, name) != std::end(transparent);
}

bool is_vanishing(std::string_view name) {
  return std::ranges::find(vanishing, name) != std::end(vanishing);
}

}  // namespace vitac
