#include "exchange/tex_formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "exchange/tex_commands.hpp"

namespace vitac {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

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

/// Where the name of a command ends that begins at `at`, behind its backslash.
std::size_t end_of_name(std::string_view tex, std::size_t at) {
  while (at < tex.size() && is_ascii_letter(tex[at])) ++at;
  return at;
}

void add_blank(std::string& out) {
  if (!out.empty() && out.back() != ' ') out += ' ';
}

class FormulaWriter {
 public:
  explicit FormulaWriter(std::string_view tex) : m_tex(tex) {}

  std::string run() {
    while (m_at < m_tex.size()) step();
    while (!m_fonts.empty()) end_group();
    while (m_out.ends_with("\\ ") && !m_out.ends_with("\\\\ ")) m_out.resize(m_out.size() - 2);
    if (m_out.ends_with(' ')) m_out.pop_back();
    return std::move(m_out);
  }

 private:
  void step() {
    char c = m_tex[m_at++];
    if (is_ascii_space(c)) return add_blank(m_out);
    if (c == '\\' && m_at < m_tex.size()) return command();
    if (c == '~')
      m_out += "\\ ";
    else if (c == '}' && m_fonts.size() > 1)
      end_group(), m_out += '}';
    else if (c != '$')
      m_out += c;
    if (c == '{') m_fonts.push_back(0);
  }

  void command() {
    auto end = end_of_name(m_tex, m_at);
    auto name = m_tex.substr(m_at, end - m_at);
    m_at = end;
    if (auto font = std::ranges::find(old_fonts, name, &Pair::first); font != std::end(old_fonts)) {
      m_out += fmt::format("\\{}{{", font->second);
      ++m_fonts.back();
      while (m_at < m_tex.size() && is_ascii_space(m_tex[m_at])) ++m_at;
      return;
    }
    auto other = std::ranges::find(in_formulas, name, &Pair::first);
    m_out += '\\';
    m_out += other != std::end(in_formulas) ? other->second : name;
    if (!name.empty()) return;
    m_out += is_ascii_space(m_tex[m_at]) ? ' ' : m_tex[m_at];
    ++m_at;
  }

  void end_group() {
    m_out.append(m_fonts.back(), '}');
    m_fonts.pop_back();
  }

  std::string_view m_tex;
  std::size_t m_at = 0;
  std::string m_out;
  std::vector<std::size_t> m_fonts =
      std::vector<std::size_t>(1);  ///< that `\rm` and the like began, group by group
};

}  // namespace

std::string formula_of(std::string_view tex) {
  return FormulaWriter(tex).run();
}

std::string formula_signs(std::string_view tex) {
  std::string out;
  for (std::size_t at = 0; at < tex.size(); ++at) {
    constexpr std::string_view structure = "{}^_$";
    if (tex[at] == '\\') {
      auto end = end_of_name(tex, at + 1);
      auto name = tex.substr(at + 1, end - at - 1);
      if (name == "sim")
        out += '~';
      else if (name == "ast" || name == "star")
        out += '*';
      else
        out += sign_of(name).value_or(name);
      at = end - 1;
    } else if (is_ascii_space(tex[at])) {
      add_blank(out);
    } else if (structure.find(tex[at]) == structure.npos) {
      out += tex[at];
    }
  }
  return out;
}

}  // namespace vitac
