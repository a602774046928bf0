#include "build/claims.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

std::string described(Planned const& planned, Work const& work) {
  auto input = planned.path.string();
  if (work.written.name.empty()) return fmt::format("`{}`", input);
  return fmt::format("`{}` of `{}`", work.written.name, input);
}

}  // namespace

void Claims::add(Planned const& planned, bool is_tex) {
  for (auto const& read : planned.files.reads()) m_inputs.insert(settled(read));
  for (auto const& work : planned.work) {
    m_outputs.push_back({work.output, described(planned, work)});
    if (!is_tex || work.output == "-") continue;
    for (auto const& file : beside(work)) {
      auto path = settled(work.output).parent_path() / file.name;
      auto hash = hash_of(file.bytes);
      auto [known, is_new] = m_beside.emplace(path, hash);
      if (!is_new && known->second != hash && m_twofold.empty()) m_twofold = path;
    }
  }
}

Diagnostics Claims::check() const {
  Diagnostics problems;
  auto say = [&](std::string message, std::string help) {
    problems.add(failure("usage", std::move(message), std::move(help), Exit::usage));
  };
  std::map<fs::path, Claim const*> taken;
  for (auto const& input : m_inputs) taken.emplace(input, nullptr);
  for (auto const& claim : m_outputs) {
    auto [known, is_new] = taken.emplace(settled(claim.path), &claim);
    if (is_new) continue;
    if (known->second)
      say(fmt::format("{} and {} would both be written to {}", known->second->owner, claim.owner,
                      shown_output(claim.path)),
          "`-o` with {document}, or a folder (`out/`), keeps them apart");
    else
      say(fmt::format("{} would be overwritten: it is an input", shown_output(claim.path)),
          "`-o` names another file");
  }
  if (!m_twofold.empty())
    say(fmt::format("`{}` would be two different files", m_twofold.filename().string()),
        "`-o` with {style}/ or {parent}/ keeps them apart");
  return problems;
}

std::vector<Companion> beside(Work const& work) {
  auto files = work.companions;
  files.insert(files.end(), work.pictures.begin(), work.pictures.end());
  return files;
}

std::string shown_output(fs::path const& path) {
  return path == "-" ? "standard output" : fmt::format("`{}`", path.string());
}

}  // namespace vitac
