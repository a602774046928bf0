#include "exchange/tex_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/utf8.hpp"
#include "exchange/marked_text.hpp"

namespace vitac {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::size_t deepest = 60, most_expansions = 500, longest_expansion = 1 << 16;
constexpr std::string_view no_break_space = "\u00a0", thin_space = "\u2009";

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

/// What text commands are within a formula, where ours allows other names.
constexpr Pair in_formulas[] = {
    {"text", "mathrm"},   {"mbox", "mathrm"},   {"hbox", "mathrm"}, {"textrm", "mathrm"},
    {"textit", "mathit"}, {"textbf", "mathbf"}, {"bm", "mathbf"},   {"boldsymbol", "mathbf"},
    {"textsf", "mathsf"}, {"texttt", "mathtt"}, {"emph", "mathit"}, {"ensuremath", "mathrm"},
};

/// TeX's old fonts, which hold to the end of their group.
constexpr Pair old_fonts[] = {
    {"rm", "mathrm"}, {"it", "mathit"}, {"bf", "mathbf"},
    {"sf", "mathsf"}, {"tt", "mathtt"}, {"cal", "mathcal"},
};

bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_plain_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return is_ascii_letter(c) || is_digit(c); });
}

char32_t const* accent_named(char name) {
  auto found = std::ranges::find(accents, name, [](auto const& row) { return row.first; });
  return found == std::end(accents) ? nullptr : &found->second;
}

/// How often one text's own commands were expanded: a definition may name itself.
struct Budget {
  std::size_t expansions = 0;
};

class TexReader {
 public:
  TexReader(TexInto into, TexMacros const& macros, Budget& budget, std::vector<std::string>& unknown)
      : m_into(into), m_macros(macros), m_budget(budget), m_unknown(unknown) {}

  std::string read(std::string_view tex, std::size_t depth) {
    run(tex, depth);
    auto text = m_out.take();
    return m_into == TexInto::markup ? text : composed(trimmed(text));
  }

 private:
  using Styles = std::vector<std::size_t>;

  void run(std::string_view tex, std::size_t depth) {
    if (depth > deepest) return sign(tex);  // nobody nests so deep; nothing is lost
    auto outer = std::pair(m_tex, m_at);
    m_tex = tex;
    m_at = 0;
    std::vector<Styles> groups(1);  // what declarations such as \bf opened, group by group
    while (m_at < m_tex.size()) step(groups, depth);
    while (!groups.empty()) close(groups);
    std::tie(m_tex, m_at) = outer;
  }

  void close(std::vector<Styles>& groups) {
    for (auto style : groups.back()) m_out.close(style);
    groups.pop_back();
  }

  void step(std::vector<Styles>& groups, std::size_t depth) {
    char c = m_tex[m_at];
    if (c == '{') {
      groups.emplace_back();
      ++m_at;
    } else if (c == '}') {
      if (groups.size() > 1) close(groups);
      ++m_at;
    } else if (is_blank(c)) {
      m_out.blank();
      ++m_at;
    } else if (c == '\\') {
      command(groups, depth);
    } else if (m_into == TexInto::address) {
      if (c == '$') return formula("$");
      sign(m_tex.substr(m_at++, 1));
    } else if (c == '$') {
      formula(m_tex.substr(m_at).starts_with("$$") ? "$$" : "$");
    } else {
      characters();
    }
  }

  /// Ligatures, ties, and characters that are themselves.
  void characters() {
    static constexpr Pair ligatures[] = {{"---", "—"}, {"--", "–"}, {"``", "“"},
                                         {"''", "”"},  {"?`", "¿"}, {"!`", "¡"},
                                         {"`", "‘"},   {"'", "’"},  {"~", no_break_space}};
    auto rest = m_tex.substr(m_at);
    for (auto [written, meant] : ligatures)
      if (rest.starts_with(written)) {
        m_at += written.size();
        return sign(meant);
      }
    auto end = m_at;
    next_code_point(m_tex, end);
    sign(m_tex.substr(m_at, end - m_at));
    m_at = end;
  }

  void sign(std::string_view text) {
    if (text == " ") return m_out.blank();
    if (m_into == TexInto::markup)
      m_out.text += escaped_markup(text);
    else
      m_out.text += text;
  }

  // Commands

