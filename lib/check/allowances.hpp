#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"
#include "model/record.hpp"

namespace vitac {

/// Which part of a run warns of a thing: another part may not have been asked for.
enum class WarnedBy { record, document, typesetting };

/// The comments by which a record says that it means what a warning doubts, `# vitac: allow CODE` at the end
/// of the line or alone on the one before; `% vitac: allow CODE` in a .bib, where it holds for the whole
/// entry above or behind which it stands. What stands at a `bibliography:` holds for all that is in the file.
/// Several codes have commas between them; what follows is the reason.
class Allowances {
 public:
  Allowances() = default;
  /// Those of a record's files and bibliographies; `forest` tells texts, in which nothing is a comment.
  Allowances(PersonRecord const&, Sources const&, Forest const& forest);

  /// Whether a comment lets this warning pass; it has its use then.
  bool cover(Diagnostic const&, Sources const&);

  /// Warns of comments that are not understood or name no warning and, of those parts that were `asked`, of
  /// comments that let nothing pass.
  void report(std::vector<WarnedBy> const& asked, Diagnostics&) const;

 private:
  struct Line {
    std::uint32_t file = 0;
    std::size_t number = 0;
    auto operator<=>(Line const&) const = default;
  };

  struct Allowance {
    std::string code;
    Span at;    ///< of the code
    Line line;  ///< on which it lets the warning pass
    bool is_used = false, met_error = false;
  };

  struct NotUnderstood {
    Span at;
    std::string help;
  };

  struct Bibliography {
    std::vector<std::size_t> entries;  ///< the lines on which they begin
    std::vector<Line> named;           ///< where the record names it
  };

  void read_record(std::uint32_t file, std::string_view text, Forest const&);
  void read_bibtex(std::uint32_t file, std::string_view text);
  void read_comment(std::string_view comment, Span at, std::size_t line);
  void set_lines(std::size_t first, std::size_t line);
  bool allow(Line, Diagnostic const&);

  std::vector<Allowance> m_all;  ///< in order of their lines
  std::vector<NotUnderstood> m_not_understood;
  std::map<std::uint32_t, Bibliography> m_bibliographies;
};

}  // namespace vitac
