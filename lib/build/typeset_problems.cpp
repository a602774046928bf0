#include "build/typeset_problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Points that a line may stick out before anybody sees it.
constexpr double least_overfull = 0.5;

class Reporter {
 public:
  Reporter(Typeset const& typeset, Rendered const& tex, Engine const& engine, Manifest const& manifest,
           std::string const& output, Sources const& sources, Diagnostics& problems)
      : m_typeset(typeset),
        m_tex(tex),
        m_engine(engine),
        m_manifest(manifest),
        m_output(output),
        m_sources(sources),
        m_problems(problems) {
    for (std::size_t at = 0; at != std::string::npos; at = m_tex.text.find('\n', at) == std::string::npos
                                                               ? std::string::npos
                                                               : m_tex.text.find('\n', at) + 1)
      m_lines.push_back(at);
  }

  void run() {
    for (auto const& message : m_typeset.log.messages) report(message);
    if (m_typeset.how != Typeset::done && !m_said_error) report_outcome();
  }

 private:
  void report(LogMessage const& message) {
    switch (message.kind) {
      case LogMessage::error:
        return error(message);
      case LogMessage::missing_character:
        return missing_character(message);
      case LogMessage::missing_file:
        return missing_file(message);
      case LogMessage::overfull:
        return overfull(message);
    }
  }

  void say(Diagnostic problem) {
    if (problem.severity == Severity::error) m_said_error = true;
    m_problems.add(std::move(problem));
  }

  /// The byte of the .tex that a message is about; npos when TeX does not say.
  std::size_t offset(LogMessage const& message) const {
    if (message.line == 0 || message.line > m_lines.size() || !message.file.empty()) return std::string::npos;
    auto line = m_lines[message.line - 1];
    if (message.column == 0) return line;
    auto at = std::min(line + message.column - 1, m_tex.text.size() - 1);
    if (message.argument.empty()) return at;
    auto argument = m_tex.text.rfind(message.argument, at);
    return argument == std::string::npos ? at : argument + message.argument.size() - 1;
  }

  /// Where in the user's files a byte of the .tex was written. Within TeX that was copied as it stands
  /// (formulas) it is exact to the byte.
  Span written_at(std::size_t offset) const {
    auto const& origin = m_tex.origin(offset);
    auto at = origin.written_at.somewhere() ? origin.written_at : origin.template_at;
    if (!at.somewhere()) return at;
    auto source = m_sources.text(at);
    if (m_tex.text.compare(origin.begin, source.size(), source) == 0 &&
        offset - origin.begin < source.size()) {
      at.begin += std::uint32_t(offset - origin.begin);
      at.end = at.begin + 1;
    }
    return at;
  }

  bool is_formula(Origin const& origin) const {
    return m_tex.text.compare(origin.begin, 1, "$") == 0 && origin.written_at.somewhere();
  }

  /// TeX reads an argument to its end before it sets a formula in it: the mistake is in the last formula that
  /// it read of this line, as all other text is escaped.
  std::size_t mistake(std::size_t at) const {
    if (at == std::string::npos || is_formula(m_tex.origin(at))) return at;
    auto line = m_tex.text.rfind('\n', at == 0 ? 0 : at - 1);
    auto after = std::ranges::lower_bound(m_tex.origins, at, {}, &Origin::begin);
    while (after != m_tex.origins.begin() && (line == std::string::npos || (after - 1)->begin > line))
      if (is_formula(*--after)) return after->begin;
    return at;
  }

  void error(LogMessage const& message) {
    auto at = mistake(offset(message));
    Diagnostic problem{Severity::error, "tex", {}, "TeX cannot set this document"};
    problem.exit = Exit::typesetting;
    problem.notes.push_back("TeX says: " + message.text);
    if (at != std::string::npos) {
      problem.at = written_at(at);
      auto const& origin = m_tex.origin(at);
      problem.message = is_formula(origin)              ? "TeX cannot set this formula"
                        : origin.written_at.somewhere() ? "TeX cannot set this text"
                                                        : "TeX stops at this place of the style";
    }
    if (m_errors.insert({problem.at.file, problem.at.begin}).second) say(std::move(problem));
  }

