#include "check/text_lints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "model/maths.hpp"

namespace vitac {
namespace {

using View = std::string_view;

/// Something that prints as it was typed.
struct Typed {
  std::string_view code;
  std::size_t begin, end;
  std::string message, help;
};

constexpr std::pair<View, View> commands[] = {
    {"textbf", "write `**bold**`"},
    {"bf", "write `**bold**`"},
    {"bfseries", "write `**bold**`"},
    {"emph", "write `*emphasis*`"},
    {"textit", "write `*emphasis*`"},
    {"it", "write `*emphasis*`"},
    {"em", "write `*emphasis*`"},
    {"texttt", "write `` `code` ``"},
    {"newline", "an empty line parts paragraphs"},
    {"par", "an empty line parts paragraphs"},
};
constexpr std::pair<char, View> signs[] = {
    {'&', "write `&`"}, {'%', "write `%`"}, {'_', "write `_`"},     {'#', "write `#`"},
    {'{', "write `{`"}, {'}', "write `}`"}, {',', "write a blank"}, {'(', "a formula stands between `$`"},
};

Typed printed(View text, std::size_t begin, std::size_t end, View help) {
  return {"latex-in-text", begin, end,
          fmt::format("`{}` is printed as it stands here", text.substr(begin, end - begin)),
          std::string(help)};
}

/// A command, an accent or an escaped sign of LaTeX's at a backslash. `C:\Temp` is none.
std::optional<Typed> latex_at(View text, std::size_t at) {
  auto end = at + 1;
  while (end < text.size() && is_ascii_letter(text[end])) ++end;
  auto name = text.substr(at + 1, end - at - 1), rest = text.substr(end);
  bool is_in_word = at > 0 && (is_ascii_letter(text[at - 1]) || is_ascii_digit(text[at - 1]));
  bool is_in_path = at > 0 && View(":\\/").find(text[at - 1]) != View::npos;
  if (name.empty()) {
    if (rest.empty()) return {};
    auto sign = rest.substr(0, 1), next = rest.substr(1, 1);
    bool is_accent = View("\"'^~=.").find(sign[0]) != View::npos && !next.empty() &&
                     (is_ascii_letter(next[0]) || next[0] == '{' || next[0] == '\\');
    if (is_accent) return printed(text, at, at + 3, "write the letter itself, as `é`");
    auto known = std::ranges::find(signs, sign[0], [](auto const& pair) { return pair.first; });
    return known == std::end(signs) ? std::nullopt : std::optional(printed(text, at, at + 2, known->second));
  }
  bool takes_argument = rest.starts_with('{');
  if (name.size() == 1)
    return takes_argument ? std::optional(printed(text, at, end, "write the letter itself, as `é`"))
                          : std::nullopt;
  bool is_alone = !is_in_word && !is_in_path && (rest.empty() || View(" }.,;").find(rest[0]) != View::npos);
  if (!takes_argument && !is_alone) return {};
  auto known = std::ranges::find(commands, name, [](auto const& pair) { return pair.first; });
  return printed(text, at, end,
                 known != std::end(commands) ? known->second
                 : takes_argument            ? View("write the sign itself, or `!tex` before the text")
                                             : View("write the sign itself, or a formula between `$`"));
}

/// A link, a reference or a picture that does not come out as one, at a `[` that the `]` at `close` ends.
std::optional<Typed> markdown_at(View text, std::size_t at, std::size_t close) {
  constexpr std::size_t most = 2048;  // of an id or an address
  auto typed = [&](std::size_t end, View message, std::string help) {
    return Typed{"markdown-in-text", at, end, std::string(message), std::move(help)};
  };
  if (at > 0 && text[at - 1] == '!')
    return typed(at + 1, "a text takes no picture", "a photo stands in `person`");
  if (close == text.npos) return {};
  auto words = text.substr(at + 1, close - at - 1), rest = text.substr(close + 1, most);
  if (words.starts_with('@')) {
    if (words.size() > most || words.find_first_of(" ,;") == words.npos) return {};
    return typed(close + 1, "this names no entry", "write one id in each, as `[@one], [@two]`");
  }
  if (rest.starts_with(" (http"))
    return typed(close + 2, "a blank parts this link", fmt::format("write `[{}](`", words));
  if (!rest.starts_with('(')) return {};
  auto target = trimmed(rest.substr(1, std::min(rest.find(')'), rest.size()) - 1));
  if (rest.find(')') == rest.npos) return typed(close + 2, "this link is never closed", "add the `)`");
  auto end = close + 1 + rest.find(')') + 1;
  if (trimmed(words).empty())
    return typed(end, "a link without words prints nothing", "write `[words](address)`");
  if (target.find('@') != target.npos && target.find(':') == target.npos)
    return typed(end, "this address is no web page", fmt::format("write `[{}](mailto:{})`", words, target));
  if (target.starts_with('.') || target.starts_with('/'))
    return typed(end, "this address leads nowhere from a PDF", "write it whole, from `https://` on");
  return {};
}

/// Where bold words end that begin at a `**`; npos when they never do, `at` itself when none begin there.
std::size_t end_of_bold(View text, std::size_t at) {
  bool is_behind_word = at > 0 && View(" (\"'").find(text[at - 1]) == View::npos;
  auto next = text.substr(at + 2, 1);
  if (is_behind_word || next.empty() || next == " " || next == "*") return at;
  for (auto close = text.find("**", at + 3); close != text.npos; close = text.find("**", close + 1))
    if (text[close - 1] != ' ') return close + 1;
  return text.npos;
}

std::optional<Typed> first_typed(View text) {
  std::size_t bracket = 0;  // the next `]`
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    std::optional<Typed> found;
    if (c == '`') {
      auto open = std::min(text.find_first_not_of('`', at), text.size());
      auto close = text.find(text.substr(at, open - at), open);
      at = (close == text.npos ? open : close + open - at) - 1;
    } else if (c == '$' && text.substr(at, 2) == "$$") {
      auto close = text.find("$$", at + 2);
      if (close != text.npos) found = printed(text, at, close + 2, "a formula stands between single `$`");
    } else if (c == '$') {
      auto close = end_of_formula(text, at);
      if (close != text.npos) at = close;
    } else if (c == '*' && text.substr(at, 2) == "**") {
      auto end = end_of_bold(text, at);
      if (end == text.npos)
        found = Typed{"markdown-in-text", at, at + 2, "this `**` is never closed, and prints",
                      "write another `**` behind the last word that is to be bold"};
    } else if (c == '\\') {
      found = latex_at(text, at);
      ++at;
    } else if (c == '~') {
      bool ties = at > 0 && at + 1 < text.size() && (is_ascii_letter(text[at - 1]) || text[at - 1] == '.') &&
                  is_ascii_digit(text[at + 1]);
      if (ties) found = printed(text, at, at + 1, "write a blank");
    } else if (c == '[') {
      if (bracket <= at) bracket = text.find(']', at);
      found = markdown_at(text, at, bracket);
    }
    if (found) return found;
  }
  return {};
}

}  // namespace

void check_text(Text::Version const& version, Sources const& sources, Diagnostics& problems) {
  if (version.is_tex) return;
  auto typed = first_typed(version.text);
  if (!typed) return;
  auto at = within(version.at, sources.text(version.at.file), version.text, typed->begin, typed->end);
  problems.warning(typed->code, at, std::move(typed->message), std::move(typed->help));
}

}  // namespace vitac
