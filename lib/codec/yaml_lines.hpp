#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// What YAML looks like line by line, to whoever looks at a text that cannot be read as YAML.
namespace vitac {

/// A line of the text, without its end.
struct Line {
  std::size_t begin, end;

  std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

Line line_at(std::string_view text, std::size_t at);
/// The next line; none behind the last.
std::optional<Line> line_below(std::string_view text, Line);
/// The line above that says something; none at the top.
std::optional<Line> line_above(std::string_view text, Line);

/// Of a key or a plain word.
bool is_word(char);

/// The first byte from `at` on that is neither blank nor tab.
std::size_t behind_blanks(std::string_view text, std::size_t at);

/// Whether a tab is among the blanks that a line begins with.
bool is_tabbed(std::string_view text, Line);

/// Where the key of a line starts, behind its indentation and its `- `.
std::size_t content_of(std::string_view text, Line);

/// A value and the key before it, as they stand on one line.
struct Value {
  std::size_t key, begin, end;  ///< `key` is `begin` when there is no key
};

/// The value that a stretch of a line holds, behind `key: `.
Value value_in(std::string_view text, std::size_t begin, std::size_t end);
Value value_of(std::string_view text, Line);

/// The closing quote of a value that opens one, on its own line; npos without.
std::size_t closed_on_line(std::string_view text, Value);

/// The quote that opens a value of a line, in brackets or not, and that the line does not close; npos
/// without.
std::size_t quote_left_open(std::string_view text, Line);

/// The brackets that are open before `at`, innermost last. A bracket, a quote or a `#` counts where YAML
/// would see one: at the start of a value. They are looked for on the lines of the last 64 KB.
std::vector<std::size_t> open_brackets(std::string_view text, std::size_t at);

/// A `- ` or a `key:`, below which deeper lines stand.
struct Opener {
  std::size_t at, column;  ///< the column counts bytes, from 0
  std::size_t value;       ///< behind its `-` or `:`
  bool is_dash;
};

/// The word before the colon of a key.
std::string_view name_of(std::string_view text, Opener const& key);

/// Those of a line that stands in no bracket, from left to right: `- - key: value` has three.
std::vector<Opener> openers(std::string_view text, Line);

/// What holds the byte `at`, outwards: its key when it is that key's value, the item with that key, ...
std::vector<Opener> enclosing(std::string_view text, std::size_t at);

/// Where the lines end that belong to an opener: at the first below which reads like structure and is no
/// deeper.
std::size_t end_of(std::string_view text, Opener const&);

}  // namespace vitac
