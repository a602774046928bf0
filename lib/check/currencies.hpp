#pragma once
#include <string_view>

namespace vitac {

/// Whether a word is the code of a currency by ISO 4217, one of today or one that the euro replaced.
bool is_currency(std::string_view code);

/// The code of the currency that a word or a sign means, `dollars`, `usd`, `€`; empty when that is not plain.
std::string_view currency_meant(std::string_view written);

}  // namespace vitac
