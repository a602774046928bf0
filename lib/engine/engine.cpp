#include "engine/engine.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/environment.hpp"

namespace vitac {
namespace {

struct KnownEngine {
  std::string_view name, package;
  bool has_unicode_fonts, has_fallback_fonts;
  bool keeps_formats = false;  ///< microtype's settings for lualatex do not outlast one, xelatex gains little
};

/// pdfTeX itself comes with texlive-latex-base, but no document of ours goes without the packages that
/// texlive-latex-recommended brings, and it brings the other.
constexpr std::array known_engines = {
    KnownEngine{"pdflatex", "texlive-latex-recommended", false, false, true},
    KnownEngine{"lualatex", "texlive-luatex", true, true},
    KnownEngine{"xelatex", "texlive-xetex", true, false}};

auto known(std::string_view name) {
  return std::ranges::find(known_engines, name, &KnownEngine::name);
}

bool is_program(std::filesystem::path const& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::filesystem::path> find_program(std::string_view name) {
  char const* path = std::getenv("PATH");
  for (std::string_view folders = path ? path : ""; !folders.empty();) {
    auto folder = folders.substr(0, folders.find(':'));
    folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
    // A relative one, or the current folder as an empty one, would mean another place where the engine runs.
    if (!folder.starts_with('/')) continue;
    auto program = std::filesystem::path(folder) / name;
    if (is_program(program)) return program;
  }
  return {};
}

std::optional<Engine> find_engine(std::string_view name) {
  auto engine = known(name);
  auto program = engine == known_engines.end() ? std::nullopt : find_program(name);
  return program ? std::optional(Engine{std::string(name), *program, engine->keeps_formats}) : std::nullopt;
}

std::vector<std::string_view> engine_names() {
  std::vector<std::string_view> names;
  for (auto const& engine : known_engines) names.push_back(engine.name);
  return names;
}

bool has_unicode_fonts(std::string_view name) {
  auto engine = known(name);
  return engine != known_engines.end() && engine->has_unicode_fonts;
}

bool has_fallback_fonts(std::string_view name) {
  auto engine = known(name);
  return engine != known_engines.end() && engine->has_fallback_fonts;
}

bool must_build_font_cache(Engine const& engine) {
  if (!has_fallback_fonts(engine.name)) return false;
  // The list of all fonts, which is written last.
  std::error_code error;
  return !std::filesystem::exists(
      font_cache() / "luatex-cache" / "generic" / "names" / "luaotfload-names.luc.gz", error);
}

std::string_view engine_package(std::string_view name) {
  auto engine = known(name);
  return engine == known_engines.end() ? std::string_view() : engine->package;
}

}  // namespace vitac
