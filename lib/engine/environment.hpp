#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// Where LuaTeX keeps what it read of fonts: $TEXMFCACHE, else a folder of our own in the user's cache. Empty
/// where there is neither; it need not be there yet.
std::filesystem::path font_cache();

/// The environment of an engine: of ours only what says where programs, fonts and TeX trees are; the rest
/// set so that the same document gives the same bytes and no file outside its folder is touched. `epoch` is
/// in seconds since 1970.
std::vector<std::string> engine_environment(std::int64_t epoch);

/// Whether one of these variables says where TeX finds its files and fonts.
bool decides_what_tex_finds(std::string_view variable);

}  // namespace vitac
