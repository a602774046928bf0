#include "base/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vitac {

void Diagnostics::add(Diagnostic diagnostic) {
  auto const& [file, begin, end] = diagnostic.at;
  auto key = fmt::format("{} {} {} {}", file, begin, end, diagnostic.message);
  if (m_said.insert(std::move(key)).second) m_all.push_back(std::move(diagnostic));
}

std::size_t Diagnostics::count(Severity severity) const {
  return std::size_t(std::ranges::count(m_all, severity, &Diagnostic::severity));
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
