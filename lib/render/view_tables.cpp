#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "plan/fields.hpp"
#include "render/viewer.hpp"

namespace vitac::views {
namespace {

/// In twentieths of an em: a line of a table, and the gap between two columns.
constexpr std::ptrdiff_t line_width = 960, column_gap = 20;
/// Columns of words up to this width do not break where each wider one has as much left.
constexpr std::ptrdiff_t narrow = 160;

std::string with_separators(std::string digits) {
  auto end = std::min(digits.find('.'), digits.size());
  for (auto at = std::ptrdiff_t(end) - 3; at > 0 && digits[std::size_t(at) - 1] != '-'; at -= 3)
    digits.insert(std::size_t(at), ",");
  return digits;
}

bool is_number(Field const* row) {
  return row && is_one_of<Number, Integer, Share>(*row);
}

/// What a cell prints, and what of that is not the command of a link.
struct Cell {
  Value value;
  std::string shown;
};

/// One column of a table, top to bottom.
struct Column {
  std::string_view field;
  bool is_number = false;
  Value title, sum = {};
  std::vector<Cell> cells;
  std::size_t weight = 0;  ///< its share of the room, when its lines may break; else 0
  std::string pieces;      ///< else, where they break all the same, what of it does not

  /// About how wide a text prints: in twentieths of an em.
  static std::size_t width(std::string_view text, bool is_bold = false) {
    std::size_t sum = 0;
    for (std::size_t at = 0; at < text.size();) {
      auto c = next_code_point(text, at);
      constexpr std::u32string_view thin = U" .,;:'!()[]|/-iljtfrI", broad = U"mwMW%@—…";
      bool is_capital = c >= 'A' && c <= 'Z';
      sum += thin.find(c) != thin.npos ? 6 : broad.find(c) != broad.npos ? 17 : is_capital ? 14 : 10;
    }
    return is_bold ? sum + sum / 10 : sum;
  }
  /// Its widest text, or the widest piece of one, where they are cut before a `cut`.
  std::string widest(std::string_view cut = {}) const {
    std::string_view widest;
    std::size_t most = 0;
    auto consider = [&](std::string_view text, bool is_bold) {
      while (!text.empty()) {
        auto end = std::min(cut.empty() ? text.npos : text.find(cut), text.size());
        auto piece = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        bool is_whole = cut != " " || piece.find_first_of("\\{}$") == piece.npos;  // no half of a command
        if (auto own = width(piece, is_bold); is_whole && own > most) widest = piece, most = own;
      }
    };
    consider(title.text, true);
    for (auto const& cell : cells) consider(cell.shown, false);
    bool reaches_out = sum.text.find(" + ") != std::string::npos;  // into the empty cell on its left
    if (!reaches_out) consider(sum.text, true);
    return std::string(widest);
  }
};

/// Invisible decimals behind numbers that have fewer than others of their column.
void align_decimals(Column& column) {
  struct Place {
    std::size_t decimals, end;  ///< how many, and where the number ends
  };
  auto place = [](std::string const& text) {
    auto end = text.find_last_of("0123456789") + 1;  // npos + 1 is 0
    auto stop = text.rfind('.', end);
    return Place{stop == text.npos ? 0 : end - stop - 1, end};
  };
  std::size_t most = 0;
  for (auto const& cell : column.cells)
    if (auto [decimals, end] = place(cell.shown); end == cell.shown.size()) most = std::max(most, decimals);
  for (auto& [value, shown] : column.cells) {
    auto [decimals, end] = place(shown);
    if (end == 0 || end < shown.size() || decimals == most) continue;  // `12%` would be torn apart
    auto missing = (decimals == 0 ? "." : "") + std::string(most - decimals, '0');
    value.text += fmt::format("\\phantom{{{}}}", missing);
    shown += missing;
  }
}

/// Which columns break their lines: as few as let all fit, and at least the widest, which takes up what the
/// others leave. Numbers never break, dates only before a bracket, and no column breaks within a word.
void widen(std::vector<Column>& columns) {
  std::vector<std::pair<std::size_t, Column*>> words;
  auto left = std::ptrdiff_t(line_width);
  for (auto& column : columns) {
    left -= column_gap;
    if (column.field == "dates") column.pieces = column.widest(" (");
    if (column.is_number || column.field == "dates")
      left -= std::ptrdiff_t(Column::width(column.is_number ? column.widest() : column.pieces));
    else
      words.emplace_back(Column::width(column.widest()), &column);
  }
  auto room = left;
  std::ranges::stable_sort(words, {}, &std::pair<std::size_t, Column*>::first);
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto [width, column] = words[i];
    auto fair = std::max<std::ptrdiff_t>(left / std::ptrdiff_t(words.size() - i), 1);
    bool is_last = i + 1 == words.size();
    // What needs more gets more, but not in proportion: a short title need not break for a long remark.
    bool is_kept = std::ptrdiff_t(width) <= narrow &&
                   left - std::ptrdiff_t(width) >= narrow * std::ptrdiff_t(words.size() - i - 1);
    if (is_last || (std::ptrdiff_t(width) > fair && !is_kept)) column->weight = width + std::size_t(fair);
    left -= column->weight > 0 ? fair : std::ptrdiff_t(width);
    if (column->weight == 0) room -= std::ptrdiff_t(width);
  }
  for (bool is_settled = false; !is_settled;) {
    is_settled = true;
    std::size_t all = 0, count = 0;
    for (auto const& column : columns) all += column.weight, count += column.weight > 0;
    for (auto& column : columns) {
      auto word = column.weight > 0 ? column.widest(" ") : "";
      auto width = std::ptrdiff_t(Column::width(word));
      if (count < 2 || width * std::ptrdiff_t(all) <= room * std::ptrdiff_t(column.weight)) continue;
      column.weight = 0;
      column.pieces = word;
      room -= width;
      is_settled = false;
      break;
    }
  }
}

/// A row: of each column, what `text_in` takes from it.
Value row_of(std::vector<Column>& columns, auto const& text_in) {
  auto row = record_value();
  Value cells;
  cells.kind = Type::list;
  for (auto& column : columns) {
    auto text = text_in(column);
    auto cell = record_value(text.at);
    if (cells.items.empty()) put(cell, "first", text_value({}));
    put(cell, "title", column.title);
    if (column.is_number) put(cell, "numeric", text_value({}));
    if (column.weight > 0 || !column.pieces.empty()) put(cell, "wide", text_value({}));
    put(cell, "text", std::move(text));
    cells.items.push_back(std::move(cell));
  }
  put(row, "cells", std::move(cells));
  return row;
}

}  // namespace

