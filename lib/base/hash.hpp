#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vitac {

/// A 128-bit hash of some bytes, as 32 hexadecimal digits. Not for secrets.
std::string hash_of(std::string_view);

/// The same of the bytes of a regular file, which are not held: for large ones. Empty when it cannot be read.
std::optional<std::string> hash_of_file(std::filesystem::path const&);

}  // namespace vitac
