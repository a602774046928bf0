#include "exchange/csl_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "codec/json.hpp"
#include "exchange/left_out.hpp"
#include "exchange/marked_text.hpp"
#include "exchange/publication_tree.hpp"
#include "model/people.hpp"

namespace vitac {
namespace {

/// Types of CSL, and of Crossref where it has another word.
constexpr WordPair types[] = {
    {"article-journal", "journal"},
    {"journal-article", "journal"},
    {"article-magazine", "journal"},
    {"article-newspaper", "other"},
    {"paper-conference", "conference"},
    {"proceedings-article", "conference"},
    {"chapter", "chapter"},
    {"book-chapter", "chapter"},
    {"entry-encyclopedia", "chapter"},
    {"reference-entry", "chapter"},
    {"book", "book"},
    {"monograph", "book"},
    {"edited-book", "book"},
    {"proceedings", "book"},
    {"thesis", "thesis"},
    {"dissertation", "thesis"},
    {"report", "report"},
    {"article", "preprint"},
    {"posted-content", "preprint"},
    {"manuscript", "preprint"},
    {"patent", "patent"},
    {"software", "software"},
    {"dataset", "dataset"},
};

/// Types that are none of ours, and no slips.
constexpr std::string_view other_types[] = {
    "bill",           "book-part",     "book-section",     "book-series",
    "book-set",       "book-track",    "broadcast",        "classic",
    "collection",     "component",     "database",         "document",
    "entry",          "event",         "entry-dictionary", "figure",
    "grant",          "graphic",       "hearing",          "interview",
    "journal",        "journal-issue", "journal-volume",   "legal_case",
    "legislation",    "map",           "motion_picture",   "musical_score",
    "other",          "pamphlet",      "peer-review",      "performance",
    "periodical",     "post",          "post-weblog",      "personal_communication",
    "reference-book", "regulation",    "report-component", "proceedings-series",
    "report-series",  "review",        "review-book",      "song",
    "speech",         "standard",      "treaty",           "webpage",
};

/// What a name can have; Crossref's word for a body is the last.
constexpr std::string_view name_parts[] = {
    "given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal", "name",
};

constexpr WordPair statuses[] = {
    {"published", "published"},           {"accepted", "accepted"},      {"in press", "in_press"},
    {"forthcoming", "accepted"},          {"submitted", "under_review"}, {"under review", "under_review"},
    {"in preparation", "in_preparation"},
};

/// The character that `&amp;` or `&#228;` at `at` stands for, and `at` behind it; empty for another thing.
std::string entity(std::string_view text, std::size_t& at) {
  constexpr WordPair named[] = {{"&amp;", "&"},   {"&lt;", "<"},   {"&gt;", ">"},
                                {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", "\u00a0"}};
  for (auto [written, meant] : named)
    if (text.substr(at).starts_with(written)) return at += written.size(), std::string(meant);
  auto end = text.find(';', at);
  if (text.substr(at, 2) != "&#" || end == text.npos || end - at > 9) return {};
  bool is_hex = text.substr(at + 2, 1) == "x" || text.substr(at + 2, 1) == "X";
  char32_t point = 0;
  for (auto i = at + (is_hex ? 3 : 2); i < end; ++i) {
    char c = text[i];
    bool is_letter = is_hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
    if (!is_letter && !(c >= '0' && c <= '9')) return {};
    point = point * (is_hex ? 16 : 10) + char32_t(is_letter ? (c | 0x20) - 'a' + 10 : c - '0');
  }
  if (point < ' ' || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return {};
  std::string out;
  append_utf8(out, point);
  at = end + 1;
  return out;
}

/// A tag's name at a `<`: `i`, `/sup`; empty when it is a sign of its own.
std::string_view tag_at(std::string_view text, std::size_t at) {
  auto end = text.find('>', at);
  if (end == text.npos || end - at > 200) return {};
  auto name = text.substr(at + 1, end - at - 1);
  name = name.substr(0, name.find(' '));
  constexpr std::string_view known[] = {"i",    "b",  "em",  "strong", "sup", "sub",
                                        "span", "sc", "scp", "br",     "br/"};
  auto bare = name.starts_with('/') ? name.substr(1) : name;
  return std::ranges::find(known, bare) == std::end(known) ? std::string_view{} : name;
}

/// The markup that CSL has in texts, in ours; or without any.
std::string read_markup(std::string_view text, bool keeps_markup) {
  MarkedText out;
  std::vector<std::pair<std::string_view, std::size_t>> open;
  for (std::size_t at = 0; at < text.size();) {
    char c = text[at];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      out.blank();
      ++at;
      continue;
    }
    auto tag = c == '<' ? tag_at(text, at) : std::string_view{};
    if (!tag.empty()) {
      at = text.find('>', at) + 1;
      bool is_raised = tag == "sup" || tag == "sub";
      auto close = text.find(tag == "sup" ? "</sup>" : "</sub>", at);
      auto inner = text.substr(at, std::min(close, text.size()) - at);
      bool is_word =
          is_raised && close != text.npos && !inner.empty() && std::ranges::all_of(inner, [](char d) {
            return (d >= '0' && d <= '9') || ((d | 0x20) >= 'a' && (d | 0x20) <= 'z');
          });
      if (is_word && keeps_markup) {
        bool is_number = inner.find_first_not_of("0123456789") == inner.npos;
        out.text += tag == "sup" ? "$^{" : "$_{";
        out.text += is_number ? std::string(inner) : fmt::format("\\mathrm{{{}}}", inner);
        out.text += "}$";
        at = close + 6;
      } else if (tag.starts_with('/')) {
        auto match = std::ranges::find(open.rbegin(), open.rend(), tag.substr(1),
                                       [](auto const& each) { return each.first; });
        if (match != open.rend()) {
          out.close(match->second);
          open.erase(std::next(match).base());
        }
      } else {
        auto marker = tag == "i" || tag == "em" ? "*" : tag == "b" || tag == "strong" ? "**" : "";
        open.emplace_back(tag, keeps_markup && *marker ? out.open(marker) : MarkedText::none);
      }
      continue;
    }
    auto character = c == '&' ? entity(text, at) : std::string();
    if (character.empty()) {
      auto begin = at;
      next_code_point(text, at);
      character = text.substr(begin, at - begin);
    }
    out.text += keeps_markup ? escaped_markup(character) : character;
  }
  return out.take();
}

class Item {
 public:
  Item(Tree const& item, LeftOut& left_out, Forest& forest, Diagnostics& problems)
      : m_item(item), m_left_out(left_out), m_problems(problems), m_publication(forest, item.at) {}

  /// Empty when there is nothing to print, which was said.
  Tree const* run() {
    id();
    if (!text("title", {"title"}, true)) {
      m_problems.warning("missing-key", Span{m_item.at.file, m_item.at.begin, m_item.at.begin + 1},
                         "this item has no title", "the item is left out");
      return nullptr;
    }
    subtitle();
    people();
    type();
    text("venue", {"container-title", "event-title", "event"}, true);
    text("venue_short", {"container-title-short", "journalAbbreviation", "short-container-title"}, true);
    if (auto date = take_first({"issued", "published", "published-print", "published-online", "created"}))
      put_date(*date);
    text("volume", {"volume"}, false);
    text("number", {"issue", "number"}, false);
    pages();
    text("publisher", {"publisher", "authority"}, true);
    edition();
    text("location", {"event-place", "publisher-place", "publisher-location"}, false);
    text("doi", {"DOI"}, false);
    text("url", {"URL"}, false);
    note();
    status();
    arxiv_doi();
    without_doi_link();
    tags();
    for (auto const& [key, value] : m_item.entries)
      if (!m_used.contains(key->text) && !m_passed_over.contains(key->text) && says_something(*value))
        m_left_out.field(key->text, key->at);
    return &m_publication.tree();
  }

 private:
  static bool says_something(Tree const& tree) {
    return tree.kind == Tree::scalar ? !trimmed(tree.text).empty()
                                     : !tree.items.empty() || !tree.entries.empty();
  }

  Tree const* take(std::string_view key) {
    auto found = m_item.find(key);
    if (!found || !says_something(*found)) return nullptr;
    m_used.insert(key);
    return found;
  }

  Tree const* take_first(std::initializer_list<std::string_view> keys) {
    for (auto key : keys)
      if (auto found = take(key)) return found;
    return nullptr;
  }

  /// Crossref has lists where CSL has texts; their first item is meant.
  static Tree const* first_scalar(Tree const* tree) {
    if (tree && tree->kind == Tree::list) tree = tree->items.empty() ? nullptr : tree->items.front();
    return tree && tree->kind == Tree::scalar ? tree : nullptr;
  }

  Tree& scalar(Span at, std::string words) { return m_publication.scalar(at, std::move(words)); }

  void put(std::string_view key, Tree const& value) { m_publication.put(key, value.at, value); }

  bool text(std::string_view key, std::initializer_list<std::string_view> names, bool keeps_markup) {
    for (auto name : names) {
      auto found = first_scalar(m_item.find(name));
      if (!found || trimmed(found->text).empty() || m_passed_over.contains(name)) continue;
      m_used.insert(name);
      auto& value = scalar(found->at, read_markup(found->text, keeps_markup));
      value.quoted = found->quoted;
      put(key, value);
      return true;
    }
    return false;
  }

  void id() {
    auto found = first_scalar(take_first({"citation-key", "citekey", "id", "DOI"}));
    m_used.insert("id");
    if (found) put("id", scalar(found->at, id_of_key(found->text)));
  }

  void people() {
    bool is_edited = !m_item.find("author");
    auto found = is_edited ? nullptr : take("author");
    if (!found && word_for(type_word(), types) == "book") found = take("editor");
    if (!found) return;
    auto& list = people_of(*found);
    if (list.items.empty()) return;
    if (is_edited) m_publication.mark_editors(list);
    put("authors", list);
    if (auto editors = is_edited ? nullptr : take("editor"))
      if (auto const& own = people_of(*editors); !own.items.empty()) put("editors", own);
  }

  Tree& people_of(Tree const& people) {
    auto& list = m_publication.list(people.at);
    if (people.kind != Tree::list)
      m_problems.warning(
          "wrong-type", people.at, fmt::format("expected a list of people, found {}", described(people)),
          R"(write them as `[{"family": "Lovelace", "given": "Ada"}]`; the names are read all the same)");
    if (people.kind == Tree::scalar)
      for (auto name : Contributor::split(people.text))
        list.items.push_back(&scalar(people.at, composed(name)));
    if (people.kind == Tree::map) add_person(list, people);
    for (auto const* person : people.items) add_person(list, *person);
    return list;
  }

  void add_person(Tree& list, Tree const& person) {
    for (auto const& [key, value] : person.entries) {
      bool is_part = std::ranges::find(name_parts, key->text) != std::end(name_parts);
      if (auto help = did_you_mean(key->text, name_parts); !is_part && !help.empty())
        m_problems.warning("bib-names", key->at, fmt::format("a name has no {}", in_backquotes(key->text)),
                           help);
      if (is_part && (value->kind == Tree::list || value->kind == Tree::map))
        m_problems.warning("wrong-type", value->at,
                           fmt::format("expected a text, found {}", described(*value)),
                           "this part of the name is left out");
    }
    if (auto name = name_of(person); !name.empty())
      list.items.push_back(
          &m_publication.person(person.at, std::move(name), family_of(person), is_body(person)));
    else
      m_problems.warning("bib-names", person.at, "somebody without a name",
                         R"(write `{"family": "Lovelace", "given": "Ada"}`)");
  }

  /// A name without parts; Crossref's word for it is another.
  static bool is_body(Tree const& person) {
    return person.kind == Tree::map && (person.find("literal") || person.find("name"));
  }

  static std::string name_of(Tree const& person) {
    if (person.kind == Tree::scalar) return composed(trimmed(person.text));
    std::string name;
    for (auto key : name_parts) {
      auto part = person.find(key);
      if (!part || part->kind != Tree::scalar || trimmed(part->text).empty()) continue;
      name += (name.empty() ? "" : " ") + std::string(trimmed(part->text));
    }
    return composed(name);
  }

  static std::string family_of(Tree const& person) {
    std::string name;
    if (person.kind != Tree::map) return name;
    for (std::string_view key : {"dropping-particle", "non-dropping-particle", "family"})
      if (auto part = person.find(key); part && part->kind == Tree::scalar && !trimmed(part->text).empty())
        name += (name.empty() ? "" : " ") + std::string(trimmed(part->text));
    return composed(name);
  }

  std::string_view type_word() const {
    auto found = m_item.find("type");
    return found ? std::string_view(found->text) : std::string_view{};
  }

  void type() {
    auto known = word_for(type_word(), types);
    auto found = take("type");
    bool is_known = !known.empty() || type_word().empty() ||
                    std::ranges::find(other_types, type_word()) != std::end(other_types);
    if (!is_known) {
      std::vector<std::string_view> names(std::begin(other_types), std::end(other_types));
      for (auto const& [name, ours] : types) names.push_back(name);
      auto help = did_you_mean(type_word(), names);
      m_problems.warning("bib-type", found ? found->at : m_item.at,
                         fmt::format("{} is no type of CSL", in_backquotes(type_word())),
                         help.empty() ? "it is listed among other works" : help);
    }
    put("type", scalar(found ? found->at : m_item.at, std::string(known.empty() ? "other" : known)));
    arxiv(known.empty() || known == "preprint");
  }

  /// `arXiv:2401.00001`, which Zotero has as a preprint's number.
  void arxiv(bool is_preprint) {
    auto number = first_scalar(m_item.find("number"));
    if (!is_preprint || !number || !folded(number->text).starts_with("arxiv:")) return;
    put("arxiv", scalar(number->at, number->text.substr(6)));
    m_passed_over.insert("number");
    if (auto publisher = m_item.find("publisher"); publisher && folded(publisher->text) == "arxiv")
      m_passed_over.insert("publisher");
  }

  /// `{"date-parts": [[2020, 3, 14]]}`, or the parts alone; a range is shown as its years; else what it says
  /// in words.
  void put_date(Tree const& date) {
    if (date.kind == Tree::scalar) return put_date_words(date);
    auto parts = date.kind == Tree::list ? &date : date.find("date-parts");
    if (parts && parts->kind == Tree::list && !parts->items.empty()) {
      bool is_one = parts->items.front()->kind == Tree::scalar;
      auto begin = iso(is_one ? *parts : *parts->items.front());
      auto end = is_one ? begin : iso(*parts->items.back());
      if (begin.empty()) return;
      if (begin.substr(0, 4) == end.substr(0, 4)) return put("date", scalar(parts->at, begin));
      return m_publication.put_worded_date(parts->at, parts->at, begin.substr(0, 4) + "–" + end.substr(0, 4),
                                           end.substr(0, 4));
    }
    if (parts && parts->kind == Tree::scalar) return put_date_words(*parts);
    for (std::string_view key : {"literal", "raw"})
      if (auto words = first_scalar(date.find(key))) return put_date_words(*words);
    m_problems.warning("bad-date", date.at, "a date without `date-parts`",
                       R"(write `{"date-parts": [[2020, 3, 14]]}`; it is left out)");
  }

  void put_date_words(Tree const& words) {
    if (auto found = date_of(words.text); !found.empty())
      return put("date", scalar(words.at, std::move(found)));
    if (folded(words.text) == "n.d.") return;
    auto digits = words.text.find_first_of("0123456789");
    auto year = digits == std::string::npos ? std::string() : words.text.substr(digits, 4);
    bool is_year = year.size() == 4 && year.find_first_not_of("0123456789") == std::string::npos;
    if (!is_year || words.text.find_first_not_of("0123456789-") == std::string::npos)
      return put("date", scalar(words.at, words.text));
    m_publication.put_worded_date(words.at, words.at, words.text, year);
  }

  static std::string iso(Tree const& parts) {
    std::string out;
    for (auto const* part : parts.items) {
      auto written = trimmed(part->text);
      if (written.empty()) break;
      out += (out.empty() ? "" : "-") + std::string(written.size() == 1 ? "0" : "") + std::string(written);
    }
    return out;
  }

  void status() {
    auto found = first_scalar(m_item.find("status"));
    if (!found) return;
    auto word = word_for(folded(trimmed(found->text)), statuses);
    if (word.empty()) return;
    m_used.insert("status");
    put("status", scalar(found->at, std::string(word)));
  }

  /// Crossref's own; Zotero writes it into the title.
  void subtitle() {
    auto more = first_scalar(take("subtitle"));
    auto title = m_publication.tree().find("title");
    if (!more || title->text.find(read_markup(more->text, true)) != std::string::npos) return;
    bool is_ended = std::string_view("?!.").find(title->text.back()) != std::string_view::npos;
    auto whole = title->text + (is_ended ? " " : ": ") + read_markup(more->text, true);
    auto at = title->at;
    m_publication.remove("title");
    put("title", scalar(at, std::move(whole)));
  }

  void pages() {
    auto found = first_scalar(take_first({"page", "article-number"}));
    auto words = found ? pages_of(read_markup(found->text, false)) : std::string();
    if (!words.empty()) put("pages", scalar(found->at, std::move(words)));
  }

  void edition() {
    if (auto found = first_scalar(take("edition")))
      m_publication.put_edition(found->at, found->at, read_markup(found->text, false));
  }

  /// What kind of thesis it is goes before the rest.
  void note() {
    auto kind = m_publication.tree().find("type")->text == "thesis" ? first_scalar(take("genre")) : nullptr;
    auto found = first_scalar(m_item.find("note"));
    if (found && is_managers_note(found->text)) found = nullptr;
    if (found) m_used.insert("note");
    std::string words;
    for (auto const* each : {kind, found})
      if (each && !trimmed(each->text).empty())
        words += (words.empty() ? "" : ". ") + read_markup(each->text, true);
    if (!words.empty()) put("note", scalar(found ? found->at : kind->at, std::move(words)));
  }

  void arxiv_doi() {
    auto doi = m_publication.tree().find("doi");
    if (!doi || m_publication.has("arxiv")) return;
    if (auto id = arxiv_in_doi(doi->text); !id.empty()) put("arxiv", scalar(doi->at, std::string(id)));
  }

  /// Crossref gives with each DOI the link that it is.
  void without_doi_link() {
    auto doi = m_publication.tree().find("doi"), url = m_publication.tree().find("url");
    if (doi && url && folded(url->text).ends_with("doi.org/" + folded(doi->text)))
      m_publication.remove("url");
  }

  void tags() {
    auto found = first_scalar(m_item.find("keyword"));
    if (!found) return;
    m_used.insert("keyword");
    m_publication.put_tags(found->at, found->at, found->text);
  }

  Tree const& m_item;
  LeftOut& m_left_out;
  Diagnostics& m_problems;
  PublicationTree m_publication;
  std::set<std::string_view> m_used;
  std::set<std::string_view> m_passed_over;  ///< what only says arXiv
};

/// The list of items, in whatever it is wrapped: Crossref's `message` and `items`.
Tree const& items_of(Tree const& root) {
  auto tree = &root;
  for (std::string_view wrapper : {"message", "items"})
    if (auto inner = tree->find(wrapper); inner && (inner->kind == Tree::list || inner->kind == Tree::map))
      tree = inner;
  return *tree;
}

}  // namespace

void csl_publications(std::uint32_t file, Sources const& sources, TakePublication const& take,
                      Diagnostics& problems) {
  Forest json;
  auto root = read_json(file, sources, json, problems);
  if (!root) return;
  auto const& items = items_of(*root);
  LeftOut left_out;
  auto read = [&](Tree const& item) {
    if (item.kind != Tree::map) {
      problems.warning("wrong-type", item.at,
                       fmt::format("expected an item with keys, found {}", described(item)),
                       "the item is left out");
      return;
    }
    Forest forest;
    if (auto tree = Item(item, left_out, forest, problems).run()) take(*tree);
  };
  if (items.kind == Tree::list)
    for (auto const* item : items.items) read(*item);
  else
    read(items);
  left_out.say(problems);
}

}  // namespace vitac
