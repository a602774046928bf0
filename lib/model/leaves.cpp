#include "model/leaves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
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

bool expected(std::string_view what, Tree const& found, Diagnostics& problems, std::string help = {}) {
  problems.error("wrong-type", found.at, fmt::format("expected {}, found {}", what, described(found)),
                 std::move(help));
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

/// The month that a word names or shortens ("Mar.", "Sept"); 0 for none.
int month_named(std::string_view word) {
  auto name = lower(word);
  if (name.ends_with('.')) name.pop_back();
  if (name.size() < 3) return 0;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (months[i].starts_with(name)) return int(i) + 1;
  return 0;
}

/// The same date in the form that the format takes, for `03/2016`, `March 2016`, `2016/03/14`; else empty.
std::string right_form(std::string_view written) {
  int year = 0, month = 0, day = 0;
  std::vector<int> rest;
  for (auto part : split_at(written, " ,/.-")) {
    if (is_digits(part) && part.size() == 4 && year == 0)
      year = to_int(part);
    else if (is_digits(part) && part.size() <= 2)
      rest.push_back(to_int(part));
    else if (auto named = month_named(part); named && month == 0)
      month = named;
    else
      return {};
  }
  if (year == 0 || rest.size() > 2 || (month && rest.size() > 1)) return {};
  if (month == 0 && rest.size() == 1) month = rest[0];
  if (month != 0 && rest.size() == 1 && rest[0] != month) day = rest[0];
  if (rest.size() == 2) return {};  // 03/04/2016: nobody can tell the day from the month
  if (month < 1 || month > 12) return {};
  return day ? fmt::format("{:04}-{:02}-{:02}", year, month, day) : fmt::format("{:04}-{:02}", year, month);
}

bool bad_date(Tree const& tree, Diagnostics& problems) {
  auto form = right_form(tree.text);
  auto help =
      form.empty() ? "write `2016`, `2016-03`, `2016-03-14` or `present`" : fmt::format("write `{}`", form);
  return refused("bad-date", tree, fmt::format("`{}` is not a date", tree.text), help, problems);
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
      good = refused("unknown-key", *key, fmt::format("unknown key `{}` in a date", key->text),
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

bool read_number(std::string_view text, double& value) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() &&
         (is_digit(text.back()) || text.back() == '.');
}

/// What a money sum or a count would read once its separators are gone; empty when that is no number.
std::string without_separators(std::string_view text) {
  std::string out;
  for (char c : text)
    if (is_digit(c) || c == '.')
      out += c;
    else if (c != ',' && c != ' ' && c != '_' && c != '$' && c != '\'')
      return {};
  double value = 0;
  return !out.empty() && read_number(out, value) ? out : std::string{};
}

std::string number_help(std::string_view text) {
  auto clean = without_separators(text);
  return clean.empty() ? "" : fmt::format("write `{}`, digits alone", clean);
}

bool has_scheme(std::string_view url, std::string& scheme) {
  auto colon = url.find(':');
  if (colon == url.npos || colon == 0) return false;
  scheme = lower(url.substr(0, colon));
  return std::ranges::all_of(
             scheme, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' || c == '-'; }) &&
         (url.substr(colon).starts_with("://") || scheme == "mailto" || scheme == "javascript" ||
          scheme == "data" || scheme == "file");
}

std::string_view without_prefix(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  for (auto prefix : prefixes)
    if (lower(text.substr(0, prefix.size())) == prefix) return text.substr(prefix.size());
  return text;
}

bool orcid_checksum(std::string_view orcid) {
  int total = 0, digits = 0;
  for (char c : orcid.substr(0, orcid.size() - 1))
    if (is_digit(c)) total = (total + (c - '0')) * 2, ++digits;
  int check = (12 - total % 11) % 11;
  return digits == 15 && orcid.back() == (check == 10 ? 'X' : char('0' + check));
}

}  // namespace

Text::Version const& Text::in(std::string_view language) const {
  for (auto const& version : versions)
    if (version.language == language) return version;
  for (auto const& version : versions)
    if (version.language.empty()) return version;
  return versions.front();
}

bool Text::read(Tree const& tree, Text& out, Diagnostics& problems) {
  auto add = [&](std::string language, Tree const& scalar) {
    if (!scalar.tag.empty() && scalar.tag != "!tex")
      return refused("unknown-tag", scalar, fmt::format("unknown tag `{}`", scalar.tag),
                     "only `!tex` is known; put the text in quotes if it starts with `!`", problems);
    out.versions.push_back({std::move(language), composed(scalar.text), scalar.at, scalar.tag == "!tex"});
    while (out.versions.back().text.ends_with('\n')) out.versions.back().text.pop_back();
    return true;
  };
  out.at = tree.at;
  if (tree.kind == Tree::scalar) return add({}, tree);
  if (tree.kind != Tree::map || tree.entries.empty()) return expected("a text", tree, problems);
  for (auto const& [key, value] : tree.entries) {
    bool is_code =
        key->text.size() == 2 && std::ranges::all_of(key->text, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!is_code) {
      problems.error(
          "wrong-type", tree.at, "expected a text, found a mapping of keys",
          fmt::format("a text with `: ` in it goes in quotes; languages are written `{{en: ..., de: ...}}`"));
      return false;
    }
    if (value->kind != Tree::scalar) return expected("a text", *value, problems);
    if (!add(key->text, *value)) return false;
  }
  return true;
}

bool Literal::read(Tree const& tree, Literal& out, Diagnostics& problems) {
  return read_literal(tree, out, "a text", problems);
}

bool Pages::read(Tree const& tree, Pages& out, Diagnostics& problems) {
  return read_literal(tree, out, "a page range", problems);
}

bool Id::read(Tree const& tree, Id& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an id", problems)) return false;
  constexpr std::string_view marks = "_-.:+/";
  for (std::size_t at = 0; at < out.text.size();) {
    auto c = next_code_point(out.text, at);
    if (!is_alphanumeric(c) && (c >= 0x80 || marks.find(char(c)) == marks.npos))
      return refused("bad-id", tree, fmt::format("`{}` is not an id", out.text),
                     "an id is one word of letters, digits and `_ - . : + /`", problems);
  }
  return !out.text.empty() || refused("bad-id", tree, "an id is empty", "give it a word", problems);
}

long Date::order(bool latest) const {
  if (is_present) return 9999'12'31;
  constexpr int season_starts[] = {0, 1, 1, 6, 9};
  int from = month ? month : season_starts[season];
  if (!latest) return year * 10000L + from * 100L + day;
  return year * 10000L + (from && season == none ? from : 12) * 100L + (day ? day : 31);
}

bool Date::read(Tree const& tree, Date& out, Diagnostics& problems) {
  if (tree.kind == Tree::map) return read_worded_date(tree, out, problems);
  if (tree.kind != Tree::scalar) return expected("a date", tree, problems);
  return read_plain_date(tree, out, problems);
}

bool Term::read(Tree const& tree, Term& out, Diagnostics& problems) {
  if (tree.kind == Tree::scalar) {
    auto words = split_at(trimmed(tree.text), " ");
    if (words.size() == 2 && is_digits(words[1]) && words[1].size() == 4)
      for (auto const& [name, season] : seasons)
        if (lower(words[0]) == name) {
          out.season = season;
          out.year = to_int(words[1]);
          out.at = tree.at;
          return true;
        }
    if (!words.empty() && !is_digit(words[0][0]) && words[0] != "present")
      return refused("bad-date", tree, fmt::format("`{}` is not a term", tree.text),
                     "write `Fall 2024`, `2024-09`, or `{text: Fall 2019 and 2021, sort: 2021-09}`",
                     problems);
  }
  return Date::read(tree, out, problems);
}

bool Url::read(Tree const& tree, Url& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "a URL", problems)) return false;
  if (out.text.empty() || out.text.find_first_of(" \t\n") != std::string::npos)
    return refused("bad-url", tree, fmt::format("`{}` is not a web address", out.text),
                   "write it like `https://example.edu/page`", problems);
  std::string scheme;
  if (!has_scheme(out.text, scheme)) {
    if (out.text.find('.') == std::string::npos)
      return refused("bad-url", tree, fmt::format("`{}` is not a web address", out.text),
                     "write it like `https://example.edu/page`", problems);
    return true;
  }
  constexpr std::array<std::string_view, 4> allowed{"http", "https", "mailto", "ftp"};
  if (std::ranges::find(allowed, scheme) == allowed.end())
    return refused("bad-url", tree, fmt::format("a link to `{}:` is not printed", scheme),
                   "links are http, https, mailto or ftp", problems);
  return true;
}

