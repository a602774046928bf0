#include "base/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <fstream>
#include <memory>
#include <vector>

namespace vitac {
namespace {

std::string in_digits(XXH128_hash_t hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

std::string hash_of(std::string_view bytes) {
  return in_digits(XXH3_128bits(bytes.data(), bytes.size()));
}

std::optional<std::string> hash_of_file(std::filesystem::path const& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return {};
  std::ifstream file(path, std::ios::binary);
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), XXH3_freeState);
  XXH3_128bits_reset(state.get());
  std::vector<char> part(256u << 10);
  while (file) {
    file.read(part.data(), static_cast<std::streamsize>(part.size()));
    XXH3_128bits_update(state.get(), part.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof()) return {};
  return in_digits(XXH3_128bits_digest(state.get()));
}

}  // namespace vitac
