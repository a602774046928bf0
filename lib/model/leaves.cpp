#include "model/leaves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::pair<std::string_view, Date::Season>, 5> seasons{{{"winter", Date::winter},
                                                                            {"spring", Date::spring},
                                                                            {"summer", Date::summer},
                                                                            {"fall", Date::fall},
                                                                            {"autumn", Date::fall}}};

constexpr int season_starts[] = {0, 1, 1, 6, 9}, season_ends[] = {12, 2, 5, 8, 12};

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_ascii_digit);
}

int to_int(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return out;
}

/// That a value is of another kind; texts get the likely cause.
bool expected(std::string_view what, Tree const& found, Diagnostics& problems) {
  bool is_text = what == "a text";
  std::string_view help = found.kind == Tree::absent ? "write it, or remove the key"
                          : !is_text                 ? ""
                          : found.kind == Tree::list ? "a text that starts with `[` or `-` goes in quotes"
                          : found.kind == Tree::map
                              ? "a text with `: ` in it, or that starts with `{`, goes in quotes"
                              : "";
  problems.error("wrong-type", found.at, fmt::format("expected {}, found {}", what, described(found)),
                 std::string(help));
  return false;
}

bool refused(std::string_view code, Tree const& at, std::string message, std::string help,
             Diagnostics& problems) {
  problems.error(code, at.at, std::move(message), std::move(help));
  return false;
}

template <class L>
bool read_literal(Tree const& tree, L& out, std::string_view what, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected(what, tree, problems);
  out.text = composed(trimmed(tree.text));
  out.at = tree.at;
  return true;
}

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// The season that a word names; none for another word.
Date::Season season_named(std::string_view word) {
  for (auto const& [name, season] : seasons)
    if (lower(word) == name) return season;
  return Date::none;
}

/// The numbers and the month's name in a date of whatever form.
struct DateWords {
  int year = 0, month = 0;
  std::vector<int> rest;  ///< day, and month where it has no name, in the order of writing
  bool year_first = false;

  static std::optional<DateWords> of(std::string_view written) {
    DateWords words;
    for (auto part : split_at(written, " ,/.-")) {
      if (is_digits(part) && part.size() == 4 && words.year == 0) {
        words.year = to_int(part);
        words.year_first = words.rest.empty() && words.month == 0;
      } else if (is_digits(part) && part.size() <= 2) {
        words.rest.push_back(to_int(part));
      } else if (auto named = month_named(part); named && words.month == 0) {
        words.month = named;
      } else {
        return {};
      }
    }
    return words.year ? std::optional(words) : std::nullopt;
  }
};

/// "`2016-03-14`"; empty when there is no such day.
std::string iso(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 0 || day > days_in(year, month)) return {};
  return day ? fmt::format("`{:04}-{:02}-{:02}`", year, month, day)
             : fmt::format("`{:04}-{:02}`", year, month);
}

/// The same date in the form that the format takes, for `03/2016`, `March 14, 2016`, `14.3.2016`; both where
/// nobody can tell the day from the month; else empty.
std::string right_form(std::string_view written) {
  auto words = DateWords::of(written);
  if (!words) return {};
  auto const& [year, month, rest, year_first] = *words;
  if (month) return rest.size() > 1 ? "" : iso(year, month, rest.empty() ? 0 : rest[0]);
  if (rest.size() == 1) return iso(year, rest[0], 0);
  if (rest.size() != 2) return {};
  auto month_first = iso(year, rest[0], rest[1]), day_first = iso(year, rest[1], rest[0]);
  if (year_first || day_first.empty() || month_first == day_first) return month_first;
  return month_first.empty() ? day_first : fmt::format("{} or {}", month_first, day_first);
}

/// Signs that text processors put where others were meant; `meant` is what those are.
struct LookAlike {
  char32_t first, last;
  std::string_view name, meant;
};
constexpr LookAlike look_alikes[] = {
    {0x00A0, 0x00A0, "a non-breaking blank", " "},
    {0x00AD, 0x00AD, "a soft hyphen", ""},
    {0x2000, 0x200A, "a typographic blank", " "},
    {0x200B, 0x200F, "an invisible character", ""},
    {0x2010, 0x2015, "a dash", "-"},
    {0x2018, 0x201F, "a typographic quotation mark", ""},
    {0x202F, 0x202F, "a non-breaking blank", " "},
    {0x2060, 0x2060, "an invisible character", ""},
    {0x2212, 0x2212, "a minus sign", "-"},
    {0xFEFF, 0xFEFF, "an invisible character", ""},
};

