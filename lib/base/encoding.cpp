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

}  // namespace vitac
