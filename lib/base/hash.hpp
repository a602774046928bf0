#pragma once
#include <string>
#include <string_view>

namespace vitac {

/// A 128-bit hash of some bytes, as 32 hexadecimal digits. Not for secrets.
std::string hash_of(std::string_view);

}  // namespace vitac
