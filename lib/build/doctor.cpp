#include "build/doctor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/process.hpp"
#include "build/cache.hpp"
#include "engine/engine.hpp"
#include "engine/environment.hpp"
#include "engine/fonts.hpp"
#include "style/style.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// A file that TeX needs, and the Debian package that brings it.
struct NeededFile {
  std::string_view name, package;
};

/// The families that styles are set in, a file of each form in which engines take them.
struct Font {
  std::string_view name;
  NeededFile type1, opentype;
};
constexpr Font fonts[] = {
    {"Latin Modern", {"lmr10.pfb", "lmodern"}, {"lmroman10-regular.otf", "fonts-lmodern"}},
    {"TeX Gyre", {"qplr.pfb", "tex-gyre"}, {"texgyrepagella-regular.otf", "fonts-texgyre"}},
};

/// What something does not have.
struct Lacking {
  std::vector<std::string_view> things;
  std::vector<std::string> packages;

  void add(std::string_view thing, std::string_view package) {
    things.push_back(thing);
    if (std::ranges::find(packages, package) == packages.end()) packages.emplace_back(package);
  }
};

std::string first_line(std::string_view text) {
  auto line = text.substr(0, text.find('\n'));
  if (line.starts_with("This is ")) line.remove_prefix(8);
  return std::string(line);
}

