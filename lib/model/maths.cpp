#include "model/maths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Commands of LaTeX, amsmath and amssymb that only draw, by how many arguments they take.
constexpr std::string_view symbols =
    "Box Delta Gamma Im Lambda Leftarrow Leftrightarrow Longrightarrow Omega Phi Pi Pr Psi Re Rightarrow "
    "Sigma Theta Upsilon Vdash Vert Xi aleph alpha angle approx arccos arcsin arctan arg ast asymp "
    "backslash because beta bigcap bigcup bigoplus bigotimes bmod bot bowtie bullet cap cdot cdots chi "
    "circ complement cong coprod cos cosh cot coth cup dag dagger ddagger ddots deg delta det diamond dim "
    "displaystyle div dots dotsb dotsc downarrow ell emptyset epsilon equiv eta exists exp flat forall "
    "frown gamma gcd ge geq geqslant gg gtrsim hbar hom hookrightarrow iff imath implies in inf infty int "
    "iota jmath kappa ker lVert lambda land langle lbrace lceil ldots le leftarrow leftrightarrow leq "
    "leqslant lesssim lfloor lg lim liminf limsup ll ln lnot log longrightarrow lor ltimes lvert mapsto "
    "max mid min models mp mu nabla ne nearrow neg neq nexists ni nmid not notin nu odot oint omega ominus "
    "oplus "
    "otimes parallel partial perp phi pi pm prec preceq prime prod propto psi qquad quad rVert rangle "
    "rbrace rceil rfloor rho rightarrow rtimes rvert scriptstyle searrow setminus sharp sigma sim simeq "
    "sin sinh smile sqcap sqcup sqsubseteq square star subset subseteq succ succeq sum sup supset "
    "supseteq tan tanh tau textstyle therefore theta times to top triangle triangleq uparrow upsilon "
    "varepsilon varnothing varphi varpi varrho varsigma vartheta vdash vdots vee vert wedge wp wr xi zeta ";
constexpr std::string_view of_one =
    "Big Bigg Biggl Biggr Bigl Bigr acute bar big bigg biggl biggr bigl bigr breve check ddot dot grave "
    "hat left mathbb mathbf mathcal mathfrak mathit mathring mathrm mathsf mathtt middle operatorname "
    "overbrace overline pmod right sqrt tilde underbrace underline vec widehat widetilde xrightarrow ";
constexpr std::string_view of_two = "binom dfrac frac overset stackrel tfrac underset ";

constexpr std::string_view allowed_signs = ",;:! {}|#%&_$";

/// The words of a list; each ends in a blank.
std::vector<std::string_view> words(std::string_view list) {
  std::vector<std::string_view> all;
  for (; !list.empty(); list.remove_prefix(all.back().size() + 1))
    all.push_back(list.substr(0, list.find(' ')));
  return all;
}

/// How many arguments a command takes; empty when it is not allowed.
std::optional<std::size_t> arguments(std::string_view name) {
  static auto const lists = std::array{words(symbols), words(of_one), words(of_two)};
  for (std::size_t count = 0; count < lists.size(); ++count)
    if (std::ranges::binary_search(lists[count], name)) return count;
  return {};
}

/// Whether a command prints a sign or a word, and not only sets others otherwise.
bool is_symbol(std::string_view name) {
  return arguments(name) == 0 && !name.ends_with("style") && !name.ends_with("quad");
}

/// What writers of LaTeX have of their own, or from packages, for what there is.
constexpr std::pair<std::string_view, std::string_view> other_words[] = {
    {"R", "mathbb{R}"}, {"N", "mathbb{N}"},       {"Z", "mathbb{Z}"},   {"Q", "mathbb{Q}"},
    {"C", "mathbb{C}"}, {"E", "mathbb{E}"},       {"P", "mathbb{P}"},   {"text", "mathrm"},
    {"bm", "mathbf"},   {"boldsymbol", "mathbf"}, {"textbf", "mathbf"}, {"textit", "mathit"},
    {"mbox", "mathrm"}, {"textrm", "mathrm"},     {"emph", "mathit"},   {"mathscr", "mathcal"},
    {"over", "frac"},   {"cfrac", "frac"},        {"iint", "int"},      {"iiint", "int"},
};

