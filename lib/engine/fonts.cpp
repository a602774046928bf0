#include "engine/fonts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <span>

#include "base/files.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

struct Range {
  char32_t first, last = first;
};

bool holds(std::span<Range const> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](auto const& range) { return range.first <= c && c <= range.last; });
}

/// What Latin Modern and TeX Gyre have, all of them in all weights: measured. Not their Greek, of which most
/// have the capitals alone.
constexpr std::array own{
    Range{0xA0, 0x131},    Range{0x134, 0x137},   Range{0x139, 0x148},   Range{0x14A, 0x165},
    Range{0x168, 0x17F},   Range{0x18E},          Range{0x192},          Range{0x1A0, 0x1A1},
    Range{0x1AF, 0x1B0},   Range{0x1CD, 0x1D4},   Range{0x1D7, 0x1DD},   Range{0x1E6, 0x1E7},
    Range{0x1EA, 0x1EB},   Range{0x1F0},          Range{0x1F4, 0x1F5},   Range{0x1FA, 0x201},
    Range{0x204, 0x205},   Range{0x208, 0x209},   Range{0x20C, 0x20D},   Range{0x210, 0x211},
    Range{0x214, 0x215},   Range{0x218, 0x21B},   Range{0x237},          Range{0x258, 0x259},
    Range{0x2BE, 0x2BF},   Range{0x2C6, 0x2C7},   Range{0x2D8, 0x2DD},   Range{0x300, 0x304},
    Range{0x306, 0x30C},   Range{0x30F},          Range{0x311},          Range{0x323},
    Range{0x326},          Range{0x32E, 0x332},   Range{0xE3F},          Range{0x1E0C, 0x1E0F},
    Range{0x1E24, 0x1E27}, Range{0x1E2A, 0x1E2B}, Range{0x1E2E, 0x1E2F}, Range{0x1E36, 0x1E39},
    Range{0x1E42, 0x1E47}, Range{0x1E58, 0x1E5D}, Range{0x1E62, 0x1E63}, Range{0x1E6C, 0x1E6F},
    Range{0x1E80, 0x1E85}, Range{0x1E92, 0x1E93}, Range{0x1E97},         Range{0x1EA0, 0x1EF9},
    Range{0x2016},         Range{0x203D},         Range{0x203F, 0x2040}, Range{0x2044, 0x2046},
    Range{0x2052},         Range{0x20A1},         Range{0x20A4},         Range{0x20A6},
    Range{0x20A9},         Range{0x20AB, 0x20AC}, Range{0x20B1},         Range{0x2103},
    Range{0x2116, 0x2117}, Range{0x211E},         Range{0x2126, 0x2127}, Range{0x212E},
    Range{0x2190, 0x2193}, Range{0x2215},         Range{0x2217},         Range{0x221A},
    Range{0x221E},         Range{0x2222},         Range{0x2300},         Range{0x2422, 0x2423},
    Range{0x25E6},         Range{0x266A},         Range{0x26AD, 0x26AE}, Range{0x27E6, 0x27E7},
};

/// A family with its files' names up to the weight. Where it has no serifs or none without, both are the
/// same.
struct Family {
  enum Weights { one, two, four } weights;  ///< one: the name is whole; four: with italics
  std::string_view serif, sans, extension, features, package;
  std::array<Range, 22> ranges;  ///< what it prints; a zero ends them

  std::span<Range const> covered() const {
    return {ranges.begin(), std::ranges::find(ranges, U'\0', &Range::last)};
  }
};

constexpr std::string_view core = "fonts-noto-core", cjk = "fonts-noto-cjk";

/// As large as the letters beside them: of scripts that look much larger than Latin in the same size.
constexpr std::string_view as_beside = "cvscaled;";

/// A script of which there is one font, upright and regular.
constexpr Family rare(std::string_view file, std::string_view features, std::array<Range, 22> ranges) {
  return {Family::one, file, file, ".ttf", features, core, ranges};
}

