#include "exchange/bibtex_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "exchange/bibtex_names.hpp"
#include "exchange/html_tags.hpp"
#include "exchange/publication_tree.hpp"
#include "exchange/tex_text.hpp"
#include "model/people.hpp"

namespace vitac {
namespace {

constexpr WordPair types[] = {
    {"article", "journal"},       {"suppperiodical", "journal"},
    {"review", "journal"},        {"inproceedings", "conference"},
    {"conference", "conference"}, {"incollection", "chapter"},
    {"inbook", "chapter"},        {"bookinbook", "chapter"},
    {"suppbook", "chapter"},      {"suppcollection", "chapter"},
    {"inreference", "chapter"},   {"book", "book"},
    {"mvbook", "book"},           {"booklet", "book"},
    {"proceedings", "book"},      {"mvproceedings", "book"},
    {"collection", "book"},       {"mvcollection", "book"},
    {"reference", "book"},        {"mvreference", "book"},
    {"phdthesis", "thesis"},      {"mastersthesis", "thesis"},
    {"thesis", "thesis"},         {"techreport", "report"},
    {"report", "report"},         {"patent", "patent"},
    {"software", "software"},     {"dataset", "dataset"},
};

/// Types of BibTeX and biblatex that are none of ours, and no slips.
constexpr std::string_view other_types[] = {
    "artwork", "audio",       "bibnote",  "commentary",  "electronic", "image", "jurisdiction",
    "legal",   "letter",      "manual",   "legislation", "misc",       "movie", "music",
    "online",  "performance", "standard", "unpublished", "periodical", "video", "www",
};

/// What biblatex, and notes and years that hold no year, call a work that is under way.
constexpr WordPair statuses[] = {
    {"inpreparation", "in_preparation"},
    {"inprep", "in_preparation"},
    {"submitted", "under_review"},
    {"underreview", "under_review"},
    {"inreview", "under_review"},
    {"forthcoming", "accepted"},
    {"accepted", "accepted"},
    {"inpress", "in_press"},
    {"toappear", "in_press"},
    {"published", "published"},
    {"undersubmission", "under_review"},
};

/// Words of `type` that biblatex writes for a thesis.
constexpr WordPair theses[] = {
    {"phdthesis", "PhD thesis"},          {"mathesis", "Master's thesis"},
    {"mastersthesis", "Master's thesis"}, {"bathesis", "Bachelor's thesis"},
    {"candthesis", "Candidate thesis"},
};

std::string small_letters(std::string_view text) {
  std::string out;
  for (char c : folded(text))
    if (c >= 'a' && c <= 'z') out += c;
  return out;
}

/// Whether one letter too many, too few, wrong, or in its neighbour's place makes one word the other.
bool is_slip(std::string_view a, std::string_view b) {
  auto [from_a, from_b] = std::ranges::mismatch(a, b);
  auto rest_a = std::string_view(from_a, a.end()), rest_b = std::string_view(from_b, b.end());
  if (rest_a.size() > 1 && rest_b.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0])
    return rest_a.substr(2) == rest_b.substr(2);
  auto behind = [](std::string_view rest) { return rest.substr(std::min<std::size_t>(1, rest.size())); };
  return behind(rest_a) == behind(rest_b) || behind(rest_a) == rest_b || rest_a == behind(rest_b);
}

bool has_digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return false;
  return std::ranges::all_of(text.substr(at, count), is_ascii_digit);
}

/// `2401.00001v2`, `hep-th/9603067`, found anywhere in a text; empty when there is none.
std::string_view arxiv_id_in(std::string_view text) {
  auto is_sign = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  auto end_of = [&](std::size_t at) {
    while (at < text.size() && is_ascii_digit(text[at])) ++at;
    if (at + 1 < text.size() && text[at] == 'v' && is_ascii_digit(text[at + 1]))
      for (++at; at < text.size() && is_ascii_digit(text[at]);) ++at;
    return at;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at > 0 && is_ascii_digit(text[at - 1])) continue;
    if (has_digits(text, at, 4) && at + 4 < text.size() && text[at + 4] == '.' && has_digits(text, at + 5, 4))
      return text.substr(at, end_of(at + 5) - at);
    if (at > 1 && text[at - 1] == '/' && is_sign(text[at - 2]) && has_digits(text, at, 7)) {
      auto begin = at - 1;
      while (begin > 0 && is_sign(text[begin - 1])) --begin;
      return text.substr(begin, end_of(at) - begin);
    }
  }
  return {};
}

