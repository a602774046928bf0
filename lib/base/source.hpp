#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"

namespace vitac {

/// A place as people count it: 1-based line and column, the column in code points.
struct Place {
  std::size_t line = 1, column = 1;
};

/// The texts of one run, each under the name that diagnostics show: files, `--set`, standard input.
/// Texts stay where they are, so views into them hold as long as the Sources does.
class Sources {
 public:
  /// Takes a text in and gives the number that spans carry. Offsets count from its first byte, BOM included.
  std::uint32_t add(std::string name, std::string text);

  std::string_view name(std::uint32_t file) const;
  std::string_view text(std::uint32_t file) const;
  std::string_view text(Span) const;

  Place begin(Span) const;
  Place end(Span) const;
  /// The whole line that holds a byte offset, without its line end.
  std::string_view line(std::uint32_t file, std::size_t offset) const;

 private:
  struct Source {
    std::string name, text;
    std::vector<std::uint32_t> lines;  ///< where each begins
  };

  Source const& at(std::uint32_t file) const;
  Place place(std::uint32_t file, std::size_t offset) const;

  std::deque<Source> m_sources;
};

}  // namespace vitac