std::string money(std::string_view digits, std::string_view currency) {
  auto amount = with_separators(std::string(digits));
  if (currency.empty() || currency == "USD") return "$" + amount;
  if (currency == "EUR") return "€" + amount;
  if (currency == "GBP") return "£" + amount;
  return fmt::format("{}\u00A0{}", currency, amount);
}

/// What the view calls a field in a table: the locale's heading for it, else its own word or name.
Value Viewer::column_title(std::string_view field) const {
  auto title = m_locale.columns.find(field);
  if (!title) title = m_locale.words.find(field);
  return m_text.plain(title ? title->text : capitalized(replaced(std::string(field), "_", " ")), {});
}

/// Course evaluations in a line: `4.7/5 (n = 20)`.
Value Viewer::scores(std::vector<Evaluation> const& evaluations) const {
  Value value;
  for (auto const& each : evaluations) {
    if (!value.text.empty()) append(value, text_value("; "));
    if (each.label) append(value, inline_text(*each.label)), append(value, text_value(" "));
    append(value, m_text.verbatim(each.score.text, each.score.at));
    if (each.out_of) append(value, m_text.verbatim("/" + each.out_of->text, each.out_of->at));
    std::string more;
    auto add = [&](std::string_view word, auto const& number) {
      if (number)
        more +=
            fmt::format("{}{}\u00A0{}", more.empty() ? "" : ", ", m_locale.words.find(word)->text, *number);
    };
    add("responses", each.responses ? std::optional(fmt::format("{}", each.responses->value)) : std::nullopt);
    add("mean_short", each.mean ? std::optional(each.mean->text) : std::nullopt);
    if (!more.empty()) append(value, m_text.plain(fmt::format(" ({})", more), each.score.at));
  }
  return value;
}

Value Viewer::cell(Value const& entry, PlannedEntry const& planned, std::string_view column) const {
  if (auto evaluations = held(*planned.ref.shape, planned.ref.entry, column).as<std::vector<Evaluation>>())
    return scores(*evaluations);
  auto found = entry.find(column);
  auto value = found ? *found : Value{};
  // The total below leaves it out, so the cell has to say why.
  if (is_money(column) && !value.text.empty() && entry.find("in_kind"))
    append(value, m_text.plain(fmt::format(" ({})", m_locale.words.find("in_kind")->text), {}));
  return value;
}