/// Refuses a text for machines that has such a sign in it: what reads right is not, and nobody sees why.
bool refuses_look_alike(std::string_view code, Tree const& tree, Diagnostics& problems, bool dashes = true) {
  std::string plain, found;
  for (std::size_t at = 0; at < tree.text.size();) {
    auto begin = at;
    auto c = next_code_point(tree.text, at);
    auto row = std::ranges::find_if(look_alikes, [&](auto const& one) {
      return one.first <= c && c <= one.last && (dashes || one.meant != "-");
    });
    if (row == std::end(look_alikes)) {
      plain += tree.text.substr(begin, at - begin);
      continue;
    }
    if (found.empty()) found = fmt::format("{} (U+{:04X})", row->name, std::uint32_t(c));
    plain += row->meant;
  }
  if (found.empty()) return false;
  return !refused(code, tree, fmt::format("{} has {} in it", in_backquotes(tree.text), found),
                  fmt::format("write `{}`", trimmed(plain)), problems);
}

/// Blanks and what nobody sees, though something is written.
bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto c = next_code_point(text, at);
    auto is_unseen = [c](auto const& one) {
      return one.first <= c && c <= one.last && (one.meant.empty() || one.meant == " ") &&
             one.name != "a typographic quotation mark";
    };
    if (c != ' ' && c != '\t' && c != '\n' && c != 0x3000 && std::ranges::none_of(look_alikes, is_unseen))
      return false;
  }
  return !text.empty();
}

constexpr std::string_view date_forms = "write `2016`, `2016-03`, `2016-03-14` or `present`";

/// What a date of another form is in ours; empty when that cannot be told.
std::string date_help(std::string_view written) {
  auto text = trimmed(written);
  auto word = lower(text);
  constexpr std::string_view now[] = {"present", "now", "current", "today", "ongoing", "to date"};
  if (std::ranges::find(now, word) != std::end(now)) return "write `present`";
  if (auto form = right_form(text); !form.empty()) return "write " + form;
  auto words = split_at(text, " ,");
  if (words.size() == 2 && season_named(words[0]) && is_digits(words[1]) && words[1].size() == 4)
    return fmt::format("write `{{text: {}, sort: {}-{:02}}}`", text, words[1],
                       season_starts[season_named(words[0])]);
  bool is_range = text.size() > 8 && is_digits(text.substr(0, 4)) &&
                  (is_digits(text.substr(text.size() - 4)) || word.ends_with("present"));
  if (is_range)
    return fmt::format("a period is two dates: `start: {}` and `end: {}`", text.substr(0, 4),
                       word.ends_with("present") ? "present" : text.substr(text.size() - 4));
  return std::string(date_forms);
}

bool bad_date(Tree const& tree, Diagnostics& problems) {
  auto help = date_help(tree.text);
  if (help == date_forms && refuses_look_alike("bad-date", tree, problems)) return false;
  return refused("bad-date", tree, fmt::format("{} is not a date", in_backquotes(tree.text)), std::move(help),
                 problems);
}

/// `present`, or digits with hyphens: what is wrong with it, reading it as a date will say.
bool is_plain_date(std::string_view text) {
  return trimmed(text) == "present" || trimmed(text).find_first_not_of("0123456789-") == text.npos;
}

/// The four digits of `2024`, `24` and `'24`; empty for another word.
std::string year_of(std::string_view word) {
  if (word.size() == 4 && is_digits(word)) return std::string(word);
  for (std::string_view sign : {"'", "\u2019", "\u2018"})
    if (word.starts_with(sign)) word.remove_prefix(sign.size());
  return word.size() == 2 && is_digits(word) ? fmt::format("20{}", word) : std::string();
}

/// The first year of `2024/25` and `2024-2025`; 0 for another word.
int academic_year(std::string_view word) {
  auto first = word.substr(0, 4), rest = word.substr(first.size());
  for (std::string_view sign : {"/", "-", "\u2013"})
    if (rest.starts_with(sign) && is_digits(first) && first.size() == 4) {
      auto next = to_int(first) + 1;
      rest.remove_prefix(sign.size());
      return rest == fmt::format("{:02}", next % 100) || rest == fmt::format("{}", next) ? next - 1 : 0;
    }
  return 0;
}

/// When a season of an academic year begins: its winter in the autumn.
std::string academic_start(Date::Season season, int year) {
  if (season == Date::winter) return fmt::format("{}-10", year);
  return fmt::format("{}-{:02}", season == Date::fall ? year : year + 1, season_starts[season]);
}

std::string term_help(std::string_view text) {
  auto words = split_at(text, " ");
  std::erase_if(words, [](std::string_view word) {
    auto small = lower(word);
    return small == "semester" || small == "term" || small == "quarter" || small == "session";
  });
  std::string general = "write `Fall 2024`, `2024-09`, or `{text: Fall 2019 and 2021, sort: 2021-09}`";
  if (words.size() != 2) return general;
  if (season_named(words[1])) std::swap(words[0], words[1]);
  auto season = season_named(words[0]);
  if (auto first = academic_year(words[1]); season && first)
    return fmt::format("write `{{text: {}, sort: {}}}`", text, academic_start(season, first));
  auto year = year_of(words[1]);
  if (year.empty()) return general;
  if (season) return fmt::format("write `{} {}`", words[0], year);
  std::vector<std::string_view> names;
  for (auto const& [name, known] : seasons) names.push_back(name);
  auto meant = nearest(words[0], names);
  return meant.empty() ? general : fmt::format("did you mean `{} {}`?", capitalized(meant), year);
}

