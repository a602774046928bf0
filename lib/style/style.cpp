#include "style/style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "base/encoding.hpp"
#include "base/suggest.hpp"
#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "render/citation.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view template_suffix = ".tex";

template <class T>
std::optional<T> load_yaml(DataFile const& file, Sources& sources, Forest& forest, Diagnostics& problems) {
  auto number = sources.add(file.shown, file.bytes);
  auto tree = read_yaml(number, sources, forest, problems);
  if (!tree) return {};
  return decode<T>(*tree, problems);
}

/// Whether a folder holds a style.
bool is_style(fs::path const& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "style.yaml", error);
}

/// Why a path leads to no style.
std::pair<std::string, std::string> no_style_at(fs::path path, Span at, Store& store) {
  std::error_code error;
  auto shown = path.string();
  if (!path.has_filename()) path = path.parent_path();
  if (fs::is_directory(path, error)) {
    for (fs::directory_iterator inner(path, error), end; !error && inner != end; inner.increment(error))
      if (is_style(inner->path()))
        return {fmt::format("`{}` is no style: it has no style.yaml", shown),
                fmt::format("a style in it is `{}`", inner->path().string())};
    return {fmt::format("`{}` is no style: it has no style.yaml", shown), ""};
  }
  if (fs::exists(path, error))
    return {fmt::format("`{}` is a file, not a folder", shown),
            path.filename() == "style.yaml"
                ? fmt::format("write `{}/` for its style", path.parent_path().string())
                : "a style is a folder with a style.yaml"};
  auto name = path.filename().string();
  std::string help;
  if (store.style(name))
    help = fmt::format("write `{}` for the style of that name", name);
  else if (at.somewhere())
    help = "a path starts at the folder of the file that names it";
  return {fmt::format("`{}` does not exist", shown), help};
}

/// A style and those it extends, laid over each other.
class Layers {
 public:
  struct Whole {
    Tree const* manifest = nullptr;  ///< null when one could not be read
    std::vector<DataFile> files;     ///< of each name the nearest
    std::vector<Style::Layer> layers;
  };

  Layers(Store& store, Sources& sources, Forest& forest, Diagnostics& problems)
      : m_store(store), m_sources(sources), m_forest(forest), m_problems(problems) {}

  Whole whole(DataFolder nearest) {
    Whole whole;
    for (std::optional<DataFolder> layer = std::move(nearest); layer;) {
      auto tree = manifest(*layer);
      if (!tree) return {};
      whole.manifest = whole.manifest ? &laid_over(*whole.manifest, *tree) : tree;
      auto& known = whole.layers.emplace_back(layer->name, layer->path);
      for (auto& file : layer->files) {
        if (std::ranges::find(whole.files, file.name, &DataFile::name) != whole.files.end()) continue;
        known.files.push_back(file.name);
        whole.files.push_back(std::move(file));
      }
      auto extends = tree->kind == Tree::map ? tree->find("extends") : nullptr;
      if (!extends || extends->kind != Tree::scalar || extends->is_absent()) break;
      layer = parent(*layer, *extends, whole.layers);
      if (!layer) return {};
    }
    return whole;
  }

 private:
  Tree const* manifest(DataFolder const& layer) {
    auto file = layer.find("style.yaml");
    auto tree = read_yaml(m_sources.add(file->shown, file->bytes), m_sources, m_forest, m_problems,
                          "a style starts with `contract: 1`");
    return tree && is_of_this_contract(*tree) ? tree : nullptr;
  }

  /// Of another contract everything may be otherwise.
  bool is_of_this_contract(Tree const& manifest) {
    auto contract = manifest.kind == Tree::map ? manifest.find("contract") : nullptr;
    if (!contract || contract->kind != Tree::scalar || contract->is_absent() || contract->text == "1")
      return true;
    m_problems.error(
        "contract", contract->at,
        fmt::format("this vitac reads styles of contract 1, not {}", in_backquotes(contract->text)),
        contract->text.find_first_not_of("0123456789") == std::string::npos
            ? "the style was made for another version of vitac"
            : "write `contract: 1`");
    return false;
  }

