#include "exchange/tex_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "exchange/marked_text.hpp"
#include "exchange/tex_commands.hpp"
#include "exchange/tex_formula.hpp"
#include "model/maths.hpp"

namespace vitac {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::size_t deepest = 60, most_expansions = 500, most_expanded = 1 << 16, most_mends = 20;
constexpr std::string_view no_break_space = "\u00a0", thin_space = "\u2009";

bool is_plain_word(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); });
}

/// How often one text's own commands were expanded, and to how much: a definition may name itself.
struct Budget {
  std::size_t expansions = 0, bytes = 0;
};

class TexReader {
 public:
  TexReader(TexInto into, TexMacros const& macros, Budget& budget, std::vector<TexDoubt>& doubts)
      : m_into(into), m_macros(macros), m_budget(budget), m_doubts(doubts) {}

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
    } else if (is_ascii_space(c)) {
      m_out.blank();
      ++m_at;
    } else if (c == '\\') {
      command(groups, depth);
    } else if (m_into == TexInto::address) {
      if (c == '$') return formula("$", depth);
      sign(m_tex.substr(m_at++, 1));
    } else if (c == '$') {
      formula(m_tex.substr(m_at).starts_with("$$") ? "$$" : "$", depth);
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
    if (auto macro = m_macros.find(name); macro != m_macros.end()) {
      if (auto expanded = expansion(macro->second, depth)) run(*expanded, depth + 1);
      return;
    }
    if (name.size() == 1)
      if (auto accent = accent_named(name[0])) return accented(*accent, name[0], depth);
    if (auto known = sign_of(name)) return sign(*known);
    if (!styled(name, groups, depth)) unknown(m_tex.substr(begin, word_begin + name.size() - begin));
  }

  void control_sign(std::size_t depth) {
    char c = m_tex[m_at];
    if (m_into == TexInto::address) return sign(m_tex.substr(m_at++, 1));
    if (auto accent = accent_named(c)) {
      ++m_at;
      return accented(*accent, c, depth);
    }
    if (c == '(' || c == '[') return formula(c == '(' ? "\\)" : "\\]", depth);
    if (static_cast<unsigned char>(c) >= 0x80) return characters();
    ++m_at;
    if (is_ascii_space(c) || c == '\\') return m_out.blank();
    constexpr std::string_view thin = ",:;", nothing = "-/!@*";
    if (thin.find(c) != thin.npos) return sign(m_into == TexInto::markup ? thin_space : no_break_space);
    if (nothing.find(c) == nothing.npos) sign({&c, 1});
  }

  void unknown(std::string_view name) {
    if (m_into == TexInto::address) return sign(name);
    doubt({std::string(name), fmt::format("the command `{}` is not known", name),
           "what it is applied to prints without it"});
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
      return write_formula(body, depth), true;
    }
    if (is("noopsort") || is_vanishing(name)) return argument(), true;
    return is_transparent(name);
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
    return TexReader(into, m_macros, m_budget, m_doubts).read(tex, depth + 1);
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
    bool is_number = std::ranges::all_of(words, is_ascii_digit);
    m_out.text += is_up ? "$^{" : "$_{";
    m_out.text += is_number ? words : "\\mathrm{" + words + "}";
    m_out.text += "}$";
  }

  /// The body of a macro with the arguments that come next; nothing once definitions run away.
  std::optional<std::string> expansion(TexMacro const& macro, std::size_t depth) {
    std::vector<std::string_view> arguments;
    for (std::size_t i = 0; i < macro.arguments; ++i) arguments.push_back(argument());
    auto expanded = with_arguments(macro, arguments);
    m_budget.bytes += expanded.size();
    if (depth > deepest / 2 || ++m_budget.expansions > most_expansions || m_budget.bytes > most_expanded)
      return {};
    return expanded;
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
    while (m_at < m_tex.size() && is_ascii_space(m_tex[m_at])) ++m_at;
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
  void formula(std::string_view closing, std::size_t depth) {
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
    while (m_into == TexInto::markup && m_at < m_tex.size() && is_ascii_digit(m_tex[m_at]))
      body += m_tex[m_at++];  // behind the closing sign it would make of the formula two prices
    write_formula(body, depth);
  }

  void write_formula(std::string_view body, std::size_t depth) {
    auto advice = [](std::string words, std::string_view help) {
      return help.empty() ? words : fmt::format("{}; {}", words, help);
    };
    if (m_into != TexInto::markup) return sign(formula_signs(body));
    auto formula = formula_of(with_macros(body, depth));
    for (std::size_t mends = 0; auto problem = check_maths(formula); ++mends) {
      auto what = formula.substr(problem->begin, problem->end - problem->begin);
      bool is_unknown = what.size() > 1 && what[0] == '\\' && is_ascii_letter(what[1]) &&
                        std::ranges::find(maths_commands(), what.substr(1)) == maths_commands().end();
      if (!is_unknown || mends == most_mends) {
        auto words = maths_words(formula);
        doubt({what, problem->message,
               advice(fmt::format("the formula prints as words, `{}`", words), problem->help)});
        return sign(words);
      }
      // Most likely an operator or a unit that the author's own files define.
      auto name = what.substr(1);
      doubt({what, problem->message, advice(fmt::format("it prints as `{}`", name), problem->help)});
      formula.replace(problem->begin, what.size(), "{\\mathrm{" + name + "}}");
    }
    if (!formula.empty()) m_out.text += "$" + formula + "$";
  }

  /// A formula with the file's own commands put in.
  std::string with_macros(std::string_view formula, std::size_t depth) {
    auto outer = std::pair(std::exchange(m_tex, formula), std::exchange(m_at, 0));
    std::string out;
    while (m_at < m_tex.size()) {
      auto begin = m_at++;
      if (m_tex[begin] == '\\') {
        while (m_at < m_tex.size() && is_ascii_letter(m_tex[m_at])) ++m_at;
        if (m_at == begin + 1 && m_at < m_tex.size()) ++m_at;
      }
      auto part = m_tex.substr(begin, m_at - begin);
      auto macro = m_macros.find(part.substr(1));
      if (macro == m_macros.end()) {
        out += part;
        continue;
      }
      if (auto expanded = expansion(macro->second, depth)) out += with_macros(*expanded, depth + 1);
      if (m_at < m_tex.size() && is_ascii_letter(m_tex[m_at])) out += ' ';
    }
    std::tie(m_tex, m_at) = outer;
    return out;
  }

  void doubt(TexDoubt doubt) {
    if (std::ranges::find(m_doubts, doubt.message, &TexDoubt::message) == m_doubts.end())
      m_doubts.push_back(std::move(doubt));
  }

  TexInto m_into;
  TexMacros const& m_macros;
  Budget& m_budget;
  std::vector<TexDoubt>& m_doubts;
  std::string_view m_tex;
  std::size_t m_at = 0;
  MarkedText m_out;
};

}  // namespace

ReadTex read_tex(std::string_view tex, TexInto into, TexMacros const& macros) {
  ReadTex read;
  Budget budget;
  read.text = TexReader(into, macros, budget, read.doubts).read(tex, 0);
  return read;
}

}  // namespace vitac
