#include "style/style.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "codec/decode.hpp"
#include "codec/yaml.hpp"

namespace vitac {
namespace {

constexpr std::string_view template_suffix = ".tex";

template <class T>
std::optional<T> load_yaml(DataFile const& file, Sources& sources, Forest& forest, Diagnostics& problems) {
  auto number = sources.add(file.shown, file.bytes);
  auto tree = read_yaml(number, sources, forest, problems);
  if (!tree) return {};
  return decode<T>(*tree, problems);
}

/// A style and those it extends, laid over each other.
class Layers {
 public:
  struct Whole {
    Tree const* manifest = nullptr;  ///< null when one could not be read
    std::vector<DataFile> files;     ///< of each name the nearest
  };

  Layers(Store& store, Sources& sources, Forest& forest, Diagnostics& problems)
      : m_store(store), m_sources(sources), m_forest(forest), m_problems(problems) {}

  Whole whole(DataFolder nearest) {
    Whole whole;
    std::vector<std::string> seen;
    for (std::optional<DataFolder> layer = std::move(nearest); layer;
         layer = parent(*layer, seen, whole.manifest)) {
      auto manifest = layer->find("style.yaml");
      auto tree = read_yaml(m_sources.add(manifest->shown, manifest->bytes), m_sources, m_forest, m_problems);
      if (!tree) return {};
      whole.manifest = whole.manifest ? &laid_over(*whole.manifest, *tree) : tree;
      m_extends = tree->kind == Tree::map ? tree->find("extends") : nullptr;
      for (auto& file : layer->files)
        if (std::ranges::find(whole.files, file.name, &DataFile::name) == whole.files.end())
          whole.files.push_back(file);
    }
    return whole;
  }

 private:
  /// The style that a layer extends; empty when it extends none, or one that cannot be.
  std::optional<DataFolder> parent(DataFolder const& layer, std::vector<std::string>& seen,
                                   Tree const*& manifest) {
    seen.push_back(layer.name);
    if (!m_extends || m_extends->kind != Tree::scalar) return {};
    auto refuse = [&](std::string message, std::string help) -> std::optional<DataFolder> {
      m_problems.error("unknown-style", m_extends->at, std::move(message), std::move(help));
      manifest = nullptr;
      return {};
    };
    if (std::ranges::find(seen, m_extends->text) != seen.end())
      return refuse(fmt::format("the style `{}` extends itself", m_extends->text),
                    "remove one of the `extends`");
    auto found = m_store.style(m_extends->text);
    if (found) return found;
    auto names = m_store.style_names();
    std::vector<std::string_view> views(names.begin(), names.end());
    return refuse(fmt::format("there is no style `{}`", m_extends->text),
                  did_you_mean(m_extends->text, views));
  }

  /// The keys of `over`, then those of `under` that it lacks. Within options, slots and layouts likewise, all
  /// the way down: `options: {paper: {default: a4}}` changes a default and nothing else.
  Tree const& laid_over(Tree const& over, Tree const& under, bool deep = false) {
    if (over.kind != Tree::map || under.kind != Tree::map) return over;
    Tree merged = over;
    for (auto& [key, value] : merged.entries)
      if (auto base = under.find(key->text); base && (deep || has_names(key->text)))
        value = &laid_over(*value, *base, true);
    for (auto const& entry : under.entries)
      if (!over.find(entry.first->text)) merged.entries.push_back(entry);
    return m_forest.emplace_back(std::move(merged));
  }

  static bool has_names(std::string_view key) {
    return key == "options" || key == "layouts" || key == "slots";
  }

  Store& m_store;
  Sources& m_sources;
  Forest& m_forest;
  Diagnostics& m_problems;
  Tree const* m_extends = nullptr;
};

bool check_contract(Manifest const& manifest, Diagnostics& problems) {
  if (manifest.contract.value == 1) return true;
  problems.error("contract", manifest.contract.at,
                 fmt::format("this vitac reads styles of contract 1, not {}", manifest.contract.value));
  return false;
}

void check_templates(Style& style, Locale const& locale, Diagnostics& problems) {
  style.types =
      std::make_unique<ViewTypes>(default_options(style.manifest), layouts_of(style.manifest), locale);
  for (auto part : {Style::preamble, Style::data, Style::body}) {
    auto found = style.templates.find(part);
    if (found == style.templates.end())
      problems.error("missing-template", {}, fmt::format("the style `{}` lacks `{}.tex`", style.name, part));
    else
      check_template(found->second, style.templates, style.types->document(), problems);
  }
}

}  // namespace

std::optional<Locale> load_locale(DataFile const& file, Sources& sources, Forest& forest,
                                  Diagnostics& problems) {
  return load_yaml<Locale>(file, sources, forest, problems);
}

std::optional<CitationFormat> load_citation_format(DataFile const& file, Sources& sources, Forest& forest,
                                                   Diagnostics& problems) {
  return load_yaml<CitationFormat>(file, sources, forest, problems);
}

std::optional<Style> load_style(DataFolder folder, Store& store, Locale const& locale, Sources& sources,
                                Forest& forest, Diagnostics& problems) {
  auto errors_before = problems.count(Severity::error);
  Style style;
  style.name = folder.name;
  auto whole = Layers(store, sources, forest, problems).whole(std::move(folder));
  auto manifest = whole.manifest ? decode<Manifest>(*whole.manifest, problems) : std::nullopt;
  if (!manifest || !check_contract(*manifest, problems)) return {};
  style.manifest = std::move(*manifest);
  for (auto& file : whole.files) {
    style.files.emplace_back(file.name, file.shown);
    if (file.name.ends_with(template_suffix)) {
      auto number = sources.add(file.shown, std::move(file.bytes));
      auto name = file.name.substr(0, file.name.size() - template_suffix.size());
      style.templates.emplace(name, parse_template(sources.text(number), number, problems));
    } else if (!file.name.ends_with(".yaml")) {
      style.companions.push_back(std::move(file));
    }
  }
  check_templates(style, locale, problems);
  if (problems.count(Severity::error) > errors_before) return {};
  return style;
}

}  // namespace vitac