  /// The style that a layer extends; empty when that cannot be.
  std::optional<DataFolder> parent(DataFolder const& layer, Tree const& extends,
                                   std::vector<Style::Layer> const& layers) {
    auto name = extends.text;
    bool is_path = name.find('/') != name.npos;
    if (is_path) {
      name = (layer.path / name).lexically_normal().string();
      if (name.find('/') == name.npos) name.insert(0, "./");
    }
    auto found = find_style(name, extends.at, m_store, m_sources, m_problems);
    if (!found) return {};
    auto known = std::ranges::find_if(layers, [&](Style::Layer const& one) { return is_same(one, *found); });
    if (known == layers.end()) return found;
    bool is_direct = known + 1 == layers.end();
    m_problems.error(
        "unknown-name", extends.at,
        is_direct ? fmt::format("the style `{}` extends itself", layer.name)
                  : fmt::format("`{}` extends `{}`, which extends it in turn", layer.name, known->name),
        is_direct && !is_path ? "name another style, or give this folder another name"
                              : "take one `extends` out");
    return {};
  }

  static bool is_same(Style::Layer const& one, DataFolder const& other) {
    std::error_code error;
    if (one.path.empty() || other.path.empty()) return one.path == other.path && one.name == other.name;
    return fs::equivalent(one.path, other.path, error);
  }

  /// The keys of `over`, then those of `under` that it lacks. Within options, slots, layouts and rules
  /// likewise, all the way down: `options: {paper: {default: a4}}` changes a default and nothing else.
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
    return key == "options" || key == "layouts" || key == "slots" || key == "rules";
  }

  Store& m_store;
  Sources& m_sources;
  Forest& m_forest;
  Diagnostics& m_problems;
};

struct Part {
  std::string_view name, what;
};
constexpr std::array parts{
    Part{Style::preamble, "`\\documentclass` and what follows it, the same for every document"},
    Part{Style::data, "what names the person before the text begins; it may be empty"},
    Part{Style::body, "what stands between `\\begin{document}` and `\\end{document}`"},
};

/// The number in Sources of each template.
using TemplateFiles = std::map<std::string, std::uint32_t, std::less<>>;

/// A template of the style's own that nothing draws with is most likely misnamed.
void check_unused(Style const& style, TemplateFiles const& files, std::set<Template const*> const& reached,
                  Diagnostics& problems) {
  std::vector<std::string_view> kinds;
  for (auto const& kind : section_kinds())
    if (!style.templates.contains(kind.name)) kinds.push_back(kind.name);
  for (auto const& [name, number] : files) {
    auto file = name + std::string(template_suffix);
    bool is_own = std::ranges::find(style.layers.front().files, file) != style.layers.front().files.end();
    if (!is_own || reached.contains(&style.templates.find(name)->second)) continue;
    auto help = did_you_mean(name, kinds);
    problems.warning("unused-template", {number, 0, 0}, "no template of the style draws with this one",
                     help.empty() ? fmt::format("write `<<>{}>>` where it should draw", name) : help);
  }
}

/// Checks what a document is made of; gives the templates that it is made with.
std::set<Template const*> check_templates(Style& style, Locale const& locale, Diagnostics& problems) {
  style.types =
      std::make_unique<ViewTypes>(default_options(style.manifest), layouts_of(style.manifest), locale);
  std::set<Template const*> reached;
  // Draws kinds that the style does not know yet.
  if (auto entry = style.templates.find("entry"); entry != style.templates.end())
    reached.insert(&entry->second);
  for (auto const& [part, what] : parts) {
    auto found = style.templates.find(part);
    if (found == style.templates.end())
      problems.error("missing-template", {}, fmt::format("the style `{}` lacks `{}.tex`", style.name, part),
                     fmt::format("write it: {}", what));
    else
      reached.merge(check_template(found->second, style.templates, style.types->document(), problems));
  }
  return reached;
}

/// `classic` is no style, but one of the looks that a style has. Empty when no option has that choice.
std::string style_with_choice(std::string const& name, Span at, Store& store) {
  Sources sources;
  Forest forest;
  Diagnostics problems;
  for (auto const& style : store.style_names()) {
    auto folder = store.style(style);
    if (!folder || !folder->unreadable.empty()) continue;
    // Its own options: those of a style that it extends are that style's, which may be the one looked for.
    auto file = folder->find("style.yaml");
    auto manifest = file ? load_yaml<Manifest>(*file, sources, forest, problems) : std::nullopt;
    if (!manifest) continue;
    for (auto const& option : manifest->options.items)
      if (std::ranges::find(option.value.choices, name, &Literal::text) != option.value.choices.end()) {
        auto way = at.somewhere()
                       ? fmt::format("`style: {}` and `options: {{{}: {}}}`", style, option.key, name)
                       : fmt::format("`--style {} --option {}={}`", style, option.key, name);
        return fmt::format("it is a `{}` of `{}`: write {}", option.key, style, way);
      }
  }
  return {};
}