bool read_plain_date(Tree const& tree, Date& out, Diagnostics& problems) {
  auto text = trimmed(tree.text);
  out.at = tree.at;
  if (text == "present") {
    out.is_present = true;
    return true;
  }
  auto parts = split_at(text, "-");
  bool shaped = !parts.empty() && parts.size() <= 3 && parts[0].size() == 4 &&
                std::ranges::all_of(parts, is_digits) && text.size() == 3 * parts.size() + 1;
  if (!shaped) return bad_date(tree, problems);
  out.year = to_int(parts[0]);
  if (out.year < 1000) return bad_date(tree, problems);
  if (parts.size() > 1) {
    out.month = to_int(parts[1]);
    if (out.month < 1 || out.month > 12)
      return refused("bad-date", tree, fmt::format("`{}` has no month {}", text, out.month),
                     "months are 01 to 12", problems);
  }
  if (parts.size() > 2) {
    out.day = to_int(parts[2]);
    if (out.day < 1 || out.day > days_in(out.year, out.month))
      return refused("bad-date", tree, fmt::format("`{}` has no day {}", text, out.day),
                     fmt::format("that month has {} days", days_in(out.year, out.month)), problems);
  }
  return true;
}

/// `{text: "Fall 2019 and 2021", sort: 2021-09}`
bool read_worded_date(Tree const& tree, Date& out, Diagnostics& problems) {
  bool good = true;
  Tree const *words = nullptr, *sort = nullptr;
  for (auto const& [key, value] : tree.entries) {
    if (key->text == "text")
      words = value;
    else if (key->text == "sort")
      sort = value;
    else
      good = refused("unknown-key", *key, fmt::format("unknown key {} in a date", in_backquotes(key->text)),
                     "a date in words has the keys `text` and `sort`", problems);
  }
  if (!good) return false;
  if (!words || !sort)
    return refused("missing-key", tree, fmt::format("a date in words lacks `{}`", words ? "sort" : "text"),
                   "write `{text: Fall 2019 and 2021, sort: 2021-09}`", problems);
  if (words->kind != Tree::scalar) return expected("a text", *words, problems);
  if (sort->kind != Tree::scalar) return expected("a date", *sort, problems);
  if (!read_plain_date(*sort, out, problems)) return false;
  out.text = composed(trimmed(words->text));
  out.at = words->at;
  return true;
}

/// Digits and a point: a number prints as it is written.
bool read_number(std::string_view text, double& value) {
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return error == std::errc{} && end == text.data() + text.size() &&
         (is_ascii_digit(text.back()) || text.back() == '.');
}

/// What a number may mean whose digits are parted as people and countries part them: `1.250,50` is `1250.50`,
/// `3,5` is `3.5`, `12,500` is `12500` or, where a comma begins the decimals, `12.500`. Empty for no number.
std::vector<std::string> readings(std::string_view text) {
  std::string plain(trimmed(text));
  for (std::string_view blank : {"\u00a0", "\u2009", "\u202f", "\u2019", "'", "_"})
    plain = replaced(std::move(plain), blank, " ");
  bool is_money = false;
  for (std::string_view sign : {"$", "€", "£"}) {
    auto rest = std::string_view(plain);
    if (rest.starts_with(sign)) rest.remove_prefix(sign.size());
    if (rest.ends_with(sign)) rest.remove_suffix(sign.size());
    is_money = is_money || rest.size() < plain.size();
    plain = trimmed(rest);
  }
  auto groups = split_at(plain, "., ");
  std::string signs;
  for (char c : plain)
    if (!is_ascii_digit(c)) signs += c;
  if (groups.empty() || signs.size() + 1 != groups.size() || !std::ranges::all_of(groups, is_digits))
    return {};
  auto joined = [&](std::size_t count) {
    std::string digits;
    for (auto group : std::span(groups).first(count)) digits += group;
    return digits;
  };
  // Of three digits, but the first; Indian ones of two before the last.
  auto are_thousands = [&](std::size_t count) {
    for (std::size_t i = 1; i < count; ++i)
      if (groups[i].size() != 3 && (groups[i].size() != 2 || i + 1 == count)) return false;
    return count < 2 || (groups[0].size() <= 3 && groups[0][0] != '0');
  };
  auto count = groups.size();
  if (count == 1) return {plain};
  auto parted_by = std::string_view(signs).substr(0, signs.size() - 1);
  bool is_alike = parted_by.find_first_not_of(parted_by.empty() ? ' ' : parted_by[0]) == parted_by.npos;
  auto decimal = joined(count - 1) + "." + std::string(groups.back());
  if (!is_alike) return {};
  if (!parted_by.empty() && signs.back() != parted_by[0])
    return signs.back() != ' ' && are_thousands(count - 1) ? std::vector{decimal}
                                                           : std::vector<std::string>{};
  bool is_whole = are_thousands(count), may_be_decimal = count == 2 && signs[0] != ' ';
  if (!is_whole) return may_be_decimal ? std::vector{decimal} : std::vector<std::string>{};
  if (!may_be_decimal || is_money || groups[0].size() == 3) return {joined(count)};
  return {joined(count), decimal};
}

