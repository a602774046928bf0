#include "styles_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <utility>

#include "base/printer.hpp"
#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "codec/schema.hpp"
#include "columns.hpp"
#include "style/style.hpp"
#include "vitac.hpp"

namespace vitac::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view example = "examples/full.yaml";

void say(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

/// What the commands on styles work with.
struct Desk {
  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  Store store{files, style_roots("")};
  std::optional<Locale> locale = {};  ///< whose words the names of templates point at

  /// Says what was found and gives the exit status.
  int close() {
    for (auto const& problem : problems.all()) say(print_human(problem, sources, false));
    return int(problems.worst());
  }

  void refuse(std::string_view code, std::string message, std::string help, Exit exit) {
    Diagnostic problem{Severity::error, code, {}, std::move(message), std::move(help)};
    problem.exit = exit;
    problems.add(std::move(problem));
  }

  std::optional<DataFolder> folder(std::string const& name) {
    return find_style(name, {}, store, sources, problems);
  }

  std::optional<Style> style(std::string const& name) {
    auto found = folder(name);
    auto words = store.data("locales", "en");
    locale = found && words ? load_locale(*words, sources, forest, problems) : std::nullopt;
    if (!locale) return {};
    return load_style(std::move(*found), store, *locale, sources, forest, problems);
  }

  bool write(fs::path const& path, std::string_view bytes) {
    auto made = path == "-" ? tl::expected<void, FileError>() : make_folders(path.parent_path());
    auto written = made ? files.write(path, bytes) : made;
    if (!written)
      refuse("unwritable", fmt::format("`{}` {}", path.string(), written.error().reason), "",
             Exit::environment);
    return written.has_value();
  }
};

template <class Items, class Name>
std::string listed(Items const& items, Name const& name) {
  std::string all;
  for (auto const& item : items) all += fmt::format("{}{}", all.empty() ? "" : ", ", name(item));
  return all;
}

/// A folder as it is written for `--style`.
std::string as_written(fs::path const& folder) {
  auto text = folder.string();
  if (text.find('/') == text.npos) text.insert(0, "./");
  return text.ends_with('/') ? text : text + '/';
}

std::string place_of(Style::Layer const& layer) {
  return layer.path.empty() ? "built in" : as_written(layer.path);
}

// What `show` says

void show_origin(Style const& style) {
  auto const& manifest = style.manifest;
  print(fmt::format("{}: {}\n", style.name, manifest.title.text));
  if (manifest.description) print(folded_at(0, 0, manifest.description->text));
  print_heading("from");
  for (auto const& layer : style.layers) {
    auto what = &layer == &style.layers.front() ? "" : fmt::format(", extended: {}", layer.name);
    print(folded_at(2, 0, place_of(layer) + what));
    print(folded_at(6, 0, listed(layer.files, std::identity())));
  }
}

void show_needs(Manifest const& manifest) {
  print_heading("needs");
  print_row("engine", listed(manifest.engines, [](auto const& engine) { return engine.name(); }));
  std::vector<std::string> packages;
  for (auto const& spec : manifest.packages)
    if (std::ranges::find(packages, spec.package.text) == packages.end())
      packages.push_back(spec.package.text);
  for (auto const& package : packages) {
    std::vector<std::string> files;
    for (auto const& spec : manifest.packages)
      if (spec.package.text == package)
        files.push_back(spec.engine ? fmt::format("{} ({})", spec.file.text, spec.engine->name())
                                    : spec.file.text);
    print_row(package, listed(files, std::identity()));
  }
}

void show_options(Manifest const& manifest) {
  if (manifest.options.items.empty()) return;
  print_heading("options (`options:` of a document, or --option NAME=VALUE), with their defaults");
  for (auto const& [name, at, spec] : manifest.options.items) {
    auto given = spec.fallback ? spec.fallback->text : spec.type.is("flag") ? "false" : "";
    auto values = replaced(values_of(spec), "`", "");
    print_row(fmt::format("{}: {}", name, given.empty() ? "(none)" : given),
              spec.help ? fmt::format("{}: {}", spec.help->text, values) : values);
  }
}

void show_rules(Manifest const& manifest) {
  if (manifest.rules.items.empty()) return;
  print_heading("rules");
  for (auto const& [name, at, rule] : manifest.rules.items)
    print_row(name, fmt::format("{} ({})", replaced(std::string(rule.name.name()), "_", " "), rule.origin()));
}

void show_slots(Manifest const& manifest) {
  if (manifest.slots.items.empty()) return;
  print_heading("slots (`slot: NAME` of a section)");
  for (auto const& [name, at, spec] : manifest.slots.items) {
    auto kinds = listed(spec.kinds, [](auto const& kind) { return kind.text; });
    auto title = spec.title ? fmt::format("“{}”: ", spec.title->in("en").text) : "";
    print_row(name, title + kinds + (spec.maximum ? fmt::format(", at most {}", spec.maximum->value) : ""));
  }
}

std::string described(SectionSpec const& section) {
  if (!section.kind.empty()) return listed(section.kind, [](auto const& kind) { return kind.text; });
  if (section.slot) return section.slot->text;
  return section.title ? fmt::format("“{}”", section.title->in("en").text) : "parts";
}

void show_layouts(Manifest const& manifest) {
  print_heading("sections (of a document that names none)");
  print(folded_at(2, 0, listed(manifest.sections, described)));
  if (manifest.layouts.items.empty()) return;
  print_heading("layouts (the kinds that look alike)");
  for (auto const& [name, at, spec] : manifest.layouts.items)
    print_row(name, listed(spec.kinds, [](auto const& kind) { return kind.text; }));
}

void show_look_up(std::string const& name, Store const& store) {
  print_heading(fmt::format("`{}` means the first of", name));
  for (auto const& root : store.roots()) print(fmt::format("  {}\n", as_written(root / name)));
  print("  the one that is built in\n");
}

// What `names` says

/// Some of the names, as they are to templates: those inside a record, or in a kind of entry.
struct NameGroup {
  std::string name, heading;
  std::vector<Type::Field> fields;
};

std::vector<NameGroup> name_groups(Type const& document) {
  auto const& section = *document.find("sections")->item;
  auto const& entry = *section.find("entries")->item;
  std::vector<Type::Field> shared;
  auto has = [](Type const& type, Type::Field const& field) {
    return std::ranges::any_of(type.fields, [&](auto const& one) {
      return one.name == field.name && one.doc == field.doc && one.type->kind == field.type->kind;
    });
  };
  auto const& first = *entry.variants.front().second;
  for (auto const& field : first.fields)
    if (std::ranges::all_of(entry.variants, [&](auto const& one) { return has(*one.second, field); }))
      shared.push_back(field);
  std::vector<NameGroup> groups{{"document", "document: in every template", document.fields}};
  for (auto const& field : document.fields)
    if (field.type->kind == Type::record)
      groups.push_back({std::string(field.name),
                        fmt::format("{0}: inside <<#{0}>>, or with a dot: <<{0}.{1}>>", field.name,
                                    field.type->fields.empty() ? "NAME" : field.type->fields.front().name),
                        field.type->fields});
  groups.push_back({"section", "section: inside <<#sections>> and <<#parts>>", section.fields});
  groups.push_back({"entry", "entry: inside <<#entries>>, and so in every template of a kind", shared});
  for (auto const& [kind, type] : entry.variants) {
    auto fields = type->fields;
    std::erase_if(fields, [&](auto const& field) {
      return std::ranges::find(shared, field.name, &Type::Field::name) != shared.end();
    });
    groups.push_back({std::string(kind),
                      fmt::format("{0}: in {0}.tex, beside the names of every entry", kind),
                      std::move(fields)});
  }
  return groups;
}

/// How a name is written in a tag.
std::string tag_of(Type::Field const& field) {
  bool is_section = field.type->kind == Type::list || field.type->kind == Type::record;
  return fmt::format("<<{}{}>>", is_section ? "#" : "", field.name);
}

/// What a name means, with the names inside it when they stand in no group of their own.
std::string meaning_of(Type::Field const& field, std::vector<NameGroup> const& groups) {
  std::string text(field.doc);
  auto const* inside = field.type->kind == Type::list ? field.type->item : field.type;
  auto is_group = [&](NameGroup const& group) { return group.name == field.name; };
  if (field.type->kind == Type::open) return text + "; any name inside";
  if (inside->kind != Type::record) return field.type->kind == Type::list ? text + "; each is <<.>>" : text;
  if (!inside->variants.empty() || field.name == "sections" || field.name == "parts" ||
      std::ranges::any_of(groups, is_group))
    return text;
  return fmt::format("{}{}{}: {}", text, text.empty() ? "" : "; ",
                     field.type->kind == Type::list ? "each has" : "inside", listed(inside->fields, tag_of));
}

/// What tells the YAML extensions of editors which schema a record has: its first line.
constexpr std::string_view schema_file = "vitac.schema.json",
                           schema_line = "# yaml-language-server: $schema=./vitac.schema.json\n";

/// Puts the schema beside a record. One that is there already is left alone: it may be somebody's own.
bool write_schema(Desk& desk, fs::path const& path) {
  auto schema = record_schema();
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return desk.write(path, schema);
  if (Files().read(path).value_or("") != schema)
    desk.problems.add({Severity::note,
                       "schema",
                       {},
                       fmt::format("`{}` is there already and is left as it is", path.string()),
                       fmt::format("`vitac schema > {}` renews it", path.string())});
  return true;
}

}  // namespace