/// The entries of a section that has `columns`, as rows; columns in which nothing stands are left out.
std::optional<Value> Viewer::table(PlannedSection const& planned, Value const& entries) const {
  if (planned.spec->columns.empty() || entries.items.empty()) return {};
  std::vector<std::string_view> names;
  for (auto const& each : planned.entries) {
    for (auto const& row : each.ref.shape->fields)
      if (kind_of(row.shape()) == Type::value || row.name == "evaluation") names.push_back(row.name);
    for (auto const& name : view_names())
      if (has_name(name, *each.ref.shape)) names.push_back(name.name);
  }
  names.push_back(label_name);
  std::vector<Column> columns;
  for (auto const& [field, title] : planned.spec->columns) {
    if (!check_field(field.text, field.at, names, {"there is no column of {} here", "there is one of"},
                     m_problems))
      continue;
    Column column;
    column.field = field.text;
    column.is_number = is_number(planned.entries.front().ref.shape->find(field.text));
    column.title = title ? inline_text(*title) : column_title(field.text);
    for (std::size_t i = 0; i < entries.items.size(); ++i) {
      auto value = cell(entries.items[i], planned.entries[i], field.text);
      auto shown = value.text;
      if (field.text == "title" || field.text == "name")
        value = linked(entries.items[i], field.text, "url").value_or(value);
      column.cells.push_back({std::move(value), std::move(shown)});
    }
    auto sum = std::ranges::find(planned.sums, column.field, &Sum::field);
    if (sum != planned.sums.end()) column.sum = m_text.plain(printed(*sum), {});
    if (std::ranges::any_of(column.cells, [](Cell const& cell) { return !cell.shown.empty(); }))
      columns.push_back(std::move(column));
  }
  if (columns.empty()) return {};
  for (auto& column : columns)
    if (column.is_number) align_decimals(column);
  widen(columns);

  auto value = record_value(planned.spec->at);
  put(value, "count", text_value(fmt::format("{}", columns.size())));
  Value heads, rows;
  heads.kind = rows.kind = Type::list;
  for (auto const& column : columns) {
    auto head = record_value();
    if (heads.items.empty()) put(head, "first", text_value({}));
    put(head, "title", column.title);
    if (column.weight > 0)
      put(head, "weight", text_value(fmt::format("{}", column.weight)));
    else if (!column.pieces.empty())
      put(head, "breaks", text_value({}));
    if (column.weight == 0)
      put(head, "widest", text_value(column.pieces.empty() ? column.widest() : column.pieces));
    if (column.is_number) put(head, "numeric", text_value({}));
    heads.items.push_back(std::move(head));
  }
  for (std::size_t i = 0; i < entries.items.size(); ++i) {
    auto row = row_of(columns, [&](Column& column) { return std::move(column.cells[i].value); });
    row.at = entries.items[i].at;
    if (auto note = entries.items[i].find("note")) put(row, "note", *note);
    if (auto highlights = entries.items[i].find("highlights")) put(row, "highlights", *highlights);
    rows.items.push_back(std::move(row));
  }
  put(value, "columns", std::move(heads));
  put(value, "rows", std::move(rows));
  if (std::ranges::any_of(columns, [](Column const& column) { return !column.sum.text.empty(); })) {
    if (columns.front().sum.text.empty())
      columns.front().sum = m_text.plain(m_locale.words.find("total")->text, {});
    put(value, "sums", row_of(columns, [](Column& column) { return std::move(column.sum); }));
  }
  return value;
}

std::string Viewer::printed(Sum const& sum) const {
  std::string text;
  for (auto const& [currency, amount] : sum.amounts) {
    auto digits = fmt::format("{:.2f}", amount);
    if (digits.ends_with(".00")) digits.resize(digits.size() - 3);
    text += fmt::format("{}{}", text.empty() ? "" : " + ", sum.is_money ? money(digits, currency) : digits);
  }
  return text;
}

/// The sums of a section in a line: `$500,000, own share $300,000`.
std::optional<Value> Viewer::total(PlannedSection const& planned) const {
  std::string text;
  for (auto const& sum : planned.sums) {
    if (!text.empty()) text += ", ";
    auto word = m_locale.words.find(sum.field);
    if (sum.field != "amount") text += (word ? word->text : replaced(std::string(sum.field), "_", " ")) + " ";
    text += printed(sum);
  }
  return text.empty() ? std::nullopt : std::optional(m_text.plain(text, {}));
}

}  // namespace vitac::views
