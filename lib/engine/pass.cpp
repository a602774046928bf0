#include "engine/pass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/environment.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// A document that prints without end fills the disk, if it is let.
constexpr std::uint64_t most_file = 512u << 20;

}  // namespace

Formats formats_of(Manuscript const& manuscript, Engine const& engine) {
  auto preamble = std::string_view(manuscript.tex).substr(0, manuscript.preamble);
  return {manuscript.formats, engine, {preamble, manuscript.companions}};
}

Start quickest_start(Manuscript const& manuscript, Engine const& engine) {
  auto formats = formats_of(manuscript, engine);
  auto format = formats.find();
  if (!format) {
    formats.begin(manuscript.format_maker);
    return {};
  }
  auto from = format->tree.is_whole() ? Start::format_tree : Start::format;
  return {from, std::move(format)};
}

tl::expected<WorkFolder, FileError> make_work_folder(Manuscript const& manuscript, Start const& start) {
  auto folder = WorkFolder::make();
  if (!folder) return folder;
  for (auto const* group : {&manuscript.kept, &manuscript.companions, &manuscript.pictures}) {
    for (auto const& [name, bytes] : *group) {
      if (!is_plain_name(name))
        return tl::unexpected(FileError{fmt::format("`{}` is not a plain file name", name)});
      if (auto written = write_into(*folder, name, bytes); !written) return tl::unexpected(written.error());
    }
  }
  // A link, not a copy of 20 MB. Should it lead nowhere by then, the engine ends with an error.
  std::error_code error;
  if (start.from != Start::whole) fs::create_symlink(start.kept->file, folder->path() / "vitac.fmt", error);
  return folder;
}

tl::expected<void, FileError> write_into(WorkFolder const& folder, std::string_view name,
                                         std::string_view bytes) {
  auto written = Files().write(folder.path() / name, bytes);
  if (!written)
    written.error().reason =
        fmt::format("the folder for temporary files: `{}` {}", name, written.error().reason);
  return written;
}

std::string text_for(Start const& start, Manuscript const& manuscript) {
  return start.from == Start::whole ? manuscript.tex : without_preamble(manuscript.tex, manuscript.preamble);
}

Command pass_over(std::string_view file, WorkFolder const& folder, Start const& start,
                  Manuscript const& manuscript, Engine const& engine) {
  Command command;
  // Not -halt-on-error: one run shows all errors, and the timeout ends what TeX cannot get out of. The first
  // line could name another format, were it parsed.
  command.arguments = {engine.program.string(), "-no-shell-escape", "-no-parse-first-line",
                       "-interaction=nonstopmode", "-file-line-error"};
  if (start.from != Start::whole) command.arguments.push_back("-fmt=vitac");
  if (start.from != Start::format_tree) command.arguments.push_back("-recorder");
  if (file != document_name) command.arguments.push_back("-jobname=document");
  command.arguments.emplace_back(file);
  command.folder = folder.path().string();
  command.environment = engine_environment(manuscript.epoch);
  if (start.from == Start::format_tree) {
    std::erase_if(command.environment, [](auto& variable) {
      return variable.starts_with("TEXMF=") || variable.starts_with("TEXMFDBS=");
    });
    std::ranges::move(start.kept->tree.environment(), std::back_inserter(command.environment));
  }
  command.timeout = manuscript.timeout;
  command.most_file = most_file;
  command.most_memory = manuscript.most_memory;
  return command;
}

Feedback given_files(Manuscript const& manuscript) {
  Feedback files;
  for (auto const* group : {&manuscript.companions, &manuscript.pictures})
    for (auto const& [name, bytes] : *group) files.insert_or_assign(name, bytes);
  return files;
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find('/') == name.npos && name != document_name;
}

}  // namespace vitac
