#pragma once
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/span.hpp"

namespace vitac {

enum class Severity { note, warning, error };

/// What a run ends with; of several, the highest.
enum class Exit { done = 0, input = 1, usage = 2, environment = 3, typesetting = 4, bug = 5 };

/// A problem as a value; printed elsewhere. `message` is lowercase and has no full stop; `help` is the way
/// out, shown after the caret; `notes` are lines below.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string_view code;  ///< the bracketed name, a literal: `unknown-key`
  Span at;                ///< where in the sources; nowhere for usage and environment
  std::string message;
  std::string help = {};
  std::vector<std::string> notes = {};
  Exit exit = Exit::input;  ///< what an error makes the run end with
};

/// What the user wrote as a message quotes it: in backquotes, shortened when it is long.
std::string in_backquotes(std::string_view written);

/// The sink that a run's problems go to. A function that found one puts it here and returns empty.
class Diagnostics {
 public:
  /// A problem that was said already, at the same place in the same words, is not said again. Of one severity
  /// no more than 1000 are kept, and that there are more.
  void add(Diagnostic);
  void add(Diagnostics const&);
  void error(std::string_view code, Span at, std::string message, std::string help = {});
  void warning(std::string_view code, Span at, std::string message, std::string help = {});

  std::vector<Diagnostic> const& all() const { return m_all; }
  std::size_t count(Severity) const;
  bool has_errors() const { return worst() != Exit::done; }
  /// Whether one error more would not be kept: there is no use in looking for it.
  bool is_full() const { return m_counts[std::size_t(Severity::error)] > most; }
  /// The exit status that these problems ask for; warnings and notes ask for none.
  Exit worst() const;

 private:
  static constexpr std::size_t most = 1000;

  std::vector<Diagnostic> m_all;
  std::unordered_set<std::string> m_said;
  std::array<std::size_t, 3> m_counts{};  ///< by severity
};

}  // namespace vitac