/// Commands for which there is nothing that a near name would say.
constexpr std::pair<std::string_view, std::string_view> other_ways[] = {
    {"ce", "write the formula as `\\mathrm{H_2O}`"},
    {"SI", "write number and unit as `5\\,\\mathrm{km}`"},
    {"si", "write the unit as `\\mathrm{km}`"},
    {"unit", "write the unit as `\\mathrm{km}`"},
    {"qty", "write number and unit as `5\\,\\mathrm{km}`"},
    {"num", "write the number by itself"},
    {"limits", "leave it out: the line's height decides"},
    {"nolimits", "leave it out: the line's height decides"},
    {"smash", "leave it out"},
    {"phantom", "leave it out"},
    {"label", "leave it out: formulas have no numbers here"},
    {"tag", "leave it out: formulas have no numbers here"},
    {"nonumber", "leave it out: formulas have no numbers here"},
    {"def", "formulas define nothing: write what it stands for"},
    {"newcommand", "formulas define nothing: write what it stands for"},
    {"let", "formulas define nothing: write what it stands for"},
};

/// Signs that have a command, or are typed otherwise in formulas.
constexpr std::pair<std::string_view, std::string_view> typed_signs[] = {
    {"−", "-"},
    {"–", "-"},
    {"—", "-"},
    {"×", "\\times"},
    {"÷", "\\div"},
    {"·", "\\cdot"},
    {"±", "\\pm"},
    {"°", "^\\circ"},
    {"²", "^2"},
    {"³", "^3"},
    {"¹", "^1"},
    {"⁰", "^0"},
    {"⁴", "^4"},
    {"⁵", "^5"},
    {"⁶", "^6"},
    {"⁷", "^7"},
    {"⁸", "^8"},
    {"⁹", "^9"},
    {"ⁿ", "^n"},
    {"⁻", "^-"},
    {"₀", "_0"},
    {"₁", "_1"},
    {"₂", "_2"},
    {"₃", "_3"},
    {"ᵢ", "_i"},
    {"½", "\\frac12"},
    {"¼", "\\frac14"},
    {"¾", "\\frac34"},
    {"≤", "\\le"},
    {"≥", "\\ge"},
    {"≠", "\\ne"},
    {"≈", "\\approx"},
    {"≡", "\\equiv"},
    {"∼", "\\sim"},
    {"∝", "\\propto"},
    {"∞", "\\infty"},
    {"→", "\\to"},
    {"←", "\\leftarrow"},
    {"⇒", "\\Rightarrow"},
    {"↔", "\\leftrightarrow"},
    {"∈", "\\in"},
    {"∉", "\\notin"},
    {"⊂", "\\subset"},
    {"⊆", "\\subseteq"},
    {"∪", "\\cup"},
    {"∩", "\\cap"},
    {"∅", "\\emptyset"},
    {"∀", "\\forall"},
    {"∃", "\\exists"},
    {"∂", "\\partial"},
    {"∇", "\\nabla"},
    {"√", "\\sqrt{...}"},
    {"∑", "\\sum"},
    {"∏", "\\prod"},
    {"∫", "\\int"},
    {"ℝ", "\\mathbb{R}"},
    {"ℕ", "\\mathbb{N}"},
    {"ℤ", "\\mathbb{Z}"},
    {"ℚ", "\\mathbb{Q}"},
    {"ℂ", "\\mathbb{C}"},
    {"ℓ", "\\ell"},
    {"ℏ", "\\hbar"},
    {"′", "'"},
    {"’", "'"},
    {"…", "\\dots"},
    {"⟨", "\\langle"},
    {"⟩", "\\rangle"},
    {"‖", "\\|"},
    {"∥", "\\|"},
    {"µ", "\\mu"},
    {"α", "\\alpha"},
    {"β", "\\beta"},
    {"γ", "\\gamma"},
    {"δ", "\\delta"},
    {"ε", "\\varepsilon"},
    {"ϵ", "\\epsilon"},
    {"ζ", "\\zeta"},
    {"η", "\\eta"},
    {"θ", "\\theta"},
    {"ι", "\\iota"},
    {"κ", "\\kappa"},
    {"λ", "\\lambda"},
    {"μ", "\\mu"},
    {"ν", "\\nu"},
    {"ξ", "\\xi"},
    {"π", "\\pi"},
    {"ρ", "\\rho"},
    {"σ", "\\sigma"},
    {"τ", "\\tau"},
    {"υ", "\\upsilon"},
    {"φ", "\\varphi"},
    {"ϕ", "\\phi"},
    {"χ", "\\chi"},
    {"ψ", "\\psi"},
    {"ω", "\\omega"},
    {"Γ", "\\Gamma"},
    {"Δ", "\\Delta"},
    {"Θ", "\\Theta"},
    {"Λ", "\\Lambda"},
    {"Ξ", "\\Xi"},
    {"Π", "\\Pi"},
    {"Σ", "\\Sigma"},
    {"Φ", "\\Phi"},
    {"Ψ", "\\Psi"},
    {"Ω", "\\Omega"},
};

