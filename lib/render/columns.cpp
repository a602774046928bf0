#include "render/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace vitac::views {
namespace {

/// In twentieths of an em: a line of a table, and the gap between two columns.
constexpr int line_width = 960, column_gap = 20;
/// By how much a column shrinks or grows in a step.
constexpr int step = 12;
constexpr int space = 5;

/// About how wide a text prints: in twentieths of an em, between those of a narrow and a broad typeface.
int width_of(std::string_view text, bool is_bold = false) {
  constexpr int otherwise = 11;
  constexpr std::pair<int, std::u32string_view> widths[] = {
      {0, U"\\{}"}, {5, U" .,;:'ijl|~–"}, {6, U"!ftI"},     {7, U"[]-r"},      {8, U"()/*\"J"},
      {9, U"cs"},   {10, U"?exz"},        {12, U"dpuFLST"}, {13, U"+=BEPXYZ"}, {14, U"&ACKRV"},
      {15, U"DGU"}, {16, U"wHNOQ"},       {17, U"%m"},      {19, U"@MW—…"}};
  int sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    auto c = next_code_point(text, at);
    auto own = std::ranges::find_if(
        widths, [&](auto const& each) { return each.second.find(c) != each.second.npos; });
    sum += own == std::end(widths) ? otherwise : own->first;
  }
  return is_bold ? sum + sum / 16 : sum;
}

/// A column whose lines may break, as the search for widths sees it.
struct Words {
  Column* column;
  bool is_kept;  ///< together as long as that costs no line
  std::vector<std::vector<int>> cells =
      {};  ///< the widths of what does not break, of each cell and the title
  int least = 0, natural = 0, width = 0;
};

/// The widths of a text's words, or of its pieces, where it is cut before a `cut`.
std::vector<int> words_of(std::string_view text, std::string_view cut, bool is_bold) {
  std::vector<int> words;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find(cut, at), text.size());
    words.push_back(width_of(text.substr(at, end - at), is_bold));
    at = end + 1;
  }
  return words;
}

Words words_of(Column& column) {
  Words own{&column, column.is_date};
  auto cut = own.is_kept ? " (" : " ";
  for (auto const& cell : column.cells) own.cells.push_back(words_of(cell.shown, cut, false));
  own.cells.push_back(words_of(column.title.text, cut, true));
  for (auto const& table : column.sums)
    for (auto const& sum : table) own.cells.push_back(words_of(sum.shown, cut, true));
  for (auto const& cell : own.cells) {
    int whole = -space;
    for (auto word : cell) own.least = std::max(own.least, word), whole += word + space;
    own.natural = std::max(own.natural, whole);
  }
  return own;
}

int lines(std::vector<int> const& words, int width) {
  int count = 1, filled = 0;
  for (auto word : words) {
    if (filled > 0 && filled + space + word > width) ++count, filled = 0;
    filled += (filled > 0 ? space : 0) + word;
  }
  return count;
}

/// How many lines all rows have, their longest cells deciding.
int height(std::vector<Words> const& all) {
  int sum = 0;
  for (std::size_t row = 0; row < all.front().cells.size(); ++row) {
    int most = 1;
    for (auto const& each : all)
      if (each.width < each.natural) most = std::max(most, lines(each.cells[row], each.width));
    sum += most;
  }
  return sum;
}

/// As much room for each as for the others, but for those that need less, and for what is kept together.
void share_evenly(std::vector<Words>& all, int room) {
  std::vector<Words*> by_need;
  for (auto& each : all) by_need.push_back(&each), each.width = each.least, room -= each.least;
  std::ranges::sort(by_need, {}, [](Words const* each) { return std::pair(!each->is_kept, each->natural); });
  for (std::size_t i = 0; i < by_need.size(); ++i) {
    auto& each = *by_need[i];
    auto part = each.is_kept ? room : room / int(by_need.size() - i);
    auto more = std::clamp(part, 0, each.natural - each.least);
    each.width += more, room -= more;
  }
}

/// Moves room from one column to another as long as that saves lines.
void save_lines(std::vector<Words>& all) {
  auto best = height(all);
  auto move_saves = [&](Words& from, Words& to) {
    for (int moved = step; from.width - moved >= from.least && to.width + moved < to.natural + step;
         moved += step) {
      from.width -= moved, to.width += moved;
      if (auto now = height(all); now < best) return best = now, true;
      from.width += moved, to.width -= moved;
    }
    return false;
  };
  for (bool is_better = true; is_better;) {
    is_better = false;
    for (auto& from : all)
      for (auto& to : all) is_better = is_better || (&from != &to && move_saves(from, to));
  }
}

}  // namespace

std::string Column::widest(std::string_view cut) const {
  std::string widest;
  int most = 0;
  auto consider = [&](std::string_view text, bool is_bold) {
    while (!text.empty()) {
      auto end = std::min(cut.empty() ? text.npos : text.find(cut), text.size());
      auto piece = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      bool is_whole = cut != " " || piece.find_first_of("\\{}$") == piece.npos;  // no half of a command
      if (auto own = width_of(piece, is_bold); is_whole && own > most) widest = piece, most = own;
    }
  };
  consider(title.text, true);
  for (auto const& cell : cells) consider(cell.shown + cell.padding, false);
  for (auto const& table : sums)
    for (auto const& sum : table) consider(sum.shown + sum.padding, true);
  return widest;
}

void align_decimals(Column& column) {
  struct Place {
    std::size_t decimals, end;  ///< how many, and where the number ends
  };
  auto place = [](std::string const& text) {
    auto end = text.find_last_of("0123456789") + 1;  // npos + 1 is 0
    auto stop = text.rfind('.', end);
    return Place{stop == text.npos ? 0 : end - stop - 1, end};
  };
  std::vector<Cell*> numbers;
  std::size_t most = 0;
  auto consider = [&](Cell& cell) {
    auto [decimals, end] = place(cell.shown);
    if (end == 0 || end < cell.shown.size()) return;  // `12%` would be torn apart
    numbers.push_back(&cell);
    most = std::max(most, decimals);
  };
  for (auto& cell : column.cells) consider(cell);
  for (auto& table : column.sums)
    for (auto& sum : table) consider(sum);
  for (auto* cell : numbers)
    if (auto decimals = place(cell->shown).decimals; decimals < most)
      cell->padding = (decimals == 0 ? "." : "") + std::string(most - decimals, '0');
}

void share_width(std::vector<Column>& columns) {
  auto room = line_width;
  std::vector<Words> all;
  for (auto& column : columns) {
    room -= column_gap;
    if (column.is_number)
      room -= width_of(column.widest());
    else
      all.push_back(words_of(column));
  }
  if (all.empty()) return;
  share_evenly(all, room);
  save_lines(all);
  auto widest =
      std::ranges::max_element(all, {}, [](Words const& each) { return each.is_kept ? 0 : each.natural; });
  for (auto const& each : all) {
    bool breaks = each.width < each.natural;
    if (each.is_kept && breaks) each.column->pieces = each.column->widest(" (");
    if (each.is_kept || (!breaks && &each != &*widest)) continue;
    bool is_tight = breaks && each.width < each.least + each.least / 20;
    if (is_tight) each.column->pieces = each.column->widest(" ");
    if (each.column->pieces.empty()) each.column->weight = std::size_t(each.width);
  }
}

}  // namespace vitac::views
