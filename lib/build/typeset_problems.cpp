#include "build/typeset_problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>

#include "base/tree.hpp"
#include "base/utf8.hpp"
#include "build/raw_tex.hpp"
#include "engine/fonts.hpp"

namespace vitac {
namespace {

/// Points that a line may stick out before anybody sees it.
constexpr double least_overfull = 0.5;

/// Whether a text is in a script that writes no blanks between words, of which TeX knows no breaks: Thai,
/// Lao, Burmese, Khmer.
bool is_without_blanks(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto c = next_code_point(text, at);
    if ((c >= 0xE01 && c <= 0xEDF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17D3))
      return true;
  }
  return false;
}

class Reporter {
 public:
  Reporter(Typeset const& typeset, Rendered const& tex, Engine const& engine, Style const& style,
           std::string const& output, Sources& sources, Diagnostics& problems)
      : m_typeset(typeset),
        m_tex(tex),
        m_engine(engine),
        m_style(style),
        m_output(output),
        m_sources(sources),
        m_problems(problems) {
    for (std::size_t at = 0; at != std::string::npos; at = m_tex.text.find('\n', at) == std::string::npos
                                                               ? std::string::npos
                                                               : m_tex.text.find('\n', at) + 1)
      m_lines.push_back(at);
  }

  void run() {
    auto const& messages = m_typeset.log.messages;
    for (auto const& message : messages) note_style_mistake(message);
    // With no room to write, TeX says many things that are not so.
    if (m_typeset.how != Typeset::no_folder)
      for (auto const& message : messages)
        if (!m_is_style_wrong) report(message);
    if (!m_said_error && !m_unplaced.empty()) say(std::move(m_unplaced.front()));
    if (m_typeset.how != Typeset::done && !m_said_error) report_outcome();
    report_pages();
    if (m_typeset.how == Typeset::done && !m_typeset.settled)
      m_problems.warning("unsettled", {},
                         fmt::format("page numbers in {} may be wrong: they changed in each of {} passes",
                                     m_output, m_typeset.passes));
  }