/// What a table has for a name; empty when it has nothing.
std::string_view row_of(auto const& table, std::string_view name) {
  auto found = std::ranges::find(table, name, [](auto const& row) { return row.first; });
  return found == std::end(table) ? std::string_view() : found->second;
}

std::string command_help(std::string_view name) {
  constexpr std::string_view like_latin[] = {"Alpha", "Beta", "Epsilon", "Zeta",    "Eta", "Iota", "Kappa",
                                             "Mu",    "Nu",   "Omicron", "omicron", "Rho", "Tau",  "Chi"};
  constexpr std::string_view latin[] = {"A", "B", "E", "Z", "H", "I", "K", "M", "N", "O", "o", "P", "T", "X"};
  if (auto way = row_of(other_ways, name); !way.empty()) return std::string(way);
  if (auto letter = std::ranges::find(like_latin, name); letter != std::end(like_latin))
    return fmt::format("it looks like `{0}`: write `\\mathrm{{{0}}}`", latin[letter - like_latin]);
  auto other = row_of(other_words, name);
  auto near = !other.empty() ? other : nearest(name, maths_commands());
  return near.empty() ? "formulas take the usual symbols and operators only"
                      : fmt::format("did you mean `\\{}`?", near);
}

class Checker {
 public:
  explicit Checker(std::string_view maths) : m_maths(maths) {}

  std::optional<MathsProblem> run() {
    while (m_at < m_maths.size() && !m_problem) step();
    if (m_problem) return m_problem;
    check_end();
    if (!m_problem && m_groups.size() > 1)
      refuse(m_groups.back().begin, m_groups.back().begin + 1,
             m_groups.back().is_index ? "a `[` that is never closed" : "a `{` that is never closed",
             m_groups.back().is_index ? "add the `]`" : "add the `}`");
    return m_problem;
  }

 private:
  /// Braces, the brackets of a root, or the whole formula; the last command in it that still waits for
  /// arguments.
  struct Group {
    std::size_t begin = 0;
    bool is_index = false;
    std::size_t owed = 0;
    std::size_t owner_begin = 0, owner_end = 0;
    std::vector<std::size_t> lefts = {};         ///< each `\left` that still waits for its `\right`
    bool is_raised = false, is_lowered = false;  ///< what was set last has that script already
  };

  void refuse(std::size_t begin, std::size_t end, std::string message, std::string help) {
    m_problem = {begin, end, std::move(message), std::move(help)};
  }

  void step() {
    char c = m_maths[m_at];
    if (c == '\\') return command();
    if (c == '{') return open();
    if (c == '}') return close();
    if (c == '^' && m_maths.substr(m_at, 2) == "^^")
      return refuse(m_at, m_at + 2, "`^^` in a formula", "one `^` raises what follows");
    if (std::string_view("%#&~$").find(c) != std::string_view::npos)
      return refuse(m_at, m_at + 1, fmt::format("`{}` in a formula", c),
                    c == '~' ? "write `\\sim`" : fmt::format("write `\\{}`", c));
    if (static_cast<unsigned char>(c) >= 0x80) return foreign();
    if (c == ']' && m_groups.back().is_index) return close();
    if (c == '^' || c == '_')
      script(c);
    else if (c == '\'')
      primes();
    else if (c != ' ')
      pay();
    ++m_at;
  }

