#pragma once
#include <cstdint>
#include <string_view>

#include "base/diagnostic.hpp"

namespace vitac {

/// Whether the bytes of a file are a text in UTF-8; else the sink says what they are, at the first that is
/// not.
bool check_encoding(std::uint32_t file, std::string_view bytes, Diagnostics&);

}  // namespace vitac
