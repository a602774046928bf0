#include "style/style.hpp"

#include <fmt/format.h>

#include <algorithm>

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

bool check_contract(Manifest const& manifest, Diagnostics& problems) {
  if (manifest.contract.value == 1) return true;
  problems.error("contract", manifest.contract.at,
                 fmt::format("this vitac reads styles of contract 1, not {}", manifest.contract.value));
  return false;
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

std::optional<Style> load_style(DataFolder folder, Locale const& locale, Sources& sources, Forest& forest,
                                Diagnostics& problems) {
  auto errors_before = problems.count(Severity::error);
  auto manifest_file = folder.find("style.yaml");
  auto manifest = load_yaml<Manifest>(*manifest_file, sources, forest, problems);
  if (!manifest || !check_contract(*manifest, problems)) return {};
  Style style{std::move(folder.name), std::move(*manifest), {}, {}, {}};
  for (auto& file : folder.files) {
    if (file.name.ends_with(template_suffix)) {
      auto number = sources.add(file.shown, std::move(file.bytes));
      auto name = file.name.substr(0, file.name.size() - template_suffix.size());
      style.templates.emplace(name, parse_template(sources.text(number), number, problems));
    } else if (!file.name.ends_with(".yaml")) {
      style.companions.push_back(std::move(file));
    }
  }
  style.types =
      std::make_unique<ViewTypes>(default_options(style.manifest), layouts_of(style.manifest), locale);
  for (auto part : {Style::preamble, Style::data, Style::body}) {
    auto found = style.templates.find(part);
    if (found == style.templates.end())
      problems.error("missing-template", {}, fmt::format("the style `{}` lacks `{}.tex`", style.name, part));
    else
      check_template(found->second, style.templates, style.types->document(), problems);
  }
  if (problems.count(Severity::error) > errors_before) return {};
  return style;
}

}  // namespace vitac
