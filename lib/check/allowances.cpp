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

constexpr std::string_view ours = "vitac:", verb = "allow";

/// What other tools have for `allow`.
constexpr std::string_view verbs_of_others[] = {"ignore", "disable", "suppress", "silence", "skip",  "permit",
                                                "accept", "mute",    "nowarn",   "noqa",    "quiet", "off"};

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

/// Where `vitac:` stands, in letters of any case.
std::size_t find_ours(std::string_view text) {
  auto small = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
  auto found = std::ranges::search(text, ours, {}, small);
  return found.empty() ? text.npos : std::size_t(found.begin() - text.begin());
}

bool is_behind_blank(std::string_view line, std::size_t at) {
  return at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t';
}

/// The warning that a comment is about that does not say `allow`; null when it may be about anything.
KnownWarning const* warning_named_in(std::string_view words) {
  for (; !words.empty(); words.remove_prefix(1)) {
    auto word = words.substr(0, word_length(words));
    auto known = find_warning(word);
    if (known && word.find('-') != word.npos) return known;
    words.remove_prefix(std::min(word.size(), words.size() - 1));
  }
  return nullptr;
}

/// Where each `bibliography:` stands that names the file at a place.
using KeysByPlace = std::map<std::pair<std::uint32_t, std::uint32_t>, Span>;

KeysByPlace bibliography_keys(Forest const& forest) {
  KeysByPlace keys;
  for (auto const& tree : forest)
    for (auto const& [key, value] : tree.entries) {
      if (key->text != "bibliography") continue;
      keys[{value->at.file, value->at.begin}] = key->at;
      for (auto const* item : value->items) keys[{item->at.file, item->at.begin}] = key->at;
    }
  return keys;
}

}  // namespace

Allowances::Allowances(PersonRecord const& record, Sources const& sources, Forest const& forest) {
  for (auto file : record.files) read_record(file, sources.text(file), forest);
  auto keys = record.bibliographies.empty() ? KeysByPlace() : bibliography_keys(forest);
  for (auto const& [file, named] : record.bibliographies) {
    auto& places = m_bibliographies[file].named;
    places.push_back({named.file, sources.begin(named).line});
    if (auto key = keys.find({named.file, named.begin}); key != keys.end())
      places.push_back({key->second.file, sources.begin(key->second).line});
    if (!sources.name(file).ends_with(".json")) read_bibtex(file, sources.text(file));
  }
  std::ranges::stable_sort(m_all, {}, &Allowance::line);
}

void Allowances::read_record(std::uint32_t file, std::string_view text, Forest const& forest) {
  std::optional<Texts> texts;
  auto is_comment = [&](std::string_view line, std::size_t begin, std::size_t at) {
    if (!is_behind_blank(line, at)) return false;
    if (!texts) texts.emplace(forest);
    auto place = std::uint32_t(begin + at);
    return !texts->hold({file, place, place + 1});
  };
  auto waiting = m_all.size();  // the first that stands alone and speaks of the next line that says something
  std::size_t number = 1;
  std::size_t const start = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
  for (std::size_t begin = start, end; begin < text.size(); begin = end + 1, ++number) {
    end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    auto said = trimmed(line);
    if (!said.empty() && said.front() != '#') {
      set_lines(waiting, number);
      waiting = m_all.size();
    }
    auto behind = find_ours(line);
    if (behind == line.npos) continue;
    auto at = line.find('#');
    while (at < behind && !is_comment(line, begin, at)) at = line.find('#', at + 1);
    if (at > behind) continue;
    read_comment(line.substr(at), {file, std::uint32_t(begin + at), std::uint32_t(end)}, number);
    if (!said.starts_with('#')) waiting = m_all.size();
  }
  set_lines(waiting, number);
}

