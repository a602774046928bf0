#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "render/template.hpp"

namespace vitac::views {

/// What a cell prints, and what of that is not the command of a link.
struct Cell {
  Value value = {};
  std::string shown = {};
  std::string padding = {};  ///< the decimals that it lacks beside others of its column
};

/// One column of a table, top to bottom; of several tables that stand below each other, all their cells.
struct Column {
  std::string_view field;
  bool is_number = false, is_date = false;
  Value title;
  std::vector<Cell> cells = {};
  std::vector<std::vector<Cell>> sums = {};  ///< of each table, a line a currency
  std::size_t weight = 0;                    ///< its share of the room, when its lines may break; else 0
  std::string pieces = {};                   ///< else, where they break all the same, what of it does not

  /// Its widest text, or the widest piece of one, where they are cut before a `cut`.
  std::string widest(std::string_view cut = {}) const;
};

/// Finds the padding of numbers that have fewer decimals than others of their column.
void align_decimals(Column&);

/// Which columns break their lines, so that the rows have few: at least the widest, which takes up what the
/// others leave. Numbers never break, dates only before a bracket and where that saves lines, and no column
/// breaks within a word.
void share_width(std::vector<Column>&);

}  // namespace vitac::views