std::string joined(auto const& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

bool is_writable(fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return fs::is_directory(folder, error) && ::access(folder.c_str(), W_OK) == 0;
}

class Doctor {
 public:
  Examination examine() {
    load_styles();
    ask_programs();
    m_loop.run();
    return {
        {{"engines", engines()},
         {"styles", styles()},
         {"fonts", families()},
         {"data", data()},
         {"folders", folders()},
         {"PDF tools", {program("pdftotext", "poppler-utils", "a style's rules for its PDFs go unchecked")}}},
        m_can_build};
  }

 private:
  // Asking

  void load_styles() {
    auto words = m_store.data("locales", "en");
    if (words) m_locale = load_locale(*words, m_sources, m_forest, m_problems);
    for (auto const& name : m_store.style_names()) {
      auto folder = m_store.style(name);
      if (!folder || !m_locale) continue;
      auto place = folder->path.empty() ? "built in" : folder->path.string();
      Diagnostics problems;
      auto style = load_style(std::move(*folder), m_store, *m_locale, m_sources, m_forest, problems);
      m_styles.push_back({name, std::move(place), std::move(style)});
    }
  }

  void ask_programs() {
    for (auto name : engine_names()) ask(name, {"--version"});
    ask("pdftotext", {"-v"});
    ask("fc-list", {":", "family"});
    std::set<std::string> files;
    for (auto const& style : m_styles)
      if (style.loaded)
        for (auto const& needed : style.loaded->manifest.packages) files.insert(needed.file.text);
    for (auto const& font : fonts)
      for (auto const& file : {font.type1, font.opentype}) files.emplace(file.name);
    ask("kpsewhich", {files.begin(), files.end()});
  }

  /// Starts a program, if it is there, and keeps what it says.
  void ask(std::string_view name, std::vector<std::string> words) {
    auto program = find_program(name);
    if (!program) return;
    words.insert(words.begin(), program->string());
    Command command{std::move(words), "/", engine_environment(0)};
    command.timeout = std::chrono::seconds(20);
    m_loop.start(std::move(command), [this, name = std::string(name)](Outcome outcome) {
      m_said.emplace(name, std::move(outcome));
    });
  }

  /// What a program said; null when it is not there or could not be started.
  std::string const* said(std::string_view name) const {
    auto found = m_said.find(name);
    return found == m_said.end() || found->second.how != Outcome::exited ? nullptr : &found->second.output;
  }

  bool has_tex_file(std::string_view name) const {
    auto found = said("kpsewhich");
    return found && (*found + "\n").find(fmt::format("/{}\n", name)) != std::string::npos;
  }

  // Telling

  static Finding missing(std::string name, std::string words, std::vector<std::string> packages) {
    return {std::move(name), std::move(words), false, std::move(packages)};
  }

  Finding program(std::string_view name, std::string_view package, std::string_view use = {}) const {
    auto told = said(name);
    if (!told)
      return missing(std::string(name), use.empty() ? "missing" : fmt::format("missing; {}", use),
                     {std::string(package)});
    return {
        std::string(name), fmt::format("{}, {}", first_line(*told), find_program(name)->string()), true, {}};
  }

  std::vector<Finding> engines() const {
    std::vector<Finding> all;
    for (auto name : engine_names()) all.push_back(program(name, engine_package(name)));
    if (said("kpsewhich"))
      all.push_back({"kpsewhich", find_program("kpsewhich")->string(), true, {}});
    else
      all.push_back(missing("kpsewhich", "missing; TeX finds its files by it", {"texlive-binaries"}));
    return all;
  }

  std::vector<Finding> styles() {
    std::vector<Finding> all;
    for (auto const& [name, place, style] : m_styles) {
      if (!style) {
        all.push_back(
            missing(name, fmt::format("{}; has mistakes: `vitac styles check {}`", place, name), {}));
        continue;
      }
      auto finding = needs_of(*style);
      finding.name = name;
      finding.words = fmt::format("{}; {}", place, finding.words);
      m_can_build |= finding.is_good;
      all.push_back(std::move(finding));
    }
    return all;
  }

  /// Whether a style has its engine and its files.
  Finding needs_of(Style const& style) const {
    Lacking lacking;
    auto const& wanted = style.manifest.engines;
    bool has_engine = std::ranges::any_of(wanted, [&](auto const& name) { return said(name.name()); });
    if (!has_engine && !wanted.empty()) lacking.add(wanted[0].name(), engine_package(wanted[0].name()));
    auto files = style.manifest.packages;
    std::erase_if(files, [](PackageSpec const& file) { return file.engine.has_value(); });
    for (auto const& file : files)
      if (!has_tex_file(file.file.text)) lacking.add(file.file.text, file.package.text);
    if (!lacking.things.empty())
      return missing("", "lacks " + joined(lacking.things), std::move(lacking.packages));
    return {"", fmt::format("its engine and {} TeX files are there", files.size()), true, {}};
  }

  std::vector<Finding> families() const {
    std::vector<Finding> all;
    for (auto const& font : fonts) {
      Lacking lacking;
      for (auto const& file : {font.type1, font.opentype})
        if (!has_tex_file(file.name)) lacking.add(file.name, file.package);
      if (lacking.things.empty())
        all.push_back({std::string(font.name), "Type 1 and OpenType", true, {}});
      else
        all.push_back(
            missing(std::string(font.name), "lacks " + joined(lacking.things), std::move(lacking.packages)));
    }
    auto scripts = missing_font_packages();
    if (scripts.empty())
      all.push_back({"of other scripts", "those that lualatex takes", true, {}});
    else
      all.push_back(
          missing("of other scripts", "missing; lualatex takes them", {scripts.begin(), scripts.end()}));
    if (auto list = said("fc-list"))
      all.push_back({"of the system",
                     fmt::format("{} families, for lualatex and xelatex", std::ranges::count(*list, '\n')),
                     true,
                     {}});
    else
      all.push_back(
          missing("of the system", "missing; lualatex and xelatex find them by fc-list", {"fontconfig"}));
    return all;
  }

  std::vector<Finding> data() const {
    return {{"languages", joined(m_store.data_names("locales")), m_locale.has_value(), {}},
            {"citation formats", joined(m_store.data_names("citations")), true, {}}};
  }

  std::vector<Finding> folders() {
    auto cache = cache_folder();
    bool is_kept = !cache.empty() && is_writable(cache);
    auto work = WorkFolder::make();
    m_can_build &= work.has_value();
    return {{"cache",
             is_kept ? cache.string()
                     : fmt::format("{} cannot be written; builds take longer: set XDG_CACHE_HOME",
                                   cache.string()),
             is_kept,
             {}},
            {"work",
             work ? work->path().parent_path().string() : work.error().reason + ": set TMPDIR",
             work.has_value(),
             {}}};
  }

  struct Known {
    std::string name, place;
    std::optional<Style> loaded;
  };

  Files m_files;
  Sources m_sources;
  Forest m_forest;
  Diagnostics m_problems;
  Store m_store{m_files, style_roots("")};
  std::optional<Locale> m_locale;
  std::vector<Known> m_styles;
  Loop m_loop{4};
  std::map<std::string, Outcome, std::less<>> m_said;
  bool m_can_build = false;
};

}  // namespace

Examination examine_machine() {
  return Doctor().examine();
}

}  // namespace vitac