/// The first year in a text; 0 for none.
int year_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (has_digits(text, at, 4) && !has_digits(text, at + 4, 1) &&
        (at == 0 || !is_ascii_digit(text[at - 1])) && text[at] != '0')
      return std::stoi(std::string(text.substr(at, 4)));
  return 0;
}

struct MonthAndDay {
  int month = 0, day = 0;
};

/// `March`, `8 July`, `3`, `April-May`: the first month that is named, and a day beside it.
MonthAndDay month_in(std::string_view text) {
  MonthAndDay found;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    auto begin = at;
    while (at < text.size() && is_ascii_digit(text[at])) ++at;
    if (at > begin && at - begin <= 2 && !number)
      number = std::stoi(std::string(text.substr(begin, at - begin)));
    if (at > begin) continue;
    auto c = next_code_point(text, at);
    if (!is_letter(c)) continue;
    for (auto next = at; next < text.size() && is_letter(next_code_point(text, next));) at = next;
    if (!found.month) found.month = month_named(text.substr(begin, at - begin));
  }
  if (!found.month && number >= 1 && number <= 12)
    found.month = number;
  else if (found.month && number >= 1 && number <= 31)
    found.day = number;
  return found;
}

/// One entry on its way to a publication.
class Work {
 public:
  Work(BibEntry const& entry, TexMacros const& macros, Sources const& sources, BibRemarks& remarks,
       Forest& forest, Diagnostics& problems)
      : m_entry(entry),
        m_macros(macros),
        m_sources(sources),
        m_remarks(remarks),
        m_problems(problems),
        m_publication(forest, entry.at) {
    for (std::string_view name : {"crossref", "xdata", "key", "entryset"}) take(name);
  }

  /// Empty when there is nothing to print, which was said.
  Tree const* run() {
    id();
    if (m_entry.lost_title) return nullptr;
    if (!title()) {
      m_problems.warning("missing-key", m_entry.at,
                         fmt::format("{} has no title", in_backquotes(m_entry.key)),
                         "add `title = {...}`; the entry is left out");
      return nullptr;
    }
    people();
    arxiv();  // before the venue, which may be no more than that
    type();
    venue();
    publisher();
    edition();
    date();
    copy("volume", {"volume"}, TexInto::words);
    copy("number", {"number", "issue"}, TexInto::words);
    pages();
    location();
    addresses();
    status();
    tags();
    copy("award", {"award"}, TexInto::markup);
    copy("presentation", {"presentation"}, TexInto::words);
    copy("refereed", {"refereed"}, TexInto::words);
    copy("citations", {"citations"}, TexInto::words);
    copy("venue_short", {"shortjournal", "venue_short"}, TexInto::markup);
    note();
    name_rest();
    return &m_publication.tree();
  }

 private:
  // Fields

  /// A field that says something; it is then used.
  BibField const* take(std::string_view name) {
    auto field = m_entry.find(name);
    if (!field || trimmed(field->value).empty() || m_passed_over.contains(name)) return nullptr;
    m_used.emplace(name);
    return field;
  }

  BibField const* take_first(std::initializer_list<std::string_view> names) {
    for (auto name : names)
      if (auto field = take(name)) return field;
    return nullptr;
  }

  std::string read(BibField const& field, TexInto into) {
    auto found = into == TexInto::markup ? read_tex(without_html(field.value), into, m_macros)
                                         : read_tex(field.value, into, m_macros);
    for (auto const& each : found.doubts) doubt(each, field);
    return std::move(found.text);
  }