/// What each font of Debian 12's packages prints: measured. The first that has a character prints it, in
/// LuaTeX too. Those of scripts whose letters join come first, so that the joiners between them are theirs;
/// fonts-symbola, which has something of everything, last.
constexpr std::array families{
    Family{Family::two,
           "NotoSerifHebrew",
           "NotoSansHebrew",
           ".ttf",
           "script=hebr;",
           core,
           {{{0x591, 0x5EA}, {0x5F0, 0x5F4}, {0xFB1D, 0xFB4F}}}},
    Family{Family::two,
           "NotoSansArabic",
           "NotoSansArabic",
           ".ttf",
           "script=arab;",
           core,
           {{{0x600, 0x61C},
             {0x61E, 0x6FF},
             {0x750, 0x77F},
             {0x8A0, 0x8B4},
             {0x8B6, 0x8BE},
             {0x8D3, 0x8FF},
             {0xFB50, 0xFBC1},
             {0xFBD3, 0xFD3F},
             {0xFD50, 0xFDC7},
             {0xFDF0, 0xFDFD},
             {0xFE70, 0xFEFC}}}},
    Family{Family::one,
           "NotoSansSyriac-Regular",
           "NotoSansSyriac-Regular",
           ".ttf",
           "script=syrc;",
           core,
           {{{0x700, 0x74F}}}},
    Family{Family::two, "NotoSansThaana", "NotoSansThaana", ".ttf", "script=thaa;", core, {{{0x780, 0x7B1}}}},
    Family{Family::one,
           "NotoSansNKo-Regular",
           "NotoSansNKo-Regular",
           ".ttf",
           "script=nko;",
           core,
           {{{0x7C0, 0x7FF}}}},
    Family{Family::two,
           "NotoSerifDevanagari",
           "NotoSansDevanagari",
           ".ttf",
           "script=dev2;",
           core,
           {{{0x900, 0x97F}, {0xA8E0, 0xA8FF}}}},
    Family{
        Family::two, "NotoSerifBengali", "NotoSansBengali", ".ttf", "script=bng2;", core, {{{0x980, 0x9FE}}}},
    Family{Family::two,
           "NotoSerifGurmukhi",
           "NotoSansGurmukhi",
           ".ttf",
           "script=gur2;",
           core,
           {{{0xA01, 0xA76}}}},
    Family{Family::two,
           "NotoSerifGujarati",
           "NotoSansGujarati",
           ".ttf",
           "script=gjr2;",
           core,
           {{{0xA81, 0xAFF}}}},
    Family{Family::two,
           "NotoSansOriya",
           "NotoSansOriya",
           ".ttf",
           "script=ory2;",
           core,
           {{{0xB01, 0xB4D}, {0xB56, 0xB77}}}},
    Family{Family::two, "NotoSerifTamil", "NotoSansTamil", ".ttf", "script=tml2;", core, {{{0xB82, 0xBFA}}}},
    Family{Family::two,
           "NotoSerifTelugu",
           "NotoSansTelugu",
           ".ttf",
           "script=tel2;",
           core,
           {{{0xC00, 0xC39}, {0xC3D, 0xC5A}, {0xC60, 0xC7F}}}},
    Family{Family::two,
           "NotoSerifKannada",
           "NotoSansKannada",
           ".ttf",
           "script=knd2;",
           core,
           {{{0xC80, 0xCD6}, {0xCDE, 0xCF2}}}},
    Family{Family::two,
           "NotoSerifMalayalam",
           "NotoSansMalayalam",
           ".ttf",
           "script=mlm2;",
           core,
           {{{0xD00, 0xD7F}}}},
    Family{
        Family::two, "NotoSerifSinhala", "NotoSansSinhala", ".ttf", "script=sinh;", core, {{{0xD81, 0xDF4}}}},
    Family{Family::two, "NotoSerifThai", "NotoSansThai", ".ttf", "script=thai;", core, {{{0xE01, 0xE5B}}}},
    Family{Family::two,
           "NotoSerifLao",
           "NotoSansLao",
           ".ttf",
           "script=lao;",
           core,
           {{{0xE81, 0xE84},
             {0xE87, 0xE88},
             {0xE8A},
             {0xE8D},
             {0xE94, 0xE97},
             {0xE99, 0xE9F},
             {0xEA1, 0xEA7},
             {0xEAA, 0xEAB},
             {0xEAD, 0xEB9},
             {0xEBB, 0xECD},
             {0xED0, 0xEDF}}}},
    Family{Family::two,
           "NotoSerifTibetan",
           "NotoSerifTibetan",
           ".ttf",
           "script=tibt;",
           core,
           {{{0xF00, 0xFDA}}}},
    Family{Family::two,
           "NotoSerifMyanmar",
           "NotoSansMyanmar",
           ".ttf",
           "script=mym2;",
           core,
           {{{0x1000, 0x109F}}}},
    Family{
        Family::two, "NotoSerifKhmer", "NotoSansKhmer", ".ttf", "script=khmr;", core, {{{0x1780, 0x17F9}}}},
    Family{Family::one,
           "NotoSansMongolian-Regular",
           "NotoSansMongolian-Regular",
           ".ttf",
           "script=mong;",
           core,
           {{{0x1800, 0x180E}, {0x1810, 0x18AA}}}},
    Family{Family::two, "NotoSerifArmenian", "NotoSansArmenian", ".ttf", as_beside, core, {{{0x531, 0x58F}}}},
    Family{Family::two,
           "NotoSerifGeorgian",
           "NotoSansGeorgian",
           ".ttf",
           as_beside,
           core,
           {{{0x10A0, 0x10FF}, {0x1C90, 0x1CBF}}}},
    Family{
        Family::two, "NotoSerifEthiopic", "NotoSansEthiopic", ".ttf", as_beside, core, {{{0x1200, 0x1399}}}},
    Family{
        Family::two, "NotoSansCherokee", "NotoSansCherokee", ".ttf", as_beside, core, {{{0x13A0, 0x13FD}}}},
    Family{Family::two,
           "NotoSansCanadianAboriginal",
           "NotoSansCanadianAboriginal",
           ".ttf",
           as_beside,
           core,
           {{{0x1400, 0x167F}}}},
    Family{Family::four,
           "NotoSerif",
           "NotoSans",
           ".ttf",
           as_beside,
           core,
           {{{0xA0, 0x3E1},
             {0x3F0, 0x52F},
             {0x1C80, 0x1C88},
             {0x1D00, 0x1DF9},
             {0x1DFB, 0x1FFE},
             {0x2000, 0x20BF},
             {0x20F0, 0x215F},
             {0x2C60, 0x2C7F},
             {0x2DE0, 0x2DFF},
             {0xA640, 0xA69F},
             {0xA700, 0xA7BF},
             {0xAB30, 0xAB6B},
             {0xFB05, 0xFB06}}}},
    // Japanese comes first: where there are kana, Han characters are Japanese too.
    Family{Family::two, "NotoSerifCJK", "NotoSansCJK", ".ttc(0)", as_beside, cjk, {{{0x3040, 0x30FF}}}},
    Family{Family::two,
           "NotoSerifCJK",
           "NotoSansCJK",
           ".ttc(2)",
           as_beside,
           cjk,
           {{{0x2E80, 0x2FFB},
             {0x3000, 0x312F},
             {0x3190, 0x31BB},
             {0x31C0, 0x332B},
             {0x332D, 0x33FF},
             {0x3400, 0x4DB5},
             {0x4E00, 0x9FEA},
             {0xF900, 0xFA6D},
             {0xFE10, 0xFE19},
             {0xFE30, 0xFE4F},
             {0xFF01, 0xFFEE},
             {0x20000, 0x2FA1D},  // of these some, as TeX then says
             {0x30000, 0x3134A}}}},
    Family{Family::two,
           "NotoSerifCJK",
           "NotoSansCJK",
           ".ttc(1)",
           as_beside,
           cjk,
           {{{0x1100, 0x11FF}, {0x3130, 0x318F}, {0xA960, 0xA97C}, {0xAC00, 0xD7FB}}}},
    rare("NotoSansOgham-Regular", "", {{{0x1680, 0x169C}}}),
    rare("NotoSansRunic-Regular", "", {{{0x16A0, 0x16F8}}}),
    rare("NotoSansTagalog-Regular", "script=tglg;", {{{0x1700, 0x170C}, {0x170E, 0x1714}}}),
    rare("NotoSansHanunoo-Regular", "script=hano;", {{{0x1720, 0x1736}}}),
    rare("NotoSansBuhid-Regular", "script=buhd;", {{{0x1740, 0x1753}}}),
    rare("NotoSansTagbanwa-Regular", "script=tagb;", {{{0x1760, 0x1773}}}),
    rare("NotoSansLimbu-Regular", "script=limb;", {{{0x1900, 0x194F}}}),
    rare("NotoSansTaiLe-Regular", "script=tale;", {{{0x1950, 0x1974}}}),
    rare("NotoSansNewTaiLue-Regular", "script=talu;", {{{0x1980, 0x19DF}}}),
    rare("NotoSansBuginese-Regular", "script=bugi;", {{{0x1A00, 0x1A1F}}}),
    rare("NotoSansTaiTham-Regular", "script=lana;", {{{0x1A20, 0x1AAD}}}),
    rare("NotoSansBalinese-Regular", "script=bali;", {{{0x1B00, 0x1B4B}, {0x1B50, 0x1B7C}}}),
    rare("NotoSansSundanese-Regular", "script=sund;", {{{0x1B80, 0x1BBF}, {0x1CC0, 0x1CC7}}}),
    rare("NotoSansBatak-Regular", "script=batk;", {{{0x1BC0, 0x1BFF}}}),
    rare("NotoSansLepcha-Regular", "script=lepc;", {{{0x1C00, 0x1C4F}}}),
    rare("NotoSansOlChiki-Regular", "", {{{0x1C50, 0x1C7F}}}),
    rare("NotoSansGrantha-Regular", "script=gran;", {{{0x11300, 0x11374}}}),
    rare("NotoSansSharada-Regular", "script=shrd;", {{{0x11180, 0x111DF}}}),
    rare("NotoSansTirhuta-Regular", "script=tirh;", {{{0x11480, 0x114D9}}}),
    rare("NotoSansGlagolitic-Regular", "", {{{0x2C00, 0x2C2E}, {0x2C30, 0x2C5E}, {0x1E000, 0x1E02A}}}),
    rare("NotoSansCoptic-Regular", "", {{{0x2C80, 0x2CFF}, {0x102E0, 0x102FB}}}),
    rare("NotoSansTifinagh-Regular", "", {{{0x2D30, 0x2D7F}}}),
    rare("NotoSansYi-Regular", "", {{{0xA000, 0xA4C6}}}),
    rare("NotoSansLisu-Regular", "", {{{0xA4D0, 0xA4FF}}}),
    rare("NotoSansVai-Regular", "", {{{0xA500, 0xA62B}}}),
    rare("NotoSansBamum-Regular", "", {{{0xA6A0, 0xA6F7}, {0x16800, 0x16A38}}}),
    rare("NotoSansSylotiNagri-Regular", "script=sylo;", {{{0xA800, 0xA82C}}}),
    rare("NotoSansKaithi-Regular", "script=kthi;", {{{0x11080, 0x110C1}, {0x110CD}}}),
    rare("NotoSansKhojki-Regular", "script=khoj;", {{{0x11200, 0x1123E}}}),
    rare("NotoSansKhudawadi-Regular", "script=sind;", {{{0x112B0, 0x112F9}}}),
    rare("NotoSansMahajani-Regular", "script=mahj;", {{{0x11150, 0x11176}}}),
    rare("NotoSansModi-Regular", "script=modi;", {{{0x11600, 0x11659}}}),
    rare("NotoSansTakri-Regular", "script=takr;", {{{0x11680, 0x116B8}, {0x116C0, 0x116C9}}}),
    rare("NotoSansPhagsPa-Regular", "script=phag;", {{{0xA840, 0xA877}}}),
    rare("NotoSansSaurashtra-Regular", "script=saur;", {{{0xA880, 0xA8D9}}}),
    rare("NotoSansKayahLi-Regular", "script=kali;", {{{0xA900, 0xA92F}}}),
    rare("NotoSansRejang-Regular", "script=rjng;", {{{0xA930, 0xA95F}}}),
    rare("NotoSansJavanese-Regular", "script=java;", {{{0xA980, 0xA9DF}}}),
    rare("NotoSansCham-Regular", "script=cham;", {{{0xAA00, 0xAA5F}}}),
    rare("NotoSansTaiViet-Regular", "script=tavt;", {{{0xAA80, 0xAADF}}}),
    rare("NotoSansMeeteiMayek-Regular", "script=mtei;", {{{0xAAE0, 0xAAF6}, {0xABC0, 0xABF9}}}),
    rare("NotoSansLinearB-Regular", "", {{{0x10000, 0x1013F}}}),
    rare("NotoSansLycian-Regular", "", {{{0x10280, 0x1029C}}}),
    rare("NotoSansCarian-Regular", "", {{{0x102A0, 0x102D0}}}),
    rare("NotoSansOldItalic-Regular", "", {{{0x10300, 0x1032F}}}),
    rare("NotoSansGothic-Regular", "", {{{0x10330, 0x1034A}}}),
    rare("NotoSansOldPermic-Regular", "", {{{0x10350, 0x1037A}}}),
    rare("NotoSansUgaritic-Regular", "", {{{0x10380, 0x1039F}}}),
    rare("NotoSansOldPersian-Regular", "", {{{0x103A0, 0x103D5}}}),
    rare("NotoSansDeseret-Regular", "", {{{0x10400, 0x1044F}}}),
    rare("NotoSansShavian-Regular", "", {{{0x10450, 0x1047F}}}),
    rare("NotoSansOsmanya-Regular", "script=osma;", {{{0x10480, 0x104A9}}}),
    rare("NotoSansOsage-Regular", "", {{{0x104B0, 0x104FB}}}),
    rare("NotoSansElbasan-Regular", "", {{{0x10500, 0x10527}}}),
    rare("NotoSansCaucasianAlbanian-Regular", "", {{{0x10530, 0x1056F}}}),
    rare("NotoSansLinearA-Regular", "", {{{0x10600, 0x10767}}}),
    rare("NotoSansCypriot-Regular", "script=cprt;", {{{0x10800, 0x1083F}}}),
    rare("NotoSansImperialAramaic-Regular", "script=armi;", {{{0x10840, 0x1085F}}}),
    rare("NotoSansPalmyrene-Regular", "script=palm;", {{{0x10860, 0x1087F}}}),
    rare("NotoSansNabataean-Regular", "script=nbat;", {{{0x10880, 0x108AF}}}),
    rare("NotoSansHatran-Regular", "script=hatr;", {{{0x108E0, 0x108FF}}}),
    rare("NotoSansPhoenician-Regular", "script=phnx;", {{{0x10900, 0x1091F}}}),
    rare("NotoSansLydian-Regular", "script=lydi;", {{{0x10920, 0x1093F}}}),
    rare("NotoSansMeroitic-Regular", "script=mero;", {{{0x10980, 0x109FF}}}),
    rare("NotoSansKharoshthi-Regular", "script=khar;", {{{0x10A00, 0x10A58}}}),
    rare("NotoSansOldSouthArabian-Regular", "script=sarb;", {{{0x10A60, 0x10A7F}}}),
    rare("NotoSansOldNorthArabian-Regular", "script=narb;", {{{0x10A80, 0x10A9F}}}),
    rare("NotoSansManichaean-Regular", "script=mani;", {{{0x10AC0, 0x10AF6}}}),
    rare("NotoSansAvestan-Regular", "script=avst;", {{{0x10B00, 0x10B3F}}}),
    rare("NotoSansInscriptionalParthian-Regular", "script=prti;", {{{0x10B40, 0x10B5F}}}),
    rare("NotoSansInscriptionalPahlavi-Regular", "script=phli;", {{{0x10B60, 0x10B7F}}}),
    rare("NotoSansPsalterPahlavi-Regular", "script=phlp;", {{{0x10B80, 0x10BAF}}}),
    rare("NotoSansOldTurkic-Regular", "script=orkh;", {{{0x10C00, 0x10C48}}}),
    rare("NotoSansOldHungarian-Regular", "script=hung;", {{{0x10C80, 0x10CFF}}}),
    rare("NotoSansHanifiRohingya-Regular", "script=rohg;", {{{0x10D00, 0x10D39}}}),
    rare("NotoSerifYezidi-Regular", "", {{{0x10E80, 0x10EB1}}}),
    rare("NotoSansOldSogdian-Regular", "script=sogo;", {{{0x10F00, 0x10F27}}}),
    rare("NotoSansSogdian-Regular", "script=sogd;", {{{0x10F30, 0x10F59}}}),
    rare("NotoSansElymaic-Regular", "", {{{0x10FE0, 0x10FF6}}}),
    rare("NotoSansBrahmi-Regular", "script=brah;", {{{0x11000, 0x1106F}, {0x1107F}}}),
    rare("NotoSansSoraSompeng-Regular", "", {{{0x110D0, 0x110F9}}}),
    rare("NotoSansChakma-Regular", "script=cakm;", {{{0x11100, 0x11146}}}),
    rare("NotoSansMultani-Regular", "script=mult;", {{{0x11280, 0x112A9}}}),
    rare("NotoSansNewa-Regular", "script=newa;", {{{0x11400, 0x11461}}}),
    rare("NotoSansSiddham-Regular", "script=sidd;", {{{0x11580, 0x115DD}}}),
    rare("NotoSerifAhom-Regular", "script=ahom;", {{{0x11700, 0x1173F}}}),
    rare("NotoSerifDogra-Regular", "script=dogr;", {{{0x11800, 0x1183B}}}),
    rare("NotoSansWarangCiti-Regular", "", {{{0x118A0, 0x118FF}}}),
    rare("NotoSansZanabazarSquare-Regular", "script=zanb;", {{{0x11A00, 0x11A47}}}),
    rare("NotoSansSoyombo-Regular", "script=soyo;", {{{0x11A50, 0x11AA2}}}),
    rare("NotoSansPauCinHau-Regular", "", {{{0x11AC0, 0x11AF8}}}),
    rare("NotoSansBhaiksuki-Regular", "script=bhks;", {{{0x11C00, 0x11C6C}}}),
    rare("NotoSansMarchen-Regular", "script=marc;", {{{0x11C70, 0x11CB6}}}),
    rare("NotoSansMasaramGondi-Regular", "script=gonm;", {{{0x11D00, 0x11D59}}}),
    rare("NotoSansGunjalaGondi-Regular", "script=gong;", {{{0x11D60, 0x11DA9}}}),
    rare("NotoSansCuneiform-Regular", "", {{{0x12000, 0x12543}}}),
    rare("NotoSansEgyptianHieroglyphs-Regular", "", {{{0x13000, 0x1342E}}}),
    rare("NotoSansAnatolianHieroglyphs-Regular", "", {{{0x14400, 0x14646}}}),
    rare("NotoSansMro-Regular", "", {{{0x16A40, 0x16A6F}}}),
    rare("NotoSansBassaVah-Regular", "", {{{0x16AD0, 0x16AF5}}}),
    rare("NotoSansPahawhHmong-Regular", "script=hmng;", {{{0x16B00, 0x16B8F}}}),
    rare("NotoSansMedefaidrin-Regular", "", {{{0x16E40, 0x16E9A}}}),
    rare("NotoSansMiao-Regular", "", {{{0x16F00, 0x16F9F}}}),
    rare("NotoSerifTangut-Regular", "", {{{0x16FE0}, {0x17000, 0x18AF2}}}),
    rare("NotoSansNushu-Regular", "", {{{0x16FE1}, {0x1B170, 0x1B2FB}}}),
    rare("NotoSansDuployan-Regular", "", {{{0x1BC00, 0x1BCA3}}}),
    rare("NotoSerifNyiakengPuachueHmong-Regular", "", {{{0x1E100, 0x1E14F}}}),
    rare("NotoSansWancho-Regular", "", {{{0x1E2C0, 0x1E2FF}}}),
    rare("NotoSansMendeKikakui-Regular", "script=mend;", {{{0x1E800, 0x1E8D6}}}),
    rare("NotoSansAdlam-Regular", "script=adlm;", {{{0x1E900, 0x1E95F}}}),
    Family{
        Family::one,
        "Symbola_hint",
        "Symbola_hint",
        ".ttf",
        "",
        "fonts-symbola",
        {{{0x20D0, 0x2B95},   {0x2B98, 0x2BB9},   {0x2BBD, 0x2BC8},   {0x2BCA, 0x2BD2},   {0x2BEC, 0x2BEF},
          {0x1D400, 0x1D7FF}, {0x1F000, 0x1F10C}, {0x1F110, 0x1F12E}, {0x1F130, 0x1F16B}, {0x1F170, 0x1F1AC},
          {0x1F1E6, 0x1F6D4}, {0x1F6E0, 0x1F6F8}, {0x1F700, 0x1F773}, {0x1F780, 0x1F7D4}, {0x1F800, 0x1F8AD},
          {0x1F900, 0x1F90B}, {0x1F910, 0x1F93E}, {0x1F940, 0x1F94C}, {0x1F950, 0x1F96B}, {0x1F980, 0x1F997},
          {0x1F9C0},          {0x1F9D0, 0x1F9E6}}}},
};

