#include "plan/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {

std::optional<Decimal> Decimal::read(std::string_view digits) {
  Decimal number(0, 0);
  bool is_fraction = false;
  for (char c : digits) {
    is_fraction = is_fraction || c == '.';
    if (!is_ascii_digit(c)) continue;
    if (__builtin_mul_overflow(number.m_units, 10, &number.m_units) ||
        __builtin_add_overflow(number.m_units, c - '0', &number.m_units))
      return {};
    number.m_decimals += is_fraction;
  }
  if (number.m_units == 0) return Decimal();
  if (digits.starts_with('-')) number.m_units = -number.m_units;
  return number.with_decimals(least);
}

std::optional<Decimal> Decimal::with_decimals(int decimals) const {
  auto number = *this;
  for (; number.m_decimals < decimals; ++number.m_decimals)
    if (__builtin_mul_overflow(number.m_units, 10, &number.m_units)) return {};
  return number;
}

std::optional<Decimal> Decimal::plus(Decimal other) const {
  auto decimals = std::max(m_decimals, other.m_decimals);
  auto one = with_decimals(decimals), two = other.with_decimals(decimals);
  if (!one || !two || __builtin_add_overflow(one->m_units, two->m_units, &one->m_units)) return {};
  return one;
}

std::optional<Decimal> Decimal::per_cent(Decimal percent) const {
  Decimal part(0, m_decimals + percent.m_decimals + 2);
  if (__builtin_mul_overflow(m_units, percent.m_units, &part.m_units)) return {};
  return part;
}

std::string Decimal::rounded() const {
  auto units = m_units < 0 ? -m_units : m_units;
  bool is_up = false;
  for (auto decimals = m_decimals; decimals > least; --decimals) is_up = units % 10 >= 5, units /= 10;
  auto digits = fmt::format("{:03}", units + is_up);
  digits.insert(digits.size() - least, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  return (m_units < 0 && digits != "0" ? "-" : "") + digits;
}

}  // namespace vitac
