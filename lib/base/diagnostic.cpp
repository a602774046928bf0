#include "base/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {

std::string in_backquotes(std::string_view written) {
  constexpr std::size_t most = 60;
  std::size_t end = 0, cut = 0;
  for (std::size_t count = 0; end < written.size() && count <= most; ++count) {
    if (count == most - 3) cut = end;
    next_code_point(written, end);
  }
  if (end == written.size() && count_code_points(written) <= most) return fmt::format("`{}`", written);
  return fmt::format("`{}...`", written.substr(0, cut));
}

void Diagnostics::add(Diagnostic diagnostic) {
  constexpr std::array words{"notes", "warnings", "errors"};
  auto severity = diagnostic.severity;
  auto& count = m_counts[std::size_t(severity)];
  auto const& [file, begin, end] = diagnostic.at;
  auto key = fmt::format("{} {} {} {}", file, begin, end, diagnostic.message);
  if (count > most || !m_said.insert(std::move(key)).second) return;
  if (++count > most)
    diagnostic = {severity,
                  "too-many-problems",
                  {},
                  fmt::format("more than {} {}: these are the first", most, words[std::size_t(severity)])};
  m_all.push_back(std::move(diagnostic));
}

std::size_t Diagnostics::count(Severity severity) const {
  return std::size_t(std::ranges::count(m_all, severity, &Diagnostic::severity));
}

void Diagnostics::add(Diagnostics const& others) {
  for (auto const& problem : others.all()) add(problem);
}

void Diagnostics::error(std::string_view code, Span at, std::string message, std::string help) {
  add({Severity::error, code, at, std::move(message), std::move(help)});
}

void Diagnostics::warning(std::string_view code, Span at, std::string message, std::string help) {
  add({Severity::warning, code, at, std::move(message), std::move(help)});
}

Exit Diagnostics::worst() const {
  auto worst = Exit::done;
  for (auto const& diagnostic : m_all)
    if (diagnostic.severity == Severity::error) worst = std::max(worst, diagnostic.exit);
  return worst;
}

}  // namespace vitac