Family const* family_of(char32_t c) {
  auto found =
      std::ranges::find_if(families, [c](Family const& family) { return holds(family.covered(), c); });
  return found == families.end() ? nullptr : found;
}

/// A family of fontspec and one of its shapes, which has a list of fallback fonts of its own.
struct Shape {
  std::string_view feature, list, weight, two_weights;  ///< two_weights: where there are no italics
};
constexpr std::array shapes{
    Shape{"UprightFeatures", "", "-Regular", "-Regular"},
    Shape{"BoldFeatures", "bold", "-Bold", "-Bold"},
    Shape{"ItalicFeatures", "italic", "-Italic", "-Regular"},
    Shape{"BoldItalicFeatures", "bolditalic", "-BoldItalic", "-Bold"},
};

std::string file_name(Family const& family, bool has_serifs, Shape const& shape) {
  auto weight = family.weights == Family::one    ? std::string_view()
                : family.weights == Family::four ? shape.weight
                                                 : shape.two_weights;
  return fmt::format("{}{}{}", has_serifs ? family.serif : family.sans, weight,
                     family.extension.substr(0, family.extension.find('(')));
}

/// As luaotfload takes it.
std::string font_name(Family const& family, bool has_serifs, Shape const& shape) {
  auto part = family.extension.find('(');
  return fmt::format("[{}]{}:mode=harf;{}", file_name(family, has_serifs, shape),
                     part == family.extension.npos ? "" : family.extension.substr(part), family.features);
}

