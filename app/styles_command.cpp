#include "styles_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/printer.hpp"
#include "base/suggest.hpp"
#include "style/style.hpp"
#include "vitac.hpp"

namespace vitac::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view example = "examples/full.yaml";

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}
void say(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

/// What the commands on styles work with.
struct Desk {
  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  Store store{files, style_roots({})};

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
    auto found = store.style(name);
    if (!found) {
      auto names = store.style_names();
      std::vector<std::string_view> views(names.begin(), names.end());
      auto help = did_you_mean(name, views);
      refuse("unknown-name", fmt::format("there is no style `{}`", name),
             help.empty() ? "there is " + one_of(views) : help, Exit::usage);
    }
    return found;
  }

  std::optional<Style> style(std::string const& name) {
    auto found = folder(name);
    auto words = store.data("locales", "en");
    auto locale = found && words ? load_locale(*words, sources, forest, problems) : std::nullopt;
    if (!locale) return {};
    return load_style(std::move(*found), store, *locale, sources, forest, problems);
  }

  bool write(fs::path const& path, std::string_view bytes) {
    std::error_code error;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    auto written = files.write(path, bytes);
    if (!written)
      refuse("unwritable", fmt::format("`{}` cannot be written: {}", path.string(), written.error().reason),
             "", Exit::environment);
    return written.has_value();
  }
};

std::string place_of(std::string const& shown) {
  return shown.starts_with("styles/") ? "built in" : shown;
}

std::string choices_of(OptionSpec const& option) {
  std::string all;
  for (auto const& choice : option.choices) all += (all.empty() ? "" : ", ") + choice.text;
  return all.empty() ? std::string(option.type.name()) : all;
}

}  // namespace

int list_styles() {
  Desk desk;
  for (auto const& name : desk.store.style_names())
    if (auto style = desk.style(name)) {
      auto const& about = style->manifest.description;
      print(fmt::format("{:<18} {}\n", name, about ? about->text : style->manifest.title.text));
    }
  return desk.close();
}

int show_style(std::string const& name) {
  Desk desk;
  auto style = desk.style(name);
  if (!style) return desk.close();
  auto const& manifest = style->manifest;
  print(fmt::format("{}: {}\n", style->name, manifest.title.text));
  if (manifest.description) print(fmt::format("{}\n", manifest.description->text));
  if (manifest.extends) print(fmt::format("extends {}\n", manifest.extends->text));
  print("\noptions\n");
  for (auto const& [option, at, spec] : manifest.options.items) {
    print(fmt::format("  {}: {}\n", option, spec.fallback ? spec.fallback->text : "(none)"));
    print(fmt::format("      {}{}\n", spec.help ? spec.help->text + "; " : "", choices_of(spec)));
  }
  if (!manifest.slots.items.empty()) print("\nslots\n");
  for (auto const& [slot, at, spec] : manifest.slots.items)
    print(
        fmt::format("  {}{}\n", slot, spec.maximum ? fmt::format(" (at most {})", spec.maximum->value) : ""));
  print("\nfiles\n");
  for (auto const& [file, shown] : style->files) print(fmt::format("  {:<24} {}\n", file, place_of(shown)));
  return desk.close();
}

int export_style(std::string const& name, std::string const& folder) {
  Desk desk;
  auto found = desk.folder(name);
  std::error_code error;
  if (found && fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    desk.refuse("exists", fmt::format("`{}` is there already and not empty", folder), "name a new folder",
                Exit::usage);
  } else if (found) {
    for (auto const& file : found->files)
      if (!desk.write(fs::path(folder) / file.name, file.bytes)) return desk.close();
    auto path = folder.find('/') == std::string::npos ? "./" + folder : folder;
    say(fmt::format("{}: {} files; draw a record with `vitac build cv.yaml --style {}`\n", folder,
                    found->files.size(), path));
  }
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
  if (!desk.write(record, embedded_file(example))) return desk.close();
  BuildRequest request;
  request.inputs = {record};
  request.style = name;
  request.is_style_alone = true;
  request.output = (work->path() / "full.pdf").string();
  BuildEvents events;
  events.problem = [](Diagnostic const& problem, Sources const& sources) {
    bool is_of_the_example = problem.code == "no-photo";  // its picture is not carried
    if (!is_of_the_example) say(print_human(problem, sources, false));
  };
  events.built = [&](Built const& built) {
    say(fmt::format("{}: sound; every field of every kind on {} pages\n", name, built.pages));
  };
  return build(request, events);
}

int new_record(std::string const& file, std::string const& style) {
  Desk desk;
  auto name = style.empty() ? desk.store.default_style() : style;
  auto folder = desk.folder(name);
  if (!folder) return desk.close();
  auto starter = folder->find("starter.yaml");
  std::error_code error;
  if (!starter)
    desk.refuse("no-starter", fmt::format("the style `{}` brings no starter", name),
                "`vitac new` without `--style` writes one", Exit::usage);
  else if (file != "-" && fs::exists(file, error))
    desk.refuse("exists", fmt::format("`{}` is there already", file), "name another file", Exit::usage);
  else if (desk.write(file, starter->bytes) && file != "-")
    say(fmt::format("{}: a record to start from; `vitac build {}` makes the PDF\n", file, file));
  return desk.close();
}

}  // namespace vitac::app
