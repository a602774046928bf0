#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "base/tree.hpp"

namespace vitac {

/// Which part of a run warns of a thing: another part may not have been asked for.
enum class WarnedBy { record, document, typesetting };

/// The comments by which a record says that it means what a warning doubts, `# vitac: allow CODE` at the end
/// of the line or alone on the one before. Several codes have commas between them; what follows is the
/// reason.
class Allowances {
 public:
  Allowances() = default;
  /// Those of a record's files; `forest` tells texts, in which nothing is a comment.
  Allowances(std::vector<std::uint32_t> const& files, Sources const&, Forest const& forest);

  /// Whether a comment lets this warning pass; it has its use then.
  bool cover(Diagnostic const&, Sources const&);

  /// Warns of comments that name no warning and, of those parts that were `asked`, of comments that let
  /// nothing pass.
  void report(std::vector<WarnedBy> const& asked, Diagnostics&) const;

 private:
  struct Allowance {
    std::string code;
    Span at;               ///< of the code
    std::size_t line = 0;  ///< on which it lets the warning pass
    bool is_used = false, met_error = false;
  };

  void read(std::string_view words, Span place, std::size_t line);

  std::vector<Allowance> m_all;  ///< in order of their lines
};

}  // namespace vitac