  void missing_character(LogMessage const& message) {
    auto at = offset(message);
    std::string written;
    if (message.character) append_utf8(written, message.character);
    Diagnostic problem{Severity::error, "unprintable", at == std::string::npos ? Span{} : written_at(at),
                       message.character ? fmt::format("no font of this document has `{}` (U+{:04X})",
                                                       written, std::uint32_t(message.character))
                                         : "a character that no font of this document has"};
    problem.exit = Exit::input;
    problem.notes.push_back("TeX says: " + message.text);
    say(std::move(problem));
  }

  void missing_file(LogMessage const& message) {
    auto known = std::ranges::find(m_manifest.packages, message.file,
                                   [](PackageSpec const& spec) { return spec.file.text; });
    Diagnostic problem{Severity::error,
                       "missing-package",
                       {},
                       fmt::format("TeX needs `{}`, which is not installed", message.file)};
    problem.exit = Exit::environment;
    problem.help = known != m_manifest.packages.end()
                       ? fmt::format("apt-get install {}", known->package.text)
                       : fmt::format("`apt-file search {}` names the Debian package", message.file);
    say(std::move(problem));
  }

  void overfull(LogMessage const& message) {
    auto at = offset(message);
    if (message.points < least_overfull || at == std::string::npos) return;
    Diagnostic problem{Severity::warning, "overfull", widest_field(message),
                       fmt::format("a line sticks out of the page's measure by {:.1f} pt", message.points)};
    problem.help = "shorten it, or allow a break with a space";
    say(std::move(problem));
  }

  /// The field that most of a paragraph comes from.
  Span widest_field(LogMessage const& message) const {
    auto begin = m_lines[message.line - 1];
    auto last = std::min(std::max(message.last_line, message.line), m_lines.size());
    auto end = last < m_lines.size() ? m_lines[last] : m_tex.text.size();
    Span widest;
    std::size_t most = 0;
    for (std::size_t i = 0; i < m_tex.origins.size(); ++i) {
      auto from = std::max(m_tex.origins[i].begin, begin);
      auto to = std::min(i + 1 < m_tex.origins.size() ? m_tex.origins[i + 1].begin : m_tex.text.size(), end);
      if (from < to && to - from > most && m_tex.origins[i].written_at.somewhere())
        most = to - from, widest = m_tex.origins[i].written_at;
    }
    return widest;
  }

  void report_outcome() {
    auto fail = [&](std::string message, std::string help, Exit exit) {
      Diagnostic problem{Severity::error, "tex", {}, std::move(message), std::move(help)};
      problem.exit = exit;
      if (!m_typeset.detail.empty()) problem.notes.push_back(m_typeset.detail);
      say(std::move(problem));
    };
    auto const& name = m_engine.name;
    switch (m_typeset.how) {
      case Typeset::done:
        return;
      case Typeset::interrupted:
        return;
      case Typeset::failed:
        return fail(fmt::format("{} failed", name), "`-v` shows all that it wrote", Exit::typesetting);
      case Typeset::no_pdf:
        return fail(fmt::format("{} made no PDF", name), "`-v` shows all that it wrote", Exit::typesetting);
      case Typeset::crashed:
        return fail(fmt::format("{} crashed (signal {})", name, m_typeset.code), "is its installation whole?",
                    Exit::typesetting);
      case Typeset::timed_out:
        return fail(fmt::format("{} did not finish in time", name), "`--timeout SECONDS` gives it more",
                    Exit::typesetting);
      case Typeset::not_started:
        return fail(fmt::format("{} could not be started", name), "", Exit::environment);
      case Typeset::no_folder:
        return fail("no folder to work in", "is the disk full? `TMPDIR` names another place",
                    Exit::environment);
    }
  }

  Typeset const& m_typeset;
  Rendered const& m_tex;
  Engine const& m_engine;
  Manifest const& m_manifest;
  std::string const& m_output;
  Sources const& m_sources;
  Diagnostics& m_problems;
  std::vector<std::size_t> m_lines;  ///< where each line of the .tex begins
  std::set<std::pair<std::uint32_t, std::uint32_t>> m_errors;
  bool m_said_error = false;
};

}  // namespace

void report_typesetting(Typeset const& typeset, Rendered const& tex, Engine const& engine,
                        Manifest const& manifest, std::string const& output, Sources const& sources,
                        Diagnostics& problems) {
  Reporter(typeset, tex, engine, manifest, output, sources, problems).run();
}

}  // namespace vitac
