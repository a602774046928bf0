#include "build/kept_files.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/hash.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 16u << 20;

std::string bytes_of(fs::path const& path) {
  return Files().read(path, most_bytes).value_or(std::string{});
}

}  // namespace

fs::path cache_folder() {
  auto cache = user_folder("XDG_CACHE_HOME", ".cache");
  return cache.empty() ? cache : cache / "vitac";
}

KeptFiles::KeptFiles(std::string_view key) {
  if (auto cache = cache_folder(); !cache.empty()) m_folder = cache / "kept" / hash_of(key);
}

std::vector<Companion> KeptFiles::read() const {
  std::vector<Companion> kept;
  std::error_code error;
  if (m_folder.empty()) return kept;
  for (fs::directory_iterator at(m_folder, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error))
      if (auto bytes = bytes_of(at->path()); !bytes.empty())
        kept.push_back({at->path().filename().string(), std::move(bytes)});
  std::ranges::sort(kept, {}, &Companion::name);
  return kept;
}

void KeptFiles::write(std::vector<Companion> const& files) const {
  std::error_code error;
  if (m_folder.empty() || (!fs::create_directories(m_folder, error) && error)) return;
  for (auto const& before : read())
    if (std::ranges::find(files, before.name, &Companion::name) == files.end())
      fs::remove(m_folder / before.name, error);
  for (auto const& [name, bytes] : files)
    if (bytes_of(m_folder / name) != bytes) (void)Files().write(m_folder / name, bytes);
}

}  // namespace vitac