/// The families that these characters need, each once. Those of one file differ in a few glyphs only: the
/// first prints what the others would.
std::vector<Family const*> needed(std::set<char32_t> const& characters) {
  std::set<Family const*> all;  // in the order of the table
  for (auto c : characters)
    if (!holds(own, c))
      if (auto family = family_of(c)) all.insert(family);
  std::vector<Family const*> kept;
  for (auto family : all)
    if (std::ranges::none_of(kept, [&](auto other) { return other->serif == family->serif; }))
      kept.push_back(family);
  return kept;
}

bool has_any(std::set<char32_t> const& characters, std::span<Range const> ranges) {
  return std::ranges::any_of(characters, [&](char32_t c) { return holds(ranges, c); });
}

constexpr std::array greek{Range{0x370, 0x3FF}};
constexpr std::array marks{Range{0x300, 0x36F}, Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
                           Range{0x20D0, 0x20FF}};
constexpr std::array right_to_left{Range{0x590, 0x8FF}, Range{0xFB1D, 0xFDFF}, Range{0xFE70, 0xFEFC},
                                   Range{0x10800, 0x10FFF}, Range{0x1E800, 0x1EFFF}};
constexpr std::array broken_anywhere{Range{0x2E80, 0x9FFF}, Range{0xF900, 0xFAFF}, Range{0xFE30, 0xFE4F},
                                     Range{0xFF01, 0xFF60}, Range{0x20000, 0x3134A}};

