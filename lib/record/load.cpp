#include "record/load.hpp"

#include <fmt/format.h>

#include "codec/decode.hpp"
#include "record/bibliography.hpp"
#include "record/include.hpp"
#include "record/settings.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// Raw LaTeX is a program.
void refuse_raw_tex(Forest const& forest, Diagnostics& problems) {
  for (auto const& tree : forest)
    if (!tree.tag.empty())
      problems.error("untrusted", tree.at,
                     fmt::format("`{}` is not taken from an untrusted record", tree.tag),
                     "write it as text, formulas between `$`");
}

/// A document that could not be read whole may have lost its style, or sections.
void keep_whole(Dictionary<DocumentSpec>& documents, Tree const& record) {
  auto tree = record.find("documents");
  std::erase_if(documents.items, [&](auto const& document) {
    auto own = tree ? tree->find(document.key) : nullptr;
    return !own || own->is_damaged;
  });
}

}  // namespace

fs::path folder_of(fs::path const& record) {
  return record == "-" ? fs::path{} : record.parent_path();
}

fs::path folder_of(Span place, Sources const& sources) {
  return fs::path(sources.name(place.file)).parent_path();
}

std::optional<PersonRecord> load_record(RecordSource const& source, Files& files, Sources& sources,
                                        Forest& forest, Diagnostics& problems) {
  auto within = source.is_untrusted ? std::optional(folder_of(source.path)) : std::nullopt;
  auto read = read_with_includes(source.path, within, files, sources, forest, problems);
  if (!read.tree) return {};
  if (source.is_untrusted) refuse_raw_tex(forest, problems);
  auto tree = read.tree;
  for (auto const& setting : tree->is_damaged ? std::vector<std::string>() : source.settings)
    tree = with_setting(*tree, setting, sources, forest, problems);
  std::optional<PersonRecord> record(std::in_place);
  record->files = std::move(read.files);
  decode(*tree, shape<PersonRecord>(), &*record, problems);
  if (tree->kind != Tree::map) return {};
  record->is_damaged = tree->is_damaged;
  if (tree->is_damaged) keep_whole(record->documents, *tree);
  add_bibliography(*record, within, files, sources, problems);
  return record;
}

}  // namespace vitac
