#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/yaml_lines.hpp"

namespace vitac {

/// A text from which what cannot be read is left out, so that the rest can be: every byte keeps its place.
/// A `~` stands in for what was the value of a key or an item.
class YamlLosses {
 public:
  explicit YamlLosses(std::string_view text);

  /// What there is to read; with a line end behind it that the original may lack.
  std::string& bytes() { return m_bytes; }
  std::string_view text() const { return std::string_view(m_bytes).substr(0, m_original.size()); }

  bool any() const { return !m_gaps.empty() || !m_tabbed.empty(); }
  /// Whether what stands in [begin, end) is a stand-in, or a text with one in it.
  bool is_lost(std::size_t begin, std::size_t end) const;
  /// Where lines are missing for which nothing stands in.
  std::vector<std::size_t> holes() const;
  /// Whether something is missing between two places.
  bool is_between(std::size_t first, std::size_t second) const;
  /// Whether some of the original that was left out, or cannot be trusted, has these words.
  bool has(std::string_view words) const;

  /// Whether a slip may come of what was left out last: then more must be.
  bool is_in_wake(std::size_t at) const;
  /// Whether a slip may come of tabs that were taken for blanks.
  bool is_about_tabs(std::size_t at) const;

  /// Leaves out the smallest part around a slip that others do not depend on; `resume`, if not 0: the line
  /// at which what the slip spoils is over.
  void leave_out(std::size_t at, std::size_t resume);
  /// Leaves out what holds the last part as well; false when it was the outermost.
  bool widen();
  /// Leaves out all from the last part on; says where what was not left out before begins, if there was any.
  std::optional<std::size_t> leave_rest();
  /// Takes each tab in the indentations of these lines for a blank.
  void straighten(std::vector<std::size_t> const& lines);

 private:
  struct Gap {
    std::size_t begin, end, stand_in;
  };

  void leave_out_value(Opener const&, std::size_t at_least);
  void blank(std::size_t begin, std::size_t end);

  std::string_view m_original;
  std::string m_bytes;
  std::vector<Gap> m_gaps;
  std::vector<Opener> m_wider;        ///< what holds the last gap, innermost last
  std::vector<std::size_t> m_tabbed;  ///< where the lines begin that had tabs
};

}  // namespace vitac
