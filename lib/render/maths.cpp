#include "render/maths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Commands of LaTeX and amsmath/amssymb that only draw.
constexpr std::array<std::string_view, 253> allowed{"Big",
                                                    "Bigg",
                                                    "Bigl",
                                                    "Bigr",
                                                    "Delta",
                                                    "Gamma",
                                                    "Im",
                                                    "Lambda",
                                                    "Leftarrow",
                                                    "Leftrightarrow",
                                                    "Longrightarrow",
                                                    "Omega",
                                                    "Phi",
                                                    "Pi",
                                                    "Pr",
                                                    "Psi",
                                                    "Re",
                                                    "Rightarrow",
                                                    "Sigma",
                                                    "Theta",
                                                    "Upsilon",
                                                    "Vdash",
                                                    "Vert",
                                                    "Xi",
                                                    "acute",
                                                    "aleph",
                                                    "alpha",
                                                    "angle",
                                                    "approx",
                                                    "arccos",
                                                    "arcsin",
                                                    "arctan",
                                                    "arg",
                                                    "ast",
                                                    "asymp",
                                                    "backslash",
                                                    "bar",
                                                    "beta",
                                                    "big",
                                                    "bigcap",
                                                    "bigcup",
                                                    "bigg",
                                                    "bigl",
                                                    "bigoplus",
                                                    "bigotimes",
                                                    "bigr",
                                                    "binom",
                                                    "bmod",
                                                    "bot",
                                                    "bowtie",
                                                    "breve",
                                                    "bullet",
                                                    "cap",
                                                    "cdot",
                                                    "cdots",
                                                    "check",
                                                    "chi",
                                                    "circ",
                                                    "cong",
                                                    "coprod",
                                                    "cos",
                                                    "cosh",
                                                    "cot",
                                                    "coth",
                                                    "cup",
                                                    "dag",
                                                    "dagger",
                                                    "ddagger",
                                                    "ddot",
                                                    "ddots",
                                                    "deg",
                                                    "delta",
                                                    "det",
                                                    "dfrac",
                                                    "diamond",
                                                    "dim",
                                                    "displaystyle",
                                                    "div",
                                                    "dot",
                                                    "dots",
                                                    "downarrow",
                                                    "ell",
                                                    "emptyset",
                                                    "epsilon",
                                                    "equiv",
                                                    "eta",
                                                    "exists",
                                                    "exp",
                                                    "flat",
                                                    "forall",
                                                    "frac",
                                                    "frown",
                                                    "gamma",
                                                    "gcd",
                                                    "ge",
                                                    "geq",
                                                    "gg",
                                                    "grave",
                                                    "gtrsim",
                                                    "hat",
                                                    "hbar",
                                                    "hom",
                                                    "hookrightarrow",
                                                    "iff",
                                                    "imath",
                                                    "implies",
                                                    "in",
                                                    "inf",
                                                    "infty",
                                                    "int",
                                                    "iota",
                                                    "jmath",
                                                    "kappa",
                                                    "ker",
                                                    "lVert",
                                                    "lambda",
                                                    "land",
                                                    "langle",
                                                    "lbrace",
                                                    "lceil",
                                                    "ldots",
                                                    "le",
                                                    "left",
                                                    "leftarrow",
                                                    "leftrightarrow",
                                                    "leq",
                                                    "lesssim",
                                                    "lfloor",
                                                    "lg",
                                                    "lim",
                                                    "liminf",
                                                    "limsup",
                                                    "ll",
                                                    "ln",
                                                    "lnot",
                                                    "log",
                                                    "longrightarrow",
                                                    "lor",
                                                    "lvert",
                                                    "mapsto",
                                                    "mathbb",
                                                    "mathbf",
                                                    "mathcal",
                                                    "mathfrak",
                                                    "mathit",
                                                    "mathring",
                                                    "mathrm",
                                                    "mathsf",
                                                    "mathtt",
                                                    "max",
                                                    "mid",
                                                    "min",
                                                    "models",
                                                    "mp",
                                                    "mu",
                                                    "nabla",
                                                    "ne",
                                                    "nearrow",
                                                    "neg",
                                                    "neq",
                                                    "ni",
                                                    "not",
                                                    "notin",
                                                    "nu",
                                                    "odot",
                                                    "oint",
                                                    "omega",
                                                    "ominus",
                                                    "operatorname",
                                                    "oplus",
                                                    "otimes",
                                                    "overbrace",
                                                    "overline",
                                                    "parallel",
                                                    "partial",
                                                    "perp",
                                                    "phi",
                                                    "pi",
                                                    "pm",
                                                    "pmod",
                                                    "prec",
                                                    "preceq",
                                                    "prime",
                                                    "prod",
                                                    "propto",
                                                    "psi",
                                                    "qquad",
                                                    "quad",
                                                    "rVert",
                                                    "rangle",
                                                    "rbrace",
                                                    "rceil",
                                                    "rfloor",
                                                    "rho",
                                                    "right",
                                                    "rightarrow",
                                                    "rvert",
                                                    "scriptstyle",
                                                    "searrow",
                                                    "setminus",
                                                    "sharp",
                                                    "sigma",
                                                    "sim",
                                                    "simeq",
                                                    "sin",
                                                    "sinh",
                                                    "smile",
                                                    "sqcap",
                                                    "sqcup",
                                                    "sqrt",
                                                    "stackrel",
                                                    "star",
                                                    "subset",
                                                    "subseteq",
                                                    "succ",
                                                    "succeq",
                                                    "sum",
                                                    "sup",
                                                    "supset",
                                                    "supseteq",
                                                    "tan",
                                                    "tanh",
                                                    "tau",
                                                    "textstyle",
                                                    "tfrac",
                                                    "theta",
                                                    "tilde",
                                                    "times",
                                                    "to",
                                                    "top",
                                                    "triangle",
                                                    "underbrace",
                                                    "underline",
                                                    "uparrow",
                                                    "upsilon",
                                                    "varepsilon",
                                                    "varphi",
                                                    "varpi",
                                                    "varrho",
                                                    "varsigma",
                                                    "vartheta",
                                                    "vdash",
                                                    "vdots",
                                                    "vec",
                                                    "vee",
                                                    "vert",
                                                    "wedge",
                                                    "widehat",
                                                    "widetilde",
                                                    "wp",
                                                    "wr",
                                                    "xi",
                                                    "zeta"};

