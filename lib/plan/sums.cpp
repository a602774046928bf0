#include "plan/sums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "plan/decimal.hpp"
#include "plan/filter.hpp"

namespace vitac {
namespace {

bool is_summable(Field const& row, Shape const& entry) {
  if (row.name == "priority") return false;                        // a rank
  if (row.name == "share" && !entry.find("amount")) return false;  // of no money
  return is_one_of<Number, Integer, Share>(row);
}

/// What a number is to a total: empty, and said, where it is too long.
std::optional<Decimal> counted(std::optional<Decimal> number, Span at, Diagnostics& problems) {
  if (!number) problems.error("too-large", at, "a number of more digits than a total has", "round it");
  return number;
}

std::optional<Decimal> number_in(EntryRef const& ref, std::string_view field, Diagnostics& problems) {
  auto value = held(*ref.shape, ref.entry, field);
  if (auto number = value.as<Number>()) return counted(Decimal::read(number->text), number->at, problems);
  if (auto integer = value.as<Integer>())
    return counted(Decimal::read(fmt::format("{}", integer->value)), integer->at, problems);
  auto share = value.as<Share>();
  if (!share) return {};
  auto part = Decimal::read(share->text);
  if (!share->is_percent || !part) return counted(part, share->at, problems);
  if (auto whole = held(*ref.shape, ref.entry, "amount").as<Number>()) {
    auto amount = Decimal::read(whole->text);
    return counted(amount ? amount->per_cent(*part) : amount, share->at, problems);
  }
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
    std::vector<std::pair<std::string, Decimal>> amounts;
    bool of_money = is_money(field.text);
    for (auto const& ref : entries) {
      if (of_money && is_in_kind(ref)) continue;
      auto number = number_in(ref, field.text, problems);
      if (!number) continue;
      auto written = held(*ref.shape, ref.entry, "currency").as<Literal>();
      std::string currency = of_money && written && written->text != "USD" ? written->text : "";
      auto known = std::ranges::find(amounts, currency, &std::pair<std::string, Decimal>::first);
      if (known == amounts.end())
        amounts.emplace_back(currency, *number);
      else if (auto sum = counted(known->second.plus(*number), field.at, problems))
        known->second = *sum;
    }
    Sum sum{field.text, of_money, {}};
    for (auto const& [currency, amount] : amounts) sum.amounts.emplace_back(currency, amount.rounded());
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