  /// TeX wants braces around what bears two scripts of one kind.
  void script(char c) {
    auto& group = m_groups.back();
    auto& has_one = c == '^' ? group.is_raised : group.is_lowered;
    if (has_one && group.owed == 0)
      return refuse(m_at, m_at + 1, fmt::format("a second `{}` on one sign", c),
                    fmt::format("put braces: `{{x{0}a}}{0}b`, or `x{0}{{a{0}b}}`", c));
    if (group.owed == 0) has_one = true;
    owe(1, m_at, m_at + 1);
  }

  /// `f''` raises primes, and what `^` adds right behind them.
  void primes() {
    auto& group = m_groups.back();
    if (group.owed > 0) return pay();
    if (group.is_raised)
      return refuse(m_at, m_at + 1, "a `'` behind another superscript",
                    "put it before the `^`, as in `f'^2`");
    while (m_maths.substr(m_at + 1, 1) == "'") ++m_at;
    group.is_raised = m_maths.substr(m_at + 1, 1) != "^";
  }

  void foreign() {
    auto begin = m_at;
    next_code_point(m_maths, m_at);
    auto sign = m_maths.substr(begin, m_at - begin);
    auto typed = row_of(typed_signs, sign);
    refuse(begin, m_at, fmt::format("`{}` in a formula", sign),
           typed.empty() ? "put it before or behind the formula" : fmt::format("write `{}`", typed));
  }

  void open() {
    pay();
    m_groups.push_back({.begin = m_at++});
  }

  void close() {
    check_end();
    if (m_problem) return;
    if (m_groups.size() == 1) return refuse(m_at, m_at + 1, "a `}` that closes nothing", "remove it");
    if (m_groups.back().is_index && m_maths[m_at] == '}')
      return refuse(m_groups.back().begin, m_groups.back().begin + 1, "a `[` that is never closed",
                    "add the `]`");
    m_groups.pop_back();
    ++m_at;
  }

  void command() {
    auto begin = m_at++;
    if (m_at == m_maths.size()) return refuse(begin, m_at, "a formula ends in a backslash", "remove it");
    if (!is_ascii_letter(m_maths[m_at])) {
      next_code_point(m_maths, m_at);
      auto sign = m_maths.substr(begin, m_at - begin);
      if (sign.size() > 2 || allowed_signs.find(sign[1]) == allowed_signs.npos)
        return refuse(begin, m_at, fmt::format("`{}` is not allowed in a formula", sign), "");
      return pay();
    }
    while (m_at < m_maths.size() && is_ascii_letter(m_maths[m_at])) ++m_at;
    auto name = m_maths.substr(begin + 1, m_at - begin - 1);
    auto count = arguments(name);
    if (!count)
      return refuse(begin, m_at, fmt::format("the command `\\{}` is not allowed in a formula", name),
                    command_help(name));
    pay();
    if (*count > 0) owe(*count, begin, m_at);
    if (name == "mathbb" || name == "mathcal") return capitals(name);
    if (name == "left" || name == "right" || name == "middle")
      if (auto brace = behind_blanks(); m_maths.substr(brace, 1) == "{" || m_maths.substr(brace, 1) == "}")
        return refuse(begin, brace + 1, fmt::format("`\\{}` before a brace that groups", name),
                      fmt::format("write `\\{}\\{}`", name, m_maths[brace]));
    if (name == "sqrt" && m_maths.substr(m_at, 1) == "[")
      m_groups.push_back({.begin = m_at++, .is_index = true});
    if (name == "left") m_groups.back().lefts.push_back(begin);
    if (name == "right" || name == "middle") fence(begin);
  }

  std::size_t behind_blanks() const { return std::min(m_maths.find_first_not_of(' ', m_at), m_maths.size()); }