  void command(std::vector<Styles>& groups, std::size_t depth) {
    auto begin = m_at++;
    if (m_at == m_tex.size()) return;
    if (!is_ascii_letter(m_tex[m_at])) return control_sign(depth);
    auto word_begin = m_at;
    while (m_at < m_tex.size() && is_ascii_letter(m_tex[m_at])) ++m_at;
    auto name = m_tex.substr(word_begin, m_at - word_begin);
    if (m_at < m_tex.size() && m_tex[m_at] == '*') ++m_at;
    bool is_address = m_into == TexInto::address;
    if (!is_address || name == "url") skip_blanks();
    if (auto macro = m_macros.find(name); macro != m_macros.end()) return expand(macro->second, depth);
    if (name.size() == 1)
      if (auto accent = accent_named(name[0])) return accented(*accent, name[0], depth);
    auto known = std::ranges::lower_bound(signs, name, {}, &Pair::first);
    if (known != std::end(signs) && known->first == name) return sign(known->second);
    if (!styled(name, groups, depth)) unknown(m_tex.substr(begin, word_begin + name.size() - begin));
  }

  void control_sign(std::size_t depth) {
    char c = m_tex[m_at];
    if (m_into == TexInto::address) return sign(m_tex.substr(m_at++, 1));
    if (auto accent = accent_named(c)) {
      ++m_at;
      return accented(*accent, c, depth);
    }
    if (c == '(' || c == '[') return formula(c == '(' ? "\\)" : "\\]");
    if (static_cast<unsigned char>(c) >= 0x80) return characters();
    ++m_at;
    if (is_blank(c) || c == '\\') return m_out.blank();
    constexpr std::string_view thin = ",:;", nothing = "-/!@*";
    if (thin.find(c) != thin.npos) return sign(m_into == TexInto::markup ? thin_space : no_break_space);
    if (nothing.find(c) == nothing.npos) sign({&c, 1});
  }

  void unknown(std::string_view name) {
    if (m_into == TexInto::address) return sign(name);
    if (std::ranges::find(m_unknown, name) == m_unknown.end()) m_unknown.emplace_back(name);
  }

  /// Commands with arguments. False for one that nobody knows.
  bool styled(std::string_view name, std::vector<Styles>& groups, std::size_t depth) {
    auto is = [&](auto const&... names) { return ((name == names) || ...); };
    if (is("emph", "textit", "textsl", "mkbibemph", "mkbibitalic")) return marked("*", depth);
    if (is("textbf", "mkbibbold")) return marked("**", depth);
    if (is("em", "it", "itshape", "sl", "slshape")) return declared("*", groups);
    if (is("bf", "bfseries")) return declared("**", groups);
    if (is("texttt", "code")) return code(depth), true;
    if (is("tt", "ttfamily")) return true;
    if (is("enquote", "mkbibquote")) {
      sign("“");
      run(argument(), depth + 1);
      sign("”");
      return true;
    }
    if (is("footnote", "thanks")) {
      m_out.blank();
      sign("(");
      run(argument(), depth + 1);
      sign(")");
      return true;
    }
    if (is("url", "path")) return link({}, depth), true;
    if (is("href")) {
      auto url = argument();
      return link(std::string(url), depth), true;
    }
    if (is("textsuperscript", "textsubscript")) return raised(name == "textsuperscript", depth), true;
    if (is("ensuremath")) {
      auto body = argument();
      return write_formula(body), true;
    }
    if (is("noopsort") || std::ranges::find(vanishing, name) != std::end(vanishing)) return argument(), true;
    return std::ranges::find(transparent, name) != std::end(transparent);
  }

  bool marked(std::string_view marker, std::size_t depth) {
    auto style = open(marker);
    run(argument(), depth + 1);
    m_out.close(style);
    return true;
  }

  bool declared(std::string_view marker, std::vector<Styles>& groups) {
    groups.back().push_back(open(marker));
    return true;
  }

  std::size_t open(std::string_view marker) {
    return m_into == TexInto::markup ? m_out.open(marker) : MarkedText::none;
  }

  /// Another reading of a part, by itself.
  std::string part(std::string_view tex, TexInto into, std::size_t depth) {
    return TexReader(into, m_macros, m_budget, m_unknown).read(tex, depth + 1);
  }

  void code(std::size_t depth) {
    auto words = part(argument(), TexInto::words, depth);
    if (m_into != TexInto::markup || words.empty() || words.find('`') != words.npos) return sign(words);
    m_out.text += "`" + words + "`";
  }

  void link(std::string url, std::size_t depth) {
    auto shown = argument();
    if (m_into == TexInto::address) return run(url.empty() ? shown : std::string_view(url), depth + 1);
    bool is_bare = url.empty();
    auto target = part(is_bare ? shown : std::string_view(url), TexInto::address, depth);
    auto words = is_bare ? target : part(shown, TexInto::words, depth);
    if (m_into != TexInto::markup || target.empty()) return sign(words);
    m_out.text += link_markup(words.empty() ? target : words, target);
  }

  void raised(bool is_up, std::size_t depth) {
    auto words = part(argument(), TexInto::words, depth);
    if (m_into != TexInto::markup || !is_plain_word(words)) return sign(words);
    bool is_number = std::ranges::all_of(words, is_digit);
    m_out.text += is_up ? "$^{" : "$_{";
    m_out.text += is_number ? words : "\\mathrm{" + words + "}";
    m_out.text += "}$";
  }

