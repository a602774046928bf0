#include "engine/environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "base/files.hpp"
#include "engine/fonts.hpp"

namespace vitac {
namespace {

/// Every other variable can be a setting of kpathsea (TEXINPUTS, openout_any, max_print_line, ...) and so a
/// way in which one machine's document comes out otherwise, or finds files that it should not.
constexpr std::array<std::string_view, 9> kept_names = {
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH"};
constexpr std::array<std::string_view, 5> kept_prefixes = {"TEXMF", "LC_", "XDG_", "FONTCONFIG_",
                                                           "OSFONTDIR"};
/// TEXMFOUTPUT, TEXMF_OUTPUT_DIRECTORY: a place to write that `openout_any=p` would let pass.
constexpr std::array<std::string_view, 2> dropped_prefixes = {"TEXMFOUTPUT", "TEXMF_OUTPUT"};

bool is_kept(std::string_view variable) {
  auto name = variable.substr(0, variable.find('='));
  auto begins = [name](std::string_view prefix) { return name.starts_with(prefix); };
  if (std::ranges::any_of(dropped_prefixes, begins)) return false;
  return std::ranges::count(kept_names, name) > 0 || std::ranges::any_of(kept_prefixes, begins);
}

}  // namespace

std::filesystem::path font_cache() {
  if (auto given = std::getenv("TEXMFCACHE"); given && *given) return given;
  auto folder = user_folder("XDG_CACHE_HOME", ".cache");
  return folder.empty() ? folder : folder / "vitac" / "luatex";
}

std::vector<std::string> engine_environment(std::int64_t epoch) {
  std::vector<std::string> variables = {
      fmt::format("SOURCE_DATE_EPOCH={}", epoch),
      "FORCE_SOURCE_DATE=1",  // \today and \year too
      "openin_any=p",
      "openout_any=p",
      "shell_escape=f",
      // A font that is missing must not become a bitmap, nor a missing format another document.
      "MKTEXPK=0",
      "MKTEXTFM=0",
      "MKTEXFMT=0",
      // As wide as the engines allow, so that read_log sees whole messages and lines.
      "max_print_line=10000",
      "error_line=254",
      "half_error_line=238",
      "buf_size=4000000",  // a paragraph is one line of the .tex
  };
  if (!std::getenv("OSFONTDIR")) {
    // With all that is below them; kpathsea says so itself of the last.
    variables.push_back(fmt::format("OSFONTDIR={}", fmt::join(font_folders(), "//:")));
  }
  // LuaTeX makes the first of these that it can write to; the last is the document's own folder.
  if (!std::getenv("TEXMFCACHE")) {
    auto cache = font_cache();
    variables.push_back(cache.empty() ? "TEXMFCACHE=." : fmt::format("TEXMFCACHE={}:.", cache.string()));
  }
  for (char** variable = environ; variable && *variable; ++variable)
    if (is_kept(*variable)) variables.emplace_back(*variable);
  return variables;
}

bool decides_what_tex_finds(std::string_view variable) {
  constexpr std::array<std::string_view, 3> prefixes = {"TEXMF", "OSFONTDIR", "FONTCONFIG_"};
  return std::ranges::any_of(prefixes, [=](std::string_view prefix) { return variable.starts_with(prefix); });
}

}  // namespace vitac
