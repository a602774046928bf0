#pragma once
#include <string_view>

namespace vitac::app {

/// What stands on standard error: lines that stay, and below them, on a terminal, one that is written over.
class StatusLine {
 public:
  /// Not shown: lines that stay are all there is.
  explicit StatusLine(bool is_shown) : m_is_shown(is_shown) {}
  StatusLine(StatusLine const&) = delete;
  StatusLine& operator=(StatusLine const&) = delete;
  ~StatusLine() { clear(); }

  /// A text that stays, with its line end.
  void say(std::string_view text);
  /// Replaces the last line; it has no line end.
  void show(std::string_view text);
  /// Leaves the last line empty, for what others write.
  void clear();

 private:
  bool m_is_shown, m_is_written = false;
};

/// Whether standard error is a terminal on which a line can be written over.
bool is_terminal();

}  // namespace vitac::app