int list_styles() {
  Desk desk;
  for (auto const& name : desk.store.style_names())
    if (auto style = desk.style(name)) {
      auto const& about = style->manifest.description;
      auto place =
          style->layers.front().path.empty() ? "" : fmt::format(" ({})", place_of(style->layers.front()));
      print_row(name, (about ? about->text : style->manifest.title.text) + place);
    }
  return desk.close();
}

int show_style(std::string const& name) {
  Desk desk;
  if (auto style = desk.style(name)) {
    show_origin(*style);
    show_needs(style->manifest);
    show_options(style->manifest);
    show_slots(style->manifest);
    show_rules(style->manifest);
    show_layouts(style->manifest);
    if (name.find('/') == name.npos) show_look_up(name, desk.store);
  }
  return desk.close();
}

int list_names(std::string const& name, std::string const& group) {
  Desk desk;
  auto style = desk.style(name);
  if (!style) return desk.close();
  auto groups = name_groups(style->types->document());
  std::vector<std::string_view> known;
  for (auto const& one : groups) known.push_back(one.name);
  if (!group.empty() && std::ranges::find(known, group) == known.end())
    desk.refuse("unknown-name", fmt::format("templates have no `{}`", group),
                suggested(group, known, "there is"), Exit::usage);
  for (char const* gap = ""; auto const& one : groups) {
    if (!group.empty() && one.name != group) continue;
    print(fmt::format("{}{}\n", std::exchange(gap, "\n"), one.heading));
    for (auto const& field : one.fields) print_row(tag_of(field), meaning_of(field, groups));
  }
  return desk.close();
}