/// A mark above or below goes with the font of its letter, or the letter with that of its mark, for only then
/// does it stand in its place. One over two letters takes both along, and says in which order they are read: it
/// is drawn where the second begins. The text's own fonts do not know how wide these are.
constexpr std::string_view joined_marks = R"(local function is_mark(c)
  return c > 0x2FF and c < 0x370 or c > 0x1AAF and c < 0x1B00
      or c > 0x1DBF and c < 0x1E00 or c > 0x20CF and c < 0x2100
end
local function is_double(c) return c > 0x35B and c < 0x363 end
local function has(id, c) return font.getfont(id).characters[c] end
local function font_of(n)
  local fallback = font.getfont(n.font).fallback_lookup
  return not has(n.font, n.char) and fallback and fallback[n.char] or n.font
end
local function hex(c)
  local digits, found = "0123456789ABCDEF", ""
  for _ = 1, 4 do
    local digit = math.fmod(c, 16) + 1
    found, c = digits:sub(digit, digit) .. found, c // 16
  end
  return found
end
local function literal(data)
  local n = node.new("whatsit", "pdf_literal")
  n.mode, n.data = 2, data
  return n
end
local function read_in_order(head, first, next)
  local text, n = "", first
  local behind = next.next or next  % TeX knows where its list ends: nothing may stand behind
  while not (n == behind) do
    if not (n.id == first.id) or n.char > 0xFFFF then return end
    text, n = text .. hex(n.char), n.next
  end
  node.insert_before(head, first, literal("/Span<</ActualText<FEFF" .. text .. ">>>BDC"))
  node.insert_before(head, behind, literal("EMC"))