bool EmailAddress::read(Tree const& tree, EmailAddress& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an e-mail address", problems)) return false;
  auto at = out.text.find('@');
  bool good = at != std::string::npos && at > 0 && at + 1 < out.text.size() &&
              out.text.find('@', at + 1) == std::string::npos &&
              out.text.find_first_of(" \t\n<>,;") == std::string::npos;
  return good || refused("bad-email", tree, fmt::format("`{}` is not an e-mail address", out.text),
                         "write it like `name@example.edu`", problems);
}

bool Orcid::read(Tree const& tree, Orcid& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "an ORCID iD", problems)) return false;
  out.text = without_prefix(out.text, {"https://orcid.org/", "http://orcid.org/", "orcid.org/"});
  bool shaped = out.text.size() == 19;
  for (std::size_t i = 0; shaped && i < 19; ++i)
    shaped = i % 5 == 4 ? out.text[i] == '-' : is_digit(out.text[i]) || (i == 18 && out.text[i] == 'X');
  if (!shaped)
    return refused("bad-orcid", tree, fmt::format("`{}` is not an ORCID iD", out.text),
                   "write it like `0000-0002-1825-0097`", problems);
  return orcid_checksum(out.text) ||
         refused("bad-orcid", tree, fmt::format("the check digit of `{}` is wrong", out.text),
                 "copy it again from orcid.org: one digit is mistyped", problems);
}

