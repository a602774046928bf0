#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/utf8.hpp"
#include "plan/fields.hpp"
#include "render/citation.hpp"
#include "render/columns.hpp"
#include "render/viewer.hpp"

namespace vitac::views {
namespace {

std::string with_separators(std::string digits) {
  auto end = std::min(digits.find('.'), digits.size());
  for (auto at = std::ptrdiff_t(end) - 3; at > 0 && digits[std::size_t(at) - 1] != '-'; at -= 3)
    digits.insert(std::size_t(at), ",");
  return digits;
}

bool is_number(Field const* row) {
  return row && is_one_of<Number, Integer, Share>(*row);
}

bool is_date(Field const* row) {
  return row && is_one_of<Date, Term>(*row);
}

/// Whether a text ends in a stop of its own, hardly in that of an abbreviation.
bool ends_in_stop(std::string_view text) {
  constexpr std::size_t longest_abbreviation = 5;
  if (!text.ends_with('.')) return false;
  text.remove_suffix(1);
  auto word = text.substr(text.find_last_of(" ~.}{") + 1);
  return count_code_points(word) > longest_abbreviation;
}

/// A row: of each column, the cell that `cell_in` takes from it.
Value row_of(std::vector<Column>& columns, auto const& cell_in) {
  auto row = record_value();
  Value cells;
  cells.kind = Type::list;
  for (auto& column : columns) {
    auto& [text, shown, padding] = cell_in(column);
    auto cell = record_value(text.at);
    if (cells.items.empty()) put(cell, "first", text_value({}));
    put(cell, "title", column.title);
    if (column.is_number) put(cell, "numeric", text_value({}));
    if (column.weight > 0 || !column.pieces.empty()) put(cell, "wide", text_value({}));
    bool is_quoted = column.field == "thesis" && !text.text.empty();
    if (is_quoted) put(cell, "quoted", text_value(ends_sentence(text.text) ? "" : "."));
    if (is_quoted || takes_no_comma(text.text) || ends_in_stop(text.text))
      put(cell, "closed", text_value({}));
    put(cell, "text", std::move(text));
    if (!padding.empty()) put(cell, "padding", text_value(padding));
    cells.items.push_back(std::move(cell));
  }
  put(row, "cells", std::move(cells));
  return row;
}

Cell cell_of(Value value) {
  auto shown = value.text;
  return {std::move(value), std::move(shown)};
}

std::string printed(Sum const& sum, std::pair<std::string, std::string> const& amount) {
  auto const& [currency, digits] = amount;
  return sum.is_money ? money(digits, currency) : digits;
}

bool is_column(std::span<ColumnSpec const> columns, std::string_view field) {
  return std::ranges::find(columns, field, [](auto const& column) { return column.field.text; }) !=
         columns.end();
}

/// The currencies of the sums that stand in columns, of which each has a line.
std::vector<std::string_view> currencies_of(PlannedSection const& planned) {
  std::vector<std::string_view> currencies;
  for (auto const& sum : planned.sums)
    for (auto const& [currency, digits] : sum.amounts)
      if (sum.is_money && is_column(planned.spec->columns, sum.field) &&
          std::ranges::find(currencies, currency) == currencies.end())
        currencies.push_back(currency);
  return currencies;
}

}  // namespace

std::string money(std::string_view digits, std::string_view currency) {
  auto amount = with_separators(std::string(digits));
  if (auto stop = amount.find('.'); stop != amount.npos && amount.size() == stop + 2) amount += '0';
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
        more += fmt::format("{}{}\u00A0{}", more.empty() ? "" : ",\u00A0",
                            replaced(m_locale.words.find(word)->text, " ", "\u00A0"), *number);
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

/// The columns that the spec of some sections asks for, with the cells of all of these; empty ones are left
/// out.
std::vector<Column> Viewer::columns(std::span<TableSource const> sources) const {
  std::vector<std::string_view> names;
  std::set<Shape const*> kinds;
  for (auto const& source : sources)
    for (auto const& each : source.planned->entries) {
      if (!kinds.insert(each.ref.shape).second) continue;
      for (auto const& row : each.ref.shape->fields)
        if (kind_of(row.shape()) == Type::value || row.name == "evaluation") names.push_back(row.name);
      for (auto const& name : view_names())
        if (has_name(name, *each.ref.shape)) names.push_back(name.name);
    }
  names.push_back(label_name);
  std::vector<Column> columns;
  auto const& first = *sources.front().planned;
  for (auto const& [field, title] : first.spec->columns) {
    if (!check_field(field.text, field.at, names, {"there is no column of {} here", "there is one of"},
                     m_problems))
      continue;
    Column column;
    column.field = field.text;
    auto row = first.entries.front().ref.shape->find(field.text);
    column.is_number = is_number(row);
    column.is_date = is_date(row) || field.text == "dates" || field.text == "years";
    column.title = title ? inline_text(*title) : column_title(field.text);
    for (auto const& [planned, section] : sources) {
      auto const& entries = *section->find("entries");
      for (std::size_t i = 0; i < entries.items.size(); ++i) {
        auto value = cell(entries.items[i], planned->entries[i], field.text);
        auto shown = value.text;
        if (field.text == "title" || field.text == "name")
          value = linked(entries.items[i], field.text, "url").value_or(value);
        column.cells.push_back({std::move(value), std::move(shown)});
      }
      column.sums.push_back(sums(*planned, column.field));
    }
    if (std::ranges::any_of(column.cells, [](Cell const& cell) { return !cell.shown.empty(); }))
      columns.push_back(std::move(column));
  }
  if (columns.empty()) return columns;
  for (auto& lines : columns.front().sums)
    if (!lines.empty() && lines.front().shown.empty())
      lines.front() = cell_of(m_text.plain(m_locale.words.find("total")->text, {}));
  return columns;
}

/// The lines of a column's sum below a table; as many as the table's other columns have.
std::vector<Cell> Viewer::sums(PlannedSection const& planned, std::string_view column) const {
  auto currencies = currencies_of(planned);
  bool has_any = std::ranges::any_of(
      planned.sums, [&](Sum const& sum) { return is_column(planned.spec->columns, sum.field); });
  std::vector<Cell> lines(std::max(currencies.size(), std::size_t(has_any)));
  auto sum = std::ranges::find(planned.sums, column, &Sum::field);
  if (sum == planned.sums.end()) return lines;
  for (auto const& amount : sum->amounts) {
    auto line = sum->is_money ? std::ranges::find(currencies, amount.first) - currencies.begin() : 0;
    lines[std::size_t(line)] = cell_of(m_text.plain(printed(*sum, amount), {}));
  }
  return lines;
}

/// What a table says of its columns before its rows.
Value Viewer::heads(std::vector<Column> const& columns) {
  Value heads;
  heads.kind = Type::list;
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
  return heads;
}

/// Tables for sections that one spec with `columns` made: the same columns in all, as wide.
void Viewer::put_tables(std::span<TableSource const> sources) const {
  auto columns = this->columns(sources);
  if (columns.empty()) return;
  for (auto& column : columns)
    if (column.is_number) align_decimals(column);
  share_width(columns);
  std::size_t row_of_all = 0;
  for (std::size_t at = 0; at < sources.size(); ++at) {
    auto const& entries = *sources[at].section->find("entries");
    auto table = record_value(sources[at].planned->spec->at);
    put(table, "count", text_value(fmt::format("{}", columns.size())));
    put(table, "columns", heads(columns));
    Value rows;
    rows.kind = Type::list;
    for (auto const& entry : entries.items) {
      auto row = row_of(columns, [&](Column& column) -> Cell& { return column.cells[row_of_all]; });
      ++row_of_all;
      row.at = entry.at;
      if (auto note = entry.find("note")) put(row, "note", *note);
      if (auto highlights = entry.find("highlights")) put(row, "highlights", *highlights);
      rows.items.push_back(std::move(row));
    }
    put(table, "rows", std::move(rows));
    Value sums;
    sums.kind = Type::list;
    for (std::size_t line = 0; line < columns.front().sums[at].size(); ++line) {
      sums.items.push_back(row_of(columns, [&](Column& column) -> Cell& { return column.sums[at][line]; }));
      if (line == 0) put(sums.items.back(), "first", text_value({}));
    }
    put(table, "sums", std::move(sums));
    auto const& planned = *sources[at].planned;
    put(table, "total", total(planned, planned.spec->columns));
    put(*sources[at].section, "table", std::move(table));
  }
}

/// The sums of a section in a line, `$500,000, own share $300,000`, but for those of some columns.
std::optional<Value> Viewer::total(PlannedSection const& planned, std::span<ColumnSpec const> but_for) const {
  std::string text;
  for (auto const& sum : planned.sums) {
    if (is_column(but_for, sum.field)) continue;
    if (!text.empty()) text += ", ";
    auto word = m_locale.words.find(sum.field);
    if (sum.field != "amount") text += (word ? word->text : replaced(std::string(sum.field), "_", " ")) + " ";
    for (auto const& each : sum.amounts)
      text += (&each == &sum.amounts.front() ? "" : " + ") + printed(sum, each);
  }
  return text.empty() ? std::nullopt : std::optional(m_text.plain(text, {}));
}

}  // namespace vitac::views
