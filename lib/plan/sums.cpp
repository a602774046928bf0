#include "plan/sums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "plan/filter.hpp"

namespace vitac {
namespace {

bool is_summable(Field const& row, Shape const& entry) {
  if (row.name == "priority") return false;                        // a rank
  if (row.name == "share" && !entry.find("amount")) return false;  // of no money
  return is_one_of<Number, Integer, Share>(row);
}

std::optional<double> number_in(EntryRef const& ref, std::string_view field, Diagnostics& problems) {
  auto value = held(*ref.shape, ref.entry, field);
  if (auto number = value.as<Number>()) return number->value;
  if (auto integer = value.as<Integer>()) return double(integer->value);
  auto share = value.as<Share>();
  if (!share || !share->is_percent) return share ? std::optional(share->value) : std::nullopt;
  if (auto whole = held(*ref.shape, ref.entry, "amount").as<Number>())
    return whole->value * share->value / 100;
  problems.warning("no-amount", share->at,
                   fmt::format("{}% of an amount that is not given is missing from the total", share->text),
                   "give the entry its `amount`, or the share as money");
  return {};
}

bool is_in_kind(EntryRef const& ref) {
  auto flag = held(*ref.shape, ref.entry, "in_kind").as<Flag>();
  return flag && flag->value;
}

}  // namespace

bool is_money(std::string_view field) {
  return field == "amount" || field == "share";
}

std::vector<Sum> sums_of(std::vector<EntryRef> const& entries, std::span<Literal const> total,
                         Diagnostics& problems) {
  std::vector<Sum> sums;
  for (auto const& field : total) {
    Sum sum{field.text, is_money(field.text), {}};
    for (auto const& ref : entries) {
      if (sum.is_money && is_in_kind(ref)) continue;
      auto number = number_in(ref, field.text, problems);
      if (!number) continue;
      auto written = held(*ref.shape, ref.entry, "currency").as<Literal>();
      std::string currency = sum.is_money && written ? written->text : "";
      auto known = std::ranges::find(sum.amounts, currency, &std::pair<std::string, double>::first);
      known == sum.amounts.end() ? void(sum.amounts.emplace_back(currency, *number))
                                 : void(known->second += *number);
    }
    if (!sum.amounts.empty()) sums.push_back(std::move(sum));
  }
  return sums;
}

void check_total(std::span<Literal const> total, Kinds kinds, Diagnostics& problems) {
  auto names = fields_of(kinds, is_summable);
  for (auto const& field : total)
    check_field(field.text, field.at, names, {"there is no sum of {} here", "there is one of"}, problems);
}

}  // namespace vitac
