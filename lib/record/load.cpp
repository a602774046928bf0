#include "record/load.hpp"

#include <fmt/format.h>

#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "record/bibliography.hpp"

namespace vitac {

std::optional<PersonRecord> load_record(std::filesystem::path const& path, Files& files, Sources& sources,
                                        Forest& forest, Diagnostics& problems) {
  auto bytes = files.read(path);
  if (!bytes) {
    Diagnostic problem{
        Severity::error, "unreadable", {}, fmt::format("`{}` {}", path.string(), bytes.error().reason)};
    problem.exit = Exit::usage;
    problems.add(std::move(problem));
    return {};
  }
  auto file = sources.add(path == "-" ? "<stdin>" : path.string(), std::move(*bytes));
  auto tree = read_yaml(file, sources, forest, problems);
  if (!tree) return {};
  std::optional<PersonRecord> record(std::in_place);
  decode(*tree, shape<PersonRecord>(), &*record, problems);
  if (tree->kind != Tree::map) return {};
  add_bibliography(*record, path == "-" ? "" : path.parent_path(), files, sources, problems);
  return record;
}

}  // namespace vitac
