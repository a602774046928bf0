#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace vitac {

/// Whether the bytes of a file are a text in UTF-8; else the sink says what they are, at the first that is
/// not.
bool check_encoding(std::uint32_t file, std::string_view bytes, Diagnostics&);

/// Latin-1, as Windows has it with signs where Latin-1 has none, as UTF-8.
std::string from_latin1(std::string_view bytes);

}  // namespace vitac
