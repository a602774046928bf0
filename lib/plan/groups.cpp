#include "plan/groups.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "plan/filter.hpp"

namespace vitac {
namespace {

bool is_groupable(Field const& row, Shape const&) {
  return choice_shape(row) || is_one_of<Date, Term, Text, Literal>(row);
}

/// The group of one entry, of itself alone.
Group group_of(EntryRef const& ref, std::string_view field, Date const& as_of) {
  if (field == "date") {
    auto period = period_of(ref, as_of);
    return {period ? fmt::format("{}", period->end / 10000) : "", ""};
  }
  auto row = ref.shape->find(field);
  if (!row) return {};
  if (auto shape = choice_shape(*row)) {
    std::string value(choice_of(ref, field));
    if (shape->kind == Shape::choice) return {value, value};
    return {value, fmt::format("{}{}", value == "true" ? "" : "not_", field)};
  }
  auto value = held(row->shape(), row->of(ref.entry));
  if (auto text = value.as<Text>()) return {text->in({}).text, "", value};
  if (auto literal = value.as<Literal>()) return {literal->text, "", value};
  Date const* date = value.as<Date>();
  if (!date) date = value.as<Term>();
  return date ? Group{fmt::format("{}", date->order()), "", value} : Group{};
}

void check_values(Grouping const& by, std::span<std::string_view const> choices, Diagnostics& problems) {
  if (choices.empty()) return;
  auto check = [&](std::string_view value, Span at) {
    if (std::ranges::find(choices, value) == choices.end())
      problems.error("unknown-choice", at,
                     fmt::format("{} is none of {}", in_backquotes(value), one_of(choices)),
                     did_you_mean(value, choices));
  };
  for (auto const& value : by.order) check(value.text, value.at);
  for (auto const& item : by.titles.items) check(item.key, item.key_at);
}

}  // namespace

std::vector<Group> grouped(std::vector<EntryRef> const& entries, Grouping const& by, Kinds kinds,
                           Date const& as_of, Diagnostics& problems) {
  auto names = fields_of(kinds, is_groupable, {"date"});
  if (by.field.text.empty() ||
      !check_field(by.field.text, by.field.at, names, {"cannot group by {} here", "it can be"}, problems))
    return {};
  auto choices = choices_of(kinds, by.field.text);
  check_values(by, choices, problems);
  std::vector<Group> groups;
  for (auto const& entry : entries) {
    auto own = group_of(entry, by.field.text, as_of);
    auto found = std::ranges::find(groups, own.value, &Group::value);
    if (found == groups.end()) {
      own.title = by.titles.find(own.value);
      found = groups.insert(groups.end(), std::move(own));
    }
    found->entries.push_back(entry);
  }
  auto rank = [&](Group const& group) {
    auto place = [&](auto const& list, auto projection) {
      return std::size_t(std::ranges::find(list, group.value, projection) - list.begin());
    };
    if (group.value.empty()) return by.order.size() + choices.size() + 1;
    auto wanted = place(by.order, &Literal::text);
    return wanted < by.order.size() ? wanted : by.order.size() + place(choices, std::identity());
  };
  std::ranges::stable_sort(groups, {}, rank);
  return groups;
}

}  // namespace vitac