/// `5e5` in digits; empty for another thing, and for what has no end.
std::string without_exponent(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool is_number = error == std::errc{} && end == text.data() + text.size() && is_ascii_digit(text.back());
  return is_number && std::abs(value) < 1e15
             ? fmt::format("{:.{}f}", value, value == std::floor(value) ? 0 : 6)
             : std::string();
}

std::string number_help(std::string_view written, std::vector<std::string> const& meant,
                        std::string_view unit = "") {
  if (auto digits = written.empty() ? "" : without_exponent(written); meant.empty() && !digits.empty())
    return fmt::format("write `{}{}`", digits, unit);
  if (meant.empty()) return "write digits alone, such as `60`";
  if (meant.size() > 1)
    return fmt::format("write `{}{}`, digits alone, or `{}{}` where decimals begin at the comma", meant[0],
                       unit, meant[1], unit);
  auto has = [&](std::string_view sign) { return written.find(sign) != written.npos; };
  auto currency = has("€") ? " and `currency: EUR`" : has("£") ? " and `currency: GBP`" : "";
  bool is_whole = is_digits(meant[0]) && unit.empty() && !*currency;
  return fmt::format("write `{}{}`{}{}", meant[0], unit, currency, is_whole ? ", digits alone" : "");
}

std::string whole_number_help(std::string_view text) {
  auto meant = readings(text);
  std::erase_if(meant, [](auto const& reading) { return !is_digits(reading); });
  double fraction = 0;
  bool is_fraction = !text.empty() && (!readings(text).empty() || read_number(text, fraction));
  return meant.empty() && is_fraction ? "round it" : number_help(text, meant);
}

bool read_whole_number(Tree const& tree, auto& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("a whole number", tree, problems);
  auto text = trimmed(tree.text);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  if (error == std::errc{} && end == text.data() + text.size()) return out.at = tree.at, true;
  if (is_digits(text))
    return refused("bad-number", tree, fmt::format("{} is too large a number", in_backquotes(text)),
                   "check its digits", problems);
  return refused("bad-number", tree, fmt::format("{} is not a whole number", in_backquotes(text)),
                 whole_number_help(text), problems);
}

bool has_scheme(std::string_view url, std::string& scheme) {
  auto colon = url.find(':');
  if (colon == url.npos || colon == 0) return false;
  scheme = lower(url.substr(0, colon));
  return std::ranges::all_of(
             scheme,
             [](char c) { return (c >= 'a' && c <= 'z') || is_ascii_digit(c) || c == '+' || c == '-'; }) &&
         (url.substr(colon).starts_with("://") || scheme == "mailto" || scheme == "javascript" ||
          scheme == "data" || scheme == "file");
}

/// Whether what stands behind `://` begins with the name of a site.
bool is_host(std::string_view address) {
  auto host = address.substr(0, address.find_first_of("/?#"));
  host = host.substr(host.rfind('@') + 1);  // npos + 1 is 0
  std::size_t at = 0;
  bool begins = !host.empty() && (host[0] == '[' || is_alphanumeric(next_code_point(host, at)));
  return begins && host.find("..") == host.npos;
}

std::string_view without_prefix(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  for (auto prefix : prefixes)
    if (lower(text.substr(0, prefix.size())) == prefix) return text.substr(prefix.size());
  return text;
}

/// An ORCID's check digit may be an `X`.
std::string upper_x(std::string_view orcid) {
  std::string out(orcid);
  if (out.ends_with('x')) out.back() = 'X';
  return out;
}

bool orcid_checksum(std::string_view orcid) {
  int total = 0, digits = 0;
  for (char c : orcid.substr(0, orcid.size() - 1))
    if (is_ascii_digit(c)) total = (total + (c - '0')) * 2, ++digits;
  int check = (12 - total % 11) % 11;
  return digits == 15 && orcid.back() == (check == 10 ? 'X' : char('0' + check));
}

bool is_email(std::string_view text) {
  auto at = text.find('@');
  if (at == text.npos || at == 0 || text.find_first_of(" \t\n<>,;:") != text.npos) return false;
  auto domain = text.substr(at + 1);
  return domain.find('@') == domain.npos && domain.find('.') != domain.npos && domain.front() != '.' &&
         domain.back() != '.' && domain.find("..") == domain.npos;
}