end
join = function(head)
  local glyph = node.id("glyph")
  for mark in node.traverse_id(glyph, head) do
    if is_mark(mark.char) then
      local letter, next = mark.prev, is_double(mark.char) and mark.next
      while letter and letter.id == glyph and is_mark(letter.char) do letter = letter.prev end
      if letter and letter.id == glyph then
        local its, own = font_of(letter), font_of(mark)
        if is_double(mark.char) then
          local fallback = font.getfont(mark.font).fallback_lookup
          own = fallback and fallback[mark.char] or own
        end
        local takes = next and next.id == glyph and has(own, next.char)
        if not (own == mark.font) and has(own, letter.char) then
          letter.font, mark.font = own, own
          if takes then
            next.font = own
            read_in_order(head, letter, next)
          end
        elseif has(its, mark.char) then
          mark.font = its
        end
      end
    end
  end
end
)";

/// Chinese and Japanese lines break between characters, though not before or behind some.
constexpr std::string_view line_breaks = R"(local function set(text)
  local found = {}
  for _, c in utf8.codes(text) do found[c] = true end
  return found
end
local no_begin = set("、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)],.;:!?")
local no_end = set("‘“（〔［｛〈《「『【([")
local function breaks(c)
  return c > 0x2E7F and c < 0xA000 or c > 0xF8FF and c < 0xFB00 or c > 0xFE2F and c < 0xFE50 or c > 0xFF00 and c < 0xFF61
      or c > 0x1FFFF and c < 0x32000
