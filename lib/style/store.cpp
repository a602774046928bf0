#include "style/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_style_bytes = 16u << 20;

bool is_file(fs::path const& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// Whether something in a style's folder is meant as a file of it: not what editors and version control keep
/// there, nor a folder, unless it stands where a template should.
bool is_of_style(fs::directory_entry const& entry) {
  std::error_code error;
  auto name = entry.path().filename().string();
  if (name.starts_with('.') || name.starts_with('#') || name.ends_with('~')) return false;
  return !entry.is_directory(error) || name.ends_with(".tex") || name.ends_with(".yaml");
}

}  // namespace

std::string_view embedded_file(std::string_view path) {
  auto found = std::ranges::find(embedded_files(), path, &EmbeddedFile::path);
  return found == embedded_files().end() ? std::string_view{} : found->bytes;
}

std::vector<fs::path> style_roots(std::optional<fs::path> const& beside) {
  std::vector<fs::path> roots;
  if (beside) roots.push_back(*beside / "styles");
  if (auto data = user_folder("XDG_DATA_HOME", ".local/share"); !data.empty())
    roots.push_back(data / "vitac" / "styles");
  return roots;
}

DataFile const* DataFolder::find(std::string_view file) const {
  auto found = std::ranges::find(files, file, &DataFile::name);
  return found == files.end() ? nullptr : &*found;
}

std::optional<DataFolder> Store::read_folder(fs::path const& folder) {
  std::error_code error;
  if (!fs::is_regular_file(folder / "style.yaml", error)) return {};
  std::vector<fs::path> paths;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (is_of_style(*at)) paths.push_back(at->path());
  std::ranges::sort(paths);
  auto whole = fs::weakly_canonical(fs::absolute(folder, error), error);
  DataFolder read{(whole.has_filename() ? whole : whole.parent_path()).filename().string(), {}, folder};
  for (auto const& path : paths) {
    auto bytes = m_files.read(path, most_style_bytes);
    read.files.push_back({path.filename().string(), path.string(), bytes.value_or(std::string{})});
    if (bytes) continue;
    bool leads_nowhere = fs::is_symlink(path, error) && !fs::exists(path, error) && !error;
    read.unreadable.push_back(fmt::format(
        "`{}` {}", path.string(), leads_nowhere ? "is a link that leads nowhere" : bytes.error().reason));
  }
  return read;
}

std::optional<DataFolder> Store::style(std::string_view name) {
  if (name.find('/') != name.npos) return read_folder(name);
  if (name.empty() || name.starts_with('.')) return {};
  for (auto const& root : m_roots)
    if (auto folder = read_folder(root / name)) return folder;
  DataFolder carried{std::string(name), {}};
  auto prefix = "styles/" + carried.name + "/";
  for (auto const& [path, bytes] : embedded_files())
    if (path.starts_with(prefix))
      carried.files.push_back(
          {std::string(path.substr(prefix.size())), std::string(path), std::string(bytes)});
  if (carried.files.empty()) return {};
  return carried;
}

std::vector<std::string> Store::style_names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (auto const& root : m_roots)
    for (fs::directory_iterator at(root, error), end; !error && at != end; at.increment(error))
      if (fs::is_regular_file(at->path() / "style.yaml", error))
        names.push_back(at->path().filename().string());
  for (auto const& [path, bytes] : embedded_files())
    if (path.starts_with("styles/") && path.ends_with("/style.yaml"))
      names.emplace_back(path.substr(7, path.size() - 18));
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string Store::default_style() const {
  auto bytes = embedded_file("styles/default");
  return std::string(bytes.substr(0, bytes.find('\n')));
}

std::optional<DataFile> Store::data(std::string_view folder, std::string_view name) const {
  auto wanted = fmt::format("{}/{}.yaml", folder, name);
  bool is_plain = name.find('/') == name.npos && !name.starts_with('.');
  for (auto const& root : m_roots)
    if (auto path = root.parent_path() / wanted; is_plain && is_file(path))
      if (auto own = m_files.read(path, most_style_bytes))
        return DataFile{wanted, path.string(), std::move(*own)};
  auto bytes = embedded_file(wanted);
  if (bytes.empty()) return {};
  return DataFile{wanted, wanted, std::string(bytes)};
}

std::vector<std::string> Store::data_names(std::string_view folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (auto const& root : m_roots)
    for (fs::directory_iterator at(root.parent_path() / folder, error), end; !error && at != end;
         at.increment(error))
      if (at->path().extension() == ".yaml") names.push_back(at->path().stem().string());
  for (auto const& [path, bytes] : embedded_files())
    if (fs::path(path).parent_path() == folder) names.push_back(fs::path(path).stem().string());
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace vitac