/// What may have been meant by a style that is not there: a folder written without `/`, another name.
std::string way_to_style(std::string const& name, Span at, Store& store, Sources const& sources) {
  auto here = at.somewhere() ? fs::path(sources.name(at.file)).parent_path() : fs::path();
  if (!name.empty() && is_style(here / name)) return fmt::format("write `./{}` for the folder", name);
  // A style that another one extends stands beside it.
  if (!name.empty() && at.somewhere() && is_style(here) && is_style(here / ".." / name))
    return fmt::format("write `../{}` for the folder beside this one", name);
  if (auto help = style_with_choice(name, at, store); !help.empty()) return help;
  auto names = store.style_names();
  std::vector<std::string_view> views(names.begin(), names.end());
  return suggested(name, views, "there is");
}

/// Warns of unpaired braces in what is whole by itself: the parts of a document, and entries.
void check_braces(Style const& style, std::set<Template const*> const& reached, Diagnostics& problems) {
  std::set<Template const*> tops;
  auto add = [&](std::string_view name) {
    auto found = style.templates.find(name);
    if (found != style.templates.end() && reached.contains(&found->second)) tops.insert(&found->second);
  };
  for (auto const& [part, what] : parts) add(part);
  for (auto const& kind : section_kinds()) add(kind.name);
  add("entry");
  check_braces(tops, style.templates, problems);
}

/// Whether TeX may want a file of the style beside the document: a class, a package, a picture, a font.
bool is_companion(std::string_view name) {
  auto ending = fs::path(name).extension();
  return !ending.empty() && ending != ".yaml" && ending != ".md" && ending != ".txt";
}

}  // namespace

std::optional<DataFolder> find_style(std::string const& name, Span at, Store& store, Sources const& sources,
                                     Diagnostics& problems) {
  auto folder = store.style(name);
  if (folder && folder->unreadable.empty()) return folder;
  Diagnostic problem{Severity::error, "unknown-name", at, ""};
  problem.exit = at.somewhere() ? Exit::input : Exit::usage;
  if (folder)
    problem.code = "unreadable", problem.message = folder->unreadable.front();
  else if (name.find('/') != name.npos)
    std::tie(problem.message, problem.help) = no_style_at(name, at, store);
  else
    problem.message = fmt::format("there is no style {}", in_backquotes(name)),
    problem.help = way_to_style(name, at, store, sources);
  problems.add(std::move(problem));
  return {};
}

std::optional<Locale> load_locale(DataFile const& file, Sources& sources, Forest& forest,
                                  Diagnostics& problems) {
  return load_yaml<Locale>(file, sources, forest, problems);
}

std::optional<CitationFormat> load_citation_format(DataFile const& file, Sources& sources, Forest& forest,
                                                   Diagnostics& problems) {
  auto errors = problems.count(Severity::error);
  auto format = load_yaml<CitationFormat>(file, sources, forest, problems);
  if (format) check_citation_format(*format, citation_fields(), sources, problems);
  return problems.count(Severity::error) > errors ? std::nullopt : std::move(format);
}

std::optional<Style> load_style(DataFolder folder, Store& store, Locale const& locale, Sources& sources,
                                Forest& forest, Diagnostics& problems) {
  auto errors_before = problems.count(Severity::error);
  Style style;
  style.name = folder.name;
  auto whole = Layers(store, sources, forest, problems).whole(std::move(folder));
  auto manifest = whole.manifest ? decode<Manifest>(*whole.manifest, problems) : std::nullopt;
  if (!manifest) return {};
  check_manifest(*manifest, problems);
  style.manifest = std::move(*manifest);
  style.layers = std::move(whole.layers);
  TemplateFiles template_files;
  for (auto& file : whole.files) {
    if (file.name.ends_with(template_suffix)) {
      auto number = sources.add(file.shown, std::move(file.bytes));
      auto name = file.name.substr(0, file.name.size() - template_suffix.size());
      auto text = sources.text(number);
      bool is_text = check_encoding(number, text, problems);
      template_files.emplace(name, number);
      style.templates.emplace(name, is_text ? parse_template(text, number, problems) : Template{});
    } else if (file.name == "starter.yaml") {
      style.starter = std::move(file.bytes);
    } else if (is_companion(file.name)) {
      style.companions.push_back(std::move(file));
    }
  }
  auto reached = check_templates(style, locale, problems);
  if (problems.count(Severity::error) > errors_before) return {};
  check_unused(style, template_files, reached, problems);
  check_braces(style, reached, problems);
  return style;
}

}  // namespace vitac
