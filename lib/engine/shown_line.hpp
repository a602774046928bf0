#pragma once
#include <cstddef>
#include <string_view>

namespace vitac {

/// How many bytes of a line of the .tex TeX had read when it showed that line in two: `read` (cut at its
/// beginning to `...` when long) and, on the next line of the log, `rest` (cut at its end). 0 when the line
/// is not the one shown.
std::size_t bytes_read(std::string_view line, std::string_view read, std::string_view rest);

}  // namespace vitac
