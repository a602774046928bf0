#include "base/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace vitac {

std::string hash_of(std::string_view bytes) {
  auto hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace vitac