end
part = function(head)
  for n in node.traverse_id(node.id("glyph"), head) do
    local next = n.next
    if next and next.id == n.id and (breaks(n.char) or breaks(next.char))
        and not no_end[n.char] and not no_begin[next.char] then
      local glue = node.new("glue")
      glue.stretch = 6553
      node.insert_after(head, n, glue)
    end
  end
end
)";

/// A bracket that is turned round, as it is in a text from right to left, is read from the PDF as what it is
/// there: it opens, though it looks as those do that close.
constexpr std::string_view turned_brackets = R"(local slots, others = {}, {}
for i, pair in ipairs{{40, 41}, {60, 62}, {91, 93}, {123, 125}, {171, 187}, {8249, 8250}} do
  local first = 0x10FE00 + 2 * i
  slots[pair[1]], slots[pair[2]] = first, first + 1
  others[pair[1]], others[pair[2]] = pair[2], pair[1]
end
luatexbase.add_to_callback("luaotfload.patch_font", function(f)
  for code, slot in next, slots do
    local turned = {}
    for key, value in next, f.characters[code] or {} do turned[key] = value end
    turned.tounicode = others[code]
    f.characters[slot] = f.characters[code] and turned
  end
end, "cvbrackets")
turn = function(head)
  local around = {}
  for n in node.traverse(head) do
    if n.id == node.id("dir") then
      if n.subtype == 0 then table.insert(around, n.dir) else table.remove(around) end
    elseif n.id == node.id("glyph") and around[\string#around] == "+TRT" and slots[n.char]
        and font.getfont(n.font).characters[slots[n.char]] then
      n.char = slots[n.char]
    end
  end
end
)";

/// What is done to the characters of a line before it is broken.
void add_line_work(std::string& tex, std::set<char32_t> const& characters) {
  bool has_marks = has_any(characters, marks), breaks = has_any(characters, broken_anywhere),
       turns = has_any(characters, right_to_left);
  if (!has_marks && !breaks && !turns) return;
  tex += "\\directlua{\nlocal join, part, turn\n";
  if (has_marks) tex += joined_marks;
  if (breaks) tex += line_breaks;
  if (turns) tex += turned_brackets;
  tex +=
      "luatexbase.add_to_callback(\"hyphenate\", function(head, tail)\n"
      "  lang.hyphenate(head, tail)\n"
      "  if join then join(head) end\n"
      "  if part then part(head) end\n"
      "  if turn then turn(head) end\n"
      "end, \"cvlines\")\n"
      "}\n";
}

/// A style says by \cvfontscale how large those are that go with the letters beside them.
constexpr std::string_view scaling = R"(\directlua{
local read = fonts.readers.harf
fonts.readers.harf = function(spec)
  if spec.features.raw.cvscaled and spec.size > 0 then
    spec.size = math.floor(spec.size * tonumber(token.get_macro("cvfontscale") or 1))
  end
  return read(spec)
end
}
)";

/// Characters that share a glyph, as some Han characters do with their twins for compatibility, are read from
/// the PDF as they were written, and not all as one of them.
constexpr std::string_view own_code_points = R"(\directlua{
luatexbase.add_to_callback("luaotfload.patch_font_unsafe", function(font)
  if type(font) == "number" or not font or not font.hb then return end
  for code, glyph in next, font.characters do
    if code < 0x110000 and not (glyph.tounicode == code) then
      local own = {}
      for key, value in next, glyph do own[key] = value end
      own.tounicode = code
      font.characters[code] = own
    end
  end
end, "cvcodepoints")
}
)";

void add_lists(std::string& tex, std::vector<Family const*> const& wanted) {
  tex += "\\directlua{\n";
  for (bool has_serifs : {true, false}) {
    for (auto const& shape : shapes) {
      tex += fmt::format("luaotfload.add_fallback(\"cv{}{}\", {{", has_serifs ? "serif" : "sans", shape.list);
      for (auto family : wanted) tex += fmt::format("\n  \"{}\",", font_name(*family, has_serifs, shape));
      tex.back() = '}';
      tex += ")\n";
    }
  }
  tex += "}\n";
}

/// Of several fonts that have a character, that prints it which is for it: fonts of one script have signs of
/// others, such as subscripts, which look strange beside these. Joiners stay with the first.
void add_ranges(std::string& tex, std::vector<Family const*> const& wanted) {
  if (wanted.size() < 2) return;
  tex += "\\directlua{\nlocal ranges = {";
  for (std::size_t i = wanted.size(); i-- > 0;)
    for (auto const& [first, last] : wanted[i]->covered())
      tex += fmt::format("\n  {{{}, {}, {}}},", i + 1, std::uint32_t(first), std::uint32_t(last));
  tex += R"(
}
local settled = {}
luatexbase.add_to_callback("luaotfload.patch_font", function(f)
  local lookup = f.fallback_lookup
  if not lookup or settled[lookup] then return end
  settled[lookup] = true
  local ids = {}
  for code, id in next, lookup do
    if code > 0 then ids[font.getfont(id)] = id end
  end
  for _, range in ipairs(ranges) do
    local other = lookup[-range[1]]
    local id = ids[other]
    for code = range[2], id and range[3] or 0 do
      if other.characters[code] then lookup[code] = id end
    end
  end
end, "cvranges")
}
)";
}

