#include "engine/inputs.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <ranges>
#include <set>

namespace vitac {
namespace {

namespace fs = std::filesystem;

auto lines_of(std::string_view text) {
  auto as_view = [](auto const& line) { return std::string_view(line.begin(), line.end()); };
  return text | std::views::split('\n') | std::views::transform(as_view);
}

std::string stamp_of(fs::path const& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return fmt::format("missing {}\n", file.string());
  return fmt::format("{}.{}.{} {}\n", status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                     file.string());
}

}  // namespace

std::vector<fs::path> recorded_inputs(std::string_view recording) {
  std::vector<fs::path> files;
  for (auto line : lines_of(recording))
    if (line.starts_with("INPUT /")) files.emplace_back(line.substr(std::string_view("INPUT ").size()));
  std::ranges::sort(files);
  auto repeated = std::ranges::unique(files);
  files.erase(repeated.begin(), repeated.end());
  return files;
}

std::vector<fs::path> with_lists(std::vector<fs::path> files) {
  std::set<fs::path> seen, lists;
  std::error_code error;
  for (auto const& file : files)
    for (auto folder = file.parent_path(); seen.insert(folder).second; folder = folder.parent_path())
      if (fs::exists(folder / "ls-R", error)) lists.insert(folder / "ls-R");
  files.insert(files.end(), lists.begin(), lists.end());
  return files;
}

std::string stamps_of(std::vector<fs::path> const& files) {
  std::string stamps;
  for (auto const& file : files) stamps += stamp_of(file);
  return stamps;
}

bool are_as_stamped(std::string_view stamps) {
  return std::ranges::all_of(lines_of(stamps), [](std::string_view line) {
    if (line.empty()) return true;
    auto now = stamp_of(line.substr(line.find(' ') + 1));
    return std::string_view(now).substr(0, now.size() - 1) == line;
  });
}

}  // namespace vitac
