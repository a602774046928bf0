#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// One thing TeX said of the document.
struct LogMessage {
  enum Kind {
    error,              ///< "Undefined control sequence."
    missing_character,  ///< a glyph that no font has; `character` is set
    missing_file,       ///< `file`, a font or a file, is not installed
    overfull            ///< a line (\hbox) or a page (\vbox) that sticks out by `points`
  };

  Kind kind;
  std::string text;  ///< TeX's words, one line
  /// Of the .tex (of `file` if an error happened there), 1-based; 0 when TeX does not say. For overfull: the
  /// paragraph's first.
  std::size_t line = 0;
  std::size_t last_line = 0;  ///< overfull: the paragraph's last line
  /// How many bytes of that line TeX had read; 0 when it does not say. The cause ends there, unless it stands
  /// in a macro's argument: then all that the macro takes had been read, and `argument` tells more.
  std::size_t column = 0;
  /// The end of what TeX had read of a macro's argument, or of a macro that keeps one, as TeX shows it.
  std::string argument = {};
  /// The same of every argument and macro that TeX was in, the innermost first, where TeX shows them.
  std::vector<std::string> around = {};
  /// Unicode; 0 when TeX names only a slot of an old font.
  char32_t character = 0;
  std::string file = {};  ///< missing_file: its name; else the file it happened in when not the document
  double points = 0;
  /// overfull: the longest word of the line, as far as its letters and digits are shown; empty for a page.
  std::string longest_word = {};
};

struct Log {
  /// Of the last pass, in order. What only follows from another message is left out, and so is what was said
  /// before of the same character on the same line, or of the same missing file. At most 1000.
  std::vector<LogMessage> messages;
  int pages = 0;  ///< written, as TeX counts them
  /// LaTeX could not do the work of the last page since it did not know which it is.
  bool last_page_unknown = false;
};

/// Reads the log of one pass over `document` (its file name), whose text was `tex`: columns are found by
/// comparing its lines with what TeX shows of them.
Log read_log(std::string_view text, std::string_view document, std::string_view tex);

}  // namespace vitac
