#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "render/template.hpp"
#include "render/template_names.hpp"

namespace vitac {
namespace {

using namespace templates;

using Names = std::set<std::string_view>;

/// How many more braces a text opens than it closes, by what is there: a number for each set of names, which
/// counts where all of them are. `<<#x>>{<</x>>` is {x: 1}, `<<^x>>{<</x>>` is {none: 1, x: -1}. Without
/// terms it is nothing in every document, and with any in some document it is not.
using Balance = std::map<Names, int>;

/// Of texts of which this can no longer be told by reading them.
constexpr std::size_t most_terms = 500;

void add(Balance& balance, Names const& names, int count) {
  auto term = balance.try_emplace(names, 0).first;
  if ((term->second += count) == 0) balance.erase(term);
}

/// Walks through the braces of templates, in the order in which they print.
class Braces {
 public:
  explicit Braces(Templates const& partials) : m_partials(partials) {}

  Balance balance(Template const& text) {
    Balance all;
    m_open.push_back(&text);
    for (auto const& [names, count] : balance(text.pieces)) add(all, names, count);
    m_open.pop_back();
    return all;
  }

  /// The brace that has no other where these names are there and no others.
  std::optional<std::pair<char, Span>> unpaired(Template const& text, Names const& names) {
    m_unclosed.clear(), m_extra.reset();
    m_open.push_back(&text);
    walk(text.pieces, names);
    m_open.pop_back();
    if (m_extra) return std::pair('}', *m_extra);
    if (m_unclosed.empty()) return {};
    return std::pair('{', m_unclosed.back());
  }

 private:
  Balance balance(std::vector<Piece> const& pieces) {
    Balance all;
    for (auto const& piece : pieces) {
      if (piece.kind == Piece::literal || piece.kind == Piece::line_end)
        each_brace(piece, [&](char brace, Span) { add(all, {}, brace == '{' ? 1 : -1); });
      if (piece.kind == Piece::section || piece.kind == Piece::inverted)
        for (auto const& [names, count] : balance(piece.body)) {
          auto with = names;
          with.insert(piece.text);
          add(all, with, piece.kind == Piece::section ? count : -count);
          if (piece.kind == Piece::inverted) add(all, names, count);
        }
      if (auto const* partial = included(piece))
        for (auto const& [names, count] : balance(*partial)) add(all, names, count);
      if (all.size() > most_terms) return {};
    }
    return all;
  }

  void walk(std::vector<Piece> const& pieces, Names const& names) {
    for (auto const& piece : pieces) {
      if (piece.kind == Piece::literal || piece.kind == Piece::line_end)
        each_brace(piece, [&](char brace, Span at) {
          if (brace == '{')
            m_unclosed.push_back(at);
          else if (!m_unclosed.empty())
            m_unclosed.pop_back();
          else if (!m_extra)
            m_extra = at;
        });
      if ((piece.kind == Piece::section && names.contains(piece.text)) ||
          (piece.kind == Piece::inverted && !names.contains(piece.text)))
        walk(piece.body, names);
      if (auto const* partial = included(piece)) {
        m_open.push_back(partial);
        walk(partial->pieces, names);
        m_open.pop_back();
      }
    }
  }

  /// What a partial includes; not an entry, which has templates of its own, nor what includes itself.
  Template const* included(Piece const& piece) const {
    if (piece.kind != Piece::partial || piece.text == drawing) return nullptr;
    auto const* partial = find_template(m_partials, piece.text);
    return std::ranges::find(m_open, partial) == m_open.end() ? partial : nullptr;
  }

  /// The braces that TeX pairs: not those of `\{` and `\}`, nor those behind a `%`.
  void each_brace(Piece const& piece, auto const& tell) {
    auto const& text = piece.text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n')
        m_in_comment = false;
      else if (m_in_comment)
        continue;
      else if (text[i] == '\\')
        ++i;
      else if (text[i] == '%')
        m_in_comment = true;
      else if (text[i] == '{' || text[i] == '}')
        tell(text[i],
             {piece.at.file, std::uint32_t(piece.at.begin + i), std::uint32_t(piece.at.begin + i + 1)});
    }
  }

  Templates const& m_partials;
  std::vector<Template const*> m_open;
  bool m_in_comment = false;
  std::vector<Span> m_unclosed;
  std::optional<Span> m_extra;
};

}  // namespace

void check_braces(std::set<Template const*> const& tops, Templates const& partials, Diagnostics& sink) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> told;
  for (auto const& [name, text] : partials) {
    if (!tops.contains(&text)) continue;
    Braces braces(partials);
    auto balance = braces.balance(text);
    auto term = std::ranges::min_element(
        balance, {}, [](auto const& each) { return each.first.size(); });  // no part of it is a term
    if (term == balance.end()) continue;
    auto found = Braces(partials).unpaired(text, term->first);
    if (!found || !told.emplace(found->second.file, found->second.begin).second) continue;
    Diagnostic problem{
        Severity::warning, "unpaired-brace", found->second,
        found->first == '{' ? "this `{` is never closed" : "this `}` closes nothing",
        found->first == '{' ? "write `}` where it ends" : "take it out, or write `{` where it begins"};
    if (!term->first.empty())
      problem.notes.push_back(fmt::format("where there is `{}`", fmt::join(term->first, "` and `")));
    sink.add(std::move(problem));
  }
}

}  // namespace vitac