int export_style(std::string const& name, std::string const& folder) {
  Desk desk;
  auto found = desk.folder(name);
  if (!found) return desk.close();
  std::error_code error;
  fs::path target = folder;
  if (folder.empty())
    desk.refuse("usage", "the folder has no name", "name a new one, such as `./mine`", Exit::usage);
  else if (fs::exists(target, error) && !fs::is_directory(target, error))
    desk.refuse("exists", fmt::format("`{}` is a file", folder), "name a new folder", Exit::usage);
  else if (fs::exists(target, error) && !fs::is_empty(target, error))
    desk.refuse("exists", fmt::format("`{}` is there already, and not empty", folder), "name a new folder",
                Exit::usage);
  if (desk.problems.has_errors()) return desk.close();
  for (auto const& file : found->files)
    if (!desk.write(target / file.name, file.bytes)) return desk.close();
  auto written = as_written(target);
  say(fmt::format("{0}: {1} files; `vitac build cv.yaml --style {0}` draws with them\n", written,
                  found->files.size()));
  return desk.close();
}

int check_style(std::string const& name) {
  Desk desk;
  auto work = WorkFolder::make();
  if (!work) {
    desk.refuse("environment", fmt::format("no folder to work in: {}", work.error().reason), "",
                Exit::environment);
    return desk.close();
  }
  auto record = (work->path() / "full.yaml").string();
  // A style may number nothing: then there is no label for the one reference that the example has.
  if (!desk.write(record,
                  replaced(std::string(embedded_file(example)), "[@okoye2021streets]", "another work")))
    return desk.close();
  BuildRequest request;
  request.inputs = {record};
  request.style = name;
  request.is_style_alone = true;
  request.output = (work->path() / "full.pdf").string();
  BuildEvents events;
  events.problem = [&](Diagnostic const& problem, Sources const& sources) {
    // What the example lacks (its picture is not carried) or has too much of is not the style's fault.
    constexpr std::string_view codes[] = {"no-photo", "lacks-field", "outside-window"};
    bool is_of_the_example =
        problem.severity == Severity::note || std::ranges::find(codes, problem.code) != std::end(codes);
    auto text = print_human(problem, sources, false);
    if (!is_of_the_example) say(replaced(std::move(text), record, std::string(example)));
  };
  events.built = [&](Built const& built) {
    say(fmt::format("{}: sound; a record with every field of every kind fills {} page{}\n", name, built.pages,
                    built.pages == 1 ? "" : "s"));
  };
  return build(request, events);
}

