#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vitac {

/// A decimal number as people write and add it, to the last digit. What would take more digits than some
/// thirty-eight is empty.
class Decimal {
 public:
  Decimal() = default;

  /// What a `Number` or a `Share` has as its text.
  static std::optional<Decimal> read(std::string_view digits);

  std::optional<Decimal> plus(Decimal) const;
  std::optional<Decimal> per_cent(Decimal) const;

  /// Rounded to hundredths, a half up, without noughts at its end: `25000.13`, `1.5`, `3`.
  std::string rounded() const;

 private:
  __extension__ typedef __int128 Units;  // NOLINT(modernize-use-using)

  Decimal(Units units, int decimals) : m_units(units), m_decimals(decimals) {}

  /// The same number with at least so many decimals.
  std::optional<Decimal> with_decimals(int) const;

  static constexpr int least = 2;
  Units m_units = 0;
  int m_decimals = least;  ///< which of the units' digits they are
};

}  // namespace vitac
