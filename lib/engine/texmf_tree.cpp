#include "engine/texmf_tree.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "base/files.hpp"
#include "base/hash.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kind = "vitac-tree-1";
constexpr std::string_view list_name = "ls-R", record_name = "record";

/// `record`, a line each: the kind, the hash of the list, then the files that were read and, after `!`, the
/// complaints.
struct Record {
  std::string hash;
  std::set<fs::path> inputs;
  std::set<std::string> complaints;
};

std::optional<Record> read_record(fs::path const& folder) {
  auto bytes = Files().read(folder / record_name, 8u << 20);
  if (!bytes) return {};
  std::istringstream lines(*bytes);
  Record record;
  std::string line;
  if (!std::getline(lines, line) || line != kind || !std::getline(lines, record.hash)) return {};
  while (std::getline(lines, line)) {
    if (line.starts_with('!'))
      record.complaints.insert(line.substr(1));
    else
      record.inputs.insert(line);
  }
  return record;
}

std::string written(Record const& record) {
  auto text = fmt::format("{}\n{}\n", kind, record.hash);
  for (auto const& input : record.inputs) text += fmt::format("{}\n", input.string());
  for (auto const& complaint : record.complaints) text += fmt::format("!{}\n", complaint);
  return text;
}

/// A folder of a real tree as it is seen in ours: `tex/latex/base` of root 3 is `tex/latex/r3/base`.
struct Place {
  fs::path link, target, listed;
};

std::optional<Place> place_of(fs::path const& real, std::vector<fs::path> const& roots) {
  for (std::size_t i = 0; i < roots.size(); ++i) {
    auto below = real.lexically_relative(roots[i]);
    if (below.empty() || *below.begin() == "..") continue;
    auto part = below.begin();
    auto kind_of_file = *part++;
    if (part == below.end()) return {};  // no engine looks so high up
    auto link = kind_of_file / *part++;
    auto target = roots[i] / link;
    link /= fmt::format("r{}", i);
    auto listed = link;
    while (part != below.end()) listed /= *part++;
    return Place{link, target, listed};
  }
  return {};
}

/// Gives the list, and makes the links that it needs.
std::string fill(fs::path const& folder, std::vector<fs::path> const& roots,
                 std::set<fs::path> const& inputs) {
  std::error_code error;
  std::map<std::string, fs::path> used;  // a name stands for the file that was read by it
  std::set<fs::path> folders;
  for (auto const& input : inputs) {
    used.emplace(input.filename().string(), input.parent_path());
    folders.insert(input.parent_path());
  }
  std::string list = "% ls-R -- filename database.\n";
  for (auto const& real : folders) {
    auto place = place_of(real, roots);
    if (!place) continue;
    fs::create_directories((folder / place->link).parent_path(), error);
    fs::create_directory_symlink(place->target, folder / place->link, error);
    list += fmt::format("\n./{}:\n", place->listed.string());
    std::set<std::string> names;
    for (fs::directory_iterator at(real, error), end; !error && at != end; at.increment(error))
      names.insert(at->path().filename().string());
    for (auto const& name : names)
      if (auto read = used.find(name); read == used.end() || read->second == real)
        list += fmt::format("{}\n", name);
  }
  return list;
}

}  // namespace

bool TexmfTree::is_whole() const {
  auto record = read_record(m_folder);
  auto list = record ? Files().read(m_folder / list_name, 64u << 20) : std::string{};
  return record && list && hash_of(*list) == record->hash;
}

void TexmfTree::learn(std::vector<fs::path> const& roots, std::vector<fs::path> const& inputs,
                      std::vector<std::string> const& complaints) const {
  auto record = read_record(m_folder).value_or(Record{});
  record.inputs.insert(inputs.begin(), inputs.end());
  record.complaints.insert(complaints.begin(), complaints.end());
  // Made aside and then put in its place: another process may be using the present one.
  auto aside = m_folder;
  aside += fmt::format(".{}", ::getpid());
  std::error_code error;
  if (!fs::create_directory(aside, error)) return;
  auto list = fill(aside, roots, record.inputs);
  record.hash = hash_of(list);
  bool is_written =
      Files().write(aside / list_name, list) && Files().write(aside / record_name, written(record));
  if (is_written) {
    fs::remove_all(m_folder, error);
    fs::rename(aside, m_folder, error);
  }
  if (!is_written || error) fs::remove_all(aside, error);
}

bool TexmfTree::is_doubted_by(std::string_view log) const {
  auto record = read_record(m_folder);
  return !record || std::ranges::any_of(complaints_of(log), [&](std::string const& complaint) {
    return !record->complaints.contains(complaint);
  });
}

std::vector<fs::path> TexmfTree::inputs() const {
  auto record = read_record(m_folder).value_or(Record{});
  return {record.inputs.begin(), record.inputs.end()};
}

std::vector<std::string> TexmfTree::environment() const {
  // Not for the home of the user's own files: no list of it is kept, and they change.
  return {fmt::format("TEXMF={{$TEXMFHOME,!!{}}}", m_folder.string()),
          fmt::format("TEXMFDBS={{!!{}}}", m_folder.string())};
}

std::vector<std::string> complaints_of(std::string_view log) {
  std::vector<std::string> complaints;
  for (std::string_view sign : {" not found", "Font shape `"}) {
    for (auto at = log.find(sign); at != log.npos; at = log.find(sign, at + 1)) {
      auto begin = log.rfind('\n', at) + 1;
      auto line = log.substr(begin, log.find('\n', at) - begin);
      if (std::ranges::count(complaints, line) == 0) complaints.emplace_back(line);
    }
  }
  return complaints;
}

}  // namespace vitac