/// The address in `Ada <ada@example.edu>`, `mailto:ada@example.edu`, `ada@example.edu.`; the addresses, where
/// there are several.
std::string email_help(std::string_view text) {
  auto all = split_at(text, " ,;/");
  std::erase_if(all, [](auto word) { return word == "and" || word == "or" || word == "&"; });
  if (all.size() > 1 && std::ranges::all_of(all, is_email))
    return fmt::format("one address stands here; `person` takes several: `[{}]`", fmt::join(all, ", "));
  auto inner = text.substr(text.find_last_of("<:") + 1);  // npos + 1 is 0
  inner = trimmed(inner.substr(0, inner.find_last_not_of(">.,; ") + 1));
  return is_email(inner) ? fmt::format("write `{}`", inner) : "write it like `name@example.edu`";
}

/// Dashes of any length, and blanks around them, as one hyphen each.
std::string with_hyphens(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto begin = at;
    auto c = next_code_point(text, at);
    bool is_dash = c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
    bool follows = out.ends_with('-') && (is_dash || c == ' ');
    while (is_dash && out.ends_with(' ')) out.pop_back();
    if (!follows) is_dash ? out += '-' : out += text.substr(begin, at - begin);
  }
  return out;
}

/// Numerals of Rome, a lone letter, or a word of another script: what may stand without digits.
bool may_be_page(std::string_view word) {
  bool is_roman = lower(word).find_first_not_of("ivxlcdm") == std::string::npos;
  bool is_foreign = std::ranges::any_of(word, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return is_roman || is_foreign || (word.size() == 1 && is_ascii_letter(word[0]));
}

/// What stands before `101` in `pp. 101` and `pages 101`, and there again; 0 for nothing.
std::size_t word_for_pages(std::string_view text) {
  auto small = lower(text);
  for (std::string_view word : {"pages", "page", "pgs", "pg", "pp", "p"}) {
    if (!small.starts_with(word)) continue;
    auto end = small.find_first_not_of(". ", word.size());
    bool is_apart = word == "pp" || word == "pages" || end != word.size();  // `p12` may be a page's name
    return end != small.npos && is_apart && is_ascii_digit(small[end]) ? end : 0;
  }
  return 0;
}

bool counts_pages(std::string_view text) {
  auto small = lower(text);
  auto digits = small.find_first_not_of("0123456789");
  auto unit = digits == small.npos ? std::string_view() : trimmed(std::string_view(small).substr(digits));
  return digits > 0 && (unit == "pages" || unit == "pp" || unit == "pp." || unit == "p." || unit == "page");
}

/// What one range between commas should be; empty when nothing is wrong with it.
std::string range_help(std::string_view range, std::string_view whole) {
  auto letters = std::min(range.find_first_of("0123456789"), range.size());
  auto ends = split_at(range, "-");
  if (ends.size() < 2) return {};
  auto number = [&](std::string_view end) {
    return end.starts_with(range.substr(0, letters)) ? end.substr(letters) : std::string_view();
  };
  if (!std::ranges::all_of(ends, [&](auto end) { return is_digits(number(end)); })) return {};
  if (ends.size() == 3 && letters == 0)
    return "a range has one hyphen; several stand with commas between them, as in `101-112, 130-135`";
  auto begin = number(ends[0]), end = number(ends[1]);
  if (ends.size() > 2 || begin.size() != end.size() || begin <= end) return {};
  auto turned = fmt::format("{}-{}", ends[1], ends[0]);
  return fmt::format("it ends before it begins: write `{}`", replaced(std::string(whole), range, turned));
}

/// What pages should be that cannot be what is meant; empty when they can.
std::string pages_help(std::string_view written) {
  constexpr std::string_view general = "write them like `101-112`, or remove the key until they are known";
  auto text = with_hyphens(written);
  if (auto before = word_for_pages(text))
    return fmt::format("write `{}`: the style says what it is", text.substr(before));
  if (counts_pages(text)) return "where it stands is asked, as in `101-112`, not how long it is";
  auto first = text.find_first_not_of(",;.- "), last = text.find_last_not_of(",;.- ");
  if (first == text.npos) return std::string(general);
  if (text[last + 1] == '.' && !is_ascii_digit(text[last])) ++last;  // `101ff.`
  if (text[0] == '-' || text.back() == '-')
    return fmt::format("write both ends, as in `101-112`, or `{}` alone",
                       text.substr(first, last + 1 - first));
  if (first > 0 || last + 1 < text.size())
    return fmt::format("write `{}`", text.substr(first, last + 1 - first));
  bool has_number = text.find_first_of("0123456789") != text.npos;
  auto words = split_at(text, " ,;+-()[]");
  if (!has_number && !std::ranges::all_of(words, may_be_page)) return std::string(general);
  for (auto range : split_at(text, ",; "))
    if (auto help = range_help(range, text); !help.empty()) return help;
  return {};
}

/// What a DOI is where signs of a sentence or of an address stand behind it; itself when nothing does.
std::string_view bare_doi(std::string_view doi) {
  doi = doi.substr(0, doi.find('?'));
  auto opens = [&](char open, char close) {
    return std::ranges::count(doi, close) <= std::ranges::count(doi, open);
  };
  constexpr std::size_t longest = 1000;
  for (bool goes_on = doi.size() < longest; goes_on && !doi.empty();) {
    char c = doi.back();
    goes_on = std::string_view(".,;:\"'").find(c) != std::string_view::npos ||
              (c == ')' && !opens('(', ')')) || (c == ']' && !opens('[', ']')) ||
              (c == '}' && !opens('{', '}')) || (c == '>' && !opens('<', '>'));
    if (goes_on) doi.remove_suffix(1);
  }
  return doi;
}

/// Whether `2401` or `0309` is a year and a month.
bool is_year_and_month(std::string_view digits) {
  auto month = to_int(digits.substr(2, 2));
  return month >= 1 && month <= 12;
}

/// `2401.00001v2`, and of before 2007 `math.AG/0309136`.
bool is_arxiv(std::string_view text) {
  if (auto version = text.rfind('v'); version != text.npos && is_digits(text.substr(version + 1)))
    text = text.substr(0, version);
  if (auto slash = text.find('/'); slash != text.npos)
    return slash > 0 && text.size() - slash == 8 && is_digits(text.substr(slash + 1));
  return (text.size() == 9 || text.size() == 10) && text[4] == '.' && is_digits(text.substr(0, 4)) &&
         is_digits(text.substr(5));
}

}  // namespace