/// In an entry a `%` within a value is none of a comment, and outside of entries all is one.
void Allowances::read_bibtex(std::uint32_t file, std::string_view text) {
  auto& entries = m_bibliographies[file].entries;
  auto waiting = m_all.size();
  std::size_t number = 1, depth = 0;
  bool is_quoted = false;
  for (std::size_t begin = 0, end; begin < text.size(); begin = end + 1, ++number) {
    end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    auto said = trimmed(line);
    if (said.starts_with('@')) {
      entries.push_back(number);
      depth = 0;
      is_quoted = false;
    }
    if (said.starts_with('@') || (depth > 0 && !said.empty() && said.front() != '%')) {
      set_lines(waiting, number);
      waiting = m_all.size();
    }
    for (std::size_t at = 0; at < line.size(); ++at) {
      char c = line[at];
      if (c == '%' && depth <= 1 && !is_quoted && is_behind_blank(line, at)) {
        bool is_behind_entry = depth == 0 && at > 0 && !entries.empty() && !said.starts_with('%');
        read_comment(line.substr(at), {file, std::uint32_t(begin + at), std::uint32_t(end)},
                     is_behind_entry ? entries.back() : number);
        if (!said.starts_with('%')) waiting = m_all.size();
        break;
      }
      if (c == '{') ++depth;
      if (c == '}' && depth > 0) --depth;
      if (c == '"' && depth == 1) is_quoted = !is_quoted;
    }
  }
  set_lines(waiting, number);
}

void Allowances::set_lines(std::size_t first, std::size_t line) {
  for (; first < m_all.size(); ++first) m_all[first].line.number = line;
}

/// `# vitac: allow CODE, CODE reason`; another comment that happens to start so is none of ours.
void Allowances::read_comment(std::string_view comment, Span at, std::size_t line) {
  auto opened = find_ours(comment);
  if (opened == comment.npos) return;
  auto place = opened + ours.size();
  auto skip = [&](std::string_view signs) {
    place = std::min(comment.find_first_not_of(signs, place), comment.size());
  };
  auto word = [&] {
    auto found = comment.substr(place, word_length(comment.substr(place)));
    place += found.size();
    return folded(found);
  };
  skip(" \t");
  auto first = word();
  bool says_allow = !nearest(first, {&verb, 1}).empty();
  bool is_at_start = comment.substr(0, opened).find_first_not_of("#% \t") == comment.npos;
  if (!says_allow || !is_at_start) {
    auto meant = warning_named_in(comment.substr(opened));
    if (!says_allow && !meant && std::ranges::find(verbs_of_others, first) == std::end(verbs_of_others))
      return;
    at.begin += std::uint32_t(opened);
    at.end = at.begin + std::uint32_t(trimmed(comment.substr(opened)).size());
    m_not_understood.push_back({at, fmt::format("write `{} vitac: allow {}`, and a reason behind it",
                                                comment.front(), meant ? meant->code : "CODE")});
    return;
  }
  do {
    skip(", ");
    auto begin = std::uint32_t(place);
    auto code = word();
    m_all.push_back({code, {at.file, at.begin + begin, at.begin + std::uint32_t(place)}, {at.file, line}});
  } while (comment.substr(place).starts_with(','));
}

/// Whether one of the comments for a line lets a warning pass.
bool Allowances::allow(Line line, Diagnostic const& problem) {
  bool is_covered = false;
  for (auto& allowance : std::ranges::equal_range(m_all, line, {}, &Allowance::line)) {
    if (allowance.code != problem.code) continue;
    (problem.severity == Severity::error ? allowance.met_error : allowance.is_used) = true;
    is_covered |= problem.severity == Severity::warning;
  }
  return is_covered;
}

bool Allowances::cover(Diagnostic const& problem, Sources const& sources) {
  if (m_all.empty() || !problem.at.somewhere()) return false;
  Line line{problem.at.file, sources.begin(problem.at).line};
  if (allow(line, problem)) return true;
  auto bibliography = m_bibliographies.find(line.file);
  if (bibliography == m_bibliographies.end()) return false;
  auto const& [entries, named] = bibliography->second;
  auto behind = std::ranges::upper_bound(entries, line.number);
  if (behind != entries.begin() && allow({line.file, behind[-1]}, problem)) return true;
  return std::ranges::any_of(named, [&](Line place) { return allow(place, problem); });
}

void Allowances::report(std::vector<WarnedBy> const& asked, Diagnostics& problems) const {
  std::vector<std::string_view> codes;
  for (auto const& known : known_warnings) codes.push_back(known.code);
  for (auto const& [at, help] : m_not_understood)
    problems.warning("useless-allow", at, "this is not understood, and allows nothing", help);
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
