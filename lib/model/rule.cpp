#include "model/rule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "model/record.hpp"

namespace vitac {
namespace {

using Names = std::vector<std::string_view>;

/// What a check takes beside its source: `needs` must be given, `may` can be.
struct Takes {
  std::string_view check;
  bool is_of_pdf;
  Names needs, may = {};
};

Takes const& taken_by(OneOf<rule_checks> const& check) {
  constexpr bool of_plan = false, of_pdf = true;
  static std::vector<Takes> const all{
      {"maximum", of_plan, {"of", "at_most"}, {"slots"}},
      {"required_fields", of_plan, {"of", "fields"}, {"slots", "when"}},
      {"excluded_values", of_plan, {"of", "fields", "values"}, {"slots", "when"}},
      {"no_repeats", of_plan, {"slots"}},
      {"window", of_plan, {"of", "at_most"}, {"slots"}},
      {"only_slots", of_plan, {"slots"}},
      {"left_out", of_plan, {"fields"}},
      {"pages", of_pdf, {"at_most"}},
      {"paper", of_pdf, {"sizes"}},
      {"font_size", of_pdf, {"at_least"}, {"families"}},
      {"lines_per_inch", of_pdf, {"at_most"}},
      {"margins", of_pdf, {"at_least"}},
      {"no_page_numbers", of_pdf, {}},
      {"embedded_fonts", of_pdf, {}},
  };
  return *std::ranges::find(all, check.name(), &Takes::check);
}

bool has(Names const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// The shape of what a rule is about; null when there is no such thing.
Shape const* subject(std::string_view name) {
  if (name == Rule::position) return &shape<Position>();
  for (auto const& kind : section_kinds())
    if (kind.name == name) return kind.entry;
  return nullptr;
}

/// Says which part of `location.city|doi` a record does not have.
void check_path(std::string_view written, Span at, Shape const& top, Diagnostics& problems) {
  for (auto const& path : Rule::alternatives(written)) {
    auto shape = &top;
    for (auto const& step : path) {
      Names names;
      for (auto const& row : shape->fields) names.push_back(row.name);
      auto row = shape->find(step);
      if (!row) {
        problems.error("unknown-field", at,
                       fmt::format("a {} has no field {}", shape->name, in_backquotes(step)),
                       suggested(step, names, "it has"));
        return;
      }
      shape = &present(row->shape());
    }
  }
}

}  // namespace

std::vector<std::vector<std::string>> Rule::alternatives(std::string_view fields) {
  std::vector<std::vector<std::string>> all(1, std::vector<std::string>(1));
  for (char c : fields) {
    if (c == '|')
      all.emplace_back(1);
    else if (c == '.')
      all.back().emplace_back();
    else if (c != ' ')
      all.back().back() += c;
  }
  return all;
}

void Rule::check(Span place, Diagnostics& problems) const {
  auto const& takes = taken_by(name);
  Names given;
  auto note = [&](std::string_view key, bool is_there) {
    if (is_there) given.push_back(key);
  };
  note("of", !of.empty()), note("fields", !wanted.empty()), note("values", !values.empty());
  note("slots", !slots.empty()), note("sizes", !sizes.empty()), note("when", !when.items.empty());
  note("at_least", at_least.has_value()), note("at_most", at_most.has_value());
  note("families", !families.items.empty());
  for (auto need : takes.needs)
    if (!has(given, need))
      problems.error("missing-key", name.at.somewhere() ? name.at : place,
                     fmt::format("the check `{}` needs `{}`", takes.check, need));
  for (auto key : given)
    if (!has(takes.needs, key) && !has(takes.may, key))
      problems.error("unknown-key", name.at, fmt::format("the check `{}` takes no `{}`", takes.check, key));
  auto kinds = Names{position};
  for (auto const& kind : section_kinds()) kinds.push_back(kind.name);
  for (auto const& each : of) {
    auto about = subject(each.text);
    if (!about)
      problems.error("unknown-kind", each.at,
                     fmt::format("there is no section kind {}", in_backquotes(each.text)),
                     suggested(each.text, kinds, "there is"));
    if (!about) continue;
    for (auto const& field : wanted) check_path(field.text, field.at, *about, problems);
    for (auto const& item : when.items) check_path(item.key, item.key_at, *about, problems);
  }
  if (name.is("left_out"))
    for (auto const& field : wanted) check_path(field.text, field.at, shape<Person>(), problems);
}

bool Rule::is_of_pdf() const {
  return taken_by(name).is_of_pdf;
}

std::string Rule::origin() const {
  if (!source) return {};
  if (!date) return source->text;
  auto day = fmt::format("{:04}", date->year);
  if (date->month) day += fmt::format("-{:02}", date->month);
  if (date->day) day += fmt::format("-{:02}", date->day);
  return fmt::format("{}, {}", source->text, day);
}

}  // namespace vitac
