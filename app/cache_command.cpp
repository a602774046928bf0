#include "cache_command.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <array>
#include <utility>

#include "base/diagnostic.hpp"
#include "build/cache.hpp"
#include "columns.hpp"

namespace vitac::app {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> meanings{{
    {"formats", "preambles of styles, read once"},
    {"kept", "documents, each with its last PDF"},
    {"luatex", "list of fonts, as lualatex read them"},
}};

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", double(bytes) / 1e6);
}

std::string_view meaning_of(std::string_view shelf) {
  for (auto const& [name, meaning] : meanings)
    if (name == shelf) return meaning;
  return "";
}

}  // namespace

int tell_of_cache() {
  if (cache_folder().empty()) {
    print("there is no place for a cache: set XDG_CACHE_HOME or HOME\n");
    return int(Exit::done);
  }
  print(cache_folder().string() + "\n");
  for (auto const& shelf : cache_contents())
    print_row(shelf.name,
              fmt::format("{:>9}  {} {}", megabytes(shelf.bytes), shelf.items, meaning_of(shelf.name)));
  print_row("limit", fmt::format("{:>9}  VITAC_CACHE_SIZE=2G sets another", megabytes(cache_limit())));
  return int(Exit::done);
}

int clear_cache() {
  print(fmt::format("removed {} from {}\n", megabytes(trim_cache(0)), cache_folder().string()));
  return int(Exit::done);
}

int trim_cache_beside() {
  ::setpriority(PRIO_PROCESS, 0, 19);
  trim_cache(cache_limit());
  return int(Exit::done);
}

}  // namespace vitac::app
