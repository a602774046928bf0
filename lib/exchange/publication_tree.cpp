#include "exchange/publication_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "model/leaves.hpp"
#include "model/people.hpp"

namespace vitac {

std::string_view word_for(std::string_view foreign, std::span<WordPair const> words) {
  auto row = std::ranges::find(words, foreign, &WordPair::first);
  return row == words.end() ? std::string_view{} : row->second;
}

std::string id_of_key(std::string_view key) {
  constexpr std::string_view marks = "_-.:+/";
  std::string id;
  for (std::size_t at = 0; at < key.size();) {
    auto begin = at;
    auto c = next_code_point(key, at);
    bool is_kept = is_alphanumeric(c) || (c < 0x80 && marks.find(char(c)) != marks.npos);
    if (is_kept)
      id += key.substr(begin, at - begin);
    else if (!id.ends_with('-'))
      id += '-';
  }
  return composed(id);
}

std::string edition_of(std::string_view words) {
  constexpr std::array<std::string_view, 10> spelled{"first", "second",  "third",  "fourth", "fifth",
                                                     "sixth", "seventh", "eighth", "ninth",  "tenth"};
  auto whole = trimmed(words);
  for (std::string_view ending : {"edition", "Edition", "ed.", "Ed.", "ed"})
    if (whole.ends_with(ending) && whole.size() > ending.size() &&
        whole[whole.size() - ending.size() - 1] == ' ')
      whole = trimmed(whole.substr(0, whole.size() - ending.size()));
  auto digits = whole.substr(0, whole.find_first_not_of("0123456789"));
  auto rest = whole.substr(digits.size());
  auto number = digits.empty() || digits.size() > 3 ? 0 : std::stoi(std::string(digits));
  if (auto word = std::ranges::find(spelled, folded(whole)); word != spelled.end())
    number = int(word - spelled.begin()) + 1;
  bool is_number = number > 0 && (digits.empty() || rest.empty() || rest == "." || rest == "st" ||
                                  rest == "nd" || rest == "rd" || rest == "th");
  if (!is_number) return std::string(whole);
  auto last = number % 100 / 10 == 1 ? 0 : number % 10;
  return std::to_string(number) + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

std::string pages_of(std::string_view words) {
  auto text = trimmed(words);
  bool is_said = false;
  for (std::size_t at = 0; at < text.size();) is_said = is_alphanumeric(next_code_point(text, at)) || is_said;
  if (!is_said) return {};
  for (std::string_view word : {"pp.", "pp ", "p.", "p ", "pages ", "Pages ", "Pp."})
    if (text.starts_with(word)) {
      text = trimmed(text.substr(word.size()));
      break;
    }
  while (text.ends_with(',') || text.ends_with(';') ||
         (text.ends_with('.') && text.size() > 1 && is_ascii_digit(text[text.size() - 2])))
    text = trimmed(text.substr(0, text.size() - 1));
  return std::string(text);
}

std::string date_of(std::string_view words) {
  int year = 0, month = 0, day = 0;
  while (!words.empty()) {
    auto end = std::min(words.find_first_of(" ,"), words.size());
    auto word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (word.empty()) continue;
    bool is_number = word.find_first_not_of("0123456789") == word.npos && word.size() <= 4;
    auto& part = !is_number ? month : word.size() == 4 ? year : day;
    if (part != 0) return {};
    part = is_number ? std::stoi(std::string(word)) : month_named(word);
    if (part == 0) return {};
  }
  if (!year || !month) return {};
  return day ? fmt::format("{:04}-{:02}-{:02}", year, month, day) : fmt::format("{:04}-{:02}", year, month);
}

std::string_view arxiv_in_doi(std::string_view doi) {
  constexpr std::string_view own = "10.48550/arxiv.";
  auto at = folded(doi).find(own);
  return at == std::string::npos || at + own.size() > doi.size() ? std::string_view{}
                                                                 : doi.substr(at + own.size());
}

bool is_managers_note(std::string_view note) {
  constexpr std::string_view names[] = {"_eprint",
                                        "publisher",
                                        "number",
                                        "arxiv",
                                        "isbn",
                                        "issn",
                                        "pmid",
                                        "pmcid",
                                        "place",
                                        "section",
                                        "conference name",
                                        "container-title",
                                        "doi",
                                        "zscc",
                                        "oclc",
                                        "issue",
                                        "num pages",
                                        "google-books-id",
                                        "citation key",
                                        "original-date",
                                        "event-place",
                                        "accessed",
                                        "version number"};
  auto whole = folded(trimmed(note));
  return std::ranges::any_of(names, [&](auto name) {
    return whole.starts_with(name) && std::string_view(whole).substr(name.size()).starts_with(":");
  });
}

PublicationTree::PublicationTree(Forest& forest, Span at) : m_forest(forest), m_map(map(at)) {}

Tree& PublicationTree::scalar(Span at, std::string text) {
  auto& tree = m_forest.emplace_back();
  tree.kind = Tree::scalar;
  tree.at = at;
  tree.text = std::move(text);
  return tree;
}

Tree& PublicationTree::list(Span at) {
  auto& tree = m_forest.emplace_back();
  tree.kind = Tree::list;
  tree.at = at;
  return tree;
}

Tree& PublicationTree::map(Span at) {
  auto& tree = m_forest.emplace_back();
  tree.kind = Tree::map;
  tree.at = at;
  return tree;
}

void PublicationTree::put(std::string_view key, Span key_at, Tree const& value) {
  m_map.entries.emplace_back(&scalar(key_at, std::string(key)), &value);
}

void PublicationTree::remove(std::string_view key) {
  std::erase_if(m_map.entries, [&](auto const& entry) { return entry.first->text == key; });
}

void PublicationTree::put_worded_date(Span key_at, Span at, std::string words, std::string year) {
  auto& date = map(at);
  date.entries.emplace_back(&scalar(key_at, "text"), &scalar(at, std::move(words)));
  date.entries.emplace_back(&scalar(key_at, "sort"), &scalar(at, std::move(year)));
  put("date", key_at, date);
}

void PublicationTree::put_edition(Span key_at, Span at, std::string_view words) {
  if (auto edition = edition_of(words); !edition.empty() && edition != "1st")
    put("edition", key_at, scalar(at, std::move(edition)));
}

void PublicationTree::put_tags(Span key_at, Span at, std::string_view keywords) {
  auto& tags = list(at);
  while (!keywords.empty()) {
    auto word = keywords.substr(0, keywords.find_first_of(",;"));
    keywords.remove_prefix(std::min(word.size() + 1, keywords.size()));
    if (auto tag = id_of_key(trimmed(word)); tag.find_first_not_of('-') != tag.npos)
      tags.items.push_back(&scalar(at, std::move(tag)));
  }
  if (!tags.items.empty()) put("tags", key_at, tags);
}

void PublicationTree::mark_editors(Tree& people) {
  bool is_others = people.items.back()->text == "others" && people.items.size() > 1;
  auto& last = people.items[people.items.size() - (is_others ? 2 : 1)];
  auto editor = people.items.size() > 1 ? ", Eds." : ", Ed.";
  if (last->kind == Tree::scalar) {
    last = &scalar(last->at, last->text + editor);
    return;
  }
  auto& marked = map(last->at);
  marked.entries = last->entries;
  auto& name = marked.entries.front().second;
  name = &scalar(name->at, name->text + editor);
  last = &marked;
}

Tree const& PublicationTree::person(Span at, std::string name, std::string const& family, bool is_body) {
  auto& written = scalar(at, std::move(name));
  bool is_plain = family.find(' ') == family.npos || PersonName::parts(written.text).last == family;
  if (is_plain && !is_body) return written;
  auto& person = map(at);
  person.entries.emplace_back(&scalar(at, "name"), &written);
  person.entries.emplace_back(&scalar(at, is_body ? "group" : "family"),
                              &scalar(at, is_body ? "true" : family));
  return person;
}

}  // namespace vitac