  void doubt(TexDoubt const& doubt, BibField const& field) {
    if (!m_remarks.doubts.emplace(field.value_at.file, doubt.message + doubt.help).second) return;
    auto at = field.value_at;
    if (auto found = m_sources.text(at).find(doubt.what);
        doubt.what.size() > 1 && found != std::string_view::npos)
      at = {at.file, at.begin + std::uint32_t(found), at.begin + std::uint32_t(found + doubt.what.size())};
    m_problems.warning("bib-command", at, doubt.message, doubt.help);
  }

  Tree& scalar(Span at, std::string text) { return m_publication.scalar(at, std::move(text)); }

  void put(std::string_view key, Span key_at, Tree const& value) { m_publication.put(key, key_at, value); }

  void put(std::string_view key, BibField const& from, std::string text) {
    if (!text.empty()) put(key, from.name_at, scalar(from.value_at, std::move(text)));
  }

  void copy(std::string_view key, std::initializer_list<std::string_view> names, TexInto into) {
    if (m_publication.has(key)) return;
    if (auto field = take_first(names)) put(key, *field, read(*field, into));
  }

  void id() {
    if (m_entry.key.empty()) return;
    auto id = id_of_key(m_entry.key);
    if (id != m_entry.key)
      m_problems.add({Severity::note, "bib-key", m_entry.key_at,
                      fmt::format("the key {} is the id `{}` here", in_backquotes(m_entry.key), id)});
    put("id", m_entry.key_at, scalar(m_entry.key_at, std::move(id)));
  }

  /// `The title: its subtitle`.
  std::string with_subtitle(BibField const& title, std::string_view subtitle) {
    auto text = read(title, TexInto::markup);
    if (auto field = take(subtitle)) {
      bool is_ended = text.ends_with('?') || text.ends_with('!') || text.ends_with('.');
      text += (is_ended ? " " : ": ") + read(*field, TexInto::markup);
    }
    return text;
  }

  bool title() {
    auto field = take("title");
    if (field)
      put("title", *field, with_subtitle(*field, "subtitle"));
    else if ((field = take("booktitle")))
      put("title", *field, with_subtitle(*field, "booksubtitle"));
    else if ((field = take_first({"maintitle", "howpublished", "note"})))
      put("title", *field, read(*field, TexInto::markup));
    return m_publication.has("title");
  }

  // People

  void people() {
    auto field = take("author");
    bool is_edited = !field;
    if (is_edited && is_any(m_entry.type, {"book", "proceedings", "collection", "reference", "periodical",
                                           "mvbook", "mvproceedings", "mvcollection", "mvreference"}))
      field = take("editor");
    if (!field) return;
    auto& list = people_of(*field);
    if (is_edited && !list.items.empty()) m_publication.mark_editors(list);
    for (auto const& other : m_entry.fields)
      if (!is_edited && (other.name == "author+an" || other.name.starts_with("author+an:")))
        annotations(list, other);
    put("authors", field->name_at, list);
    if (auto editors = is_edited ? nullptr : take("editor"))
      if (auto const& own = people_of(*editors); !own.items.empty()) put("editors", editors->name_at, own);
  }

  Tree& people_of(BibField const& field) {
    auto& list = m_publication.list(field.value_at);
    for (auto written : split_names(field.value)) add_name(list, field, written);
    return list;
  }