namespace {

bool has_other_ending(fs::path const& record) {
  auto ending = record.extension();
  return !ending.empty() && ending != ".yaml" && ending != ".yml";
}

/// A word as a shell takes it for one, in quotes where it needs them.
std::string for_shell(std::string const& word) {
  auto is_plain = [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("_-./,+@%:=").find(c) != std::string_view::npos;
  };
  return std::ranges::all_of(word, is_plain) ? word : fmt::format("'{}'", replaced(word, "'", "'\\''"));
}

}  // namespace

int new_record(std::string const& file, std::string const& style) {
  Desk desk;
  auto name = style.empty() ? desk.store.default_style() : style;
  auto drawn = desk.style(name);
  if (!drawn) return desk.close();
  std::error_code error;
  if (file.empty())
    desk.refuse("usage", "the record has no name", "`vitac new` alone writes cv.yaml", Exit::usage);
  else if (fs::path const path(file); has_other_ending(path))
    desk.refuse("usage",
                fmt::format("the name of a record ends in `.yaml`, not in `{}`", path.extension().string()),
                fmt::format("name it `{}`", fs::path(path).replace_extension(".yaml").string()), Exit::usage);
  else if (!drawn->starter)
    desk.refuse("no-starter", fmt::format("the style `{}` brings no starter", name),
                "`vitac new` without `--style` writes one", Exit::usage);
  else if (file != "-" && fs::exists(file, error))
    desk.refuse("exists", fmt::format("`{}` is there already", file), "name another file", Exit::usage);
  else if (file == "-")
    desk.write(file, *drawn->starter);
  else if (write_schema(desk, fs::path(file).parent_path() / schema_file) &&
           desk.write(file, std::string(schema_line) + *drawn->starter))
    say(fmt::format("{}: a record to start from; `vitac build {}` makes the PDF\n", file, for_shell(file)));
  return desk.close();
}

}  // namespace vitac::app
