#include "check/record_lints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "check/currencies.hpp"
#include "check/text_lints.hpp"
#include "model/each_leaf.hpp"

namespace vitac {
namespace {

constexpr long one_year = 1'00'00;  // as Date::order counts

/// The letters and digits of a text, folded: what is left when two spellings of it are the same.
std::string essence(std::string_view text) {
  std::string out, all = folded(text);
  for (std::size_t at = 0; at < all.size();) {
    auto begin = at;
    if (is_alphanumeric(next_code_point(all, at))) out += all.substr(begin, at - begin);
  }
  return out;
}

std::string essence(Text const& title) {
  return essence(title.in({}).text);
}

std::vector<std::string> folded_words(std::string_view name) {
  std::vector<std::string> words;
  std::string all = folded(name), word;
  for (std::size_t at = 0; at < all.size();) {
    auto begin = at;
    if (is_alphanumeric(next_code_point(all, at)))
      word += all.substr(begin, at - begin);
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

bool has(auto const& words, auto const& word) {
  return std::ranges::find(words, word) != words.end();
}

/// Whether it is on a server of preprints, and, as far as it says, nowhere else. BibTeX has a server as the
/// `journal` of an article.
bool is_preprint(Publication const& paper) {
  constexpr std::array<std::string_view, 8> servers{"arxiv",    "corr",     "biorxiv",  "medrxiv",
                                                    "chemrxiv", "psyarxiv", "techrxiv", "ssrn"};
  if (paper.type && !paper.type->is("journal")) return paper.type->is("preprint");
  if (paper.venue) {
    auto words = folded_words(paper.venue->in({}).text);
    return (!words.empty() && has(servers, words.front())) || (!paper.type && has(words, "arxiv"));
  }
  bool is_elsewhere = paper.type || paper.volume || paper.number || paper.pages || paper.publisher ||
                      paper.doi || (paper.status && !paper.status->is("published"));
  return paper.arxiv && !is_elsewhere;
}

/// Whether it is out, or will be, in a place that a preprint leads to. A workshop is none: the longer paper
/// under the same title is often still to come.
bool is_in_print(Publication const& paper) {
  bool is_settled = !paper.status || paper.status->is("published") || paper.status->is("accepted") ||
                    paper.status->is("in_press");
  bool is_paper = !paper.type || paper.type->is("journal") || paper.type->is("conference") ||
                  paper.type->is("book") || paper.type->is("chapter");
  return is_settled && is_paper && !is_preprint(paper);
}

/// What stands at the end of a name for those who are not named: `et al.`, `& al.`, `and colleagues`, `u.a.`,
/// `10 more authors`; empty without it.
std::string_view stand_in(std::string_view name) {
  constexpr std::array<std::string_view, 14> endings{
      "et al",        "etal", "et alii",    "et alia",   "& al",    "and al",   "and colleagues",
      "& colleagues", "u a",  "und andere", "et autres", "y otros", "e outros", "and coworkers"};
  std::vector<std::pair<std::size_t, std::string>> words;  // where each begins, and the word
  for (std::size_t at = 0; at < name.size();) {
    auto begin = at;
    auto sign = next_code_point(name, at);
    bool goes_on = begin > 0 && !words.empty() && is_alphanumeric(sign) &&
                   words.back().first + words.back().second.size() == begin;
    if (goes_on)
      words.back().second += name.substr(begin, at - begin);
    else if (is_alphanumeric(sign) || sign == U'&')
      words.emplace_back(begin, name.substr(begin, at - begin));
  }
  for (std::size_t count = 1; count <= std::min<std::size_t>(words.size(), 2); ++count) {
    auto first = words.end() - std::ptrdiff_t(count);
    auto ending = folded(first->second + (count == 2 ? " " + words.back().second : ""));
    bool is_small = ending != "u a" || first->second == "u";  // U. A. may be a person
    if (has(endings, ending) && is_small) return name.substr(first->first);
  }
  if (words.size() == 1 && words.front().second == "al") return name;  // split off at its `&`
  auto is_rest = [](std::string_view word) {
    return word == "more" || word == "others" || word == "authors" || word == "other" || word == "coauthors";
  };
  bool is_count = words.size() > 1 && std::ranges::all_of(words.front().second, is_ascii_digit) &&
                  std::all_of(words.begin() + 1, words.end(),
                              [&](auto const& word) { return is_rest(folded(word.second)); });
  return is_count ? name : std::string_view();
}

/// Whether who wrote it cannot be told from the names: some are left out, a group stands for its members, or
/// nobody has more than one name.
bool is_open_list(std::vector<Contributor> const& authors) {
  auto is_open = [](Contributor const& person) {
    auto words = folded_words(person.printed);
    return person.is_others || !stand_in(person.printed).empty() || has(words, "collaboration") ||
           has(words, "consortium") || (person.group && person.group->value);
  };
  auto is_lone = [](Contributor const& person) { return folded_words(person.printed).size() < 2; };
  return std::ranges::any_of(authors, is_open) || std::ranges::all_of(authors, is_lone);
}

/// The tags that a `where` names, however deep.
void collect_tags(Tree const& tree, std::set<std::string, std::less<>>& chosen, bool is_tags = false) {
  if (tree.kind == Tree::scalar && is_tags) chosen.insert(tree.text);
  for (auto const* item : tree.items) collect_tags(*item, chosen, is_tags);
  for (auto const& [key, value] : tree.entries) collect_tags(*value, chosen, is_tags || key->text == "tags");
}

/// Every tag in the order of the file; keywords of a bibliography were not written for this record.
std::vector<Id const*> all_tags(PersonRecord const& record) {
  std::vector<Id const*> tags;
  for (auto const& ref : all_entries(record)) {
    for (auto const& tag : ref.entry->tags) tags.push_back(&tag);
    for (auto const& highlight : ref.entry->highlights)
      for (auto const& tag : highlight.tags) tags.push_back(&tag);
  }
  std::erase_if(tags, [&](Id const* tag) { return !has(record.files, tag->at.file); });
  std::ranges::stable_sort(tags, {}, [](Id const* tag) { return std::pair(tag->at.file, tag->at.begin); });
  return tags;
}

/// Every id that a document, an honor or a text refers to.
std::set<std::string, std::less<>> used_ids(PersonRecord const& record) {
  std::set<std::string, std::less<>> used;
  for (auto const& honor : record.honors)
    if (honor.honored_work) used.insert(honor.honored_work->text);
  each<Id>(shape<Dictionary<DocumentSpec>>(), &record.documents, [&](Id const& id) { used.insert(id.text); });
  each<Text>(shape<PersonRecord>(), &record, [&](Text const& text) {
    for (auto const& version : text.versions)
      for (auto at = version.text.find("[@"); at != std::string::npos; at = version.text.find("[@", at + 2))
        used.insert(version.text.substr(at + 2, version.text.find(']', at) - at - 2));
  });
  return used;
}

/// All texts and keys of a tree, with what parts them.
void spell(Tree const& tree, std::string& all) {
  all += fmt::format("\n{}", tree.text);
  for (auto const* item : tree.items) spell(*item, all += "[");
  for (auto const& [key, value] : tree.entries) spell(*value, all += fmt::format("{{{}:", key->text));
}

/// Publications have ids as they have citation keys, whether something refers to them or not.
/// Many at once have one cause, other documents than the record was written for, and get one warning.
void check_ids(PersonRecord const& record, Diagnostics& problems) {
  constexpr std::size_t many = 4;
  constexpr auto help = "a section chooses by it with `ids:`, a text refers to it with `[@...]`";
  auto used = used_ids(record);
  std::vector<Id const*> unused;
  for (auto const& ref : all_entries(record))
    if (ref.entry->id && ref.kind != "publications" && !used.contains(ref.entry->id->text))
      unused.push_back(&*ref.entry->id);
  if (unused.size() >= many)
    return problems.warning(
        "unused-id", unused[0]->at,
        fmt::format("nothing refers to {}, {} and {} other ids", in_backquotes(unused[0]->text),
                    in_backquotes(unused[1]->text), unused.size() - 2),
        help);
  for (auto const* id : unused)
    problems.warning("unused-id", id->at, fmt::format("nothing refers to {}", in_backquotes(id->text)), help);
}

/// A tag without its numbers, and single letters behind a sign: `fy2023` and `fy2025` are two of one pattern,
/// as `round-a` and `round-b` are.
std::string pattern_of(std::string_view tag) {
  std::string pattern;
  for (std::size_t at = 0; at < tag.size();) {
    auto is_sign = [&](std::size_t i) { return !is_ascii_letter(tag[i]) && !is_ascii_digit(tag[i]); };
    bool is_alone = (at == 0 || is_sign(at - 1)) && (at + 1 == tag.size() || is_sign(at + 1));
    bool is_counted = is_ascii_digit(tag[at]) || (is_alone && is_ascii_letter(tag[at]));
    if (!is_counted)
      pattern += tag[at];
    else if (!pattern.ends_with('#'))
      pattern += '#';
    ++at;
  }
  return pattern;
}

/// The help where a tag looks like a slip of one that is chosen by.
std::string slip_of(std::string_view tag, std::set<std::string, std::less<>> const& chosen) {
  std::vector<std::string_view> names;
  for (auto const& name : chosen)
    if (pattern_of(name) != pattern_of(tag)) names.push_back(name);
  return did_you_mean(tag, names);
}

/// Only where documents choose by tags: tags can be there before the first document that uses them. What
/// looks like a slip is said where it stands, the rest once.
void check_tags(PersonRecord const& record, Diagnostics& problems) {
  std::set<std::string, std::less<>> chosen;
  each<Anything>(shape<Dictionary<DocumentSpec>>(), &record.documents,
                 [&](Anything const& data) { collect_tags(*data.tree, chosen); });
  if (chosen.empty()) return;
  std::vector<std::string_view> idle;
  Span first;
  for (auto const* tag : all_tags(record)) {
    if (chosen.contains(tag->text) || has(idle, tag->text)) continue;
    if (auto help = slip_of(tag->text, chosen); !help.empty()) {
      problems.warning("unused-tag", tag->at,
                       fmt::format("no document chooses by {}", in_backquotes(tag->text)), help);
      continue;
    }
    if (idle.empty()) first = tag->at;
    idle.push_back(tag->text);
  }
  if (!idle.empty())
    problems.warning("unused-tag", first, fmt::format("no document chooses by {}", one_of(idle)),
                     "a section chooses with `where: {tags: ...}`");
}

/// What the first page of a paper has behind names, and names do not: raised numbers, their TeX, a number
/// alone.
std::string_view sign_of_a_page(std::string_view name) {
  for (std::string_view sign : {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "$", "^"})
    if (name.find(sign) != std::string_view::npos) return sign;
  return !name.empty() && std::ranges::all_of(name, is_ascii_digit) ? name : std::string_view();
}

/// Whether it reads like one person: two to four words, all with a capital.
bool is_person_like(std::string_view name) {
  int words = 0;
  for (name = trimmed(name); !name.empty(); ++words) {
    if (name[0] >= 'a' && name[0] <= 'z') return false;
    name = trimmed(name.substr(std::min(name.find(' '), name.size())));
  }
  return words >= 2 && words <= 4;
}

/// Where a name is two: what is between them, or empty.
std::string_view sign_between(std::string_view name) {
  for (std::string_view sign : {";", "|", "、", "，", "；", " / ", "\n"})
    if (auto at = name.find(sign); at != name.npos && at > 0 && at + sign.size() < name.size()) return sign;
  for (std::string_view sign : {" and ", " AND ", " und ", " et ", " & "})
    if (auto at = name.find(sign); at != name.npos)
      if (is_person_like(name.substr(0, at)) && is_person_like(name.substr(at + sign.size()))) return sign;
  // `A. Lovelace, C. Babbage`, but not `Lovelace, A.`
  auto comma = name.find(", ");
  bool is_list = comma != name.npos && name.substr(0, comma).find(". ") != name.npos &&
                 is_person_like(name.substr(0, comma)) && is_person_like(name.substr(comma + 2));
  return is_list ? ", " : std::string_view();
}

/// What was typed around a name, or instead of one.
std::string_view sign_of_typing(std::string_view name) {
  for (std::string_view sign : {"**", "__", "{", "\\", "...", "…"})
    if (name.find(sign) != name.npos) return sign;
  for (std::string_view sign : {"*", "_", "and ", "& "})
    if (name.starts_with(sign)) return trimmed(sign);
  auto last = name.substr(std::min(name.rfind(' '), name.size()));  // with its blank
  bool is_footnote = last.size() > 3 && is_ascii_digit(last.back()) && is_ascii_letter(last[last.size() - 2]);
  return is_footnote ? name.substr(name.size() - 1) : std::string_view();
}

constexpr std::string_view help_for_signs =
    "numbers of addresses stay away; what a sign behind a name means, `marks` says";

std::string_view help_for(std::string_view sign) {
  if (sign == "**" || sign == "__" || sign == "*" || sign == "_")
    return "write it plain: styles set the own name apart by themselves";
  if (sign == "..." || sign == "…") return "where names are left out, write `others` as a name of its own";
  if (is_ascii_digit(sign.front())) return help_for_signs;
  return "write the name as it prints, without it";
}

/// What is amiss with an address, and the way out; empty for one that leads somewhere.
std::pair<std::string_view, std::string> slip_in_address(std::string_view written) {
  if (written.starts_with('<') && written.ends_with('>')) {
    auto inner = written.substr(1, written.size() - 2);
    auto help = slip_in_address(inner).second;
    return {"has angle brackets, which are part of the link",
            help.empty() ? fmt::format("write `{}`", inner) : help};
  }
  if (written.find("://") != written.npos || written.starts_with("mailto:")) return {};
  if (folded(written.substr(0, 4)) == "doi:") written.remove_prefix(4);
  auto host = written.substr(0, written.find('/'));
  if (written.starts_with("//")) return {"lacks its `https:`", fmt::format("write `https:{}`", written)};
  if (host.starts_with("10.") && host.size() < written.size() &&
      std::ranges::all_of(host.substr(3), [](char c) { return is_ascii_digit(c) || c == '.'; }))
    return {"is a DOI",
            fmt::format("write `https://doi.org/{}`, or for a publication the key `doi`", written)};
  if (host == written && host.find('@') != host.npos)
    return {"is an e-mail address", fmt::format("write `mailto:{}`", written)};
  constexpr std::array<std::string_view, 12> endings{".pdf", ".doc", ".docx", ".ps",  ".tex", ".txt",
                                                     ".jpg", ".png", ".html", ".htm", ".bib", ".yaml"};
  auto has_ending = [&](std::string_view ending) { return host.ends_with(ending); };
  bool is_file = host == written && std::ranges::any_of(endings, has_ending);
  if (is_file || host.starts_with('.') || host.find('.') == host.npos)
    return {"is no web address",
            "a reader has no such file: write where it is on the web, from `https://` on"};
  return {"lacks its `https://`", fmt::format("write `https://{}`", written)};
}

class RecordLints {
 public:
  RecordLints(PersonRecord const& record, Date const& day, Sources const& sources, Diagnostics& problems)
      : m_record(record), m_day(day), m_sources(sources), m_problems(problems) {}

  void run() {
    for (auto const& grant : m_record.grants)
      if (!grant.is_hidden()) check_grant(grant), check_currency(grant);
    for (auto const& paper : m_record.publications.entries)
      if (!paper.is_hidden()) m_papers.push_back(&paper);
    for (auto const* paper : m_papers) check_dates(*paper);
    for (auto const& metric : m_record.metrics)
      if (!metric.is_hidden()) check_metric(metric);
    check_dois();
    check_preprints();
    for (auto const& ref : all_entries(m_record))
      if (!ref.entry->is_hidden()) check_names(ref), check_start(ref), check_period(ref);
    each<Url>(shape<PersonRecord>(), &m_record, [&](Url const& url) { check_scheme(url); });
    if (m_problems.has_errors()) return;  // what could not be read may be what is missed
    check_self();
    check_twins();
    for (auto const& document : m_record.documents.items) check_sections(document.value.sections);
    each<Text>(shape<PersonRecord>(), &m_record, [&](Text const& text) {
      for (auto const& version : text.versions) check_text(version, m_sources, m_problems);
    });
  }

 private:
  void warn(std::string_view code, Span at, std::string message, std::string help) {
    m_problems.warning(code, at, std::move(message), std::move(help));
  }

  static std::string written(Date const& date) {
    auto text = fmt::format("{:04}", date.year);
    if (date.month) text += fmt::format("-{:02}", date.month);
    if (date.day) text += fmt::format("-{:02}", date.day);
    return text;
  }

  /// How what stands at `here` speaks of the line of another place.
  std::string line_of(Span at, Span here) const {
    auto line = m_sources.begin(at).line;
    return at.file == here.file ? fmt::format("line {}", line)
                                : fmt::format("{}:{}", m_sources.name(at.file), line);
  }

  std::string day() const { return written(m_day); }

  /// Nobody fetches the numbers: they are as old as they are, and a reader must know.
  void check_metric(Metric const& metric) {
    auto const& of = metric.as_of;
    constexpr std::string_view help = "look them up again, and give their day as `as_of`";
    bool has_counts = metric.citations || metric.h_index || metric.i10_index;
    if (!of && has_counts && !m_problems.has_errors())
      warn("stale-metrics", metric.source.at, "numbers that do not say of which day they are",
           std::string(help));
    else if (of && !of->is_present && of->order(true) + one_year < m_day.order())
      warn("stale-metrics", of->at,
           fmt::format("numbers of {} in a document that counts from {}", written(*of), day()),
           std::string(help));
    else if (of && !of->is_present && of->order() > m_day.order(true))
      warn("future-date", of->at,
           fmt::format("numbers of {} in a document that counts from {}", written(*of), day()),
           "correct the day, or the document's `as_of`");
  }

  // One entry

  void check_grant(Grant const& grant) {
    bool is_open = grant.status && (grant.status->is("current") || grant.status->is("pending"));
    if (!is_open || !grant.end || grant.end->order(true) >= m_day.order()) return;
    warn("past-end", grant.status->at,
         fmt::format("`{}`, though it ended before {}", grant.status->name(), day()),
         grant.status->is("current") ? "write `completed`, or correct its end"
                                     : "write `completed` or `declined`, or correct its end");
  }

  void check_currency(Grant const& grant) {
    if (!grant.currency || is_currency(grant.currency->text)) return;
    auto meant = currency_meant(grant.currency->text);
    warn("unknown-currency", grant.currency->at,
         fmt::format("{} is the code of no currency", in_backquotes(grant.currency->text)),
         meant.empty() ? "write its code by ISO 4217, such as `EUR`" : fmt::format("write `{}`", meant));
  }

  void check_dates(Publication const& paper) {
    if (!paper.date) return;
    bool is_published = !paper.status || paper.status->is("published");
    // Journals date their issues ahead: what has its volume is out.
    auto latest = m_day.order(true) + (paper.volume ? one_year : 0);
    if (is_published && paper.date->order() > latest)
      warn("future-date", paper.date->at, fmt::format("published, though its date is after {}", day()),
           paper.status ? "write `status: accepted` or `in_press`, or correct the date"
                        : "add `status: accepted` or `in_press`, or correct the date");
    bool is_awaited = paper.status && (paper.status->is("in_press") || paper.status->is("accepted"));
    if (is_awaited && paper.date->order(true) + 2 * one_year < m_day.order())
      warn("long-in-press", paper.status->at,
           fmt::format("`{}` for more than two years", paper.status->name()),
           "has it appeared? write `published`, or correct the date");
  }

  void check_start(EntryRef const& ref) {
    auto start = held(*ref.shape, ref.entry, "start").as<Date>();
    auto end = held(*ref.shape, ref.entry, "end").as<Date>();
    if (start && end && end->is_present && start->order() > m_day.order(true))
      warn("future-date", start->at,
           fmt::format("it starts after {}, though it lasts until `present`", day()),
           "correct the start, or leave out the end");
  }

  /// Of a period and a date only the one is printed.
  void check_period(EntryRef const& ref) {
    auto start = held(*ref.shape, ref.entry, "start").as<Date>();
    auto end = held(*ref.shape, ref.entry, "end").as<Date>();
    auto date = held(*ref.shape, ref.entry, "date").as<Date>();
    if (!date || (!start && !end)) return;
    warn("unused-date", date->at, fmt::format("a `date` beside `{}` is not printed", start ? "start" : "end"),
         start && !end ? "did you mean `end`?" : "remove one of the two");
  }

  void check_names(EntryRef const& ref) {
    for (auto const& row : ref.shape->fields)
      if (auto people = held(row.shape(), row.of(ref.entry)).as<std::vector<Contributor>>())
        for (auto const& person : *people) check_name(person);
  }

  void check_name(Contributor const& person) {
    if (auto typed = stand_in(person.printed); !typed.empty())
      return warn("et-al", person.name.at, fmt::format("`{}` is typed among the names", typed),
                  typed == person.printed ? "name them all, or write `others`"
                                          : "name them all, or write `others` as a name of its own");
    bool is_body = person.group && person.group->value;
    auto between = is_body ? std::string_view() : sign_between(person.name.text);
    auto prints = [&](std::string_view sign, std::string_view help) {
      warn("odd-name", person.name.at,
           fmt::format("`{}` prints in the name {}", sign, in_backquotes(person.printed)), std::string(help));
    };
    if (!between.empty())
      warn("odd-name", person.name.at,
           fmt::format("{} reads like several names", in_backquotes(person.name.text)),
           "write each as an item of its own, or `group: true` beside the name of a body");
    else if (auto sign = sign_of_a_page(person.printed); !sign.empty())
      prints(sign, help_for_signs);
    else if (sign = sign_of_typing(person.printed); !sign.empty())
      prints(sign, help_for(sign));
  }

  void check_scheme(Url const& url) {
    auto [what, help] = slip_in_address(url.text);
    if (!what.empty())
      warn("url-scheme", url.at, fmt::format("{} {}", in_backquotes(url.text), what), std::move(help));
  }

  // Entries beside each other

  void check_dois() {
    std::unordered_map<std::string, Span> known;
    for (auto const* paper : m_papers) {
      if (!paper->doi) continue;
      auto [first, is_new] = known.emplace(folded(paper->doi->text), paper->doi->at);
      if (!is_new && first->second == paper->doi->at)
        warn_of_alias("duplicate-doi", paper->doi->at);
      else if (!is_new)
        warn("duplicate-doi", paper->doi->at,
             fmt::format("{} has this DOI already", line_of(first->second, paper->doi->at)),
             "one of the two is another's, or the paper is listed twice");
    }
  }

  void check_preprints() {
    std::unordered_map<std::string, Publication const*> in_print;
    for (auto const* paper : m_papers)
      if (is_in_print(*paper)) in_print.emplace(essence(paper->title), paper);
    for (auto const* paper : m_papers) {
      if (!is_preprint(*paper)) continue;
      auto known = in_print.find(essence(paper->title));
      if (known == in_print.end()) continue;
      m_told.insert(paper);
      warn("preprint-in-print", paper->title.at,
           fmt::format("{} has the published version of this preprint",
                       line_of(known->second->title.at, paper->title.at)),
           paper->arxiv ? fmt::format("move `arxiv: {}` there and remove this one", paper->arxiv->text)
                        : "remove one of the two");
    }
  }

  /// What is there twice: an entry that says nothing that another does not say. Works and students are told
  /// by less, since nobody has two of them.
  void check_twins() {
    std::unordered_map<std::string, EntryRef> known;
    for (auto const& ref : all_entries(m_record)) {
      if (ref.entry->is_hidden()) continue;
      auto [first, is_new] = known.emplace(identity(ref), ref);
      if (is_new || !are_twins(first->second, ref)) continue;
      auto at = place_of(ref);
      if (at == place_of(first->second))
        warn_of_alias("duplicate-entry", at);
      else
        warn("duplicate-entry", at,
             fmt::format("{} has this entry already", line_of(place_of(first->second), at)),
             "remove one of the two, or say what sets them apart");
    }
  }

  /// Both are at one place then.
  void warn_of_alias(std::string_view code, Span at) {
    warn(code, at, "an alias repeats this entry",
         "remove the alias (`*name`), or write `<<: *name` with what sets the other apart beside it");
  }

  std::string identity(EntryRef const& ref) const {
    std::string all(ref.kind);
    if (ref.kind == "publications") {
      auto const& paper = *static_cast<Publication const*>(ref.entry);
      all += " " + essence(paper.title);
      for (auto const& author : paper.authors) all += "|" + folded(author.printed);
      if (paper.date) all += fmt::format(" {} {}", paper.date->order(), paper.date->order(true));
    } else if (ref.kind == "students") {
      all += " " + folded(static_cast<Student const*>(ref.entry)->name.text);
    } else {
      spell(*ref.shape, ref.entry, all);
    }
    return all;
  }

  bool are_twins(EntryRef const& one, EntryRef const& other) const {
    auto agree = [&](std::initializer_list<std::string_view> fields) {
      return std::ranges::all_of(fields, [&](std::string_view name) {
        auto a = spelled(one, name), b = spelled(other, name);
        return a.empty() || b.empty() || a == b;
      });
    };
    if (one.kind == "students")
      return spelled(one, "level") == spelled(other, "level") &&
             spelled(one, "role") == spelled(other, "role") && agree({"start", "end", "date", "thesis"});
    if (one.kind != "publications") return true;
    auto const& paper = *static_cast<Publication const*>(one.entry);
    auto const& twin = *static_cast<Publication const*>(other.entry);
    bool is_told =
        (paper.doi && twin.doi) || is_preprint(paper) != is_preprint(twin) || m_told.contains(&twin);
    return !is_told && !essence(paper.title).empty() && !paper.authors.empty() &&
           spelled(one, "type") == spelled(other, "type") &&
           agree({"venue", "volume", "number", "pages", "edition", "publisher", "arxiv", "status", "url"});
  }

  /// All that a value says, as it is written.
  void spell(Shape const& shape, void const* value, std::string& all) const {
    if (shape.kind == Shape::choice) {
      all += fmt::format(" {}", shape.choices[shape.chosen(value)]);
    } else if (&shape == &vitac::shape<Anything>()) {
      vitac::spell(*static_cast<Anything const*>(value)->tree, all);
    } else if (&shape == &vitac::shape<Text>()) {
      for (auto const& version : static_cast<Text const*>(value)->versions)
        all += fmt::format("\n{} {}", version.language, version.text);
    } else if (shape.kind == Shape::leaf) {
      all += '\n';
      all += m_sources.text(shape.place(value));
    } else if (shape.kind == Shape::record) {
      for (auto const& row : shape.fields) {
        std::string own;
        spell(row.shape(), row.of(value), own);
        if (!own.empty()) all += fmt::format("\n{}{}", row.name, own);
      }
    } else {
      for (std::size_t i = 0; i < shape.size(value); ++i) {
        if (shape.key) all += fmt::format("\n{}", shape.key(value, i));
        spell(*shape.item, shape.at(value, i), all);
      }
    }
  }

  std::string spelled(EntryRef const& ref, std::string_view field) const {
    std::string all;
    if (auto row = ref.shape->find(field)) spell(row->shape(), row->of(ref.entry), all);
    return essence(all);
  }

  static Span place_of(EntryRef const& ref) {
    Span first;
    each_leaf(*ref.shape, ref.entry, [&](Shape const& leaf, void const* value) {
      auto at = leaf.place(value);
      if (!first.somewhere()) first = at;
    });
    return first;
  }

  /// Sections that a document asks for twice.
  void check_sections(std::vector<SectionSpec> const& sections) {
    std::map<std::string, Span> known;
    for (auto const& section : sections) {
      check_sections(section.parts);
      std::string all;
      spell(shape<SectionSpec>(), &section, all);
      auto [first, is_new] = known.emplace(std::move(all), section.at);
      bool is_legend = section.kind.size() == 1 && section.kind[0].text == "marks";
      if (!is_new && !is_legend)
        warn("duplicate-section", section.at,
             fmt::format("{} has this section already", line_of(first->second, section.at)),
             "remove one of the two");
    }
  }

  // The record as a whole

  void check_self() {
    bool is_there = false;
    std::map<std::string, int> namesakes;  // as printed -> how often
    auto family = family_name();
    for (auto const* paper : m_papers) {
      if (std::ranges::any_of(paper->authors, &Contributor::is_self)) return;
      if (std::ranges::any_of(paper->editors, [&](auto const& editor) { return may_be_self(editor); }))
        return;
      auto is_denied = [](Contributor const& author) { return author.self && !author.self->value; };
      if (paper->authors.empty() || is_open_list(paper->authors)) continue;
      if (std::ranges::any_of(paper->authors, is_denied)) continue;
      is_there = true;
      for (auto const& author : paper->authors)
        if (has(folded_words(author.printed), family)) ++namesakes[author.printed];
    }
    if (is_there)
      warn("self-missing", m_record.person.name.at,
           fmt::format("no author list has {}", in_backquotes(m_record.person.name.printed())),
           cause(namesakes));
  }

  /// Editors are not resolved: the family name and an initial are enough where only silence follows.
  bool may_be_self(Contributor const& editor) const {
    auto words = folded_words(editor.printed), given = folded_words(m_record.person.name.split().first);
    auto is_initial = [&](std::string const& word) {
      return given.empty() || word.front() == given.front().front();
    };
    return has(words, family_name()) && std::ranges::any_of(words, is_initial);
  }

  /// The word of the own name by which author lists would know it.
  std::string family_name() const {
    auto words = folded_words(m_record.person.name.split().second);
    while (words.size() > 1 && has(std::array{"jr", "sr", "ii", "iii", "iv", "phd"}, words.back()))
      words.pop_back();
    return words.empty() ? "" : words.back();
  }

  std::string cause(std::map<std::string, int> const& namesakes) const {
    auto const& name = m_record.person.name;
    auto written = name.text ? name.text->text : name.given ? name.given->text : std::string();
    auto first = written.substr(0, written.find(' '));
    bool is_title = first.size() > 3 && first.find('.') == first.size() - 1;  // `J.-P.` is none
    if (is_title)
      return fmt::format("is `{}` a title? write `{{prefix: {}, given: ..., family: ...}}`", first, first);
    auto most = std::ranges::max_element(namesakes, {}, [](auto const& known) { return known.second; });
    if (most != namesakes.end())
      return fmt::format("is {} you? add it to `aliases`", in_backquotes(most->first));
    return "add the form that the lists have to `aliases`";
  }

  PersonRecord const& m_record;
  Date const& m_day;
  Sources const& m_sources;
  Diagnostics& m_problems;
  std::vector<Publication const*> m_papers;  ///< those that are not hidden
  std::set<Publication const*> m_told;       ///< preprints of what is in print
};

}  // namespace

void check_record(PersonRecord const& record, Date const& day, Sources const& sources,
                  Diagnostics& problems) {
  RecordLints(record, day, sources, problems).run();
}

void check_use(PersonRecord const& record, Diagnostics& problems) {
  check_ids(record, problems);
  check_tags(record, problems);
}

}  // namespace vitac
