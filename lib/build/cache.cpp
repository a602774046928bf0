#include "build/cache.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "base/files.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;
using Time = fs::file_time_type;

constexpr std::uint64_t usual_limit = 1'000'000'000;
constexpr std::chrono::hours between_trims{1};

/// The folders of the cache that hold a folder for each thing.
constexpr std::array<std::string_view, 3> shelves = {"formats", "kept", "luatex"};

struct Item {
  fs::path folder;
  std::uint64_t bytes = 0;
  Time used = {};
};

std::uint64_t bytes_in(fs::path const& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator files(folder, error);
  for (; !error && files != fs::recursive_directory_iterator(); files.increment(error))
    if (std::error_code gone; files->is_regular_file(gone) && !files->is_symlink(gone))
      if (auto size = files->file_size(gone); !gone) bytes += size;
  return bytes;
}

std::vector<Item> items_of(std::string_view shelf) {
  std::vector<Item> items;
  std::error_code error;
  auto cache = cache_folder();
  if (cache.empty()) return items;
  for (fs::directory_iterator at(cache / shelf, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    items.push_back({at->path(), bytes_in(at->path()), fs::last_write_time(at->path(), gone)});
  }
  return items;
}

}  // namespace

fs::path cache_folder() {
  auto cache = user_folder("XDG_CACHE_HOME", ".cache");
  return cache.empty() ? cache : cache / "vitac";
}

std::vector<CacheShelf> cache_contents() {
  std::vector<CacheShelf> contents;
  for (auto shelf : shelves) {
    auto& sum = contents.emplace_back(std::string(shelf));
    for (auto const& item : items_of(shelf)) {
      ++sum.items;
      sum.bytes += item.bytes;
    }
  }
  return contents;
}

std::uint64_t cache_limit() {
  auto set = std::getenv("VITAC_CACHE_SIZE");
  std::string_view text = set ? set : "";
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  auto unit = std::string_view(end, text.data() + text.size());
  if (error != std::errc{} || number > 1'000'000) return usual_limit;
  return unit == "M" ? number * 1'000'000 : unit == "G" ? number * 1'000'000'000 : usual_limit;
}

std::uint64_t trim_cache(std::uint64_t limit) {
  std::vector<Item> items;
  for (auto shelf : shelves) std::ranges::move(items_of(shelf), std::back_inserter(items));
  std::ranges::sort(items, std::ranges::greater{}, &Item::used);
  std::uint64_t kept = 0, removed = 0;
  for (auto const& item : items) {
    std::error_code error;
    if (kept + item.bytes <= limit && limit > 0)
      kept += item.bytes;
    else if (fs::remove_all(item.folder, error); !error)
      removed += item.bytes;
  }
  return removed;
}

bool is_cache_to_be_trimmed() {
  auto cache = cache_folder();
  std::error_code error;
  if (cache.empty() || !fs::is_directory(cache, error)) return false;
  auto last = fs::last_write_time(cache / "trimmed", error);
  if (!error && Time::clock::now() - last < between_trims) return false;
  return Files().write(cache / "trimmed", "").has_value();
}

void mark_used(fs::path const& item) {
  std::error_code error;
  fs::last_write_time(item, Time::clock::now(), error);
}

}  // namespace vitac
