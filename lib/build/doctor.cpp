#include "build/doctor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/process.hpp"
#include "base/utf8.hpp"
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

/// How a style comes to be drawn, the best first.
enum class Drawing { by_itself, when_asked, untold, impossible };

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
    std::vector<FindingGroup> groups = {
        {"engines", engines()},
        {"styles", styles()},
        {"fonts", families()},
        {"data", data()},
        {"folders", folders()},
        {"PDF tools", {program("pdftotext", "poppler-utils", "a style's rules for its PDFs go unchecked")}}};
    bool can_build = m_drawing == Drawing::by_itself || m_drawing == Drawing::when_asked;
    return {std::move(groups), can_build, verdict()};
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
    constexpr std::chrono::seconds soon(5), later(20);  // the first look at all fonts of a machine takes long
    for (auto name : engine_names()) ask(name, {"--version"}, soon);
    ask("pdftotext", {"-v"}, soon);
    ask("fc-list", {":", "family"}, later);
    std::set<std::string> files;
    for (auto const& style : m_styles)
      if (style.loaded)
        for (auto const& needed : style.loaded->manifest.packages) files.insert(needed.file.text);
    for (auto const& font : fonts)
      for (auto const& file : {font.type1, font.opentype}) files.emplace(file.name);
    ask("kpsewhich", {files.begin(), files.end()}, soon);
  }

  /// Starts a program, if it is there, and keeps what it says.
  void ask(std::string_view name, std::vector<std::string> words, std::chrono::seconds timeout) {
    auto program = find_program(name);
    if (!program) return;
    words.insert(words.begin(), program->string());
    Command command{std::move(words), "/", engine_environment(0)};
    command.timeout = timeout;
    m_loop.start(std::move(command), [this, name = std::string(name)](Outcome outcome) {
      m_said.emplace(name, std::move(outcome));
    });
  }

  /// What a program said; null when it is not there or does not run. kpsewhich fails where it finds a file
  /// not, older ones of pdftotext fail when all is well.
  std::string const* said(std::string_view name) const {
    constexpr int not_run = 126;  // and what is above, by convention
    auto found = m_said.find(name);
    if (found == m_said.end() || found->second.how != Outcome::exited) return nullptr;
    auto const& [how, code, output, took] = found->second;
    if (name == "kpsewhich") return code < not_run ? &output : nullptr;
    bool is_well = (code == 0 || (name == "pdftotext" && code < not_run)) && !trimmed(output).empty();
    return is_well ? &output : nullptr;
  }

  bool has_tex_file(std::string_view name) const {
    auto found = said("kpsewhich");
    return found && (*found + "\n").find(fmt::format("/{}\n", name)) != std::string::npos;
  }

  bool is_there(std::string_view program) const { return m_said.contains(program); }

  /// Whether it can be told what TeX has: where there is no engine either, it has nothing.
  bool can_look_up() const {
    auto names = engine_names();
    return said("kpsewhich") || std::ranges::none_of(names, [&](auto name) { return is_there(name); });
  }

  // Telling

  static Finding missing(std::string name, std::string words, std::vector<std::string> packages) {
    return {std::move(name), std::move(words), false, std::move(packages)};
  }

  /// What is amiss with a program that says nothing useful, and `use`, what that means.
  Finding absent(std::string name, std::string_view program, std::string_view package,
                 std::string_view use) const {
    auto consequence = use.empty() ? std::string() : fmt::format("; {}", use);
    auto found = m_said.find(program);
    if (found == m_said.end())
      return missing(std::move(name), "missing" + consequence, {std::string(package)});
    auto const& [how, code, output, took] = found->second;
    auto reason = how == Outcome::timed_out     ? std::string("it does not answer")
                  : how == Outcome::signalled   ? fmt::format("signal {} ends it", code)
                  : how == Outcome::not_started ? output
                  : code != 0                   ? fmt::format("it ends with status {}", code)
                                                : std::string("it says nothing");
    return missing(std::move(name),
                   fmt::format("{} does not run: {}; is its installation whole?{}",
                               find_program(program).value_or(program).string(), reason, consequence),
                   {});
  }

  Finding program(std::string_view name, std::string_view package, std::string_view use = {}) const {
    auto told = said(name);
    if (!told) return absent(std::string(name), name, package, use);
    return {
        std::string(name), fmt::format("{}, {}", first_line(*told), find_program(name)->string()), true, {}};
  }

  std::vector<Finding> engines() const {
    std::vector<Finding> all;
    for (auto name : engine_names()) all.push_back(program(name, engine_package(name)));
    if (said("kpsewhich"))
      all.push_back({"kpsewhich", find_program("kpsewhich")->string(), true, {}});
    else
      all.push_back(absent("kpsewhich", "kpsewhich", "texlive-binaries", "TeX finds its files by it"));
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
      all.push_back(std::move(finding));
    }
    return all;
  }

  /// The TeX files of a style that an engine reads and that are not there.
  Lacking files_lacking(Style const& style, std::string_view engine) const {
    Lacking lacking;
    for (auto const& file : style.manifest.packages)
      if ((!file.engine || file.engine->name() == engine) && !has_tex_file(file.file.text))
        lacking.add(file.file.text, file.package.text);
    return lacking;
  }

  /// Whether a style has its engine and its files.
  Finding needs_of(Style const& style) {
    std::vector<std::string_view> engines;
    for (auto const& engine : style.manifest.engines) engines.push_back(engine.name());
    // Without being asked a build takes one of the first's kind, and the others for some characters only.
    auto other = std::ranges::find_if(
        engines, [&](auto name) { return has_unicode_fonts(name) != has_unicode_fonts(engines.front()); });
    auto runs = [&](auto name) { return said(name) != nullptr; };
    auto taken = std::find_if(engines.begin(), other, runs);
    auto engine = taken != other ? *taken : engines.front();
    if (!can_look_up()) {
      if (!std::ranges::any_of(engines, runs)) return engineless(engine, {});
      found(Drawing::untold);
      return missing("", "its TeX files cannot be looked up without kpsewhich", {});
    }
    auto lacking = files_lacking(style, engine);
    if (taken == other) {
      auto finding = engineless(engine, lacking);
      auto can_draw = [&](auto name) { return runs(name) && files_lacking(style, name).things.empty(); };
      auto instead = std::find_if(other, engines.end(), can_draw);
      if (instead == engines.end()) return finding;
      if (found(Drawing::when_asked)) m_asked_for = *instead;
      finding.words += fmt::format("; `--engine {}` draws it", *instead);
      return finding;
    }
    if (!lacking.things.empty())
      return missing("", "lacks " + joined(lacking.things), std::move(lacking.packages));
    found(Drawing::by_itself);
    auto count = std::ranges::count_if(style.manifest.packages, [&](PackageSpec const& file) {
      return !file.engine || file.engine->name() == engine;
    });
    return {
        "", fmt::format("its engine and {} TeX file{} are there", count, count == 1 ? "" : "s"), true, {}};
  }

  /// What a style lacks besides the engine that builds take.
  Finding engineless(std::string_view engine, Lacking const& files) const {
    Lacking lacking;
    bool is_broken = is_there(engine);
    if (!is_broken) lacking.add(engine, engine_package(engine));
    for (std::size_t i = 0; i < files.things.size(); ++i) lacking.things.push_back(files.things[i]);
    for (auto const& package : files.packages)
      if (std::ranges::find(lacking.packages, package) == lacking.packages.end())
        lacking.packages.push_back(package);
    auto words = lacking.things.empty() ? std::string() : "lacks " + joined(lacking.things);
    if (is_broken) words += fmt::format("{}{} does not run", words.empty() ? "" : "; ", engine);
    return missing("", std::move(words), std::move(lacking.packages));
  }

  /// Notes that a style can be drawn so. True when no other can be drawn better.
  bool found(Drawing drawing) {
    if (drawing >= m_drawing) return false;
    m_drawing = drawing;
    return true;
  }

  std::string verdict() const {
    if (m_drawing == Drawing::when_asked)
      return fmt::format("A build is possible with `--engine {}`.", m_asked_for);
    return m_drawing == Drawing::by_itself ? "A build is possible."
           : m_drawing == Drawing::untold  ? "Whether a build is possible cannot be told without kpsewhich."
                                           : "No build is possible.";
  }

  std::vector<Finding> families() const {
    std::vector<Finding> all;
    for (auto const& font : fonts) {
      if (!can_look_up()) {
        all.push_back(missing(std::string(font.name), "cannot be looked up without kpsewhich", {}));
        continue;
      }
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
          absent("of the system", "fc-list", "fontconfig", "lualatex and xelatex find them by fc-list"));
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
    if (!work) m_drawing = Drawing::impossible;
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
  Loop m_loop{6};  // all at once: one that hangs keeps no other
  std::map<std::string, Outcome, std::less<>> m_said;
  Drawing m_drawing = Drawing::impossible;
  std::string_view m_asked_for;  ///< the engine that draws a style that its own does not
};

}  // namespace

Examination examine_machine() {
  return Doctor().examine();
}

}  // namespace vitac