 private:
  void report(LogMessage const& message) {
    switch (message.kind) {
      case LogMessage::error:
        if (message.text.find("only possible with scalable fonts") != std::string::npos)
          return pixel_font("a font of the document");
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

  /// What TeX shows, which puts a blank behind each command, without those that no writer needs.
  static std::string without_blanks(std::string_view shown) {
    std::string out;
    bool is_command = false;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      bool is_letter = std::isalpha(static_cast<unsigned char>(shown[i])) || shown[i] == '@';
      bool is_needed = i + 1 < shown.size() && std::isalpha(static_cast<unsigned char>(shown[i + 1]));
      if (shown[i] != ' ' || !is_command || is_needed) out += shown[i];
      is_command = shown[i] == '\\' || (is_command && is_letter);
    }
    return out;
  }

  /// The last byte of the last place up to `at` where the .tex has what TeX shows of an argument. TeX shows
  /// it with what a macro put before it and blanks behind commands, so as much of its end as there is.
  std::size_t end_of(std::string_view shown, std::size_t at) const {
    auto tight = without_blanks(shown);
    auto end = end_of_exactly(shown, at);
    return end != std::string::npos || tight == shown ? end : end_of_exactly(tight, at);
  }

  std::size_t end_of_exactly(std::string_view shown, std::size_t at) const {
    constexpr std::size_t least = 5;
    auto found = shown.empty() ? std::string::npos : m_tex.text.rfind(shown, at);
    while (found == std::string::npos && shown.size() > least) {
      shown.remove_prefix(1);
      found = m_tex.text.rfind(shown, at);
    }
    return found == std::string::npos ? found : found + shown.size() - 1;
  }

  /// Where a line of the .tex begins; npos when there is none of that number.
  std::size_t line_at(std::size_t number) const {
    return number == 0 || number > m_lines.size() ? std::string::npos : m_lines[number - 1];
  }

  /// The byte of the .tex that TeX had read last when it said something; npos when it does not say.
  std::size_t last_read(LogMessage const& message) const {
    auto line = message.file.empty() ? line_at(message.line) : std::string::npos;
    if (line == std::string::npos || message.column == 0) return line;
    return std::min(line + message.column - 1, m_tex.text.size() - 1);
  }

  /// The byte of the .tex that a message is about; npos when TeX does not say.
  std::size_t offset(LogMessage const& message) const {
    auto at = last_read(message);
    if (at == std::string::npos || message.column == 0) return at;
    for (auto const& shown : message.around)
      if (auto end = end_of(shown, at); end != std::string::npos && is_own_tex(m_tex.origin(end))) return end;
    if (auto end = end_of(message.argument, at); end != std::string::npos) return end;
    // The brace that ends an argument is a template's, or that of a list which C++ joined.
    while (at > m_lines[message.line - 1] && m_tex.text[at] == '}') --at;
    return at;
  }

  /// The last byte of the `\begin` that TeX found no end of.
  std::size_t begin_of_environment(std::string_view words) const {
    constexpr std::string_view opening = "LaTeX Error: \\begin{", between = " on input line ";
    auto middle = words.find(between);
    if (!words.starts_with(opening) || middle == words.npos) return std::string::npos;
    std::size_t number = 0;
    auto digits = words.substr(middle + between.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    auto line = line_at(number);
    if (line == std::string::npos) return line;
    constexpr std::string_view command = "\\begin";
    auto name = words.substr(opening.size() - command.size() - 1);  // `\begin{itemize} on ...`
    auto found = m_tex.text.find(name.substr(0, name.find(' ')), line);
    return found == std::string::npos ? found : found + command.size() - 1;
  }

  /// Where the command begins whose arguments end at a byte: the beginning of its line, or of the one in
  /// which the braces that are closed up to there were opened.
  std::size_t begin_of_call(std::size_t at) const {
    auto const& text = m_tex.text;
    int open = 0;
    for (auto begin = at;; --begin) {
      bool is_escaped = begin > 0 && text[begin - 1] == '\\';
      if (!is_escaped) open += text[begin] == '{' ? 1 : text[begin] == '}' ? -1 : 0;
      bool is_first = begin == 0 || text[begin - 1] == '\n';
      bool is_paragraph = begin > 1 && text[begin - 1] == '\n' && text[begin - 2] == '\n';
      if (begin == 0 || is_paragraph || (is_first && open >= 0)) return begin;
    }
  }

  /// Whether a byte of the .tex is the template's own, though within a section that the record opened.
  bool is_of_template(Origin const& origin) const {
    return origin.template_at.somewhere() && !m_sources.text(origin.template_at).starts_with("<<");
  }

  bool is_formula(Origin const& origin) const { return m_tex.text.compare(origin.begin, 1, "$") == 0; }

  /// Whether a stretch of the .tex is LaTeX that the record brought: a formula, `!tex`, the option of a
  /// document. All else that it says is escaped, and TeX cannot stumble over that.
  bool is_own_tex(Origin const& origin) const {
    if (!origin.written_at.somewhere() || is_of_template(origin)) return false;
    bool is_option = origin.template_at.somewhere() &&
                     m_sources.text(origin.template_at).starts_with("<<options.") &&
                     m_sources.text(origin.written_at).find(text_of(origin)) != std::string::npos;
    return is_formula(origin) || is_option || is_raw_tex(origin.written_at, m_sources);
  }

  /// The byte of the record's own LaTeX that may have caused what TeX says at a byte: it stands there, or in
  /// the same command, of which TeX had read all up to `last`, before it. npos when there is none: the
  /// mistake is the style's then.
  std::size_t in_own_tex(std::size_t at, std::size_t last) const {
    auto begin = std::min(begin_of_call(at), begin_of_call(last));
    for (auto origin = &m_tex.origin(at);; --origin) {
      auto end = std::min(at, origin->begin + text_of(*origin).size() - 1);
      if (end < begin) return std::string::npos;
      if (is_own_tex(*origin)) return end;
      if (origin->begin == 0) return std::string::npos;
    }
  }

  /// Whether what TeX complains of is the very sign, or command, that stands at a byte.
  static bool names_its_place(std::string_view words) {
    constexpr std::array<std::string_view, 5> certain{
        "Undefined control sequence", "Misplaced alignment tab character", "You can't use `macro parameter",
        "Too many }'s", "Extra }, or forgotten \\endgroup"};
    return std::ranges::any_of(certain, [&](auto each) { return words.starts_with(each); });
  }

  /// Whether TeX came to an end of itself in a text that goes on for tens of pages without a break.
  bool is_too_long(std::string_view words, Origin const& origin) const {
    constexpr std::size_t long_text = 30'000;
    bool is_at_end =
        std::ranges::any_of(std::array{"TeX capacity exceeded", "Dimension too large", "Arithmetic overflow"},
                            [&](auto each) { return words.starts_with(each); });
    return is_at_end && origin.written_at.somewhere() && text_of(origin).size() > long_text;
  }

  /// A mistake that TeX stumbled over.
  struct Mistake {
    std::size_t at;        ///< the byte of the .tex
    bool is_style;         ///< else of the record
    bool is_exact = true;  ///< else it is somewhere in the value that ends there
  };

  /// Whose mistake an error is; empty when TeX does not say where it is.
  std::optional<Mistake> mistake_of(LogMessage const& message) const {
    if (!message.file.empty()) return {};
    auto begin = begin_of_environment(message.text);
    if (begin != std::string::npos && is_of_template(m_tex.origin(begin))) return Mistake{begin, true};
    auto at = offset(message);
    if (at == std::string::npos) return {};
    auto last = last_read(message);
    bool is_brace = message.text.find('}') != std::string::npos && m_tex.text[last] == '}';
    if (names_its_place(message.text) && (is_brace || !is_own_tex(m_tex.origin(at))))
      for (auto each : {is_brace ? last : at, last})
        if (is_of_template(m_tex.origin(each)) && m_tex.text[each] != ' ') return Mistake{each, true};
    auto own = in_own_tex(at, last);
    if (own != std::string::npos) return Mistake{own, false, own == at};
    if (is_too_long(message.text, m_tex.origin(at))) return Mistake{at, false, false};
    // LaTeX looks behind a command for what may follow it.
    while (at > 0 && std::isspace(static_cast<unsigned char>(m_tex.text[at]))) --at;
    return Mistake{at, true};
  }

  /// Where the template, or the tag in it, stands that a byte of the .tex came through.
  Span template_at(std::size_t at) const {
    auto const& origin = m_tex.origin(at);
    return is_of_template(origin) ? exact(origin.template_at, origin, at) : origin.template_at;
  }

  /// What TeX says of a place in a template for one entry it says for all, also for those with formulas.
  void note_style_mistake(LogMessage const& message) {
    auto mistake = message.kind == LogMessage::error ? mistake_of(message) : std::nullopt;
    if (!mistake || !mistake->is_style) return;
    auto at = template_at(mistake->at);
    if (at.somewhere()) m_style_mistakes.insert({at.file, at.begin});
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

  /// The first mistake of a style stands alone: what TeX says after it may follow from it, and so may what it
  /// says of the style after a mistake of the record.
  void error(LogMessage const& message) {
    Diagnostic problem{Severity::error, "tex", {}, "TeX cannot set this document"};
    problem.exit = Exit::typesetting;
    problem.notes.push_back("TeX says: " + message.text);
    auto mistake = mistake_of(message);
    if (!message.file.empty()) {
      problem.at = line_of_companion(message);
      problem.message = problem.at.somewhere()
                            ? "TeX stops in this line of the style"
                            : fmt::format("TeX stops in line {} of {}", message.line, message.file);
      if (m_errors.empty() && is_of_style(message.file)) return say_of_style(std::move(problem));
    } else if (mistake) {
      auto at = template_at(mistake->is_style ? mistake->at : offset(message));
      if (mistake->is_style || m_style_mistakes.contains({at.file, at.begin})) {
        problem.at = at;
        problem.message = "TeX stops at this place of the style";
        if (problem.at.somewhere() && m_errors.empty()) return say_of_style(std::move(problem));
        if (problem.at.somewhere()) return;
      } else {
        auto const& origin = m_tex.origin(mistake->at);
        problem.at = mistake->is_exact ? written_at(mistake->at) : origin.written_at;
        problem.message = is_formula(origin) ? "TeX cannot set this formula" : "TeX cannot set this text";
        if (is_too_long(message.text, origin)) problem.help = "it is too long for one piece: make it several";
        // What TeX says next of the same formula may follow from its first words.
        auto formula = origin.written_at;
        if (is_formula(origin) && formula.somewhere() &&
            !m_formulas.insert({formula.file, formula.begin}).second)
          return;
      }
    }
    if (!problem.at.somewhere())
      m_unplaced.push_back(std::move(problem));
    else if (!is_known(problem))
      say(m_errors.emplace_back(std::move(problem)));
  }

  /// What is printed twice is wrong twice, though TeX may not tell its place as exactly each time; of a whole
  /// text in which a mistake is known it says what follows from that.
  bool is_known(Diagnostic const& problem) const {
    return std::ranges::any_of(m_errors, [&](Diagnostic const& known) {
      auto const &a = known.at, &b = problem.at;
      bool overlap = a.begin < b.end && b.begin < a.end;
      bool is_within = a.begin >= b.begin && a.end <= b.end;
      return a.file == b.file &&
             (a.begin == b.begin || is_within || (overlap && known.notes == problem.notes));
    });
  }

  /// Where the style's own class or package has the line that TeX stops in.
  Span line_of_companion(LogMessage const& message) {
    auto const& files = m_style.companions;
    auto file = std::ranges::find(files, message.file, &DataFile::name);
    if (file == files.end() || first_malformed(file->bytes)) return {};
    auto number = m_sources.add(file->shown, file->bytes);
    auto text = m_sources.text(number);
    std::size_t begin = 0;
    for (std::size_t line = 1; line < message.line && begin < text.size(); ++line)
      begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    auto words = trimmed(text.substr(begin, text.find('\n', begin) - begin));
    auto first = std::uint32_t(words.data() - text.data());
    return {number, first, std::uint32_t(first + words.size())};
  }

  void say_of_style(Diagnostic problem) {
    m_is_style_wrong = true;
    say(std::move(problem));
  }

  /// Whether a file is read as it was written, and not what an earlier pass wrote.
  static bool is_of_style(std::string_view file) {
    return std::ranges::any_of(std::array{".cls", ".sty", ".def", ".cfg", ".tex"},
                               [&](auto suffix) { return file.ends_with(suffix); });
  }

  /// At the place that TeX gives, else in every field that has the character.
  void missing_character(LogMessage const& message) {
    if (auto at = offset(message); at != std::string::npos)
      return missing_character(message, is_of_template(m_tex.origin(at)) ? template_at(at) : written_at(at));
    std::string written;
    if (message.character) append_utf8(written, message.character);
    std::set<std::pair<std::uint32_t, std::uint32_t>> places;
    for (auto at = m_tex.text.find(written); !written.empty() && at != std::string::npos;
         at = m_tex.text.find(written, at + 1)) {
      auto const& origin = m_tex.origin(at);
      auto place =
          is_of_template(origin) || !origin.written_at.somewhere() ? origin.template_at : origin.written_at;
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

  /// The engine is kept from making pixels of a font that has no outlines.
  void pixel_font(std::string const& font) {
    Diagnostic problem{
        Severity::error,
        "missing-package",
        {},
        fmt::format("TeX has {} as pixels only, which no PDF is given", font),
        "load fonts with outlines, as `\\usepackage{lmodern}` does, or apt-get install cm-super"};
    problem.exit = Exit::environment;
    say(std::move(problem));
  }

  void missing_file(LogMessage const& message) {
    if (message.text.find(fmt::format(": Font {} at ", message.file)) != std::string::npos)
      return pixel_font(in_backquotes(message.file));
    // Fonts are asked for without their extension.
    auto known = std::ranges::find_if(m_style.manifest.packages, [&](PackageSpec const& spec) {
      return spec.file.text == message.file || spec.file.text.starts_with(message.file + ".");
    });
    auto asked = name_in_tex(message.file);
    if (asked != std::string::npos && is_own_tex(m_tex.origin(asked)))
      return say({Severity::error, "raw-tex", m_tex.origin(asked).written_at,
                  fmt::format("`!tex` cannot take in {}", in_backquotes(message.file)),
                  is_picture(message.file) ? "the only picture of a record is the `photo` of `person`"
                                           : "TeX runs in a folder of its own, without the files beside the "
                                             "record: write here what it holds"});
    Diagnostic problem{Severity::error, "missing-package",
                       asked == std::string::npos ? Span() : place_of_name(message.file, asked),
                       fmt::format("TeX needs `{}`, which is not installed", message.file)};
    problem.exit = Exit::environment;
    auto name = std::string_view(message.file).substr(0, message.file.rfind('.'));
    if (known != m_style.manifest.packages.end())
      problem.help = fmt::format("apt-get install {}", known->package.text);
    else if (message.file.ends_with(".tex") && name.find('/') != name.npos)
      problem.help =
          fmt::format("templates stand in the style's folder itself: move it there and write `<<>{}>>`",
                      name.substr(name.rfind('/') + 1));
    else if (message.file.ends_with(".tex"))
      problem.help = fmt::format("a template takes another one in with `<<>{}>>`", name);
    else
      problem.help = fmt::format("`apt-file search {}` names the Debian package", message.file);
    say(std::move(problem));
  }

  /// Where the .tex itself asks for a file, with its suffix or without; npos when it does not.
  std::size_t name_in_tex(std::string_view file) const {
    auto const& text = m_tex.text;
    for (auto name : {file, file.substr(0, file.rfind('.'))})
      for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        auto end = at + name.size();
        bool is_whole = at > 0 && std::string_view("{,/").find(text[at - 1]) != std::string::npos &&
                        end < text.size() && std::string_view("},").find(text[end]) != std::string::npos;
        auto const& origin = m_tex.origin(at);
        if (is_whole && (is_of_template(origin) || is_own_tex(origin))) return at;
      }
    return std::string::npos;
  }

  /// Where a template has the name of a file that stands at a byte of the .tex.
  Span place_of_name(std::string_view file, std::size_t at) const {
    auto place = template_at(at);
    bool is_whole = m_tex.text.compare(at, file.size(), file) == 0;
    place.end = place.begin + std::uint32_t(is_whole ? file.size() : file.rfind('.'));
    return place;
  }

  static bool is_picture(std::string_view file) {
    return std::ranges::any_of(std::array{".png", ".jpg", ".jpeg", ".pdf", ".eps", ".svg"},
                               [&](auto suffix) { return file.ends_with(suffix); });
  }

  void overfull(LogMessage const& message) {
    if (message.points < least_overfull) return;
    bool is_line = message.text.starts_with("Overfull \\hbox");
    if (message.line == 0) {
      auto& most = is_line ? m_head_or_foot : m_page;
      if (is_line && message.points > most) m_head_or_foot_at = field_with(message.longest_word);
      most = std::max(most, message.points);
    }
    if (offset(message) == std::string::npos) return;
    auto excess = fmt::format("{:.1f} pt", message.points);
    Diagnostic problem{Severity::warning, "overfull", overfull_field(message),
                       is_line ? "a line sticks out of the page's measure by " + excess
                               : "what stands here is " + excess + " higher than its place"};
    auto written = problem.at.somewhere() ? m_sources.text(problem.at) : " ";
    problem.help = !is_line ? "shorten it"
                   : is_without_blanks(written)
                       ? "put zero-width spaces (U+200B) between words, for lines to break there"
                   : written.find(' ') == written.npos
                       ? "shorten it: it has no blank at which a line could break"
                       : "shorten it, or allow a break with a space";
    say(std::move(problem));
  }

  /// What TeX sets while it puts a page together has no line.
  void report_pages() {
    if (m_said_error) return;
    if (m_page > 0)
      m_problems.warning("overfull", {},
                         fmt::format("a page of {} is {:.1f} pt higher than it may be", m_output, m_page),
                         "something on it cannot be broken over two pages; shorten it, or make it several");
    if (m_head_or_foot > 0)
      m_problems.warning(
          "overfull", m_head_or_foot_at,
          fmt::format("the head or foot of a page in {} is {:.1f} pt too wide", m_output, m_head_or_foot),
          "shorten what stands there, or set it in smaller type");
  }

  /// The field that makes a line too long: of its paragraph the one with the line's longest word, else the
  /// one that most of the paragraph comes from. The person's data are set by one command, far behind them.
  Span overfull_field(LogMessage const& message) const {
    auto begin = m_lines[message.line - 1];
    auto last = std::min(std::max(message.last_line, message.line), m_lines.size());
    auto end = last < m_lines.size() ? m_lines[last] : m_tex.text.size();
    Span widest;
    std::size_t most = 0;
    auto const& word = message.longest_word;
    for (auto const& origin : m_tex.origins) {
      auto from = std::max(origin.begin, begin), to = std::min(origin.begin + text_of(origin).size(), end);
      if (from >= to || !origin.written_at.somewhere()) continue;
      if (!word.empty() && has_word(origin, word)) return origin.written_at;
      if (to - from > most) most = to - from, widest = origin.written_at;
    }
    return widest.somewhere() ? widest : field_with(word);
  }

  Span field_with(std::string_view word) const {
    constexpr std::size_t least = 4;  // shorter ones stand in many fields
    if (word.size() < least) return {};
    for (auto const& origin : m_tex.origins)
      if (origin.written_at.somewhere() && has_word(origin, word)) return origin.written_at;
    return {};
  }

  /// Whether what a value became has a word, as a log shows words.
  bool has_word(Origin const& origin, std::string_view word) const {
    auto tex = text_of(origin);
    std::string letters;
    for (std::size_t i = 0; i < tex.size(); ++i) {
      auto c = static_cast<unsigned char>(tex[i]);
      if (c == '\\')
        while (i + 1 < tex.size() && std::isalpha(static_cast<unsigned char>(tex[i + 1]))) ++i;
      else if (std::isalnum(c) || c >= 0x80)
        letters += tex[i];
    }
    return letters.find(word) != letters.npos;
  }

  /// The first LaTeX of the record's own, the only thing in a document that may never end.
  Span first_raw_tex() const {
    auto is_raw = [&](Origin const& origin) { return is_raw_tex(origin.written_at, m_sources); };
    auto found = std::ranges::find_if(m_tex.origins, is_raw);
    return found == m_tex.origins.end() ? Span() : found->written_at;
  }

  void report_outcome() {
    auto fail = [&](std::string message, std::string help, Exit exit, std::string said = {}, Span at = {}) {
      auto code = exit == Exit::environment ? "environment" : "tex";
      Diagnostic problem{Severity::error, code, at, std::move(message), std::move(help)};
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
        return fail(fmt::format("{} did not finish {} in {}", name, m_output, detail),
                    "`--timeout SECONDS` gives it more, up to 20 with `--untrusted`", Exit::typesetting, {},
                    first_raw_tex());
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
  Style const& m_style;
  std::string const& m_output;
  Sources& m_sources;
  Diagnostics& m_problems;
  std::vector<std::size_t> m_lines;                                    ///< where each line of the .tex begins
  std::vector<Diagnostic> m_errors;                                    ///< with a place in the record
  std::set<std::pair<std::uint32_t, std::uint32_t>> m_style_mistakes;  ///< places in templates
  std::set<std::pair<std::uint32_t, std::uint32_t>> m_formulas;  ///< that TeX could not set, by file and byte
  std::vector<Diagnostic> m_unplaced;  ///< errors, perhaps only what follows from others
  bool m_said_error = false, m_is_style_wrong = false;
  double m_head_or_foot = 0;  ///< how much the widest is too wide
  Span m_head_or_foot_at;     ///< the field that makes it so
  double m_page = 0;          ///< how much the highest is too high
};

}  // namespace

void report_typesetting(Typeset const& typeset, Rendered const& tex, Engine const& engine, Style const& style,
                        std::string const& output, Sources& sources, Diagnostics& problems) {
  Reporter(typeset, tex, engine, style, output, sources, problems).run();
}

}  // namespace vitac
