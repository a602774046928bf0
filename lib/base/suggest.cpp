#include "base/suggest.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "base/utf8.hpp"

namespace vitac {
namespace {

std::u32string letters(std::string_view name) {
  std::u32string letters;
  for (std::size_t at = 0; at < name.size();) letters += next_code_point(name, at);
  return letters;
}

// Names differ in these by taste, not by meaning: `Start-Date` is `start_date`.
std::u32string without_taste(std::u32string letters) {
  for (auto& letter : letters) {
    if (letter >= U'A' && letter <= U'Z') letter += U'a' - U'A';
    if (letter == U'-') letter = U'_';
  }
  return letters;
}

std::size_t gap(std::size_t a, std::size_t b) {
  return a < b ? b - a : a - b;
}

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, each letter edited
// once.
std::size_t distance(std::u32string const& a, std::u32string const& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

// How many slips a hand makes in a word; half of its letters wrong is another word.
std::size_t most_slips(std::size_t length) {
  std::size_t most = length <= 3 ? 1 : length <= 7 ? 2 : 3;
  return std::min(most, length / 2);
}

}  // namespace

std::string_view nearest(std::string_view written, std::span<std::string_view const> names) {
  using Rank = std::tuple<std::size_t, std::size_t>;
  auto const exact = letters(written), plain = without_taste(exact);
  std::string_view best;
  Rank best_rank;
  for (auto name : names) {
    auto other = letters(name);
    auto most = most_slips(std::min(exact.size(), other.size()));
    if (gap(exact.size(), other.size()) > most) continue;  // also keeps long input cheap
    auto slips = distance(plain, without_taste(other));
    if (slips > most) continue;
    Rank rank{slips, distance(exact, other)};
    if (best.empty() || rank < best_rank) best = name, best_rank = rank;
  }
  return best;
}

std::string did_you_mean(std::string_view written, std::span<std::string_view const> names) {
  auto name = nearest(written, names);
  return name.empty() ? "" : "did you mean `" + std::string(name) + "`?";
}

std::string suggested(std::string_view written, std::span<std::string_view const> names,
                      std::string_view lead) {
  constexpr std::size_t most = 40;  // a record may have thousands of ids
  auto help = did_you_mean(written, names);
  if (!help.empty() || names.empty()) return help;
  auto shown = names.first(std::min(names.size(), most));
  return std::string(lead) + ' ' + one_of(shown) + (shown.size() < names.size() ? ", ..." : "");
}

std::string one_of(std::span<std::string_view const> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 < names.size() ? ", " : " or ";
    text += '`';
    text += names[i];
    text += '`';
  }
  return text;
}

}  // namespace vitac
