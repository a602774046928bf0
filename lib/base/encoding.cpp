#include "base/encoding.hpp"

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"

namespace vitac {

bool check_encoding(std::uint32_t file, std::string_view bytes, Diagnostics& problems) {
  auto refuse = [&](std::size_t at, std::string message, std::string help) {
    auto begin = std::uint32_t(at);
    problems.error("encoding", {file, begin, std::min(begin + 1, std::uint32_t(bytes.size()))},
                   std::move(message), std::move(help));
    return false;
  };
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
    return refuse(0, "the file is UTF-16", "save it as UTF-8");
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
