#include "engine/waiting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "engine/inputs.hpp"

namespace vitac {
namespace {

/// Each has the memory of an engine, and one that nobody comes back to has it for nothing.
constexpr std::size_t most_waiting = 4;

constexpr std::string_view beginning_name = "vitac-beginning.tex";

/// The bytes of a document as far as `\begin{document}`; 0 when it has none.
std::size_t size_of_beginning(Manuscript const& manuscript) {
  constexpr std::string_view line = "\\begin{document}\n";
  auto at = manuscript.tex.find(line, manuscript.preamble);
  return at == std::string::npos ? 0 : at + line.size();
}

Manuscript beginning_of(Manuscript manuscript) {
  manuscript.tex.resize(size_of_beginning(manuscript));
  return manuscript;
}

/// Of all that an engine has read when it waits, but for the installation of TeX.
std::string identity_of_beginning(Manuscript const& beginning, Engine const& engine) {
  auto text = identity_of(beginning, engine);
  for (auto const& [name, bytes] : beginning.kept)
    text += fmt::format("\n{} {}\n{}", name, bytes.size(), bytes);
  return hash_of(text);
}

/// What follows the beginning. TeX asks the terminal for a line, which it does only while it may stop at
/// errors. The rest is read by a primitive, as it is where it stands in the same file.
std::string gate() {
  return fmt::format("\\scrollmode\\read-1 to\\vitacgo\\nonstopmode\\csname @@input\\endcsname {}\n",
                     document_name);
}

}  // namespace

void WaitingEngines::expect(Manuscript manuscript, Engine const& engine, std::string stamps) {
  auto beginning = beginning_of(std::move(manuscript));
  auto identity = identity_of_beginning(beginning, engine);
  auto known = expected(beginning);
  if (known != m_expected.end()) {
    if (known->waiting && known->identity == identity) return;
    m_expected.erase(known);
  }
  if (beginning.tex.empty()) return;
  m_expected.push_back({std::move(beginning), engine, std::move(identity), std::move(stamps), nullptr});
  if (m_expected.size() > most_waiting) m_expected.pop_front();
}

void WaitingEngines::start() {
  for (auto& [beginning, engine, identity, stamps, waiting] : m_expected) {
    if (waiting) continue;
    auto start = quickest_start(beginning, engine);
    auto folder = make_work_folder(beginning, start);
    if (!folder || !write_into(*folder, beginning_name, text_for(start, beginning) + gate())) continue;
    auto process = m_loop.hold(pass_over(beginning_name, *folder, start, beginning, engine));
    waiting = std::make_unique<WaitingEngine>(
        WaitingEngine{std::move(start), std::move(*folder), std::move(process)});
  }
}

std::unique_ptr<WaitingEngine> WaitingEngines::take(Manuscript const& manuscript, Engine const& engine) {
  auto known = expected(manuscript);
  if (known == m_expected.end() || !known->waiting) return nullptr;
  auto waiting = std::move(known->waiting);
  bool is_good = identity_of_beginning(beginning_of(manuscript), engine) == known->identity &&
                 are_as_stamped(known->stamps);
  return is_good ? std::move(waiting) : nullptr;
}

std::list<WaitingEngines::Expected>::iterator WaitingEngines::expected(Manuscript const& manuscript) {
  return std::ranges::find(m_expected, manuscript.name,
                           [](Expected const& expected) { return expected.beginning.name; });
}

std::string text_for_waiting(Manuscript const& manuscript) {
  auto beginning = size_of_beginning(manuscript);
  std::string text;
  for (auto lines =
           std::count(manuscript.tex.begin(), manuscript.tex.begin() + std::ptrdiff_t(beginning), '\n');
       lines > 0; --lines)
    text += "%\n";
  return text.append(manuscript.tex, beginning);
}

}  // namespace vitac
