#include "engine/log.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "base/utf8.hpp"
#include "engine/shown_line.hpp"

namespace vitac {
namespace {

constexpr std::size_t most_messages = 1000;
constexpr std::size_t most_text = 2000;
/// LaTeX puts its help between an error and the place where it happened; more than this it never is.
constexpr int most_lines_of_context = 60;

/// The lines of a text, one after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : m_rest(text) {}

  std::optional<std::string_view> next() {
    if (m_rest.empty()) return {};
    auto end = std::min(m_rest.find('\n'), m_rest.size());
    auto line = m_rest.substr(0, end);
    m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

 private:
  std::string_view m_rest;
};

/// What stands between two marks, the first of each; empty when they are not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  auto begin = text.find(before);
  if (begin == text.npos) return {};
  text.remove_prefix(begin + before.size());
  auto end = text.find(after);
  return end == text.npos ? std::string_view() : text.substr(0, end);
}

/// The number that a text begins with, which is then taken off.
template <class Number>
std::optional<Number> take_number(std::string_view& text, int base = 10) {
  Number number{};
  auto result = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (result.ec != std::errc()) return {};
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return number;
}

double points_of(std::string_view text) {
  double points = 0;
  std::from_chars(text.data(), text.data() + text.size(), points);
  return points;
}

/// Text for people: not endless, and UTF-8, though pdfTeX cuts lines and names slots of fonts by bytes.
std::string well_formed(std::string_view text) {
  std::string to;
  for (std::size_t at = 0; at < std::min(text.size(), most_text);) append_utf8(to, next_code_point(text, at));
  return to;
}

/// `./document.tex:57: Undefined control sequence.`, or `! ` and the words when TeX has no line to name.
struct Head {
  std::string_view file;
  std::size_t line = 0;
  std::string_view text;
};

/// What TeX shows below an error.
struct Context {
  std::size_t line = 0;
  std::string_view read, rest;  ///< the line, in two where TeX stood
  std::string_view argument;
  std::string_view macro;             ///< what TeX had read of the innermost macro's own text
  std::vector<std::string_view> all;  ///< arguments and macros' texts, the innermost first
};

/// What TeX had read of a macro's text: `\name #1->text`, or `\name ...text` when it is long.
std::string_view macro_text(std::string_view line) {
  if (!line.starts_with('\\')) return {};
  for (std::string_view mark : {"->", " ..."})
    if (auto at = line.find(mark); at != line.npos) return line.substr(at + mark.size());
  return {};
}

class LogReader {
 public:
  LogReader(std::string_view text, std::string_view document, std::string_view tex)
      : m_lines(text), m_document(document), m_xetex(text.starts_with("This is XeTeX")) {
    for (Lines lines(tex); auto line = lines.next();) m_tex.push_back(*line);
  }

  Log read();

 private:
  void read_line(std::string_view);
  std::optional<Head> head_of(std::string_view line) const;
  void error(Head const&);
  void end_of_run(std::string_view words);
  void missing_character(std::string_view text, Head const&);
  void overfull(std::string_view text);

  std::string whole_text(Head const&);
  Context context() const;
  void place(LogMessage&, Head const&) const;
  char32_t missing_code_point(std::string_view what) const;
  bool is_full() const { return m_log.messages.size() == most_messages; }
  void add(LogMessage);
  void add_last_words();

