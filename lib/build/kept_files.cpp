#include "build/kept_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "build/cache.hpp"
#include "engine/inputs.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 256u << 20;

/// Changes when what is kept would be read otherwise.
constexpr std::string_view kind = "vitac-result-2";

std::string bytes_of(fs::path const& path) {
  return Files().read(path, most_bytes).value_or(std::string{});
}

void write_changed(fs::path const& path, std::string_view bytes) {
  if (bytes_of(path) != bytes) (void)Files().write(path, bytes);
}

/// What a record of a result begins with, if the files beside it are those that were written with it.
std::string head(std::string_view identity, std::string_view pdf, std::string_view log) {
  return fmt::format("{}\n{}\n{}\n{}\n", kind, identity, hash_of(pdf), hash_of(log));
}

}  // namespace

KeptFiles::KeptFiles(std::string_view key) {
  if (auto cache = cache_folder(); !cache.empty()) m_folder = cache / "kept" / hash_of(key);
}

std::vector<Companion> KeptFiles::feedback() const {
  std::vector<Companion> kept;
  std::error_code error;
  if (m_folder.empty()) return kept;
  for (fs::directory_iterator at(m_folder / "feedback", error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error))
      if (auto bytes = bytes_of(at->path()); !bytes.empty())
        kept.push_back({at->path().filename().string(), std::move(bytes)});
  std::ranges::sort(kept, {}, &Companion::name);
  return kept;
}

std::optional<KeptResult> KeptFiles::result(std::string_view identity) const {
  if (m_folder.empty()) return {};
  auto record = bytes_of(m_folder / "record");
  if (!record.starts_with(fmt::format("{}\n{}\n", kind, identity))) return {};
  KeptResult kept;
  auto& result = kept.typeset;
  result.pdf = bytes_of(m_folder / "document.pdf");
  result.raw_log = bytes_of(m_folder / "document.log");
  auto beginning = head(identity, result.pdf, result.raw_log);
  if (!record.starts_with(beginning)) return {};
  auto rest = std::string_view(record).substr(beginning.size());
  auto [counted, error] = std::from_chars(rest.data(), rest.data() + rest.size(), kept.left_out);
  if (error != std::errc{}) return {};
  result.inputs = rest.substr(std::size_t(counted - rest.data()) + 1);
  if (!are_as_stamped(result.inputs)) return {};
  result.how = Typeset::done;
  mark_used(m_folder);
  return kept;
}

void KeptFiles::write(Typeset const& result, std::string_view identity, std::size_t left_out) const {
  std::error_code error;
  auto folder = m_folder / "feedback";
  if (m_folder.empty() || (!fs::create_directories(folder, error) && error)) return;
  for (auto const& before : feedback())
    if (std::ranges::find(result.kept, before.name, &Companion::name) == result.kept.end())
      fs::remove(folder / before.name, error);
  for (auto const& [name, bytes] : result.kept) write_changed(folder / name, bytes);
  // A result of which TeX does not say what it was made of cannot be told from an old one.
  if (result.inputs.empty()) return;
  write_changed(m_folder / "document.pdf", result.pdf);
  write_changed(m_folder / "document.log", result.raw_log);
  write_changed(m_folder / "record",
                head(identity, result.pdf, result.raw_log) + fmt::format("{}\n", left_out) + result.inputs);
}

}  // namespace vitac