constexpr std::string_view allowed_signs = ",;:! {}|#%&_$";

bool is_letter_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string command_help(std::string_view name) {
  auto near = nearest(name, allowed);
  return near.empty() ? "formulas take the usual symbols and operators only"
                      : fmt::format("did you mean `\\{}`?", near);
}

class Checker {
 public:
  explicit Checker(std::string_view maths) : m_maths(maths) {}

  std::optional<MathsProblem> run() {
    while (m_at < m_maths.size() && !m_problem) step();
    if (!m_problem && !m_open.empty())
      refuse(m_open.back(), m_open.back() + 1, "a `{` that is never closed", "add the `}`");
    return m_problem;
  }

 private:
  void refuse(std::size_t begin, std::size_t end, std::string message, std::string help) {
    m_problem = {begin, end, std::move(message), std::move(help)};
  }

  void step() {
    char c = m_maths[m_at];
    if (c == '\\') return command();
    if (c == '{') {
      m_open.push_back(m_at);
    } else if (c == '}') {
      if (m_open.empty()) return refuse(m_at, m_at + 1, "a `}` that closes nothing", "remove it");
      m_open.pop_back();
    } else if (c == '^' && m_maths.substr(m_at, 2) == "^^") {
      return refuse(m_at, m_at + 2, "`^^` in a formula", "one `^` raises what follows");
    } else if (c == '%' || c == '#' || c == '&' || c == '~' || c == '$') {
      return refuse(m_at, m_at + 1, fmt::format("`{}` in a formula", c),
                    c == '~' ? "write `\\sim`" : fmt::format("write `\\{}`", c));
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      auto begin = m_at;
      next_code_point(m_maths, m_at);
      return refuse(begin, m_at, fmt::format("`{}` in a formula", m_maths.substr(begin, m_at - begin)),
                    "write its command, such as `\\alpha`");
    }
    ++m_at;
  }

  void command() {
    auto begin = m_at++;
    if (m_at == m_maths.size()) return refuse(begin, m_at, "a formula ends in a backslash", "remove it");
    if (!is_letter_byte(m_maths[m_at])) {
      if (allowed_signs.find(m_maths[m_at]) == allowed_signs.npos)
        return refuse(begin, m_at + 1,
                      fmt::format("`{}` is not allowed in a formula", m_maths.substr(begin, 2)), "");
      ++m_at;
      return;
    }
    while (m_at < m_maths.size() && is_letter_byte(m_maths[m_at])) ++m_at;
    auto name = m_maths.substr(begin + 1, m_at - begin - 1);
    if (std::ranges::find(allowed, name) == allowed.end())
      refuse(begin, m_at, fmt::format("the command `\\{}` is not allowed in a formula", name),
             command_help(name));
  }

  std::string_view m_maths;
  std::size_t m_at = 0;
  std::vector<std::size_t> m_open;
  std::optional<MathsProblem> m_problem;
};

}  // namespace

std::optional<MathsProblem> check_maths(std::string_view maths) {
  return Checker(maths).run();
}

}  // namespace vitac
