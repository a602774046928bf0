#pragma once
#include <cstdint>

namespace vitac {

/// A stretch of one source: byte offsets [begin, end) into the text that Sources holds under `file`.
/// A default span points nowhere (`file` 0 is never given out).
struct Span {
  std::uint32_t file = 0, begin = 0, end = 0;

  bool somewhere() const { return file != 0; }
  bool operator==(Span const&) const = default;
};

}  // namespace vitac