  void expand(TexMacro const& macro, std::size_t depth) {
    std::vector<std::string_view> arguments;
    for (std::size_t i = 0; i < macro.arguments; ++i) arguments.push_back(argument());
    std::string expanded;
    for (std::size_t i = 0; i < macro.body.size(); ++i) {
      char c = macro.body[i];
      auto number = i + 1 < macro.body.size() ? std::size_t(macro.body[i + 1] - '1') : arguments.size();
      if (c == '#' && number < arguments.size()) {
        expanded += arguments[number];
        ++i;
      } else {
        expanded += c;
      }
    }
    if (depth > deepest / 2 || ++m_budget.expansions > most_expansions || expanded.size() > longest_expansion)
      return;
    run(expanded, depth + 1);
  }

  void accented(char32_t accent, char name, std::size_t depth) {
    skip_blanks();
    auto letters = part(argument(), TexInto::words, depth);
    if (letters.empty()) {
      if (name == '~' || name == '^') sign({&name, 1});
      return;
    }
    for (auto [dotless, dotted] : {Pair("ı", "i"), Pair("ȷ", "j")})
      if (letters.starts_with(dotless)) letters.replace(0, dotless.size(), dotted);
    std::size_t behind = 0;
    next_code_point(letters, behind);
    std::string combined(letters, 0, behind);
    if (accent) append_utf8(combined, accent);
    sign(composed(combined));
    sign(std::string_view(letters).substr(behind));
  }

  void skip_blanks() {
    while (m_at < m_tex.size() && is_blank(m_tex[m_at])) ++m_at;
  }

  /// The argument that comes next: a group without its braces, a command, or one character.
  std::string_view argument() {
    skip_blanks();
    if (m_at >= m_tex.size() || m_tex[m_at] == '}') return {};
    auto begin = m_at;
    if (m_tex[m_at] == '{') {
      std::size_t open = 0;
      for (; m_at < m_tex.size(); ++m_at) {
        if (m_tex[m_at] == '\\') {
          ++m_at;
        } else if (m_tex[m_at] == '{') {
          ++open;
        } else if (m_tex[m_at] == '}' && --open == 0) {
          ++m_at;
          return m_tex.substr(begin + 1, m_at - begin - 2);
        }
      }
      m_at = m_tex.size();
      return m_tex.substr(begin + 1);
    }
    if (m_tex[m_at] == '\\') {
      ++m_at;
      if (m_at < m_tex.size() && !is_ascii_letter(m_tex[m_at]))
        next_code_point(m_tex, m_at);
      else
        while (m_at < m_tex.size() && is_ascii_letter(m_tex[m_at])) ++m_at;
    } else {
      next_code_point(m_tex, m_at);
    }
    return m_tex.substr(begin, m_at - begin);
  }

  // Formulas

  /// A formula up to what closes it; `m_at` is at `$`, or at the bracket of `\(`.
  void formula(std::string_view closing) {
    bool is_dollar = closing[0] == '$';
    auto begin = m_at + (is_dollar ? closing.size() : 1), end = begin;
    while (end < m_tex.size() && !m_tex.substr(end).starts_with(closing)) end += m_tex[end] == '\\' ? 2 : 1;
    if (end >= m_tex.size()) {
      auto length = is_dollar ? closing.size() : 1;
      sign(m_tex.substr(m_at, length));
      m_at += length;
      return;
    }
    m_at = end + closing.size();
    auto body = std::string(m_tex.substr(begin, end - begin));
    while (m_into == TexInto::markup && m_at < m_tex.size() && is_digit(m_tex[m_at]))
      body += m_tex[m_at++];  // behind the closing sign it would make of the formula two prices
    write_formula(body);
  }

  void write_formula(std::string_view body) {
    if (m_into != TexInto::markup) return formula_words(body);
    std::string out;
    std::vector<std::size_t> fonts(1);  // that `\rm` and the like began, group by group
    auto end_group = [&] { out.append(std::exchange(fonts.back(), 0), '}'); };
    for (std::size_t i = 0; i < body.size(); ++i) {
      if (is_blank(body[i])) {
        if (!out.empty() && out.back() != ' ') out += ' ';
      } else if (body[i] == '~') {
        out += "\\ ";
      } else if (body[i] == '\\' && i + 1 < body.size()) {
        auto end = i + 1;
        while (end < body.size() && is_ascii_letter(body[end])) ++end;
        auto name = body.substr(i + 1, end - i - 1);
        auto other = std::ranges::find(in_formulas, name, &Pair::first);
        if (name.empty()) end = std::min(end + 1, body.size());
        if (auto font = std::ranges::find(old_fonts, name, &Pair::first); font != std::end(old_fonts)) {
          out += fmt::format("\\{}{{", font->second);
          ++fonts.back();
          i = end - 1;
          while (i + 1 < body.size() && is_blank(body[i + 1])) ++i;
          continue;
        }
        out += '\\';
        out += other != std::end(in_formulas) ? other->second : body.substr(i + 1, end - i - 1);
        i = end - 1;
      } else if (body[i] != '$') {
        if (body[i] == '}') end_group();
        if (body[i] == '}' && fonts.size() > 1) fonts.pop_back();
        if (body[i] == '{') fonts.push_back(0);
        out += body[i];
      }
    }
    while (fonts.size() > 1) end_group(), fonts.pop_back();
    end_group();
    if (out.ends_with(' ') && !out.ends_with("\\ ")) out.pop_back();
    if (out.ends_with('\\') || out.ends_with(' ')) return sign(body);
    if (!out.empty()) m_out.text += "$" + out + "$";
  }