  Lines m_lines;
  std::string_view m_document;
  bool m_xetex;
  std::vector<std::string_view> m_tex;
  std::string_view m_runaway;                               ///< shown before the error that it led to
  std::string_view m_stop;                                  ///< why TeX gave up
  std::set<std::pair<char32_t, std::size_t>> m_characters;  ///< said already, by line
  Log m_log;
};

Log LogReader::read() {
  while (auto line = m_lines.next()) read_line(*line);
  add_last_words();
  return std::move(m_log);
}

void LogReader::read_line(std::string_view line) {
  if (line.empty()) return;
  if (line.starts_with("Runaway ")) {
    m_runaway = m_lines.next().value_or("");
  } else if (line.starts_with("Overfull \\")) {
    overfull(line);
  } else if (line.starts_with("Missing character: ")) {
    missing_character(line, {});
  } else if (line.starts_with("Output written on ")) {
    auto pages = line.substr(std::min(line.rfind('('), line.size() - 1) + 1);
    m_log.pages = take_number<int>(pages).value_or(0);
  } else if (line.starts_with("LaTeX Warning: Temporary extra page added") ||
             line.starts_with("LaTeX Warning: Hook 'shipout/lastpage' executed on wrong page")) {
    m_log.last_page_unknown = true;
  } else if (auto head = head_of(line)) {
    error(*head);
    m_runaway = {};
  }
}

std::optional<Head> LogReader::head_of(std::string_view line) const {
  if (line.starts_with("! ")) return Head{{}, 0, trimmed(line.substr(2))};
  if (line.starts_with("!pdfTeX error: ") || line.starts_with("!LuaTeX error"))
    return Head{{}, 0, line.substr(1)};
  if (!line.starts_with("./") && !line.starts_with('/') && !line.starts_with(m_document)) return {};
  for (auto colon = line.find(':'); colon != line.npos; colon = line.find(':', colon + 1)) {
    auto rest = line.substr(colon + 1);
    auto number = take_number<std::size_t>(rest);
    if (!number || !rest.starts_with(": ")) continue;
    auto file = line.substr(0, colon);
    if (file.starts_with("./")) file.remove_prefix(2);
    return Head{file, *number, trimmed(rest.substr(2))};
  }
  return {};
}

/// The name of what TeX could not find, if that is what a message says.
std::string_view file_not_found(std::string_view text) {
  using Marks = std::pair<std::string_view, std::string_view>;
  for (auto [before, after] :
       {Marks{"File `", "' not found"}, Marks{"I can't find file `", "'"},
        Marks{"The font \"", "\" cannot be found"}, Marks{"Unable to load picture or PDF file '", "'"},
        Marks{"language definition file ", " was not found"}, Marks{": Font ", " not found"},
        Marks{"(file ", "): cannot open"}}) {
    auto name = between(text, before, after);
    if (before == ": Font ") name = name.substr(0, name.find(" at "));
    if (!name.empty()) return name;
  }
  // Font \TU/Name(0)/m/n/10="Name" at 10.0pt not loadable: Metric (TFM) file or installed font not found.
  auto font = between(text, "Font ", " not loadable: ");
  if (font.empty() || font.find('=') == font.npos) return {};
  font.remove_prefix(font.find('=') + 1);
  if (font.starts_with('"')) return font.substr(1, font.find('"', 1) - 1);
  return font.substr(0, font.find_first_of(": "));
}

void LogReader::error(Head const& head) {
  if (head.text.starts_with("==> Fatal error") || head.text.starts_with("Emergency stop."))
    return end_of_run(head.text);
  if (is_full()) return;
  if (head.text.starts_with("Missing character: ")) return missing_character(head.text, head);
  auto text = whole_text(head);
  if (text.starts_with("LaTeX Error: Unicode character ")) return missing_character(text, head);

  LogMessage message{LogMessage::error, well_formed(text)};
  auto name = file_not_found(text);
  if (name.find('#') != name.npos) return;  // a macro that TeX shows, with these words in it
  if (!name.empty()) {
    message.kind = LogMessage::missing_file;
    message.file = well_formed(name);
  }
  place(message, head);
  add(std::move(message));
}

/// TeX gives up after most errors that end a run, with words that only say so.
void LogReader::end_of_run(std::string_view words) {
  if (!m_stop.empty()) return;
  m_stop = words;
  auto ahead = m_lines;
  for (int i = 0; i < most_lines_of_context; ++i) {
    auto line = ahead.next();
    if (!line || head_of(*line)) return;
    if (!line->starts_with("*** (")) continue;
    m_stop = line->substr(5, line->find_last_not_of(") ") + 1 - 5);
    return;
  }
}

void LogReader::add_last_words() {
  bool explained = std::any_of(m_log.messages.begin(), m_log.messages.end(), [](auto const& message) {
    return message.kind == LogMessage::error || message.kind == LogMessage::missing_file;
  });
  if (!explained && !m_stop.empty()) add({LogMessage::error, well_formed(m_stop)});
}

void LogReader::missing_character(std::string_view text, Head const& head) {
  // nullfont has no glyphs at all: macros read there what is not to be printed, and after a missing font
  // every letter of the document would be named.
  if (is_full() || text.find(" in font nullfont") != text.npos) return;
  LogMessage message{LogMessage::missing_character, well_formed(text)};
  auto what = between(text, "There is no ", " in font ");
  message.character = missing_code_point(what.empty() ? text : what);
  if (!m_characters.emplace(message.character, head.line).second) return;
  place(message, head);
  add(std::move(message));
}

/// `Щ (U+0429)`; XeTeX in old fonts `Щ ("429)`; pdfTeX `^^c9 ("C9)`, which is a slot of the font, or `a`.
char32_t LogReader::missing_code_point(std::string_view what) const {
  if (what.size() == 1)
    return static_cast<char32_t>(static_cast<unsigned char>(what[0]) < 0x80 ? what[0] : 0);
  auto code = between(what, "(U+", ")");
  if (code.empty() && m_xetex) code = between(what, "(\"", ")");
  return take_number<std::uint32_t>(code, 16).value_or(0);
}

/// Of a line as TeX shows it, between fonts, boxes and glue: `[]\T1/lmr/m/n/10 (-20) A long-`. The letters of
/// addresses stand apart. What pdfTeX shows as `^^e9` parts a word.
std::string longest_word(std::string_view shown) {
  std::string longest, word;
  bool are_letters = false;  // each by itself
  auto end = [&] {
    if (word.size() > longest.size()) longest = word;
    word.clear();
  };
  for (std::size_t at = 0; at < shown.size();) {
    auto behind = std::min(shown.find(' ', at), shown.size());
    auto part = shown.substr(at, behind - at);
    at = behind + 1;
    if (part.starts_with("(+") || part.starts_with("(-")) continue;
    part = part.substr(0, part.find('\\'));
    if (part.size() != 1 || !are_letters) end();
    are_letters = part.size() == 1;
    for (std::size_t i = 0; i < part.size(); ++i) {
      auto c = static_cast<unsigned char>(part[i]);
      if (part.substr(i, 2) == "^^")
        end(), i += 3;
      else if (std::isalnum(c) || c >= 0x80)
        word += part[i];
    }
  }
  end();
  return longest;
}

void LogReader::overfull(std::string_view text) {
  LogMessage message{LogMessage::overfull, well_formed(text)};
  message.points = points_of(text.substr(std::min(text.find('('), text.size() - 1) + 1));
  auto ahead = m_lines;
  if (text.find("\\hbox") != text.npos)
    message.longest_word = well_formed(longest_word(ahead.next().value_or("")));
  for (std::string_view mark : {" at lines ", " at line "}) {
    auto at = text.find(mark);
    if (at == text.npos) continue;
    auto rest = text.substr(at + mark.size());
    message.line = message.last_line = take_number<std::size_t>(rest).value_or(0);
    if (!rest.starts_with("--")) break;
    rest.remove_prefix(2);
    message.last_line = take_number<std::size_t>(rest).value_or(message.line);
    break;
  }
  add(std::move(message));
}

/// LaTeX breaks its messages into lines, each after the first with the package's name in parentheses or
/// blanks before it, up to a blank line. TeX's own have one line.
std::string LogReader::whole_text(Head const& head) {
  std::string text(trimmed(head.text));
  if (text.find(" Error: ") == text.npos) return text;
  for (auto ahead = m_lines; auto line = ahead.next();) {
    if (trimmed(*line).empty() || text.size() > most_text) break;
    if (line->starts_with('(')) line->remove_prefix(std::min(line->find(')') + 1, line->size()));
    text += ' ';
    text += trimmed(*line);
    m_lines = ahead;
  }
  return text;
}

Context LogReader::context() const {
  Context context;
  auto ahead = m_lines;
  for (int i = 0; i < most_lines_of_context; ++i) {
    auto line = ahead.next();
    if (!line || head_of(*line)) break;
    auto macro = macro_text(*line);
    if (!macro.empty()) context.all.push_back(macro);
    if (context.macro.empty()) context.macro = macro;
    for (std::string_view mark : {"<argument> ", "<recently read> "}) {
      if (!line->starts_with(mark)) continue;
      context.all.push_back(line->substr(mark.size()));
      if (context.argument.empty()) context.argument = context.all.back();
    }
    if (!line->starts_with("l.")) continue;
    auto rest = line->substr(2);
    auto number = take_number<std::size_t>(rest);
    if (!number || !rest.starts_with(' ')) continue;
    context.line = *number;
    context.read = rest.substr(1);
    context.rest = ahead.next().value_or("");
    break;
  }
  return context;
}

/// The end of a text that TeX cut at its beginning, perhaps inside a character.
std::string_view without_cut(std::string_view text) {
  if (!text.starts_with("...")) return text;
  text.remove_prefix(3);
  while (!text.empty() && (text.front() & 0xc0) == 0x80) text.remove_prefix(1);
  return text;
}

void LogReader::place(LogMessage& message, Head const& head) const {
  if (head.line == 0 && head.file.empty() && message.kind == LogMessage::missing_character) return;
  auto context = this->context();
  bool in_document = head.file.empty() || head.file == m_document;
  if (!in_document && message.kind == LogMessage::missing_file) return;  // a line of a package's file
  if (!in_document) message.file = well_formed(head.file);
  message.line = head.line ? head.line : context.line;
  auto argument = !context.argument.empty() ? context.argument
                  : m_runaway.empty()       ? context.macro
                                            : m_runaway;
  auto shown_text = [](std::string_view text) { return well_formed(trimmed(without_cut(text))); };
  if (message.kind == LogMessage::error) {
    message.argument = shown_text(argument);
    for (auto each : context.all) message.around.push_back(shown_text(each));
  }
  bool shown = in_document && message.line == context.line && message.line - 1 < m_tex.size();
  if (shown) message.column = bytes_read(m_tex[message.line - 1], context.read, context.rest);
}

void LogReader::add(LogMessage message) {
  auto& messages = m_log.messages;
  if (is_full()) return;
  // fontspec asks for each font several times.
  if (message.kind == LogMessage::missing_file)
    for (auto const& other : messages)
      if (other.kind == message.kind && other.file == message.file) return;
  messages.push_back(std::move(message));
}

}  // namespace

Log read_log(std::string_view text, std::string_view document, std::string_view tex) {
  return LogReader(text, document, tex).read();
}

}  // namespace vitac