void add_features(std::string& tex) {
  for (bool has_serifs : {true, false}) {
    // What is said here stands in place of fontspec's own, by which `'` is an apostrophe.
    tex += fmt::format("\\defaultfontfeatures[{}]{{Ligatures=TeX,",
                       has_serifs ? "\\rmfamily" : "\\sffamily,\\ttfamily");
    for (auto const& shape : shapes)
      tex += fmt::format("\n  {}={{RawFeature={{fallback=cv{}{}}}}},", shape.feature,
                         has_serifs ? "serif" : "sans", shape.list);
    tex.back() = '}';
    tex += '\n';
  }
}

}  // namespace

GlyphSource glyph_source(char32_t c) {
  if (holds(own, c)) return {GlyphSource::own};
  auto family = family_of(c);
  if (!family) return {GlyphSource::nowhere};
  GlyphSource source{GlyphSource::fallback, family->package};
  for (bool has_serifs : {true, false})
    for (auto const& shape : shapes) source.files.push_back(file_name(*family, has_serifs, shape));
  return source;
}

std::vector<std::string_view> missing_font_packages() {
  auto installed = installed_fonts();
  std::vector<std::string_view> missing;
  for (auto const& family : families)
    for (bool has_serifs : {true, false})
      for (auto const& shape : shapes)
        if (!installed.contains(file_name(family, has_serifs, shape)) &&
            std::ranges::find(missing, family.package) == missing.end())
          missing.push_back(family.package);
  return missing;
}

std::string character_name(char32_t c, std::size_t others) {
  std::string text;
  append_utf8(text, c);
  auto name = fmt::format("`{}` (U+{:04X})", text, std::uint32_t(c));
  if (others > 0) name += fmt::format(" and {} other character{}", others, others == 1 ? "" : "s");
  return name;
}

std::string unicode_preamble(std::string_view engine, std::set<char32_t> const& characters) {
  constexpr std::string_view fontspec =
      "\\PassOptionsToPackage{no-math}{fontspec}\n\\RequirePackage{fontspec}\n";
  auto tex = fmt::format("% !TEX program = {}\n", engine);  // editors read it
  if (engine != "lualatex") {
    tex += fontspec;
    tex +=
        "\\TeXXeTstate=1\n"
        "\\protected\\def\\cvrtl#1{\\leavevmode{\\beginR#1\\endR}}\n"
        "\\protected\\def\\cvltr#1{{\\beginL#1\\endL}}\n";
    return tex;
  }
  auto wanted = needed(characters);
  if (!wanted.empty()) {
    tex += "% Fonts for what the text's own lack.\n";
    add_lists(tex, wanted);
    add_ranges(tex, wanted);
    tex += scaling;
    tex += own_code_points;
  }
  // All of a Greek word from one font.
  if (has_any(characters, greek))
    tex +=
        "\\directlua{\n"
        "luatexbase.add_to_callback(\"luaotfload.patch_font\", function(f)\n"
        "  if f.fallback_lookup then for c = 0x370, 0x3FF do f.characters[c] = nil end end\n"
        "end, \"cvgreek\")\n"
        "}\n";
  add_line_work(tex, characters);
  tex += fontspec;
  // Formulas are in TeX's own fonts: these read as what they are only with the names of their glyphs.
  tex +=
      "\\protected\\def\\pdfglyphtounicode{\\pdfextension glyphtounicode}\n"
      "\\input{glyphtounicode}\\pdfvariable gentounicode=1\n";
  if (!wanted.empty()) add_features(tex);
  tex +=
      "% From right to left, and numbers within.\n"
      "\\protected\\def\\cvrtl#1{\\leavevmode{\\textdir TRT #1}}\n"
      "\\protected\\def\\cvltr#1{{\\textdir TLT #1}}\n"
      "\\AddToHook{package/hyperref/"
      "after}{\\pdfstringdefDisableCommands{\\def\\cvrtl#1{#1}\\def\\cvltr#1{#1}}}\n";
  return tex;
}

std::vector<std::string> font_folders() {
  if (auto given = std::getenv("OSFONTDIR"); given && *given) {
    std::vector<std::string> folders;
    for (std::string_view rest = given; !rest.empty();) {
      auto folder = rest.substr(0, rest.find(':'));
      rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
      if (!folder.empty()) folders.emplace_back(folder);
    }
    return folders;
  }
  std::vector<std::string> folders{"/usr/share/fonts", "/usr/local/share/fonts"};
  if (auto data = user_folder("XDG_DATA_HOME", ".local/share"); !data.empty())
    folders.push_back((data / "fonts").string());
  return folders;
}

std::set<std::string, std::less<>> installed_fonts() {
  std::set<std::string, std::less<>> names;
  for (auto const& folder : font_folders()) {
    std::error_code error;
    constexpr auto options =
        fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(folder, options, error), end; !error && at != end;
         at.increment(error))
      names.insert(at->path().filename().string());
  }
  return names;
}

}  // namespace vitac
