#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace vitac {

/// Where what only saves time is kept between runs; empty when there is no place for it.
std::filesystem::path cache_folder();

/// One kind of thing that the cache holds.
struct CacheShelf {
  std::string name;
  std::size_t items = 0;
  std::uint64_t bytes = 0;
};

/// What is in the cache: formats, what is kept of documents, and what LuaTeX read of fonts.
std::vector<CacheShelf> cache_contents();

/// The bytes that the cache may have: VITAC_CACHE_SIZE (`500M`, `2G`), else 1 GB.
std::uint64_t cache_limit();

/// Removes what was not used for longest until the rest is within `limit` bytes; 0 removes all. Gives the
/// bytes that went. What is in use meanwhile is made again when it is missed.
std::uint64_t trim_cache(std::uint64_t limit);

/// Whether the cache was not trimmed for a while. Then it is taken for trimmed from now on: one process does
/// it.
bool is_cache_to_be_trimmed();

/// Notes that something in the cache was used.
void mark_used(std::filesystem::path const&);

}  // namespace vitac