  static bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
  }

  void add_name(Tree& list, BibField const& field, std::string_view written) {
    auto at = field.value_at;
    if (field.is_exact) {
      auto begin = at.begin + std::uint32_t(written.data() - field.value.data());
      at = {at.file, begin, begin + std::uint32_t(written.size())};
    }
    auto several = names_between_signs(written);
    if (several.empty()) return add_person(list, field, at, written);
    auto line = fmt::format("{}", fmt::join(several, " and "));
    bool is_short = line.size() <= longest_shown && line.find('\n') == line.npos;
    m_problems.warning(
        "bib-names", at,
        fmt::format("a {} where `and` should be",
                    written.find(';') < written.find(',') || written.find(',') == written.npos ? "semicolon"
                                                                                               : "comma"),
        is_short ? fmt::format("write `{}`, as it is read here", line)
                 : "write `and` between names, as they are read here");
    for (auto const& name : several) add_person(list, field, at, name);
  }

  void add_person(Tree& list, BibField const& field, Span at, std::string_view written) {
    auto name = read_name(written, m_macros);
    for (auto const& each : name.doubts) doubt(each, field);
    if (!name.spoken.empty())
      list.items.push_back(&m_publication.person(at, std::move(name.spoken), name.family, name.is_body));
  }

  /// `1=equal,advisee; 3:family=corresponding`: roles by position.
  void annotations(Tree& list, BibField const& field) {
    m_used.emplace(field.name);
    std::string_view all = field.value;
    while (!all.empty()) {
      auto item = all.substr(0, all.find(';'));
      all.remove_prefix(std::min(item.size() + 1, all.size()));
      auto equals = item.find('=');
      auto position = trimmed(item.substr(0, std::min(equals, item.find(':'))));
      if (trimmed(item).empty()) continue;
      std::size_t number = 0;
      for (char c : position)
        number = is_ascii_digit(c) && number < 100000 ? number * 10 + std::size_t(c - '0') : 0;
      if (equals == item.npos || number == 0 || number > list.items.size()) {
        m_problems.warning(
            "bib-names", place_of(item, field),
            fmt::format("{} names none of the {} authors", in_backquotes(trimmed(item)), list.items.size()),
            "roles are written `1=equal; 2=advisee`");
        continue;
      }
      auto roles = item.substr(equals + 1);
      while (!roles.empty()) {
        auto role = roles.substr(0, roles.find(','));
        roles.remove_prefix(std::min(role.size() + 1, roles.size()));
        auto word = trimmed(role);
        if (word.size() > 1 && word.starts_with('"') && word.ends_with('"'))
          word = word.substr(1, word.size() - 2);
        if (!word.empty()) add_role(list.items[number - 1], scalar(place_of(word, field), std::string(word)));
      }
    }
  }

  Span place_of(std::string_view part, BibField const& field) const {
    auto at = field.value_at;
    part = trimmed(part);
    if (!field.is_exact || part.empty()) return at;
    auto begin = at.begin + std::uint32_t(part.data() - field.value.data());
    return {at.file, begin, begin + std::uint32_t(part.size())};
  }

  void add_role(Tree const*& person, Tree const& role) {
    if (person->kind == Tree::scalar) {
      auto& map = m_publication.map(person->at);
      map.entries.emplace_back(&scalar(person->at, "name"), person);
      person = &map;
    }
    if (!person->find("roles"))
      const_cast<Tree*>(person)->entries.emplace_back(&scalar(role.at, "roles"),
                                                      &m_publication.list(role.at));
    const_cast<Tree*>(person->find("roles"))->items.push_back(&role);  // ours, just made
  }

  // What it is

  /// An arXiv identifier, wherever people write it; then a journal that is none is passed over.
  void arxiv() {
    if (auto field = take_first({"arxiv", "arxivid"})) {
      for (std::string_view name : {"eprint", "eprinttype", "archiveprefix"}) m_used.emplace(name);
      return put("arxiv", *field, read(*field, TexInto::address));
    }
    auto kind = m_entry.find("eprinttype") ? m_entry.find("eprinttype") : m_entry.find("archiveprefix");
    if (auto field = m_entry.find("eprint"); field && !trimmed(field->value).empty()) {
      auto text = read(*field, TexInto::address);
      bool is_arxiv = kind ? small_letters(kind->value) == "arxiv" : arxiv_id_in(text) == text;
      if (is_arxiv) {
        put("arxiv", *field, text);
        for (std::string_view name : {"eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass"})
          m_used.emplace(name);
      }
    }
    for (std::string_view name : {"journal", "journaltitle", "howpublished", "publisher", "note"}) {
      auto field = m_entry.find(name);
      if (!field) continue;
      auto text = read(*field, TexInto::words);
      auto words = small_letters(text);
      bool is_archive = words.find("arxiv") != words.npos
                            ? true
                            : words == "corr" || words == "computingresearchrepository";
      if (!is_archive) continue;
      auto volume = m_entry.find("volume");
      auto id = arxiv_id_in(text);
      if (id.empty() && volume && words.find("arxiv") == words.npos) {
        id = arxiv_id_in(volume->value);
        field = id.empty() ? field : volume;
      }
      if (id.empty() && !m_publication.has("arxiv")) continue;
      if (!m_publication.has("arxiv")) put("arxiv", *field, std::string(id));
      m_used.emplace(name);
      m_passed_over.emplace(name);
      if (volume && volume->value.starts_with("abs/"))
        m_used.emplace("volume"), m_passed_over.emplace("volume");
    }
    auto doi = m_publication.has("arxiv") ? nullptr : m_entry.find("doi");
    if (doi) put("arxiv", *doi, std::string(arxiv_in_doi(read(*doi, TexInto::address))));
  }

  BibField const* venue_field() const {
    for (std::string_view name : {"journaltitle", "journal", "booktitle"})
      if (auto field = m_entry.find(name);
          field && !m_passed_over.contains(name) && !trimmed(field->value).empty())
        return field;
    return nullptr;
  }

  void type() {
    std::string_view type = word_for(m_entry.type, types);
    bool is_loose = type.empty() || type == "journal";
    if (is_loose && m_publication.has("arxiv") && !venue_field()) type = "preprint";
    if (type.empty() && scholars_patent()) type = "patent";
    if (type.empty()) doubt_type();
    m_type = type.empty() ? "other" : type;
    put("type", m_entry.at, scalar(m_entry.at, std::string(m_type)));
  }

  /// Anybody may have types of their own; one that is nearly another is that one misspelt.
  void doubt_type() {
    if (std::ranges::find(other_types, m_entry.type) != std::end(other_types)) return;
    std::vector<std::string_view> names(std::begin(other_types), std::end(other_types));
    for (auto const& [name, ours] : types) names.push_back(name);
    if (auto meant = nearest(m_entry.type, names); !meant.empty() && is_slip(m_entry.type, meant))
      m_problems.warning("bib-type", m_entry.at, fmt::format("no entry is of the type `@{}`", m_entry.type),
                         fmt::format("did you mean `@{}`?", meant));
  }

  /// Google Scholar has a patent's number in its note, `US Patent 11,328,203`, and itself for its publisher.
  bool scholars_patent() {
    auto field = m_entry.find("note");
    auto words = field ? read(*field, TexInto::words) : std::string();
    auto at = words.find(" Patent ");
    if (at == 0 || at > 3 || words.find_first_of("0123456789") == words.npos) return false;
    put("number", *field, words.substr(0, at) + words.substr(at + 7));
    m_used.emplace("note");
    if (auto publisher = m_entry.find("publisher"); publisher && publisher->value == "Google Patents")
      m_used.emplace("publisher"), m_passed_over.emplace("publisher");
    return true;
  }

  void venue() {
    if (auto field = venue_field(); field && !m_used.contains(field->name)) {
      m_used.emplace(field->name);
      auto subtitle = field->name == "booktitle" ? "booksubtitle" : "journalsubtitle";
      return put("venue", *field, with_subtitle(*field, subtitle));
    }
    for (std::string_view name : {"maintitle", "eventtitle", "howpublished", "series"}) {
      auto field = m_entry.find(name);
      if (!field || m_used.contains(name) || (name == "series" && m_type == "journal")) continue;
      if (name == "howpublished" && is_address(field->value)) continue;
      take(name);
      return put("venue", *field,
                 name == "maintitle" ? with_subtitle(*field, "mainsubtitle") : read(*field, TexInto::markup));
    }
  }

  static bool is_address(std::string_view tex) {
    auto text = trimmed(tex);
    return text.starts_with("\\url") || text.starts_with("http") || text.starts_with("{\\url");
  }

  void publisher() {
    bool is_schools = m_type == "thesis" || m_type == "report";
    if (m_type == "patent") copy("publisher", {"holder"}, TexInto::markup);
    if (is_schools)
      copy("publisher", {"school", "institution", "publisher", "organization"}, TexInto::markup);
    else if (!m_passed_over.contains("publisher"))
      copy("publisher", {"publisher", "institution", "school", "organization"}, TexInto::markup);
  }

  void edition() {
    if (auto field = take("edition"))
      m_publication.put_edition(field->name_at, field->value_at, read(*field, TexInto::words));
  }

  void pages() {
    auto field = take_first({"pages", "eid", "articleno"});
    if (field) put("pages", *field, pages_of(replaced(read(*field, TexInto::words), "–", "-")));
  }

  /// Of a patent biblatex has names for countries, `countryde and countryuk`.
  void location() {
    auto field = take_first({"location", "address", "venue"});
    if (!field) return;
    auto text = read(*field, TexInto::words);
    constexpr std::string_view prefix = "country";
    if (m_entry.type == "patent" && text.starts_with(prefix)) {
      text = replaced(replaced(text, " and ", ", "), prefix, "");
      for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    }
    put("location", *field, text);
  }

  void addresses() {
    auto doi = take("doi");
    auto written_doi = doi ? read(*doi, TexInto::address) : "";
    if (doi) put("doi", *doi, written_doi);
    auto field = take_first({"url", "link"});
    if (!field && m_entry.find("howpublished") && !m_used.contains("howpublished"))
      field = take("howpublished");
    if (!field) return;
    auto url = read(*field, TexInto::address);
    url.resize(std::min(url.find(' '), url.size()));  // Mendeley joins all that it has
    auto doi_begin = url.find("doi.org/10.");
    if (doi_begin == url.npos) return put("url", *field, std::move(url));
    if (!doi)
      put("doi", *field, url.substr(doi_begin + 8));
    else if (!written_doi.ends_with(std::string_view(url).substr(doi_begin + 8)))
      put("url", *field, std::move(url));
  }

  // When

  void date() {
    auto field = take("date");
    if (field) return calendar_date(*field);
    field = take("year");
    if (!field) return;
    auto text = read(*field, TexInto::words);
    if (auto status = word_for(small_letters(text), statuses); !status.empty())
      return put("status", *field, std::string(status));
    if (auto day = date_of(text); !day.empty()) return put("date", *field, day);
    if (folded(text) == "n.d.") return;
    auto year = year_in(text);
    if (!has_digits(text, 0, 4) || text.size() != 4) return worded_date(*field, text, year);
    if (auto month = take("month")) {
      auto [number, day] = month_in(read(*month, TexInto::words));
      if (auto other = take("day"); other && !day) {
        auto written = read(*other, TexInto::words);
        if (!written.empty() && written.size() <= 2 && std::ranges::all_of(written, is_ascii_digit))
          day = std::stoi(written);
      }
      if (!number)
        m_problems.warning("bad-date", month->value_at,
                           fmt::format("{} is not a month", in_backquotes(trimmed(month->value))),
                           "write `month = mar`; the date is the year alone");
      else
        text += day ? fmt::format("-{:02}-{:02}", number, day) : fmt::format("-{:02}", number);
    }
    put("date", *field, text);
  }

  /// What is no date of ours as its words, sorted by the year in them.
  void worded_date(BibField const& field, std::string const& text, int year) {
    if (year == 0) return put("date", field, text);  // reading it says what is wrong
    m_publication.put_worded_date(field.name_at, field.value_at, text, fmt::format("{:04}", year));
  }

  /// biblatex's: ISO dates and ranges of them; signs of doubt go.
  void calendar_date(BibField const& field) {
    auto text = read(field, TexInto::words);
    auto whole = replaced(text, no_break_space, "");  // a tilde of doubt
    while (!whole.empty() && (whole.back() == '~' || whole.back() == '?' || whole.back() == '%'))
      whole.pop_back();
    if (auto time = whole.find('T'); time == 10) whole.resize(time);
    auto slash = whole.find('/');
    if (slash == std::string::npos) {
      bool is_season =
          whole.size() == 7 && whole[4] == '-' && whole[5] == '2' && whole[6] >= '1' && whole[6] <= '4';
      constexpr std::array<std::string_view, 4> seasons{"Spring", "Summer", "Fall", "Winter"};
      if (is_season)
        return worded_date(field,
                           fmt::format("{} {}", seasons[std::size_t(whole[6] - '1')], whole.substr(0, 4)),
                           year_in(whole));
      return put("date", field, whole);
    }
    auto begin = whole.substr(0, slash), end = whole.substr(slash + 1);
    for (auto part : {&begin, &end})
      if (*part == "..") part->clear();  // an open end
    auto is_bound = [](std::string_view part) { return part.empty() || has_digits(part, 0, 4); };
    if (!is_bound(begin) || !is_bound(end))
      return put("date", field, whole);  // reading it says what is wrong
    if (begin.substr(0, 4) == end.substr(0, 4))
      return put("date", field, begin.size() <= end.size() ? begin : end);
    worded_date(field, begin.substr(0, 4) + "–" + end.substr(0, std::min<std::size_t>(4, end.size())),
                std::max(year_in(begin), year_in(end)));
  }

  // The rest

  void status() {
    auto field = take_first({"pubstate", "status"});
    if (!field) {
      field = m_entry.find("note");
      if (!field || m_used.contains("note")) return;
      auto status = word_for(small_letters(field->value), statuses);
      if (status.empty() || m_publication.has("status")) return;
      m_used.emplace("note");
      return put("status", *field, std::string(status));
    }
    auto text = read(*field, TexInto::words);
    auto status = word_for(small_letters(text), statuses);
    if (m_publication.has("status") || small_letters(text) == "prepublished") return;
    put("status", *field, status.empty() ? text : std::string(status));
  }

  void tags() {
    auto field = take_first({"tags", "keywords"});
    if (!field) return;
    m_publication.put_tags(field->name_at, field->value_at, read(*field, TexInto::words));
  }

  void note() {
    auto own = m_entry.find("note");
    bool is_taken = m_used.contains("note") || (own && is_managers_note(read(*own, TexInto::words)));
    auto field = take_first({is_taken ? "addendum" : "note", "addendum"});
    auto text = field ? read(*field, TexInto::markup) : std::string();
    if (m_type != "thesis") {
      if (field) put("note", *field, text);
      return;
    }
    auto kind = take("type");
    auto words = kind ? read(*kind, TexInto::markup) : m_entry.type;
    if (auto known = word_for(small_letters(words), theses); !known.empty()) words = known;
    if (!kind && m_entry.type == "thesis") words.clear();
    if (!words.empty() && !text.empty()) words += ". ";
    words += text;
    if (words.empty()) return;
    auto at = field ? field->value_at : kind ? kind->value_at : m_entry.at;
    put("note", field ? field->name_at : kind ? kind->name_at : m_entry.at, scalar(at, words));
  }

  void name_rest() {
    for (auto const& field : m_entry.fields) {
      if (!m_used.contains(field.name) && !trimmed(field.value).empty())
        m_remarks.left_out.field(field.name, field.name_at);
    }
  }

  static constexpr std::size_t longest_shown = 100;
  static constexpr std::string_view no_break_space = "\u00a0";

  BibEntry const& m_entry;
  TexMacros const& m_macros;
  Sources const& m_sources;
  BibRemarks& m_remarks;
  Diagnostics& m_problems;
  PublicationTree m_publication;
  std::string_view m_type;
  std::set<std::string, std::less<>> m_used;         ///< fields that the publication has
  std::set<std::string, std::less<>> m_passed_over;  ///< venues that only say arXiv
};

}  // namespace

Tree const* publication_of(BibEntry const& entry, TexMacros const& macros, Sources const& sources,
                           BibRemarks& remarks, Forest& forest, Diagnostics& problems) {
  return Work(entry, macros, sources, remarks, forest, problems).run();
}

}  // namespace vitac
