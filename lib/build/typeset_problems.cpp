#include "build/typeset_problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/tree.hpp"
#include "base/utf8.hpp"
#include "build/raw_tex.hpp"
#include "engine/fonts.hpp"

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
    // With no room to write, TeX says many things that are not so.
    if (m_typeset.how != Typeset::no_folder)
      for (auto const& message : m_typeset.log.messages) report(message);
    if (!m_said_error && !m_unplaced.empty()) say(std::move(m_unplaced.front()));
    if (m_typeset.how != Typeset::done && !m_said_error) report_outcome();
    if (m_typeset.how == Typeset::done && !m_typeset.settled)
      m_problems.warning("unsettled", {},
                         fmt::format("page numbers in {} may be wrong: they changed in each of {} passes",
                                     m_output, m_typeset.passes));
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

  /// The last byte of the last place up to `at` where the .tex has what TeX shows of an argument. TeX shows
  /// it with what a macro put before it and blanks behind commands, so as much of its end as there is.
  std::size_t end_of(std::string_view shown, std::size_t at) const {
    constexpr std::size_t least = 5;
    auto found = shown.empty() ? std::string::npos : m_tex.text.rfind(shown, at);
    while (found == std::string::npos && shown.size() > least) {
      shown.remove_prefix(1);
      found = m_tex.text.rfind(shown, at);
    }
    return found == std::string::npos ? found : found + shown.size() - 1;
  }

  /// The byte of the .tex that a message is about; npos when TeX does not say.
  std::size_t offset(LogMessage const& message) const {
    if (message.line == 0 || message.line > m_lines.size() || !message.file.empty()) return std::string::npos;
    auto line = m_lines[message.line - 1];
    if (message.column == 0) return line;
    auto at = std::min(line + message.column - 1, m_tex.text.size() - 1);
    if (auto end = end_of(message.argument, at); end != std::string::npos) return end;
    // The brace that ends an argument is a template's, or that of a list which C++ joined.
    while (at > line && m_tex.text[at] == '}') --at;
    return at;
  }

  /// Whether a byte of the .tex is the template's own, though within a section that the record opened.
  bool is_of_template(Origin const& origin) const {
    return origin.template_at.somewhere() && !m_sources.text(origin.template_at).starts_with("<<");
  }

  /// Where in the user's files a byte of the .tex was written.
  Span written_at(std::size_t offset) const {
    auto const& origin = m_tex.origin(offset);
    return exact(origin.written_at.somewhere() ? origin.written_at : origin.template_at, origin, offset);
  }

  /// Within TeX that was copied as it stands (formulas, the user's own LaTeX, templates) it is exact to the
  /// byte, or to the command with its name; else all of `at`.
  Span exact(Span at, Origin const& origin, std::size_t offset) const {
    if (!at.somewhere()) return at;
    auto tex = text_of(origin);
    auto last = offset - origin.begin, first = last;
    while (first > 0 && std::isalpha(static_cast<unsigned char>(tex[first]))) --first;
    if (tex[first] != '\\') first = last;
    if (is_raw_tex(at, m_sources)) return within(at, m_sources.text(at.file), tex, first, last + 1);
    if (auto source = m_sources.text(at); last >= source.size() || !tex.starts_with(source)) return at;
    return {at.file, std::uint32_t(at.begin + first), std::uint32_t(at.begin + last + 1)};
  }

  std::string_view text_of(Origin const& origin) const {
    auto next = std::size_t(&origin - m_tex.origins.data()) + 1;
    auto end = next < m_tex.origins.size() ? m_tex.origins[next].begin : m_tex.text.size();
    return std::string_view(m_tex.text).substr(origin.begin, end - origin.begin);
  }

  void error(LogMessage const& message) {
    auto at = offset(message);
    Diagnostic problem{Severity::error, "tex", {}, "TeX cannot set this document"};
    problem.exit = Exit::typesetting;
    problem.notes.push_back("TeX says: " + message.text);
    if (!message.file.empty()) {
      problem.message = fmt::format("TeX stops in line {} of {}", message.line, message.file);
    } else if (at != std::string::npos && written_at(at).somewhere()) {
      auto const& origin = m_tex.origin(at);
      // A command that is not known stands where TeX says; other mistakes of a field show behind it.
      bool is_style = !origin.written_at.somewhere() ||
                      (is_of_template(origin) && message.text.starts_with("Undefined control sequence"));
      problem.at =
          is_style && origin.template_at.somewhere() ? exact(origin.template_at, origin, at) : written_at(at);
      bool is_formula = m_tex.text.compare(origin.begin, 1, "$") == 0;
      problem.message = is_style     ? "TeX stops at this place of the style"
                        : is_formula ? "TeX cannot set this formula"
                                     : "TeX cannot set this text";
    }
    if (!problem.at.somewhere())
      m_unplaced.push_back(std::move(problem));
    else if (m_errors.insert({problem.at.file, problem.at.begin}).second)
      say(std::move(problem));
  }

  /// At the place that TeX gives, else in every field that has the character.
  void missing_character(LogMessage const& message) {
    if (auto at = offset(message); at != std::string::npos) return missing_character(message, written_at(at));
    std::string written;
    if (message.character) append_utf8(written, message.character);
    std::set<std::pair<std::uint32_t, std::uint32_t>> places;
    for (auto at = m_tex.text.find(written); !written.empty() && at != std::string::npos;
         at = m_tex.text.find(written, at + 1)) {
      auto const& origin = m_tex.origin(at);
      auto place = origin.written_at.somewhere() ? origin.written_at : origin.template_at;
      if (place.somewhere() && places.insert({place.file, place.begin}).second)
        missing_character(message, place);
    }
    if (places.empty()) missing_character(message, {});
  }

  void missing_character(LogMessage const& message, Span at) {
    Diagnostic problem{Severity::error, "unprintable", at,
                       message.character ? "no font of this document has " + character_name(message.character)
                                         : "a character that no font of this document has"};
    problem.exit = Exit::input;
    problem.notes.push_back("TeX says: " + message.text);
    say(std::move(problem));
  }

  void missing_file(LogMessage const& message) {
    // Fonts are asked for without their extension.
    auto known = std::ranges::find_if(m_manifest.packages, [&](PackageSpec const& spec) {
      return spec.file.text == message.file || spec.file.text.starts_with(message.file + ".");
    });
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
    auto fail = [&](std::string message, std::string help, Exit exit, std::string said = {}) {
      auto code = exit == Exit::environment ? "environment" : "tex";
      Diagnostic problem{Severity::error, code, {}, std::move(message), std::move(help)};
      problem.exit = exit;
      if (!said.empty()) problem.notes.push_back(std::move(said));
      say(std::move(problem));
    };
    auto const& detail = m_typeset.detail;
    auto last_words = detail.empty() ? "" : "its last words: " + detail;
    auto const& name = m_engine.name;
    switch (m_typeset.how) {
      case Typeset::done:
        return;
      case Typeset::interrupted:
        return;
      case Typeset::failed:
        return fail(fmt::format("{} could not make {}", name, m_output), "`-v` shows all that it wrote",
                    Exit::typesetting, last_words);
      case Typeset::no_pdf:
        return fail(fmt::format("{} ended without a whole PDF for {}", name, m_output),
                    "`-v` shows all that it wrote", Exit::typesetting, last_words);
      case Typeset::crashed:
        return fail(fmt::format("{} crashed at {} (signal {})", name, m_output, m_typeset.code),
                    "is its installation whole?", Exit::typesetting);
      case Typeset::timed_out:
        return fail(fmt::format("{} did not finish {} in time", name, m_output),
                    "`--timeout SECONDS` gives it more", Exit::typesetting);
      case Typeset::not_started:
        return fail(fmt::format("{} could not be started: {}", name, detail), "is its installation whole?",
                    Exit::environment);
      case Typeset::no_folder:
        return fail(detail, "`TMPDIR` names another folder", Exit::environment);
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
  std::vector<Diagnostic> m_unplaced;  ///< errors, perhaps only what follows from others
  bool m_said_error = false;
};

}  // namespace

void report_typesetting(Typeset const& typeset, Rendered const& tex, Engine const& engine,
                        Manifest const& manifest, std::string const& output, Sources const& sources,
                        Diagnostics& problems) {
  Reporter(typeset, tex, engine, manifest, output, sources, problems).run();
}

}  // namespace vitac
