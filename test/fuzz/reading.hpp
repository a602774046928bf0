#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/encoding.hpp"
#include "base/printer.hpp"
#include "base/utf8.hpp"

/// What the fuzz targets share.
namespace vitac::fuzz {

inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// What a fuzzer gives, as text: no run is lost to bytes that are not UTF-8.
inline std::string text_of(std::uint8_t const* data, std::size_t size) {
  std::string bytes(reinterpret_cast<char const*>(data), size);
  return first_malformed(bytes) ? from_latin1(bytes) : bytes;
}

/// All that was said is text, stands within a source and can be printed.
inline void check_problems(Diagnostics const& problems, Sources const& sources) {
  for (auto const& problem : problems.all()) {
    auto const& at = problem.at;
    require(!at.somewhere() || (at.begin <= at.end && at.end <= sources.text(at.file).size()));
    require(!problem.message.empty() && !first_malformed(problem.message) && !first_malformed(problem.help));
    require(!first_malformed(print_human(problem, sources, false)));
  }
}

}  // namespace vitac::fuzz