bool Doi::read(Tree const& tree, Doi& out, Diagnostics& problems) {
  if (!read_literal(tree, out, "a DOI", problems)) return false;
  out.text = without_prefix(out.text, {"https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
                                       "http://dx.doi.org/", "doi.org/", "doi:"});
  auto slash = out.text.find('/');
  bool good = out.text.starts_with("10.") && slash != std::string::npos && slash > 3 &&
              slash + 1 < out.text.size() && out.text.find_first_of(" \t\n") == std::string::npos;
  return good || refused("bad-doi", tree, fmt::format("`{}` is not a DOI", out.text),
                         "write it like `10.1000/182`", problems);
}

bool Integer::read(Tree const& tree, Integer& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("a whole number", tree, problems);
  auto text = trimmed(tree.text);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  out.at = tree.at;
  if (error == std::errc{} && end == text.data() + text.size()) return true;
  return refused("bad-number", tree, fmt::format("`{}` is not a whole number", text), number_help(text),
                 problems);
}

bool Number::read(Tree const& tree, Number& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("a number", tree, problems);
  out.text = trimmed(tree.text);
  out.at = tree.at;
  if (!out.text.empty() && read_number(out.text, out.value)) return true;
  return refused("bad-number", tree, fmt::format("`{}` is not a number", out.text), number_help(out.text),
                 problems);
}

bool Share::read(Tree const& tree, Share& out, Diagnostics& problems) {
  if (tree.kind != Tree::scalar) return expected("a sum or a percentage", tree, problems);
  out.text = trimmed(tree.text);
  out.at = tree.at;
  out.is_percent = out.text.ends_with('%');
  if (out.is_percent) out.text = trimmed(std::string_view(out.text).substr(0, out.text.size() - 1));
  if (out.text.empty() || !read_number(out.text, out.value)) {
    auto help = number_help(out.text);
    return refused("bad-number", tree, fmt::format("`{}` is not a sum or a percentage", tree.text),
                   help.empty() ? "write `300000` or `25%`" : help, problems);
  }
  if (out.is_percent && (out.value < 0 || out.value > 100))
    return refused("bad-number", tree, fmt::format("a share of {}% is not between 0 and 100", out.text), "",
                   problems);
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
  return refused("bad-flag", tree, fmt::format("`{}` is not `true` or `false`", tree.text),
                 yes  ? "write `true`"
                 : no ? "write `false`"
                      : "",
                 problems);
}

bool Anything::read(Tree const& tree, Anything& out, Diagnostics&) {
  out.tree = &tree;
  out.at = tree.at;
  return true;
}

}  // namespace vitac
