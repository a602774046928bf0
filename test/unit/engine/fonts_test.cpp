#include "engine/fonts.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <map>

#include "test/support/catch.hpp"
#include "test/support/support.hpp"

using namespace vitac;

namespace {

using Characters = std::set<char32_t>;

/// What a font file has, by fontconfig: `20-7e a0-131`.
Characters characters_of(std::string const& path) {
  Characters found;
  auto ran = test::run({"fc-query", "--index", "0", "--format", "%{charset}", path});
  INFO(path << ran.err);
  REQUIRE(ran.status == 0);
  std::istringstream ranges(ran.out);
  for (std::string range; ranges >> range;) {
    auto dash = range.find('-');
    auto first = std::stoul(range.substr(0, dash), nullptr, 16);
    auto last = dash == range.npos ? first : std::stoul(range.substr(dash + 1), nullptr, 16);
    for (auto c = first; c <= last; ++c) found.insert(char32_t(c));
  }
  return found;
}

bool is_assigned(char32_t c) {
  auto category = utf8proc_category(utf8proc_int32_t(c));
  return category != UTF8PROC_CATEGORY_CN && category != UTF8PROC_CATEGORY_CO &&
         category != UTF8PROC_CATEGORY_CS;
}

/// The paths of font files by their names.
std::map<std::string, std::string> font_paths() {
  std::map<std::string, std::string> paths;
  auto folders = font_folders();
  folders.push_back("/usr/share/texmf/fonts/opentype/public");
  for (auto const& folder : folders)
    if (std::filesystem::exists(folder))
      for (auto const& file : std::filesystem::recursive_directory_iterator(folder))
        paths[file.path().filename().string()] = file.path().string();
  return paths;
}

bool has(std::string const& text, std::string_view part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("every character of the table of fonts is in the files that it names") {
  std::map<std::string, std::vector<char32_t>> promised;
  std::vector<std::string> const own{"lmroman10-regular.otf",  "lmroman10-bolditalic.otf",
                                     "lmsans10-regular.otf",   "lmsans10-boldoblique.otf",
                                     "lmmono10-regular.otf",   "texgyrepagella-regular.otf",
                                     "texgyretermes-bold.otf", "texgyreheros-italic.otf"};
  for (char32_t c = 0xA0; c < 0x20000; ++c) {
    if (!is_assigned(c)) continue;
    auto source = glyph_source(c);
    CHECK(source.files.empty() == (source.how != GlyphSource::fallback));
    if (source.how == GlyphSource::own)
      for (auto const& file : own) promised[file].push_back(c);
    for (auto const& file : std::set<std::string>(source.files.begin(), source.files.end()))
      promised[file].push_back(c);
  }
  auto paths = font_paths();
  CHECK(promised.size() > 60);
  for (auto const& [file, characters] : promised) {
    INFO(file);
    REQUIRE(paths.contains(file));
    auto found = characters_of(paths[file]);
    std::string missing;
    for (auto c : characters)
      if (!found.contains(c)) missing += fmt::format(" {:04X}", std::uint32_t(c));
    CHECK(missing == "");
  }
}

TEST_CASE("each character comes from the text's own fonts, from a package or from nowhere") {
  for (char32_t c : U"éŁșțệŐə₦")
    if (c) CHECK(glyph_source(c).how == GlyphSource::own);
  for (char32_t c : U"αΑЖɪʃḀ")
    if (c) CHECK(glyph_source(c).package == "fonts-noto-core");
  for (char32_t c : U"שحहไ")
    if (c) CHECK(glyph_source(c).package == "fonts-noto-core");
  for (char32_t c : U"漢かカ한。")
    if (c) CHECK(glyph_source(c).package == "fonts-noto-cjk");
  for (char32_t c : U"😀☃𝔸∈")
    if (c) CHECK(glyph_source(c).package == "fonts-symbola");
  for (char32_t c : U"\U00010330\U00012000\U00013000ᚠⲀⰀꯀ\uFB05\uFB06")
    if (c) CHECK(glyph_source(c).package == "fonts-noto-core");
  for (char32_t c : U"\U00020BB7\U0002F804")
    if (c) CHECK(glyph_source(c).package == "fonts-noto-cjk");
  for (char32_t c : U"\U0001FAE0\uE000")
    if (c) CHECK(glyph_source(c).how == GlyphSource::nowhere);
}

TEST_CASE("a document asks for the fallback fonts that it needs, each weight for its own") {
  auto tex = unicode_preamble("lualatex", {U'Ж'});
  CHECK(has(tex, "add_fallback(\"cvserif\", {\n  \"[NotoSerif-Regular.ttf]:mode=harf;cvscaled;\"})"));
  CHECK(has(tex, "add_fallback(\"cvserifbold\", {\n  \"[NotoSerif-Bold.ttf]:mode=harf;cvscaled;\"})"));
  CHECK(has(tex,
            "add_fallback(\"cvsansbolditalic\", {\n  \"[NotoSans-BoldItalic.ttf]:mode=harf;cvscaled;\"})"));
  CHECK(has(tex, "\\defaultfontfeatures[\\rmfamily]{Ligatures=TeX,\n"));
  CHECK(has(tex, "BoldFeatures={RawFeature={fallback=cvserifbold}}"));
  CHECK(has(tex, "cvfontscale"));
  CHECK(!has(tex, "CJK"));
  CHECK(!has(tex, "cvgreek"));
  CHECK(!has(tex, "cvranges"));
  CHECK(has(unicode_preamble("lualatex", {U'Ж', U'அ'}), "cvranges"));
  CHECK(has(unicode_preamble("lualatex", {U'λ'}), "cvgreek"));
  CHECK(!has(unicode_preamble("lualatex", {U'ș'}), "fallback"));
  CHECK(has(unicode_preamble("lualatex", {U'א'}), "[NotoSansHebrew-Bold.ttf]:mode=harf;script=hebr;"));
  CHECK(!has(unicode_preamble("xelatex", {U'Ж'}), "directlua"));
}

TEST_CASE("a document brings only the work on its lines that its characters need") {
  auto work = [](Characters const& characters) {
    auto tex = unicode_preamble("lualatex", characters);
    return fmt::format("{}{}{}", has(tex, "cvlines") ? "lines " : "",
                       has(tex, "join = function") ? "marks " : "",
                       has(tex, "part = function") ? "breaks" : "");
  };
  CHECK(work({U'Ж'}) == "");
  CHECK(work({U'Ж', U'\u0301'}) == "lines marks ");
  CHECK(work({U'漢'}) == "lines breaks");
  CHECK(work({U'漢', U'\u0329'}) == "lines marks breaks");
}

TEST_CASE("Han characters are Japanese beside kana, Korean fonts are for Hangul alone") {
  auto fonts = [](Characters const& characters) {
    auto tex = unicode_preamble("lualatex", characters);
    return fmt::format("{}{}{}", has(tex, "[NotoSerifCJK-Regular.ttc](0)") ? "japanese " : "",
                       has(tex, "[NotoSerifCJK-Regular.ttc](2)") ? "chinese " : "",
                       has(tex, "[NotoSerifCJK-Regular.ttc](1)") ? "korean" : "");
  };
  CHECK(fonts({U'漢'}) == "chinese ");
  CHECK(fonts({U'漢', U'か'}) == "japanese ");
  CHECK(fonts({U'漢', U'한'}) == "chinese ");
  CHECK(fonts({U'한'}) == "korean");
}