int month_named(std::string_view word) {
  auto name = lower(word);
  if (name.ends_with('.')) name.pop_back();
  if (name.size() < 3) return 0;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (months[i].starts_with(name)) return int(i) + 1;
  return 0;
}

bool is_language(std::string_view code) {
  auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  auto is_part = [&](char c) {
    return is_small(c) || (c >= 'A' && c <= 'Z') || c == '-' || is_ascii_digit(c);
  };
  return code.size() >= 2 && std::ranges::all_of(code.substr(0, 2), is_small) &&
         (code.size() == 2 || (code[2] == '-' && code.size() > 3 && std::ranges::all_of(code, is_part)));
}

Text::Version const& Text::in(std::string_view language) const {
  for (auto const& version : versions)
    if (version.language == language) return version;
  for (auto const& version : versions)
    if (version.language.empty()) return version;
  static Version const none;  // of a text that could not be read
  return versions.empty() ? none : versions.front();
}

bool Text::read(Tree const& tree, Text& out, Diagnostics& problems) {
  auto blank = [&](Tree const& scalar) {
    return refused("blank-text", scalar, "a text of blanks only", "write it, or remove its key", problems);
  };
  auto add = [&](std::string language, Tree const& scalar) {
    out.versions.push_back({std::move(language), composed(scalar.text), scalar.at, !scalar.tag.empty()});
    while (out.versions.back().text.ends_with('\n')) out.versions.back().text.pop_back();
  };
  out.at = tree.at;
  if (tree.kind == Tree::scalar) {
    if (is_blank(tree.text)) return blank(tree);
    return add({}, tree), true;
  }
  if (tree.kind != Tree::map || tree.entries.empty()) return expected("a text", tree, problems);
  for (auto const& [key, value] : tree.entries) {
    if (!is_language(key->text))
      return refused("wrong-type", tree, "expected a text, found a mapping of keys",
                     "a text with `: ` in it goes in quotes; languages are written `{en: ..., de: ...}`",
                     problems);
    if (value->kind != Tree::scalar) return expected("a text", *value, problems);
    if (is_blank(value->text)) return blank(*value);
    add(key->text, *value);
  }
  return true;
}

bool Literal::read(Tree const& tree, Literal& out, Diagnostics& problems) {
  return read_literal(tree, out, "a text", problems);
}

bool Pages::read(Tree const& tree, Pages& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "a page range", problems)) return false;
  auto help = pages_help(out.text);
  return help.empty() ||
         refused("bad-pages", tree, fmt::format("{} is not a page range", in_backquotes(out.text)), help,
                 problems);
}

bool Id::read(Tree const& tree, Id& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an id", problems)) return false;
  constexpr std::string_view marks = "_-.:+/";
  for (std::size_t at = 0; at < out.text.size();) {
    auto c = next_code_point(out.text, at);
    if (!is_alphanumeric(c) && (c >= 0x80 || marks.find(char(c)) == marks.npos))
      return refused("bad-id", tree, fmt::format("{} is not one word", in_backquotes(out.text)),
                     "ids, tags and roles are words of letters, digits and `_ - . : + /`", problems);
  }
  return !out.text.empty() ||
         refused("bad-id", tree, "an empty word", "remove it, or give it letters", problems);
}

long Date::order(bool latest) const {
  if (is_present) return 9999'12'31;
  if (!latest) return year * 10000L + (month ? month : season_starts[season]) * 100L + day;
  return year * 10000L + (month ? month : season_ends[season]) * 100L + (day ? day : 31);
}

