#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vitac {

/// The code point at `at`, which then points behind it. Malformed bytes give U+FFFD, one byte at a time.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& to, char32_t);

/// The offset of the first byte that is not UTF-8.
std::optional<std::size_t> first_malformed(std::string_view);

std::size_t count_code_points(std::string_view);
/// Columns of a terminal cell grid: wide characters take 2, combining ones 0.
std::size_t display_width(std::string_view);

/// Composed form (NFC), in which every text is kept.
std::string composed(std::string_view);
/// Case, accents, strokes (`Ł`, `ø`), ligatures and compatibility forms folded away: for comparing names.
std::string folded(std::string_view);

/// Without blanks, tabs and line ends at either side.
std::string_view trimmed(std::string_view);
/// `text` with `part` exchanged wherever it stands.
std::string replaced(std::string text, std::string_view part, std::string_view by);

/// With its first letter a capital.
std::string capitalized(std::string_view);

/// Which way a character is written, by Unicode's bidirectional classes. Marks go with what stands before
/// them.
enum class Writing { left_to_right, right_to_left, number, mark, neutral };
Writing writing_of(char32_t);

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// A blank, a tab or a line end.
constexpr bool is_ascii_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char32_t);
bool is_alphanumeric(char32_t);
bool is_space(char32_t);

}  // namespace vitac
