#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/record.hpp"
#include "plan/fields.hpp"

namespace vitac {

/// The sum of a field over entries.
struct Sum {
  std::string_view field;
  bool is_money = false;
  /// Digits by currency, rounded to hundredths. Dollars have none, as a plain number.
  std::vector<std::pair<std::string, std::string>> amounts;
};

/// Whether the numbers of a field are money, in its entry's `currency`.
bool is_money(std::string_view field);

/// Sums the fields of a `total`. A share in per cent counts as that part of its entry's amount; what is in
/// kind is not money and does not count. Fields that cannot be summed go to the sink.
std::vector<Sum> sums_of(std::vector<EntryRef> const&, std::span<Literal const> total, Diagnostics&);

/// Says which fields of a `total` the kinds' entries have no sum of.
void check_total(std::span<Literal const> total, Kinds, Diagnostics&);

}  // namespace vitac