bool Date::read(Tree const& tree, Date& out, Diagnostics& problems) {
  if (tree.kind == Tree::map) return read_worded_date(tree, out, problems);
  if (tree.kind != Tree::scalar) return expected("a date", tree, problems);
  return read_plain_date(tree, out, problems);
}

bool Term::read(Tree const& tree, Term& out, Diagnostics& problems) {
  if (tree.kind == Tree::scalar) {
    auto words = split_at(trimmed(tree.text), " ");
    auto season = words.size() == 2 ? season_named(words[0]) : none;
    if (season && is_digits(words[1]) && words[1].size() == 4) {
      out.season = season;
      out.year = to_int(words[1]);
      out.at = tree.at;
      return true;
    }
    if (!is_plain_date(tree.text) && right_form(tree.text).empty())
      return refused("bad-date", tree, fmt::format("{} is not a term", in_backquotes(tree.text)),
                     term_help(trimmed(tree.text)), problems);
  }
  return Date::read(tree, out, problems);
}

bool Url::read(Tree const& tree, Url& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "a URL", problems)) return false;
  if (refuses_look_alike("bad-url", tree, problems, false)) return false;  // an address may have dashes
  if (out.text.empty() || out.text.find_first_of(" \t\n") != std::string::npos)
    return refused("bad-url", tree, fmt::format("{} is not a web address", in_backquotes(out.text)),
                   "write it like `https://example.edu/page`", problems);
  for (std::string_view slip : {"http//", "https//", "http:/", "https:/", "http:", "https:"}) {
    if (!out.text.starts_with(slip) || out.text.find("://") != std::string::npos) continue;
    auto secure = slip.starts_with("https") ? "https" : "http";
    return refused("bad-url", tree, fmt::format("{} is not a web address", in_backquotes(out.text)),
                   fmt::format("write `{}://{}`", secure, out.text.substr(slip.size())), problems);
  }
  std::string scheme;
  if (!has_scheme(out.text, scheme)) {
    if (out.text.find('.') == std::string::npos)
      return refused("bad-url", tree, fmt::format("{} is not a web address", in_backquotes(out.text)),
                     "write it like `https://example.edu/page`", problems);
    return true;
  }
  constexpr std::array<std::string_view, 4> allowed{"http", "https", "mailto", "ftp"};
  if (std::ranges::find(allowed, scheme) == allowed.end())
    return refused("bad-url", tree, fmt::format("a link to `{}:` is not printed", scheme),
                   "links are http, https, mailto or ftp", problems);
  if (!out.text.substr(scheme.size()).starts_with("://")) return true;
  auto site = std::string_view(out.text).substr(scheme.size() + 3);
  bool is_twice = lower(site.substr(0, 7)) == "http://" || lower(site.substr(0, 8)) == "https://";
  return (!is_twice && is_host(site)) ||
         refused("bad-url", tree, fmt::format("{} is not a web address", in_backquotes(out.text)),
                 is_twice ? fmt::format("write `{}`", site) : "write it like `https://example.edu/page`",
                 problems);
}

bool EmailAddress::read(Tree const& tree, EmailAddress& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an e-mail address", problems)) return false;
  if (refuses_look_alike("bad-email", tree, problems)) return false;
  if (is_email(out.text)) return true;
  return refused("bad-email", tree, fmt::format("{} is not an e-mail address", in_backquotes(out.text)),
                 email_help(out.text), problems);
}

bool Orcid::read(Tree const& tree, Orcid& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an ORCID iD", problems)) return false;
  if (refuses_look_alike("bad-orcid", tree, problems)) return false;
  out.text = upper_x(without_prefix(out.text, {"https://orcid.org/", "http://orcid.org/", "orcid.org/"}));
  bool shaped = out.text.size() == 19;
  for (std::size_t i = 0; shaped && i < 19; ++i)
    shaped = i % 5 == 4 ? out.text[i] == '-' : is_ascii_digit(out.text[i]) || (i == 18 && out.text[i] == 'X');
  if (!shaped)
    return refused("bad-orcid", tree, fmt::format("{} is not an ORCID iD", in_backquotes(tree.text)),
                   "write it like `0000-0002-1825-0097`", problems);
  return orcid_checksum(out.text) ||
         refused("bad-orcid", tree, fmt::format("the check digit of {} is wrong", in_backquotes(out.text)),
                 "copy it again from orcid.org: one digit is mistyped", problems);
}

bool Doi::read(Tree const& tree, Doi& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "a DOI", problems)) return false;
  if (refuses_look_alike("bad-doi", tree, problems)) return false;
  out.text = without_prefix(out.text, {"https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
                                       "http://dx.doi.org/", "doi.org/", "doi:"});
  out.text = trimmed(out.text);
  auto slash = out.text.find('/');
  bool good = out.text.starts_with("10.") && slash != std::string::npos && slash > 3 &&
              slash + 1 < out.text.size() && out.text.find_first_of(" \t\n") == std::string::npos;
  auto bare = bare_doi(out.text);
  if (good && bare.size() == out.text.size()) return true;
  auto within = out.text.find("/10.");  // of a publisher's page
  auto found = good                          ? bare
               : within == std::string::npos ? ""
                                             : bare_doi(std::string_view(out.text).substr(within + 1));
  bool is_doi = found.size() > 8 && found.find('/') < found.size() - 1;
  return refused("bad-doi", tree, fmt::format("{} is not a DOI", in_backquotes(tree.text)),
                 is_doi ? fmt::format("write `{}`", found) : "write it like `10.1000/182`", problems);
}

