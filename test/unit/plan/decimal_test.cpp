#include "plan/decimal.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace vitac;

namespace {

std::string sum(std::vector<std::string> const& numbers) {
  std::optional<Decimal> sum = Decimal();
  for (auto const& number : numbers)
    if (auto next = Decimal::read(number); sum && next)
      sum = sum->plus(*next);
    else
      return "-";
  return sum ? sum->rounded() : "-";
}

std::string part(std::string const& amount, std::string const& percent) {
  auto part = Decimal::read(amount)->per_cent(*Decimal::read(percent));
  return part ? part->rounded() : "-";
}

}  // namespace

TEST_CASE("decimals add to the last digit, and round a half up") {
  CHECK(sum({}) == "0");
  CHECK(sum({"1000", "500.5"}) == "1500.5");
  CHECK(sum({"0.1", "0.2"}) == "0.3");
  CHECK(sum({"1.005"}) == "1.01");
  CHECK(sum({"1.0049999"}) == "1");
  CHECK(sum({"0.004", "0.004"}) == "0.01");  // the sum is rounded, no number of it
  CHECK(sum({"99.995"}) == "100");
  CHECK(sum({"-1.005", "-2"}) == "-3.01");
  CHECK(sum({"-.001"}) == "0");
  CHECK(sum({"5.", ".5"}) == "5.5");
}

TEST_CASE("per cent of a decimal is exact") {
  CHECK(part("100000.50", "25") == "25000.13");
  CHECK(part("1234567", "33.3") == "411110.81");
  CHECK(part("-3", "0.5") == "-0.02");
  CHECK(part("0.00000000000000000001", "100") == "0");
}

TEST_CASE("numbers of too many digits are none") {
  CHECK(sum({"1" + std::string(30, '0'), "." + std::string(30, '0') + "1"}) == "-");
  CHECK(sum({std::string(60, '9')}) == "-");
  CHECK(part("100000000000000000000000000000000000", "12.3456789") == "-");
}
