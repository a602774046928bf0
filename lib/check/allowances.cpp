#include "check/allowances.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

struct KnownWarning {
  std::string_view code;
  WarnedBy by;
};

/// Every warning that has a place in a record. A test holds this list against the sources.
constexpr KnownWarning known_warnings[] = {
    {"comment", WarnedBy::record},
    {"nested-list", WarnedBy::record},
    {"unclosed-quote", WarnedBy::record},
    {"not-yet", WarnedBy::record},
    {"turned-names", WarnedBy::record},
    {"two-selves", WarnedBy::record},
    {"past-end", WarnedBy::record},
    {"future-date", WarnedBy::record},
    {"long-in-press", WarnedBy::record},
    {"duplicate-doi", WarnedBy::record},
    {"preprint-in-print", WarnedBy::record},
    {"et-al", WarnedBy::record},
    {"stale-metrics", WarnedBy::record},
    {"self-missing", WarnedBy::record},
    {"url-scheme", WarnedBy::record},
    {"unused-id", WarnedBy::record},
    {"unused-tag", WarnedBy::record},
    {"bad-date", WarnedBy::record},
    {"bib-command", WarnedBy::record},
    {"bib-crossref", WarnedBy::record},
    {"bib-key", WarnedBy::record},
    {"bib-names", WarnedBy::record},
    {"bib-repeated", WarnedBy::record},
    {"bib-string", WarnedBy::record},
    {"bib-syntax", WarnedBy::record},
    {"missing-key", WarnedBy::record},
    {"too-large", WarnedBy::record},
    {"unknown-role", WarnedBy::record},
    {"wrong-type", WarnedBy::record},
    {"empty-section", WarnedBy::document},
    {"hidden-entry", WarnedBy::document},
    {"no-amount", WarnedBy::document},
    {"no-legend", WarnedBy::document},
    {"no-photo", WarnedBy::document},
    {"too-many", WarnedBy::document},
    {"lacks-field", WarnedBy::document},
    {"outside-window", WarnedBy::document},
    {"left-out", WarnedBy::document},
    {"overfull", WarnedBy::typesetting},
    {"unsettled", WarnedBy::typesetting},
    {"too-long", WarnedBy::typesetting},
    {"paper", WarnedBy::typesetting},
    {"small-type", WarnedBy::typesetting},
    {"tight-lines", WarnedBy::typesetting},
    {"narrow-margin", WarnedBy::typesetting},
    {"page-number", WarnedBy::typesetting},
    {"font-missing", WarnedBy::typesetting},
};

constexpr std::string_view opening = "# vitac: ", verb = "allow";

KnownWarning const* find_warning(std::string_view code) {
  auto found = std::ranges::find(known_warnings, code, &KnownWarning::code);
  return found == std::end(known_warnings) ? nullptr : &*found;
}

/// The length of the word that a text starts with.
std::size_t word_length(std::string_view text) {
  return std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
                  text.size());
}

bool is_comment_line(std::string_view line) {
  return line.empty() || line.front() == '#';
}

/// Whether a place lies in a text: a `#` there starts no comment.
bool is_in_text(Span place, Forest const& forest) {
  return std::ranges::any_of(forest, [&](Tree const& tree) {
    return tree.kind == Tree::scalar && tree.at.file == place.file && tree.at.begin <= place.begin &&
           place.begin < tree.at.end;
  });
}

}  // namespace

Allowances::Allowances(std::uint32_t file, Sources const& sources, Forest const& forest) : m_file(file) {
  auto text = sources.text(file);
  for (auto at = text.find(opening); at != text.npos; at = text.find(opening, at + 1)) {
    auto begin = text.rfind('\n', at) + 1;  // npos + 1 is 0
    auto end = std::min(text.find('\n', at), text.size());
    auto before = text.substr(begin, at - begin);
    if (begin == 0 && before.starts_with("\xef\xbb\xbf")) before.remove_prefix(3);
    Span place{file, std::uint32_t(at), std::uint32_t(at) + 1};
    bool is_comment = before.empty() || before.ends_with(' ') || before.ends_with('\t');
    if (!is_comment || is_in_text(place, forest)) continue;
    auto words = text.substr(at + opening.size(), end - at - opening.size());
    auto line = sources.begin(place).line;
    if (trimmed(before).empty())  // alone: it speaks of the next line that says something
      for (++line; end < text.size() && is_comment_line(trimmed(sources.line(file, end + 1))); ++line)
        end = std::min(text.find('\n', end + 1), text.size());
    read(words, std::uint32_t(at + opening.size()), line);
  }
}

/// `allow CODE, CODE reason`; another comment that happens to start so is none of ours.
void Allowances::read(std::string_view words, std::uint32_t begin, std::size_t line) {
  auto skip = [&](std::size_t count) {
    words.remove_prefix(count);
    begin += std::uint32_t(count);
  };
  auto first = words.substr(0, word_length(words));
  if (nearest(first, {&verb, 1}).empty()) return;
  skip(first.size());
  do {
    skip(std::min(words.find_first_not_of(", "), words.size()));
    auto size = word_length(words);
    m_all.push_back({std::string(words.substr(0, size)), {m_file, begin, begin + std::uint32_t(size)}, line});
    skip(size);
  } while (words.starts_with(','));
}

bool Allowances::cover(Diagnostic const& problem, Sources const& sources) {
  if (m_all.empty() || problem.at.file != m_file) return false;
  auto line = sources.begin(problem.at).line;
  bool is_covered = false;
  for (auto& allowance : m_all) {
    if (allowance.line != line || allowance.code != problem.code) continue;
    (problem.severity == Severity::error ? allowance.met_error : allowance.is_used) = true;
    is_covered |= problem.severity == Severity::warning;
  }
  return is_covered;
}

void Allowances::report(std::vector<WarnedBy> const& asked, Diagnostics& problems) const {
  std::vector<std::string_view> codes;
  for (auto const& known : known_warnings) codes.push_back(known.code);
  for (auto const& [code, at, line, is_used, met_error] : m_all) {
    auto known = find_warning(code);
    if (met_error)
      problems.warning("useless-allow", at, fmt::format("`{}` is an error, which no comment allows", code),
                       "correct what it says, and remove this");
    else if (!known)
      problems.warning("useless-allow", at,
                       code.empty() ? "it is not said what to allow"
                                    : fmt::format("there is no warning {}", in_backquotes(code)),
                       code.empty() ? "write the word in brackets behind the warning"
                                    : suggested(code, codes, "there is"));
    else if (!is_used && std::ranges::find(asked, known->by) != asked.end())
      problems.warning("useless-allow", at, fmt::format("nothing here is warned of by `{}`", code),
                       "remove it, or put it on the line of the warning");
  }
}

}  // namespace vitac