bool ArxivId::read(Tree const& tree, ArxivId& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an arXiv identifier", problems)) return false;
  if (refuses_look_alike("bad-arxiv", tree, problems)) return false;
  std::string_view id = out.text;
  for (auto site : {"https://", "http://", "www.", "export.", "arxiv.org/", "abs/", "pdf/", "html/",
                    "doi.org/", "dx.doi.org/", "10.48550/arxiv.", "arxiv:"})
    id = without_prefix(id, {site});
  id = trimmed(id);
  if (id.ends_with(".pdf")) id.remove_suffix(4);
  auto subject = id.find(" [");  // as arXiv gives it to be cited: `2401.00001 [cs.LG]`
  if (subject != id.npos && id.ends_with(']') && id.find(' ', subject + 1) == id.npos)
    id = trimmed(id.substr(0, subject));
  out.text = std::string(id);
  if (!is_arxiv(out.text))
    return refused("bad-arxiv", tree, fmt::format("{} is not an arXiv identifier", in_backquotes(tree.text)),
                   "write it like `2401.00001` or `math/0309136`", problems);
  auto number = std::string_view(out.text).substr(out.text.find('/') + 1, 4);  // npos + 1 is 0
  return is_year_and_month(number) ||
         refused("bad-arxiv", tree,
                 fmt::format("{} has no month {}", in_backquotes(tree.text), number.substr(2)),
                 "it begins with the year and the month, as in `2401.00001`", problems);
}

bool Integer::read(Tree const& tree, Integer& out, Diagnostics& problems) {
  if (!read_whole_number(tree, out, problems)) return false;
  return out.value >= 0 || refused("bad-number", tree, fmt::format("`{}` is less than 0", out.value),
                                   "a number of things is 0 or more", problems);
}

bool Rank::read(Tree const& tree, Rank& out, Diagnostics& problems) {
  return read_whole_number(tree, out, problems);
}

bool Number::read(Tree const& tree, Number& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("a number", tree, problems);
  out.text = trimmed(tree.text);
  out.at = tree.at;
  if (!out.text.empty() && read_number(out.text, out.value)) return true;
  return refused("bad-number", tree, fmt::format("{} is not a number", in_backquotes(out.text)),
                 number_help(out.text, readings(out.text)), problems);
}

bool Share::read(Tree const& tree, Share& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("a sum or a percentage", tree, problems);
  out.text = trimmed(tree.text);
  out.at = tree.at;
  out.is_percent = out.text.ends_with('%');
  if (out.is_percent) out.text = trimmed(std::string_view(out.text).substr(0, out.text.size() - 1));
  if (out.text.empty() || !read_number(out.text, out.value)) {
    auto meant = readings(out.text);
    if (out.is_percent) std::erase_if(meant, [](auto const& digits) { return std::stod(digits) > 100; });
    return refused("bad-number", tree,
                   fmt::format("{} is not a sum or a percentage", in_backquotes(tree.text)),
                   meant.empty() && without_exponent(out.text).empty()
                       ? "write `300000` or `25%`"
                       : number_help(out.text, meant, out.is_percent ? "%" : ""),
                   problems);
  }
  if (!out.is_percent && out.value < 0)
    return refused("bad-number", tree, fmt::format("a share of {} is less than 0", out.text),
                   "write a sum of money, or a percentage", problems);
  if (out.is_percent && (out.value < 0 || out.value > 100))
    return refused("bad-number", tree, fmt::format("a share of {}% is not between 0 and 100", out.text),
                   "write a sum of money without the `%`", problems);
  return true;
}

bool Flag::read(Tree const& tree, Flag& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("`true` or `false`", tree, problems);
  out.at = tree.at;
  out.value = tree.text == "true";
  if (out.value || tree.text == "false") return true;
  auto word = lower(tree.text);
  bool yes = word == "yes" || word == "on" || word == "true" || word == "y" || word == "1";
  bool no = word == "no" || word == "off" || word == "false" || word == "n" || word == "0";
  return refused("bad-flag", tree, fmt::format("{} is not `true` or `false`", in_backquotes(tree.text)),
                 yes  ? "write `true`"
                 : no ? "write `false`"
                      : "write `true`, or leave it out",
                 problems);
}

bool Anything::read(Tree const& tree, Anything& out, Diagnostics&) {
  out.tree = &tree;
  out.at = tree.at;
  return true;
}

}  // namespace vitac
