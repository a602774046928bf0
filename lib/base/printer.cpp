#include "base/printer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::string_view names[] = {"note", "warning", "error"};
constexpr std::string_view colors[] = {"\x1b[1;36m", "\x1b[1;35m", "\x1b[1;31m"};
constexpr std::string_view bold = "\x1b[1m", green = "\x1b[1;32m", plain = "\x1b[0m";

/// The widest excerpt shown of a line, in code points: a scalar may be a megabyte on one line.
constexpr std::size_t most_shown = 160;

struct Excerpt {
  std::string text;
  std::size_t caret_begin, caret_end;  ///< bytes of `text`
};

std::size_t forward(std::string_view text, std::size_t at, std::size_t code_points) {
  while (at < text.size() && code_points-- > 0) next_code_point(text, at);
  return at;
}

std::size_t backward(std::string_view text, std::size_t at, std::size_t code_points) {
  while (at > 0 && code_points > 0)
    if ((static_cast<unsigned char>(text[--at]) & 0xC0) != 0x80) --code_points;
  return at;
}

/// What terminals obey and do not show, beyond ASCII: C1 controls, and signs that turn the direction around.
bool is_obeyed(char32_t c) {
  return (c >= 0x80 && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Control characters as blanks: a terminal would obey them, and a short form is one line. Other bytes that
/// it would obey, or that are no UTF-8, as question marks.
std::string on_one_line(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  for (auto bad = first_malformed(out); bad; bad = first_malformed(out)) out[*bad] = '?';
  for (std::size_t at = 0, begin = 0; at < out.size(); begin = at)
    if (is_obeyed(next_code_point(out, at))) std::fill(out.begin() + begin, out.begin() + at, '?');
  return out;
}

/// The line around [begin, end), cut at both sides where it is very long.
Excerpt excerpt(std::string_view line, std::size_t begin, std::size_t end) {
  auto from = backward(line, begin, most_shown / 2), to = forward(line, begin, most_shown / 2);
  end = std::min(end, to);
  Excerpt shown{on_one_line(line.substr(from, to - from)), begin - from, end - from};
  if (from > 0) {
    shown.text.insert(0, "...");
    shown.caret_begin += 3, shown.caret_end += 3;
  }
  if (to < line.size()) shown.text += "...";
  return shown;
}

std::string headline(Diagnostic const& diagnostic, Sources const& sources, bool color) {
  auto paint = [&](std::string_view escape) { return color ? escape : std::string_view{}; };
  std::string out(paint(bold));
  if (diagnostic.at.somewhere()) {
    auto place = sources.begin(diagnostic.at);
    out += fmt::format("{}:{}:{}: ", on_one_line(sources.name(diagnostic.at.file)), place.line, place.column);
  }
  auto severity = std::size_t(diagnostic.severity);
  out += fmt::format("{}{}: {}{}{}{} [{}]\n", paint(colors[severity]), names[severity], paint(plain),
                     paint(bold), on_one_line(diagnostic.message), paint(plain), diagnostic.code);
  return out;
}

}  // namespace

std::string print_short(Diagnostic const& diagnostic, Sources const& sources) {
  return headline(diagnostic, sources, false);
}

std::string print_human(Diagnostic const& diagnostic, Sources const& sources, bool color) {
  auto out = headline(diagnostic, sources, color);
  std::string_view start = color ? green : "", stop = color ? plain : "";
  std::string margin = "      ", help = on_one_line(diagnostic.help);
  if (diagnostic.at.somewhere()) {
    auto [file, begin, end] = diagnostic.at;
    auto line = sources.line(file, begin);
    auto line_begin = std::size_t(line.data() - sources.text(file).data());
    auto caret = std::min(std::size_t(begin) - std::min<std::size_t>(begin, line_begin), line.size());
    auto caret_end = std::max<std::size_t>(end, line_begin) - line_begin;
    auto shown = excerpt(line, caret, std::clamp(caret_end, caret, line.size()));
    auto number = fmt::format("{:>5}", sources.begin(diagnostic.at).line);
    margin.assign(number.size() + 1, ' ');
    auto under = std::string_view(shown.text).substr(shown.caret_begin, shown.caret_end - shown.caret_begin);
    auto width = std::max<std::size_t>(1, display_width(under));
    out += fmt::format(
        "{} | {}\n{}| {}{}^{}{}{}{}\n", number, shown.text, margin,
        std::string(display_width(std::string_view(shown.text).substr(0, shown.caret_begin)), ' '), start,
        std::string(width - 1, '~'), help.empty() ? "" : " ", help, stop);
  } else if (!help.empty()) {
    out += fmt::format("{}= {}{}{}\n", margin, start, help, stop);
  }
  for (auto const& note : diagnostic.notes) out += fmt::format("{}= note: {}\n", margin, on_one_line(note));
  return out;
}

}  // namespace vitac
