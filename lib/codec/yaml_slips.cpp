#include "codec/yaml_slips.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <vector>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "codec/yaml_lines.hpp"

namespace vitac {
namespace {

using View = std::string_view;
constexpr auto nowhere = View::npos;

bool is_letter_of_tex(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The value that holds `at`: between commas where it stands in brackets, else the rest of its line.
Value value_around(View text, std::size_t at) {
  auto line = line_at(text, at);
  auto open = open_brackets(text, at);
  if (open.empty() || open.back() < line.begin) return value_of(text, line);
  auto begin = open.back() + 1;
  for (auto i = begin; i < at; ++i)
    if (text[i] == ',') begin = i + 1;
  auto end = std::min(text.find_first_of(",]}", at), line.end);
  return value_in(text, behind_blanks(text, begin), end);
}

std::string in_quotes(View value) {
  if (value.find_first_of("\"\\") == nowhere) return fmt::format("\"{}\"", value);
  std::string out = "'";
  for (char c : value) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

/// "write `title: "SalUn: Empowering"`": the value in quotes, with its key.
std::string write_in_quotes(View text, Value value, View written) {
  constexpr std::size_t most = 100;
  if (written.size() > most) return "put the text in quotes";
  return fmt::format("write `{}{}`", text.substr(value.key, value.begin - value.key), in_quotes(written));
}

std::string write_in_quotes(View text, Value value) {
  return write_in_quotes(text, value, text.substr(value.begin, value.end - value.begin));
}

/// The same for a text with `: ` in it, which may have been meant for a key of its own.
std::string in_quotes_or_braces(View text, Value value) {
  auto written = text.substr(value.begin, value.end - value.begin);
  auto colon = written.find(": ");
  bool is_key = colon != nowhere && colon > 0 && written.find(": ", colon + 1) == nowhere &&
                std::ranges::all_of(written.substr(0, colon),
                                    [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  auto help = write_in_quotes(text, value);
  if (!is_key || written.size() > 60) return help;
  return fmt::format("{}, or `{}{{{}}}` for a key of its own", help,
                     text.substr(value.key, value.begin - value.key), written);
}

/// The same for a text in double quotes whose backslashes are meant as backslashes.
std::string write_in_single_quotes(View text, std::size_t at) {
  auto value = value_around(text, at);
  bool fits = value.begin + 1 < value.end && text[value.begin] == '"' && text[value.end - 1] == '"';
  if (!fits) return "put the text in single quotes, where a backslash is just a backslash";
  return write_in_quotes(text, value, text.substr(value.begin + 1, value.end - value.begin - 2));
}

/// Whether a line reads like `key: value` or `- value`.
bool looks_like_structure(View text, Line line) {
  auto first = behind_blanks(text, line.begin);
  if (first + 1 < line.end && text[first] == '-' && text[first + 1] == ' ') return true;
  auto at = content_of(text, line), begin = at;
  while (at < line.end && is_word(text[at]) && text[at] != '-') ++at;
  return at > begin && at < line.end && text[at] == ':' && (at + 1 == line.end || text[at + 1] == ' ');
}

/// A quote above `at` that its line does not close, though the next line reads like a key of its own.
std::optional<YamlSlip> unclosed_quote_above(View text, std::size_t at) {
  auto line = line_at(text, at);
  for (int steps = 0; steps < 50 && line.begin > 0; ++steps) {
    auto below = line;
    line = line_at(text, line.begin - 1);
    auto quote = quote_left_open(text, line);
    if (quote != nowhere && looks_like_structure(text, below)) return unclosed_quote(text, quote);
    auto value = value_of(text, line);
    bool has_quote = value.begin < line.end && (text[value.begin] == '"' || text[value.begin] == '\'');
    if (has_quote) return {};
  }
  return {};
}

/// A quote that ends where the value of the next key would begin: `{symbol: "†, legend: "student"}`.
std::optional<YamlSlip> quote_with_key(View text, std::size_t at) {
  auto line = line_at(text, at);
  auto written = text.substr(0, line.end);
  for (auto quote = written.find_first_of("\"'", line.begin); quote < at;) {
    auto closing = closed_on_line(text, {quote, quote, line.end});
    if (closing == nowhere) return {};
    auto inner = text.substr(quote + 1, closing - quote - 1);
    auto comma = inner.rfind(',');
    if (comma != nowhere) {
      auto last = trimmed(inner.substr(comma + 1));
      bool is_key = last.size() > 1 && last.ends_with(':') &&
                    std::ranges::all_of(last.substr(0, last.size() - 1), is_word);
      if (is_key) return unclosed_quote(text, quote);
    }
    quote = written.find_first_of("\"'", closing + 1);
  }
  return {};
}

constexpr View no_blank = "\u00a0";

YamlSlip not_a_blank(std::size_t at) {
  return {at, at + no_blank.size(), "a non-breaking blank (U+00A0) is no blank of YAML's",
          "replace it by a common blank"};
}

/// A blank of a text processor where YAML wants its own: in an indentation, behind a `:` or a `-`.
std::optional<YamlSlip> non_breaking_blank(View text, std::size_t at) {
  auto line = line_at(text, at);
  for (auto i = line.begin; i < line.end; ++i) {
    if (text.substr(i, no_blank.size()) != no_blank) continue;
    auto before = trimmed(text.substr(line.begin, i - line.begin));
    if (before.empty() || before.ends_with(':') || before.ends_with('-') || before.ends_with(no_blank))
      return not_a_blank(i);
  }
  return {};
}

/// "lines 3, 5 and 12 more have tabs too".
std::string also_tabbed(View text, std::vector<std::size_t> const& lines, std::size_t own) {
  constexpr std::size_t most = 6;
  std::vector<std::size_t> others;
  std::size_t number = 1, counted = 0;
  for (auto begin : lines) {
    number += std::size_t(std::count(text.begin() + long(counted), text.begin() + long(begin), '\n'));
    counted = begin;
    if (begin != own) others.push_back(number);
  }
  if (others.empty()) return "";
  auto shown = others.size() <= most ? others.size() - 1 : most - 1;
  auto last =
      others.size() <= most ? std::to_string(others.back()) : fmt::format("{} more", others.size() - shown);
  if (shown == 0) return fmt::format("; line {} has tabs too", last);
  return fmt::format("; lines {} and {} have tabs too",
                     fmt::join(others.begin(), others.begin() + long(shown), ", "), last);
}

std::optional<YamlSlip> tab_before(View text, std::size_t at) {
  auto line = line_at(text, at);
  if (!is_tabbed(text, line)) return {};
  auto tab = text.find('\t', line.begin);
  if (tab > at) return {};
  return YamlSlip{
      tab, tab + 1, "a tab at the start of a line",
      "YAML is indented with spaces only" + also_tabbed(text, tabbed_lines(text, at), line.begin)};
}

YamlSlip left_open(View text, std::size_t bracket) {
  auto line = line_at(text, bracket);
  auto comment = text.find(" #", bracket);
  bool is_cut = comment < line.end;
  char closing = text[bracket] == '[' ? ']' : '}';
  return YamlSlip{bracket, bracket + 1, fmt::format("this `{}` is never closed", text[bracket]),
                  is_cut ? fmt::format("` #` starts a comment, which hides the `{}`: write `\"#\"`", closing)
                         : fmt::format("add the `{}`; a text that starts with `{}` goes in quotes", closing,
                                       text[bracket])};
}

std::optional<YamlSlip> unclosed_bracket(View theirs, View text, std::size_t at) {
  using namespace YAML::ErrorMsg;
  auto open = open_brackets(text, at);
  if (open.empty()) return {};
  auto bracket = open.back();
  auto line = line_at(text, bracket);
  bool is_elsewhere = at > line.end || theirs == View(FLOW_END);
  if (!is_elsewhere) return {};
  return left_open(text, bracket);
}

/// Words as a line that is to be written quotes them.
View shortened(View words) {
  constexpr std::size_t most = 100;
  return words.size() > most ? "..." : words;
}

/// `"SalUn" and more`; or `'Dean's prize'`, whose quotes are those of YAML.
YamlSlip words_behind_quote(View text, Value value, std::size_t at) {
  if (closed_on_line(text, value) == nowhere) return unclosed_quote(text, value.begin);
  auto closed = text.find(text[value.begin], value.begin + 1);
  auto behind = trimmed(text.substr(closed + 1, value.end - std::min(value.end, closed + 1)));
  if (behind == ",")
    return {at, at + 1, "a comma behind a value", "remove it: the end of the line ends the value"};
  bool is_list = behind.size() > 1 && behind.front() == text[value.begin] &&
                 behind.back() == behind.front() && !open_brackets(text, value.begin).empty();
  if (is_list)
    return {at, at + 1, "a comma is missing between two texts",
            fmt::format("write `{}, {}`", shortened(text.substr(value.begin, closed + 1 - value.begin)),
                        shortened(behind))};
  bool is_whole = value.end > value.begin + 1 && text[value.end - 1] == text[value.begin];
  if (!is_whole)
    return {at, at + 1, "words behind the closing quote of a text", write_in_quotes(text, value)};
  auto inner = std::string(text.substr(value.begin + 1, value.end - value.begin - 2));
  for (auto escape = inner.find("\\'"); escape != nowhere; escape = inner.find("\\'", escape))
    inner.erase(escape, 1);
  return {at - 1, at, "a quote inside the text ends it", write_in_quotes(text, value, inner)};
}

/// Signs that start the items of lists elsewhere; of the first no text is made.
constexpr View sure_bullets[] = {"•", "‣", "▪", "◦", "●"}, likely_bullets[] = {"–", "—", "·", "*", "+"};

/// What starts an item for those who do not know YAML: `• x`, `– x`, `1. x`, `-x`.
struct TypedBullet {
  View sign, words;
  bool is_sure;
};

std::optional<TypedBullet> bullet_of(View line) {
  line = trimmed(line);
  auto made = [&](std::size_t size, bool is_sure) {
    return TypedBullet{line.substr(0, size), trimmed(line.substr(size)), is_sure};
  };
  for (auto sign : sure_bullets)
    if (line.starts_with(sign)) return made(sign.size(), true);
  for (auto sign : likely_bullets)
    if (line.starts_with(sign) && line.substr(sign.size()).starts_with(' ')) return made(sign.size(), false);
  auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
  bool is_number = digits > 0 && digits < 3 &&
                   (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "));
  if (is_number) return made(digits + 1, false);
  bool is_tight = line.size() > 1 && line[0] == '-' &&
                  (is_letter_of_tex(line[1]) || View("\"'{[*").find(line[1]) != nowhere);
  return is_tight ? std::optional(made(1, false)) : std::nullopt;
}

YamlSlip not_a_bullet(View text, TypedBullet const& bullet, std::string message) {
  auto begin = std::size_t(bullet.sign.data() - text.data());
  return {begin, begin + bullet.sign.size(), std::move(message),
          fmt::format("list items start with `- `: write `- {}`", shortened(bullet.words))};
}

/// An item among others that starts otherwise than they do; with those below that do so too.
std::optional<YamlSlip> strange_item(View text, Line line, Line above) {
  auto bullet = bullet_of(line.in(text));
  auto begin = behind_blanks(text, line.begin);
  auto beside = openers(text, above);
  bool is_item = bullet && std::ranges::any_of(beside, [&](Opener const& opener) {
                   return opener.is_dash && opener.column == begin - line.begin;
                 });
  if (!is_item) return {};
  auto column = begin - line.begin;
  std::size_t others = 0, resume = text.size();
  for (auto next = line_below(text, line); next; next = line_below(text, *next)) {
    auto first = behind_blanks(text, next->begin);
    bool is_deeper = first >= next->end || first - next->begin > column;
    bool is_alike = !is_deeper && first - next->begin == column && bullet_of(next->in(text));
    if (!is_deeper && !is_alike) {
      resume = next->begin;
      break;
    }
    others += is_alike;
  }
  auto slip = not_a_bullet(text, *bullet,
                           bullet->sign == "-"
                               ? "a `-` without a blank behind it"
                               : fmt::format("a `{}` where list items start with `- `", bullet->sign));
  slip.help = fmt::format("write `- {}`{}", shortened(bullet->words),
                          others == 0   ? ""
                          : others == 1 ? ", and so in one line below"
                                        : fmt::format(", and so in {} lines below", others));
  slip.resume = resume;
  return slip;
}

/// What a line has for its key, in the way of those who write no YAML: `title; Best`, `title = Best`,
/// `title： Best`, `• title: Best`, `title:Best`; or a word alone. `is_aligned`: it stands where a key would.
std::optional<YamlSlip> strange_key(View text, Line line, bool is_aligned) {
  auto begin = content_of(text, line);
  bool is_item = begin > behind_blanks(text, line.begin);
  auto written = text.substr(begin, line.end - begin);
  written = trimmed(written.substr(0, written.find(" #")));
  auto end = begin + written.size();
  for (View sign : {"//", "/*", "<!--", "--", ";", "%"})
    if (written.starts_with(sign)) {
      auto words = trimmed(written.substr(sign.size()));
      return YamlSlip{begin, end, "comments start with `#`", fmt::format("write `# {}`", shortened(words)),
                      std::min(line.end + 1, text.size())};
    }
  if (auto bullet = bullet_of(written); bullet && !is_item) {
    auto value = value_in(bullet->words, 0, bullet->words.size());
    if (value.begin != value.key)
      return YamlSlip{begin, begin + bullet->sign.size(), fmt::format("a `{}` before a key", bullet->sign),
                      fmt::format("write `{}{}`", is_aligned ? "" : "- ", shortened(bullet->words))};
  }
  auto word =
      written.substr(0, std::min(written.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), written.size()));
  if (word.empty()) return {};
  auto rest = trimmed(written.substr(word.size()));
  if (rest.empty() && !is_item)
    return YamlSlip{begin, end, "a key without its `:`", fmt::format("write `{}:`", word)};
  for (View sign : {";", "=", "：", "∶", ":=", "->", "→"}) {
    if (!rest.starts_with(sign)) continue;
    return YamlSlip{begin, end, fmt::format("a `{}` behind a key instead of its `:`", sign),
                    fmt::format("write `{}: {}`", word, shortened(trimmed(rest.substr(sign.size()))))};
  }
  if (written.substr(word.size()).starts_with(":\u00a0")) return non_breaking_blank(text, begin);
  if (rest.starts_with(":") && rest.size() > 1 && !rest.starts_with("://"))
    return YamlSlip{begin, end, "a `:` without a blank behind it",
                    fmt::format("write `{}: {}`", word, shortened(trimmed(rest.substr(1))))};
  if (is_aligned && !is_item && written.size() > word.size() && written[word.size()] == ' ')
    return YamlSlip{begin, end, "a key without its `:`",
                    fmt::format("write `{}: {}`", word, shortened(rest))};
  return {};
}

/// The line at or above `at` that YAML took for a text, and what stands below it with it, for want of a `: `.
/// A text behind whose key nothing stands, though the text is not indented below it.
std::optional<YamlSlip> unindented_text(View text, Line line) {
  auto above = line_above(text, line);
  for (int i = 0; i < 50 && above && !looks_like_structure(text, *above); ++i)
    line = *above, above = line_above(text, line);
  if (!above) return {};
  auto written = trimmed(above->in(text));
  bool is_open = written.ends_with(":") || written.ends_with(": |") || written.ends_with(": >");
  auto key = content_of(text, *above);
  auto begin = behind_blanks(text, line.begin);
  bool has_words = trimmed(line.in(text)).find(' ') != nowhere && is_letter_of_tex(text[begin]);
  if (!is_open || !has_words || begin - line.begin > key - above->begin) return {};
  auto resume = text.size();
  for (auto next = line_below(text, line); next; next = line_below(text, *next))
    if (looks_like_structure(text, *next)) {
      resume = next->begin;
      break;
    }
  auto name = text.substr(key, text.find(':', key) - key);
  return YamlSlip{begin, line.end, "this text is not indented below its key",
                  fmt::format("indent it more than `{}:`", name), resume};
}

std::optional<YamlSlip> key_without_colon(View text, std::size_t at) {
  auto line = line_at(text, at);
  auto own = openers(text, line);
  bool has_key = !own.empty() && !own.back().is_dash;
  if (has_key && own.back().value <= at) return {};
  auto column = [&](Line other) { return content_of(text, other) - other.begin; };
  auto below = column(line);
  auto over = line_above(text, line);
  if (auto slip = over ? strange_item(text, line, *over) : std::nullopt) return slip;
  if (!has_key) {
    if (auto slip = unindented_text(text, line)) return slip;
    if (auto slip = strange_key(text, line, false)) return slip;
  }
  for (int steps = 0; steps < 100; ++steps) {
    auto above = line_above(text, line);
    if (!above) return {};
    line = *above;
    if (auto slip = non_breaking_blank(text, line.begin)) return slip;
    over = line_above(text, line);
    if (auto slip = over ? strange_item(text, line, *over) : std::nullopt) return slip;
    own = openers(text, line);
    if (!own.empty() && !own.back().is_dash) return {};
    if (auto slip = unindented_text(text, line)) return slip;
    bool is_aligned = column(line) == below || (over && column(*over) == column(line));
    if (auto slip = strange_key(text, line, is_aligned)) return slip;
  }
  return {};
}

/// A key that stands less deep than those above and below it, or not below the key that it belongs to: what
/// follows it then fits nowhere.
std::optional<YamlSlip> unindented_above(View text, std::size_t at) {
  auto below = line_at(text, at);
  auto own = openers(text, below);
  if (own.empty() || at > own.back().value) return {};
  auto column = own.front().column;
  bool is_item = own.front().is_dash;
  std::optional<Opener> strange;
  bool is_next = false;  // to the strange one
  auto line = line_above(text, below);
  for (int steps = 0; line && steps < 1000; ++steps, line = line_above(text, *line)) {
    auto here = openers(text, *line);
    if (here.empty() && content_of(text, *line) - line->begin < column) return {};
    if (here.empty()) continue;
    auto is_beside = [&](Opener const& opener) {
      return opener.is_dash == is_item && opener.column == column;
    };
    bool is_empty = !here.back().is_dash && behind_blanks(text, here.back().value) >= line->end;
    bool holds = is_next && is_empty && here.back().column >= strange->column && here.back().column < column;
    if (strange && (holds || std::ranges::any_of(here, is_beside))) {
      if (!open_brackets(text, at).empty()) return {};
      return YamlSlip{strange->at, strange->at + name_of(text, *strange).size(),
                      "this line is indented less than its neighbours",
                      is_item ? "align it with the lines above"
                              : fmt::format("align `{}` with `{}` below", name_of(text, *strange),
                                            name_of(text, own.front())),
                      below.begin};
    }
    is_next = false;
    if (here.front().column >= column) continue;
    if (strange || here.size() > 1 || here.front().is_dash || (is_item && is_empty)) return {};
    strange = here.front();
    is_next = true;
  }
  return {};
}

/// A `- ` that stands deeper than that of the text above, which it continues.
std::optional<YamlSlip> folded_above(View text, std::size_t at) {
  auto line = line_at(text, at);
  auto own = openers(text, line);
  if (own.empty() || !own.front().is_dash) return {};
  for (auto above = line_above(text, line); above; line = *above, above = line_above(text, line)) {
    auto here = openers(text, *above);
    auto content = content_of(text, *above);
    bool is_text = here.size() == 1 && here[0].is_dash && content < above->end &&
                   View("\"'[{&*!|>").find(text[content]) == nowhere;
    if (!is_text) return {};
    if (here[0].column < own[0].column) {
      auto first = behind_blanks(text, line.begin);
      return YamlSlip{first, first + 1, "this bullet is folded into the text above it",
                      "bullets do not nest: align its `-` with the others"};
    }
    if (here[0].column > own[0].column) return {};
  }
  return {};
}

/// A `: ` where no key can be: a colon in a text, or a key above that lost its own.
YamlSlip second_colon(View text, std::size_t at) {
  auto line = line_at(text, at);
  auto value = value_of(text, line);
  if (value.begin != value.key && value.begin <= at) {
    if (text[value.begin] == '"' || text[value.begin] == '\'') return words_behind_quote(text, value, at);
    return {at, at + 1, "a second `: ` in one line", in_quotes_or_braces(text, value)};
  }
  if (auto above = line_above(text, line)) {
    auto own = openers(text, *above);
    if (!own.empty() && !own.back().is_dash && name_of(text, own.back()).starts_with('-')) {
      auto begin = own.back().at;
      return {
          begin, begin + 1, "a `-` without a blank behind it",
          fmt::format("write `- {}`", shortened(trimmed(text.substr(begin + 1, above->end - begin - 1))))};
    }
    if (!own.empty() && !own.back().is_dash)
      return {value.key, at, "this key is indented more than those above it",
              fmt::format("align it with `{}`", name_of(text, own.back()))};
  }
  return {at, at + 1, "a `: ` where no key can stand", "a text with `: ` in it goes in quotes"};
}

/// The bracket that a line leaves open, when the next begins like a key of its own.
std::optional<YamlSlip> bracket_left_open(View text, std::size_t bracket, Line line) {
  if (bracket >= line.begin || !looks_like_structure(text, line)) return {};
  auto last = text.find_last_not_of(" \t\r\n", line.begin - 1);
  if (last == nowhere || View(",[{").find(text[last]) != nowhere) return {};
  return left_open(text, bracket);
}

/// A `: ` in a text between brackets; or a `?`, at which yaml-cpp ends such a text.
std::optional<YamlSlip> sign_in_brackets(View text, std::size_t at) {
  auto sign = text.substr(std::min(at, text.size()), 1);
  auto open = open_brackets(text, at);
  if ((sign != ":" && sign != "?") || open.empty()) return {};
  if (auto slip = bracket_left_open(text, open.back(), line_at(text, at))) return slip;
  auto value = value_around(text, at);
  if (sign == ":" && value.begin == value.key) return {};
  auto word = at;
  while (word > value.begin && is_word(text[word - 1])) --word;
  bool is_plain = View("\"'").find(text[value.begin]) == nowhere;
  if (sign == ":" && is_plain && word < at && word > value.begin && text[word - 1] == ' ')
    return YamlSlip{at, at + 1, "a second `: ` in one value",
                    fmt::format("is a comma missing before `{}`? Else {}", text.substr(word, at - word),
                                write_in_quotes(text, value))};
  return sign == ":" ? YamlSlip{at, at + 1, "a second `: ` in one value", in_quotes_or_braces(text, value)}
                     : YamlSlip{at, at + 1, "a `?` in a text between brackets", write_in_quotes(text, value)};
}

/// A bracket before `at` that ends a value, though the line goes on and ends with another one:
/// `{style: faculty-dossier}, output: cv}`.
std::optional<YamlSlip> closed_early(View text, Value value, std::size_t at) {
  char closing = text[value.begin] == '[' ? ']' : '}';
  auto early = text.rfind(closing, at);
  if (early == nowhere || early <= value.begin) return {};
  auto behind = trimmed(text.substr(early + 1, line_at(text, early).end - early - 1));
  if (!behind.starts_with(',') || !behind.ends_with(closing)) return {};
  return YamlSlip{early, early + 1, fmt::format("this `{}` comes too early", closing),
                  "remove it: another one ends the line"};
}

/// Words behind a value that is complete: `[Best] paper`, `"SalUn" and more`.
std::optional<YamlSlip> words_behind(View text, std::size_t at) {
  auto value = value_around(text, at);
  if (value.begin >= at || value.begin >= value.end) return {};
  char first = text[value.begin];
  if (first == '"' || first == '\'') return words_behind_quote(text, value, at);
  if (auto slip = first == '[' || first == '{' ? closed_early(text, value, at) : std::nullopt) return slip;
  if (first == '[' || first == '{' || first == '*') return bad_start(text, value.begin);
  return {};
}

/// A sign that no text can start with, where one would start.
YamlSlip unknown_sign(View text, std::size_t at) {
  auto end = at;
  if (at < text.size()) next_code_point(text, end);
  return {at, end, fmt::format("a `{}` where none can stand", text.substr(at, end - at)),
          "put the text that it belongs to in quotes"};
}

/// Commands that begin with an `n`, which in double quotes is a line's end.
constexpr View commands_in_n[] = {"nabla", "natural",  "ne",         "neq", "newline", "newpage", "ni",
                                  "nmid",  "noindent", "normalfont", "not", "notin",   "nu"};

/// Words that begin with an apostrophe.
constexpr View elisions[] = {"tis", "twas", "twere", "twill", "til",  "till",
                             "em",  "n",    "bout",  "cause", "round"};

struct Translation {
  View theirs, message, help;
};

Translation translated(View theirs) {
  using namespace YAML::ErrorMsg;
  static Translation const table[] = {
      {MAP_KEY, "this line does not fit the lines above it",
       "align it with its neighbours, or put the text above in quotes"},
      {BLOCK_ENTRY, "a list item where none can stand",
       "list items stand on lines of their own, below their key, all at one depth"},
      {END_OF_MAP, "this line does not fit the lines above it",
       "align it with its neighbours; a text with `: `, ` #` or a quote in it goes in quotes"},
      {END_OF_SEQ, "this line does not fit the list above it",
       "align the keys of an item with its first key, and the `-` of all items"},
      {END_OF_MAP_FLOW, "a `{` is never closed", "add the `}`; a text with `,` or `{` in it goes in quotes"},
      {END_OF_SEQ_FLOW, "a `[` is never closed", "add the `]`; a text that starts with `[` goes in quotes"},
      {FLOW_END, "a `]` or `}` that closes nothing", "remove it, or put the text in quotes"},
      {TAB_IN_INDENTATION, "a tab at the start of a line", "YAML is indented with spaces only"},
      {EOF_IN_SCALAR, "this quote is never closed", "add a quote at the end of the text"},
      {DOC_IN_SCALAR, "a `---` or `...` inside a quoted text", "is a quote missing its end?"},
      {CHAR_IN_BLOCK, "a sign after `|` or `>`", "the text starts on the next line"},
      {INVALID_HEX, "a `\\x` or `\\u` escape without its digits",
       "use single quotes where a backslash is just a backslash"},
  };
  for (auto const& row : table)
    if (theirs == row.theirs) return row;
  return {theirs, "this is not YAML", "compare the line with its neighbours"};
}

bool is_about_start(View theirs) {
  using namespace YAML::ErrorMsg;
  View const all[] = {UNKNOWN_TOKEN,      CHAR_IN_SCALAR,   CHAR_IN_ALIAS,       CHAR_IN_ANCHOR,
                      ALIAS_NOT_FOUND,    ANCHOR_NOT_FOUND, UNKNOWN_ANCHOR,      ALIAS_CONTENT,
                      CHAR_IN_TAG_HANDLE, MULTIPLE_TAGS,    END_OF_VERBATIM_TAG, TAG_WITH_NO_SUFFIX,
                      MULTIPLE_ANCHORS,   CHAR_IN_BLOCK};
  return std::ranges::find(all, theirs) != std::end(all);
}

bool is_escape(View theirs) {
  using namespace YAML::ErrorMsg;
  return theirs.starts_with(INVALID_ESCAPE) || theirs.starts_with(INVALID_UNICODE) || theirs == INVALID_HEX;
}

bool starts_badly(View text, Value value) {
  return value.begin < value.end && View("*&@`%!>|?").find(text[value.begin]) != nowhere;
}

YamlSlip bad_escape(View text, std::size_t at) {
  auto backslash = text.rfind('\\', at);
  if (backslash == nowhere || at - backslash > 12) backslash = at;
  return {backslash, backslash + 1, "a backslash in double quotes starts an escape, and this is none",
          write_in_single_quotes(text, backslash)};
}

/// `*name` where nothing above has that name, though something does: no text, then.
std::optional<YamlSlip> unknown_alias(View text, std::size_t at) {
  auto value = value_around(text, at);
  if (text.substr(value.begin, 1) != "*") return {};
  auto name = text.substr(value.begin + 1, value.end - value.begin - 1);
  if (name.empty() || !std::ranges::all_of(name, is_word)) return {};
  std::vector<View> names;
  for (auto anchor = text.find(" &"); anchor != nowhere; anchor = text.find(" &", anchor + 1)) {
    auto end = anchor + 2;
    while (end < text.size() && is_word(text[end])) ++end;
    auto found = text.substr(anchor + 2, end - anchor - 2);
    if (found == name)
      return YamlSlip{value.begin, value.end, fmt::format("`&{}` stands below", name),
                      fmt::format("`*{}` repeats what stands above it", name)};
    if (!found.empty()) names.push_back(found);
  }
  auto meant = nearest(name, names);
  if (meant.empty()) return {};
  return YamlSlip{value.begin, value.end, fmt::format("nothing has the name `&{}`", name),
                  fmt::format("did you mean `*{}`?", meant)};
}

}  // namespace

YamlSlip unclosed_quote(View text, std::size_t quote) {
  auto word = text.substr(quote + 1, text.find(' ', quote) - quote - 1);
  bool is_apostrophe = text[quote] == '\'' && std::ranges::count(elisions, word) > 0;
  if (is_apostrophe)
    return {quote, quote + 1, "this apostrophe is a quote that is never closed",
            write_in_quotes(text, value_around(text, quote))};
  return {quote, quote + 1, "this quote is never closed",
          fmt::format("add a {} at the end of the text", text[quote])};
}

YamlSlip without_holder(View text, std::size_t first, std::size_t next) {
  auto line = std::count(text.begin(), text.begin() + long(next), '\n') + 1;
  return {first, first,
          fmt::format("the lines from here on are indented, those from line {} on are not", line),
          "is a key missing above them, such as `person:`?"};
}

std::vector<std::size_t> tabbed_lines(View text, std::size_t at) {
  if (!is_tabbed(text, line_at(text, at))) return {};
  auto own = line_at(text, at).begin;
  std::vector<std::size_t> all;
  for (auto tab = text.find('\t'); tab != nowhere;) {
    auto line = line_at(text, tab);
    bool counts = is_tabbed(text, line) && (line.begin == own || looks_like_structure(text, line));
    if (counts) all.push_back(line.begin);
    auto next = text.find('\n', line.end);
    tab = next == nowhere ? nowhere : text.find('\t', next);
  }
  return all;
}

YamlSlip bad_start(View text, std::size_t at) {
  auto value = value_around(text, at);
  auto end = value.begin;
  if (end < text.size()) next_code_point(text, end);
  auto first = text.substr(std::min(value.begin, text.size()), end - value.begin);
  auto sign = first == "`" ? "a backquote" : fmt::format("`{}`", first);
  return {value.begin, end, fmt::format("a text cannot start with {}", sign), write_in_quotes(text, value)};
}

/// An entry in parentheses, or a tab behind the `-` of an item, in the line at `at` or the one above.
std::optional<YamlSlip> strange_entry(View text, std::size_t at) {
  auto line = std::optional(line_at(text, at));
  for (int i = 0; i < 2 && line; ++i, line = line_above(text, *line)) {
    auto dash = behind_blanks(text, line->begin);
    if (text.substr(dash, 2) == "-\t")
      return YamlSlip{dash + 1, dash + 2, "a tab behind the `-`", "write a blank there"};
    auto begin = content_of(text, *line);
    auto written = trimmed(text.substr(begin, line->end - std::min(begin, line->end)));
    if (written.size() > 2 && written.front() == '(' && written.back() == ')' &&
        written.find(": ") != nowhere)
      return YamlSlip{begin, begin + 1, "a `(` where a `{` starts an entry",
                      fmt::format("write `{{{}}}`", shortened(written.substr(1, written.size() - 2)))};
  }
  return {};
}

YamlSlip slip_behind(View theirs, View text, std::size_t at) {
  using namespace YAML::ErrorMsg;
  if (auto slip = tab_before(text, at)) return *slip;
  if (auto slip = strange_entry(text, at)) return *slip;
  if (auto slip = non_breaking_blank(text, at)) return *slip;
  if (is_escape(theirs)) return bad_escape(text, at);
  if (auto slip = unclosed_quote_above(text, at)) return *slip;
  if (auto slip = quote_with_key(text, at)) return *slip;
  if (auto slip = key_without_colon(text, at)) return *slip;
  if (auto slip = unindented_above(text, at)) return *slip;
  if (auto slip = folded_above(text, at)) return *slip;
  if (auto slip = sign_in_brackets(text, at)) return *slip;
  if (is_about_start(theirs))
    if (auto slip = unknown_alias(text, at)) return *slip;
  if (is_about_start(theirs) && starts_badly(text, value_around(text, at))) {
    auto line = line_at(text, at);
    auto bullet = bullet_of(line.in(text));
    if (bullet && bullet->sign == "*" && behind_blanks(text, line.begin) + 1 >= at)
      return not_a_bullet(text, *bullet, "a text cannot start with `*`");
    return bad_start(text, at);
  }
  if (auto slip = unclosed_bracket(theirs, text, at)) return *slip;
  if (is_about_start(theirs)) return unknown_sign(text, at);
  if (theirs == View(MAP_VALUE)) return second_colon(text, at);
  if (theirs == View(END_OF_MAP) || theirs == View(END_OF_SEQ) || theirs == View(END_OF_MAP_FLOW) ||
      theirs == View(END_OF_SEQ_FLOW))
    if (auto slip = words_behind(text, at)) return *slip;
  auto sign = text.substr(std::min(at, text.size()), 2);
  auto value = value_around(text, at);
  if ((sign == "- " || sign == "? ") && value.begin == at && value.key < at) return bad_start(text, at);
  auto [same, message, help] = translated(theirs);
  return {at, at, std::string(message), std::string(help)};
}

std::optional<YamlSlip> strange_colon(View text, std::size_t begin, std::size_t end) {
  constexpr View wide = "\uff1a", joined = ":\u00a0";
  auto key = text.substr(begin, end - begin);
  if (auto at = key.find(wide); at != nowhere)
    return YamlSlip{begin + at, begin + at + wide.size(), "a `：` is no `:` of YAML's",
                    fmt::format("write `{}: ...`", key.substr(0, at))};
  if (auto at = key.find(joined); at != nowhere) return not_a_blank(begin + at + 1);
  if (text.substr(begin, 1) == ":")
    return YamlSlip{begin, begin + 1, "a `:` with no key before it", "remove it, or write the key"};
  auto sign = key.find_first_of(";=");
  bool is_other_sign = sign != nowhere && sign > 0 && key.substr(sign + 1).starts_with(' ') &&
                       std::ranges::all_of(trimmed(key.substr(0, sign)), is_word);
  if (!is_other_sign) return {};
  return YamlSlip{
      begin, end, fmt::format("a `{}` behind a key instead of its `:`", key[sign]),
      fmt::format("write `{}: {}`", trimmed(key.substr(0, sign)), shortened(trimmed(key.substr(sign + 1))))};
}

YamlSlip comma_in_braces(View key, View words, std::size_t begin, std::size_t end) {
  return {
      begin, end, "a comma ends a value in braces",
      words.size() > 100 ? "put the text in quotes" : fmt::format("write `{}: {}`", key, in_quotes(words))};
}

std::optional<YamlSlip> tight_colon(View text, std::size_t begin, std::size_t end) {
  auto written = text.substr(begin, end - begin);
  auto colon = written.find(':');
  bool is_tight = colon != nowhere && colon > 0 && colon + 1 < written.size() &&
                  std::ranges::all_of(written.substr(0, colon),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (!is_tight) return {};
  return YamlSlip{
      begin + colon, begin + colon + 1, "a `:` behind a key wants a blank behind it",
      fmt::format("write `{}: {}`", written.substr(0, colon), shortened(written.substr(colon + 1)))};
}

std::optional<YamlSlip> swallowed_lines(View text, std::size_t begin, std::size_t end) {
  if (text.substr(begin, end - begin).find('\n') == nowhere) return {};
  for (auto line = line_at(text, begin); line.end < end;) {
    auto next = text.find('\n', line.end) + 1;
    if (next == 0 || next >= end) break;
    line = line_at(text, next);
    auto at = content_of(text, line);
    if (text.substr(at, 1) == "{") ++at;
    auto first = at;
    while (at < line.end && text[at] >= 'a' && text[at] <= 'z') ++at;
    if (at > first && at < end && text.substr(at, 2) == ": ")
      return YamlSlip{begin, begin + 1, "this quote takes the lines below into its text",
                      fmt::format("add a {} at the end of this line", text[begin])};
  }
  return {};
}

std::optional<YamlSlip> swallowed_comment(View text, std::size_t end) {
  bool is_word_after = text.substr(end, 2) == " #" && end + 2 < text.size() && is_word(text[end + 2]);
  bool is_for_us = folded(text.substr(std::min(end + 2, text.size()), 6)) == "vitac:";
  if (!is_word_after || is_for_us) return {};
  auto line = line_at(text, end);
  bool in_brackets = !open_brackets(text, end).empty();
  return YamlSlip{end + 1, line.end, "` #` starts a comment: the text ends before it",
                  in_brackets ? "put the text in quotes" : write_in_quotes(text, value_of(text, line))};
}

std::optional<YamlSlip> swallowed_backslash(View text, std::size_t begin, std::size_t end) {
  bool in_maths = false;
  for (auto i = begin + 1; i + 1 < end; ++i) {
    if (text[i] == '$') in_maths = !in_maths;
    if (text[i] != '\\') continue;
    char escape = text[++i];
    auto word = i;
    while (word < end && is_letter_of_tex(text[word])) ++word;
    bool is_never_meant = View("abefrv_NLP0").find(escape) != nowhere;
    bool is_command =
        is_ascii_letter(text[i + 1]) && (escape == 't' || (escape == 'n' && in_maths) ||
                                         std::ranges::count(commands_in_n, text.substr(i, word - i)) > 0);
    if (!is_never_meant && !is_command) continue;
    return YamlSlip{i - 1, word,
                    fmt::format("in double quotes `\\{}` is not a backslash and {}", escape,
                                is_letter_of_tex(escape) ? "a letter" : fmt::format("a `{}`", escape)),
                    write_in_single_quotes(text, i)};
  }
  return {};
}

std::optional<YamlSlip> typed_bullet(View text, std::size_t begin, std::size_t end, bool is_item) {
  std::optional<TypedBullet> first;
  text = text.substr(0, end);
  for (auto from = begin; from < end;) {
    auto behind = std::min(text.find('\n', from), end);
    auto bullet = bullet_of(text.substr(from, behind - from));
    bool is_own = from == begin;  // the text's first line
    if (bullet && (bullet->is_sure || (!is_own && (is_item || first))))
      return not_a_bullet(text, first ? *first : *bullet, "a bullet is part of the text here");
    if (bullet && is_own) first = bullet;
    from = behind + 1;
  }
  return {};
}

std::optional<YamlSlip> bullets_in_text(View text, std::size_t begin, std::size_t end, bool is_item) {
  bool is_block = text[begin] == '|' || text[begin] == '>';
  // Where a block ends only its indentation tells.
  end = is_block ? text.size() : end;
  std::optional<std::size_t> first;
  std::size_t column = 0;
  for (auto from = is_block ? text.find('\n', begin) : begin; from < end;) {
    auto sign = std::min(text.find_first_not_of(" \r\n", from + 1), end);
    from = std::min(text.find('\n', sign), end);
    auto indent = sign - (text.rfind('\n', sign) + 1);  // npos + 1 is 0
    if (sign == end || (is_block && first && indent < column)) break;
    auto line = text.substr(sign, from - sign);
    bool has_bullet = line.starts_with("- ") || bullet_of(line);
    if (!first && !has_bullet) break;
    if (first && has_bullet) {
      auto header = trimmed(text.substr(begin, std::min(text.find_first_of("\r\n", begin), end) - begin));
      return YamlSlip{*first, *first + 1, "bullets typed into one text run together",
                      is_item ? "write each as an item of its own, behind a `- `"
                      : is_block
                          ? fmt::format("remove the `{}`: each line is an item then", header)
                          : "write a list without these quotes: each item behind a `- `, on its own line"};
    }
    if (!first) first = sign, column = indent;
  }
  return {};
}

std::optional<YamlSlip> folded_bullet(View text, std::size_t begin, std::size_t end) {
  text = text.substr(0, end);
  for (auto at = text.find('\n', begin); at < end; at = text.find('\n', at + 1)) {
    auto first = behind_blanks(text, at + 1);
    if (first < end && text.substr(first, 2) == "- ")
      return YamlSlip{first, first + 1, "this bullet is folded into the text above it",
                      "bullets do not nest: align its `-` with the others"};
  }
  return {};
}

}  // namespace vitac
