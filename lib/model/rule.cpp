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
  Names needs, may = {};
};

Takes const& taken_by(OneOf<rule_checks> const& check) {
  static std::vector<Takes> const all{
      {"maximum", {"of", "at_most"}, {"slots"}},
      {"required_fields", {"of", "fields"}, {"slots"}},
      {"window", {"of", "at_most"}, {"slots"}},
      {"left_out", {"fields"}},
      {"pages", {"at_most"}},
      {"paper", {"sizes"}},
      {"font_size", {"at_least"}},
      {"lines_per_inch", {"at_most"}},
      {"margins", {"at_least"}},
      {"no_page_numbers", {}},
      {"embedded_fonts", {}},
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
void check_path(Literal const& written, Shape const& top, Diagnostics& problems) {
  for (auto const& path : Rule::alternatives(written.text)) {
    auto shape = &top;
    for (auto const& step : path) {
      Names names;
      for (auto const& row : shape->fields) names.push_back(row.name);
      auto row = shape->find(step);
      if (!row) {
        problems.error("unknown-field", written.at,
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
  note("of", !of.empty()), note("fields", !wanted.empty()), note("slots", !slots.empty());
  note("sizes", !sizes.empty()), note("at_least", at_least.has_value()), note("at_most", at_most.has_value());
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
    else
      for (auto const& field : wanted) check_path(field, *about, problems);
  }
  if (name.is("left_out"))
    for (auto const& field : wanted) check_path(field, shape<Person>(), problems);
}

bool Rule::is_of_pdf() const {
  return !name.is("maximum") && !name.is("required_fields") && !name.is("window") && !name.is("left_out");
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
