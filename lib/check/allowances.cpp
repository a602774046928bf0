#include "check/allowances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

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
    {"turned-names", WarnedBy::record},
    {"two-selves", WarnedBy::record},
    {"past-end", WarnedBy::record},
    {"future-date", WarnedBy::record},
    {"long-in-press", WarnedBy::record},
    {"duplicate-doi", WarnedBy::record},
    {"duplicate-entry", WarnedBy::record},
    {"duplicate-section", WarnedBy::record},
    {"unknown-currency", WarnedBy::record},
    {"preprint-in-print", WarnedBy::record},
    {"et-al", WarnedBy::record},
    {"odd-name", WarnedBy::record},
    {"unused-date", WarnedBy::record},
    {"trailing-comma", WarnedBy::record},
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
    {"bib-type", WarnedBy::record},
    {"missing-key", WarnedBy::record},
    {"too-large", WarnedBy::record},
    {"unknown-role", WarnedBy::record},
    {"wrong-type", WarnedBy::record},
    {"empty-section", WarnedBy::document},
    {"hidden-entry", WarnedBy::document},
    {"no-amount", WarnedBy::document},
    {"no-legend", WarnedBy::document},
    {"no-photo", WarnedBy::document},
    {"no-place", WarnedBy::document},
    {"too-many", WarnedBy::document},
    {"lacks-field", WarnedBy::document},
    {"outside-window", WarnedBy::document},
    {"left-out", WarnedBy::document},
    {"excluded", WarnedBy::document},
    {"repeated", WarnedBy::document},
    {"overfull", WarnedBy::typesetting},
    {"unsettled", WarnedBy::typesetting},
    {"too-long", WarnedBy::typesetting},
    {"paper", WarnedBy::typesetting},
    {"small-type", WarnedBy::typesetting},
    {"tight-lines", WarnedBy::typesetting},
    {"narrow-margin", WarnedBy::typesetting},
    {"page-number", WarnedBy::typesetting},
    {"font-missing", WarnedBy::typesetting},
    {"stale-metrics", WarnedBy::record},
    {"typed-bullet", WarnedBy::record},
    {"latex-in-text", WarnedBy::record},
    {"markdown-in-text", WarnedBy::record},
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

/// The texts of a forest, in which a `#` starts no comment.
class Texts {
 public:
  explicit Texts(Forest const& forest) {
    for (auto const& tree : forest)
      if (tree.kind == Tree::scalar) m_all.push_back(tree.at);
    std::ranges::sort(m_all, {}, order);
  }

  bool hold(Span place) const {
    auto behind = std::ranges::upper_bound(m_all, order(place), {}, order);
    return behind != m_all.begin() && behind[-1].file == place.file && place.begin < behind[-1].end;
  }

 private:
  static std::pair<std::uint32_t, std::uint32_t> order(Span const& span) { return {span.file, span.begin}; }

  std::vector<Span> m_all;
};

}  // namespace

Allowances::Allowances(std::vector<std::uint32_t> const& files, Sources const& sources,
                       Forest const& forest) {
  std::optional<Texts> texts;
  for (auto file : files) {
    auto text = sources.text(file);
    auto waiting =
        m_all.size();  // the first that stands alone and speaks of the next line that says something
    std::size_t number = 1;
    for (std::size_t begin = 0, end; begin < text.size(); begin = end + 1, ++number) {
      end = std::min(text.find('\n', begin), text.size());
      auto line = text.substr(begin, end - begin);
      auto said = trimmed(line);
      if (!said.empty() && said.front() != '#')
        for (; waiting < m_all.size(); ++waiting) m_all[waiting].line = number;
      for (auto at = line.find(opening); at != line.npos; at = line.find(opening, at + 1)) {
        auto before = line.substr(0, at);
        if (begin == 0 && before.starts_with("\xef\xbb\xbf")) before.remove_prefix(3);
        if (!texts) texts.emplace(forest);
        auto place = std::uint32_t(begin + at);
        bool is_comment = before.empty() || before.ends_with(' ') || before.ends_with('\t');
        if (!is_comment || texts->hold({file, place, place + 1})) continue;
        auto first = place + std::uint32_t(opening.size());
        read(line.substr(at + opening.size()), {file, first, first}, number);
        if (!trimmed(before).empty()) waiting = m_all.size();
        break;
      }
    }
    for (; waiting < m_all.size(); ++waiting) m_all[waiting].line = number;
  }
}

/// `allow CODE, CODE reason`; another comment that happens to start so is none of ours.
void Allowances::read(std::string_view words, Span place, std::size_t line) {
  auto skip = [&](std::size_t count) {
    words.remove_prefix(count);
    place.begin += std::uint32_t(count);
  };
  auto first = words.substr(0, word_length(words));
  if (nearest(first, {&verb, 1}).empty()) return;
  skip(first.size());
  do {
    skip(std::min(words.find_first_not_of(", "), words.size()));
    auto size = word_length(words);
    place.end = place.begin + std::uint32_t(size);
    m_all.push_back({std::string(words.substr(0, size)), place, line});
    skip(size);
  } while (words.starts_with(','));
}

bool Allowances::cover(Diagnostic const& problem, Sources const& sources) {
  if (m_all.empty() || !problem.at.somewhere()) return false;
  auto line = sources.begin(problem.at).line;
  auto place = [](Allowance const& allowance) { return std::pair(allowance.at.file, allowance.line); };
  bool is_covered = false;
  for (auto& allowance : std::ranges::equal_range(m_all, std::pair(problem.at.file, line), {}, place)) {
    if (allowance.code != problem.code) continue;
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