  /// The signs of a formula where none can stand: `$^\dagger$` behind a name.
  void formula_words(std::string_view body) {
    for (std::size_t i = 0; i < body.size(); ++i) {
      constexpr std::string_view structure = "{}^_$";
      if (body[i] == '\\') {
        auto end = i + 1;
        while (end < body.size() && is_ascii_letter(body[end])) ++end;
        auto name = body.substr(i + 1, end - i - 1);
        auto known = std::ranges::lower_bound(signs, name, {}, &Pair::first);
        if (name == "sim")
          sign("~");
        else if (name == "ast" || name == "star")
          sign("*");
        else if (known != std::end(signs) && known->first == name)
          sign(known->second);
        else
          sign(name);
        i = end - 1;
      } else if (structure.find(body[i]) == structure.npos) {
        sign(body.substr(i, 1));
      }
    }
  }

  TexInto m_into;
  TexMacros const& m_macros;
  Budget& m_budget;
  std::vector<std::string>& m_unknown;
  std::string_view m_tex;
  std::size_t m_at = 0;
  MarkedText m_out;
};

/// Reads definitions out of a preamble, which may hold anything else besides.
class Definitions {
 public:
  Definitions(std::string_view text, TexMacros& macros) : m_text(text), m_macros(macros) {}

  void run() {
    for (auto at = m_text.find('\\'); at < m_text.size(); at = m_text.find('\\', m_at)) {
      m_at = at + 1;
      auto word = letters();
      if (word == "newcommand" || word == "renewcommand" || word == "providecommand")
        command();
      else if (word == "def")
        plain_tex();
    }
  }

 private:
  std::string_view letters() {
    auto begin = m_at;
    while (m_at < m_text.size() && is_ascii_letter(m_text[m_at])) ++m_at;
    return m_text.substr(begin, m_at - begin);
  }

  void skip(std::string_view signs_between) {
    while (m_at < m_text.size() && signs_between.find(m_text[m_at]) != signs_between.npos) ++m_at;
  }

  /// `{\name}[2]{body}` or `\name[2]{body}`
  void command() {
    skip("* \t\r\n{\\");
    auto name = letters();
    skip(" \t\r\n}");
    std::size_t arguments = 0;
    if (m_at + 2 < m_text.size() && m_text[m_at] == '[' && is_digit(m_text[m_at + 1])) {
      arguments = std::size_t(m_text[m_at + 1] - '0');
      m_at += 2;
      skip("] \t\r\n");
    }
    define(name, arguments);
  }

  /// `\def\name#1#2{body}`
  void plain_tex() {
    skip(" \t\r\n\\");
    auto name = letters();
    std::size_t arguments = 0;
    for (; m_at + 1 < m_text.size() && m_text[m_at] == '#'; m_at += 2) ++arguments;
    define(name, arguments);
  }

  void define(std::string_view name, std::size_t arguments) {
    if (m_at >= m_text.size() || m_text[m_at] != '{') return;
    auto begin = m_at + 1;
    std::size_t open = 0;
    for (; m_at < m_text.size(); ++m_at) {
      if (m_text[m_at] == '{') ++open;
      if (m_text[m_at] == '}' && --open == 0) break;
    }
    if (m_at < m_text.size() && !name.empty())
      m_macros[std::string(name)] = {arguments, std::string(m_text.substr(begin, m_at - begin))};
  }

  std::string_view m_text;
  TexMacros& m_macros;
  std::size_t m_at = 0;
};

}  // namespace

ReadTex read_tex(std::string_view tex, TexInto into, TexMacros const& macros) {
  ReadTex read;
  Budget budget;
  read.text = TexReader(into, macros, budget, read.unknown).read(tex, 0);
  return read;
}

void define_macros(std::string_view preamble, TexMacros& macros) {
  Definitions(preamble, macros).run();
}

}  // namespace vitac
