#include "base/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"

namespace vitac {

namespace {

/// How many bytes the units of the text have at whose beginning we look: 2 of UTF-16, 4 of UTF-32, which
/// begin with a mark of their own, or have zeros where Latin letters have none.
int width_of_units(std::string_view bytes) {
  using namespace std::literals;
  if (bytes.starts_with("\xff\xfe\0\0"sv) || bytes.starts_with("\0\0\xfe\xff"sv)) return 4;
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return 2;
  if (bytes.size() < 8) return 1;
  std::size_t zeros[4] = {};
  for (std::size_t i = 0; i < bytes.size(); ++i) zeros[i % 4] += bytes[i] == '\0';
  auto many = [&](std::size_t i) { return zeros[i] * 5 >= bytes.size() / 4 * 4; };
  auto few = [&](std::size_t i) { return zeros[i] == 0; };
  if ((few(0) && many(1) && many(2) && many(3)) || (many(0) && many(1) && many(2) && few(3))) return 4;
  if ((few(0) && many(1) && few(2) && many(3)) || (many(0) && few(1) && many(2) && few(3))) return 2;
  return 1;
}

}  // namespace

bool check_encoding(std::uint32_t file, std::string_view bytes, Diagnostics& problems) {
  auto refuse = [&](std::size_t at, std::string message, std::string help) {
    auto begin = std::uint32_t(at);
    problems.error("encoding", {file, begin, std::min(begin + 1, std::uint32_t(bytes.size()))},
                   std::move(message), std::move(help));
    return false;
  };
  constexpr auto help = "save it as UTF-8";
  if (auto width = width_of_units(bytes.substr(0, 256)); width > 1)
    return refuse(0, fmt::format("the file is UTF-{}", width * 8), help);
  if (auto nul = bytes.find('\0'); nul != bytes.npos)
    return refuse(nul, "a NUL byte: this is not a text file", "save it as UTF-8 text");
  if (auto bad = first_malformed(bytes))
    return refuse(*bad, "a byte that is not UTF-8", "save the file as UTF-8");
  return true;
}

std::string from_latin1(std::string_view bytes) {
  constexpr char32_t windows[] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                  0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                  0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  std::string out;
  for (unsigned char c : bytes) append_utf8(out, c >= 0x80 && c < 0xA0 ? windows[c - 0x80] : char32_t(c));
  return out;
}

}  // namespace vitac