  /// These alphabets have other signs in the places of small letters and digits.
  void capitals(std::string_view name) {
    auto begin = behind_blanks();
    bool is_group = m_maths.substr(begin, 1) == "{";
    begin += is_group;
    auto end = is_group ? std::min(m_maths.find_first_of("}\\{", begin), m_maths.size())
                        : std::min(begin + 1, m_maths.size());
    auto letters = m_maths.substr(begin, end - begin);
    auto is_small = [](char c) { return is_ascii_digit(c) || (c >= 'a' && c <= 'z'); };
    if (std::ranges::any_of(letters, is_small))
      refuse(begin, end, fmt::format("`\\{}` has capitals only, and no `{}`", name, letters),
             fmt::format("write `\\{}{{{}}}`", name == "mathbb" ? "mathbf" : "mathit", letters));
  }

  void fence(std::size_t begin) {
    auto& lefts = m_groups.back().lefts;
    auto name = m_maths.substr(begin, m_at - begin);
    if (lefts.empty())
      return refuse(begin, m_at, fmt::format("`{}` without its `\\left`", name),
                    "both stand in the same braces");
    if (name == "\\right") lefts.pop_back();
  }

  /// What is still open where braces, or the formula, end.
  void check_end() {
    check_owed();
    if (m_problem) return;
    if (auto const& lefts = m_groups.back().lefts; !lefts.empty())
      refuse(lefts.back(), lefts.back() + 5, "`\\left` without its `\\right`",
             "add it, or `\\right.` for none");
  }

  /// TeX takes the end of a group or of the formula for an argument that is missing, and loses its way.
  void owe(std::size_t count, std::size_t begin, std::size_t end) {
    auto& group = m_groups.back();
    group.owed += count;
    group.owner_begin = begin;
    group.owner_end = end;
  }

  void pay() {
    auto& group = m_groups.back();
    if (group.owed > 0)
      --group.owed;
    else
      group.is_raised = group.is_lowered = false;
  }

  void check_owed() {
    auto const& group = m_groups.back();
    if (group.owed == 0) return;
    auto owner = m_maths.substr(group.owner_begin, group.owner_end - group.owner_begin);
    refuse(group.owner_begin, group.owner_end, fmt::format("`{}` lacks what it applies to", owner),
           "put it behind the command, in braces");
  }

  std::string_view m_maths;
  std::size_t m_at = 0;
  std::vector<Group> m_groups = std::vector<Group>(1);
  std::optional<MathsProblem> m_problem;
};

}  // namespace

std::vector<std::string_view> const& maths_commands() {
  static auto const all = [] {
    auto names = words(symbols);
    for (auto list : {of_one, of_two})
      for (auto name : words(list)) names.push_back(name);
    return names;
  }();
  return all;
}

std::optional<MathsProblem> check_maths(std::string_view maths) {
  return Checker(maths).run();
}

std::string maths_words(std::string_view maths) {
  std::string out;
  auto part = [&](std::string_view word) {
    if (!out.empty() && is_ascii_letter(out.back())) out += ' ';
    out += word;
  };
  for (std::size_t at = 0; at < maths.size();) {
    auto end = at + 1;
    if (maths[at] != '\\') {
      if (maths.substr(at, 2) == "}{") out += '/';
      if (maths[at] != '{' && maths[at] != '}') out += maths[at];
    } else {
      while (end < maths.size() && is_ascii_letter(maths[end])) ++end;
      auto name = maths.substr(at + 1, end - at - 1);
      if (name.empty() && end < maths.size())
        out += std::string_view(",;:!").find(maths[end]) == std::string_view::npos ? maths[end] : ' ', ++end;
      else if (is_symbol(name) || name == "sqrt")
        part(name);
    }
    at = end;
  }
  return out;
}

std::size_t end_of_formula(std::string_view text, std::size_t at) {
  auto begin = at + 1;
  if (begin == text.size() || text[begin] == ' ' || text[begin] == '$') return text.npos;
  auto close = begin;
  while (close < text.size() && text[close] != '$') close += text[close] == '\\' ? 2 : 1;
  bool closes = close < text.size() && text[close - 1] != ' ' &&
                (close + 1 == text.size() || !is_ascii_digit(text[close + 1]));
  return closes ? close : text.npos;
}

}  // namespace vitac
