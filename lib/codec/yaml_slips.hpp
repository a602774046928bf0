#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// A slip of the pen in YAML, in words of those who make it: where it is, what is wrong, the way out.
struct YamlSlip {
  std::size_t begin = 0, end = 0;  ///< bytes of the text
  std::string message, help;
  std::size_t resume = 0;  ///< the line at which reading can begin anew, where the slip tells; else 0
};

/// What yaml-cpp's message about a byte of the text means, with the corrected line where it can be told.
YamlSlip slip_behind(std::string_view theirs, std::string_view text, std::size_t at);

/// Where the lines begin that a tab indents, when the line with `at` is one of them.
std::vector<std::size_t> tabbed_lines(std::string_view text, std::size_t at);

YamlSlip unclosed_quote(std::string_view text, std::size_t quote);

/// Lines from `first` on that stand deeper than the one at `next`, though nothing holds them.
YamlSlip without_holder(std::string_view text, std::size_t first, std::size_t next);

/// A text that cannot start as it does, at `at`: `*Best* paper`.
YamlSlip bad_start(std::string_view text, std::size_t at);

/// A colon in a key that was to end it, `title：Best` or one before a blank that is none of YAML's. The key
/// stands at [begin, end).
std::optional<YamlSlip> strange_colon(std::string_view text, std::size_t begin, std::size_t end);

/// In braces, a piece that has no `:`: the value before it was to have the comma in it, `words` being what it
/// was then. The last piece ends at `end`, the first stands at `begin`.
YamlSlip comma_in_braces(std::string_view key, std::string_view words, std::size_t begin, std::size_t end);
/// In braces, a key and its value with no blank behind the colon: `title:A`.
std::optional<YamlSlip> tight_colon(std::string_view text, std::size_t begin, std::size_t end);

/// What a text that YAML read without complaint has most likely lost. The text stands at [begin, end).
std::optional<YamlSlip> swallowed_lines(std::string_view text, std::size_t begin, std::size_t end);
std::optional<YamlSlip> swallowed_comment(std::string_view text, std::size_t end);
std::optional<YamlSlip> swallowed_backslash(std::string_view text, std::size_t begin, std::size_t end);
/// `is_item`: of a list.
std::optional<YamlSlip> typed_bullet(std::string_view text, std::size_t begin, std::size_t end, bool is_item);

/// Several bullets at the starts of lines of a text in quotes, or behind a `|` or `>`, which is one item.
std::optional<YamlSlip> bullets_in_text(std::string_view text, std::size_t begin, std::size_t end,
                                        bool is_item);
std::optional<YamlSlip> folded_bullet(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace vitac
