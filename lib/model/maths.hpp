#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// What is wrong with a formula: bytes [begin, end) of it.
struct MathsProblem {
  std::size_t begin, end;
  std::string message, help;
};

/// Where a formula that the `$` at `at` opens has its closing one, by Pandoc's rule: no space behind the
/// opening
/// `$`; the next `$` closes, if no space stands before it and no digit behind it. npos where it opens none.
std::size_t end_of_formula(std::string_view text, std::size_t at);

/// Checks what stands between two `$`: commands of the allow-list only, balanced braces, nothing that leaves
/// maths. Input is data: this list is what keeps it from being a program.
std::optional<MathsProblem> check_maths(std::string_view);

/// What a formula says where none can be set: `O(n \log n)` is `O(n log n)`.
std::string maths_words(std::string_view);

/// The commands that formulas may use, without their backslashes.
std::vector<std::string_view> const& maths_commands();

}  // namespace vitac
