#include "exchange/bibtex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "exchange/bibtex_entry.hpp"

namespace vitac {
namespace {

/// Fields that a crossref does not hand down.
constexpr std::array<std::string_view, 20> own_fields{
    "crossref", "xref",    "xdata",   "entryset", "ids",       "label",    "options",
    "presort",  "related", "sortkey", "sortname", "sorttitle", "sortyear", "shorthand",
    "keywords", "key",     "note",    "annote",   "abstract",  "file",
};

/// Looking through thousands of keys for each of thousands that are not there would take minutes.
constexpr std::size_t most_suggested = 20;

/// All entries: what they inherit, which of them are works at all.
class Shelf {
 public:
  Shelf(BibFiles files, Sources const& sources, Diagnostics& problems)
      : m_files(std::move(files)), m_sources(sources), m_problems(problems) {
    index();
  }

  void run(TakePublication const& take) {
    std::vector<char> state(m_files.entries.size());
    for (std::size_t i = 0; i < m_files.entries.size(); ++i) inherit(i, state);
    for (std::size_t i = 0; i < m_files.entries.size(); ++i) {
      auto const& entry = m_files.entries[i];
      if (m_is_repeated[i]) continue;
      if (is_container(i)) {
        m_remarks.left_out.entry(entry.key, entry.key_at);
        continue;
      }
      Forest forest;
      if (auto tree = publication_of(entry, m_files.macros, m_sources, m_remarks, forest, m_problems))
        take(*tree);
    }
    m_remarks.left_out.say(m_problems);
  }

 private:
  void index() {
    auto& entries = m_files.entries;
    m_is_repeated.resize(entries.size());
    m_is_parent.resize(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].key.empty()) continue;
      auto [known, is_new] = m_by_key.emplace(folded(entries[i].key), i);
      if (is_new) continue;
      if (entries[known->second].key != entries[i].key) continue;  // another case: another entry
      m_is_repeated[i] = true;
      auto first = entries[known->second].key_at;
      m_problems.warning("bib-repeated", entries[i].key_at,
                         fmt::format("the key {} is there twice", in_backquotes(entries[i].key)),
                         fmt::format("line {} of {} has it first; this entry is left out",
                                     m_sources.begin(first).line, m_sources.name(first.file)));
    }
  }

  /// Fields that an entry lacks come from those that it names, which are completed first.
  void inherit(std::size_t i, std::vector<char>& state) {
    enum { untouched, begun, done };
    std::vector<std::size_t> path{i};  // no recursion: a chain may be as long as the file
    while (!path.empty()) {
      auto at = path.back();
      if (state[at] == done) {
        path.pop_back();
        continue;
      }
      bool waits = false;
      for (auto parent : parents(at, state[at] == untouched))
        if (state[parent] == untouched) path.push_back(parent), waits = true;
      if (state[at] == untouched) {
        state[at] = begun;
        if (waits) continue;
      }
      for (auto parent : parents(at, false))
        if (state[parent] == done) hand_down(m_files.entries[parent], m_files.entries[at]);
      state[at] = done;
      path.pop_back();
    }
  }

  std::vector<std::size_t> parents(std::size_t i, bool complains) {
    std::vector<std::size_t> found;
    for (std::string_view name : {"crossref", "xdata"}) {
      auto field = m_files.entries[i].find(name);
      if (!field) continue;
      std::string_view all = field->value;
      while (!all.empty()) {
        auto key = trimmed(all.substr(0, all.find(',')));
        all.remove_prefix(std::min(all.find(','), all.size() - 1) + 1);
        if (key.empty()) continue;
        auto known = m_by_key.find(folded(key));
        if (known == m_by_key.end()) {
          if (complains) complain(key, *field);
        } else if (known->second != i) {
          m_is_parent[known->second] = true;
          found.push_back(known->second);
        }
      }
    }
    return found;
  }

  void complain(std::string_view key, BibField const& field) {
    std::vector<std::string_view> keys;
    if (++m_complaints <= most_suggested)
      for (auto const& entry : m_files.entries) keys.push_back(entry.key);
    m_problems.warning("bib-crossref", field.value_at,
                       fmt::format("no entry has the key {}", in_backquotes(key)), did_you_mean(key, keys));
  }

  /// biblatex's rules as far as they show: what a volume is called is where its parts appeared.
  static void hand_down(BibEntry const& parent, BibEntry& child) {
    bool is_data = parent.type == "xdata";
    bool is_part = child.type.starts_with("in") || child.type.starts_with("supp") ||
                   child.type == "conference" || child.type == "bookinbook";
    bool is_volume = child.type == "book" && parent.type.starts_with("mv");
    std::vector<BibField> handed;
    for (auto const& field : parent.fields) {
      if (std::ranges::find(own_fields, field.name) != own_fields.end()) continue;
      auto name = field.name;
      bool is_title = name == "title" || name == "subtitle" || name == "titleaddon";
      if (is_title && !is_data) {
        if (child.type == "article" && parent.type == "periodical" && name != "titleaddon")
          name = "journal" + name;
        else if (is_part)
          name = "book" + name;
        else if (is_volume)
          name = "main" + name;
        else
          continue;
      }
      if (name == "author" && !is_data && is_part && parent.type != "book" && parent.type != "mvbook")
        continue;
      bool has_date = (name == "year" || name == "month") && child.find("date");
      has_date = has_date || (name == "date" && child.find("year"));
      if (child.find(name) || has_date) continue;
      handed.push_back(field);
      handed.back().name = std::move(name);
    }
    child.fields.insert(child.fields.end(), std::make_move_iterator(handed.begin()),
                        std::make_move_iterator(handed.end()));
  }

  /// What is no work of its own: data for others, sets of others, the volume in which others appeared.
  bool is_container(std::size_t i) const {
    auto const& entry = m_files.entries[i];
    if (entry.type == "xdata" || entry.type == "set") return true;
    return m_is_parent[i] && !entry.find("author");
  }

  BibFiles m_files;
  Sources const& m_sources;
  Diagnostics& m_problems;
  std::unordered_map<std::string, std::size_t> m_by_key;  ///< BibTeX takes no notice of case
  std::vector<char> m_is_repeated, m_is_parent;
  std::size_t m_complaints = 0;
  BibRemarks m_remarks;
};

}  // namespace

void bibtex_publications(BibFiles files, Sources const& sources, TakePublication const& take,
                         Diagnostics& problems) {
  Shelf(std::move(files), sources, problems).run(take);
}

}  // namespace vitac
