#include "codec/decode.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "model/leaves.hpp"

namespace vitac {
namespace {

using Names = std::vector<std::string_view>;

/// Words that other formats, or people, have for our fields and choices: no edit distance leads from one to
/// the other.
constexpr std::pair<std::string_view, std::string_view> other_words[] = {
    {"year", "date"},
    {"when", "date"},
    {"published", "date"},
    {"date", "term"},
    {"year", "term"},
    {"start_date", "start"},
    {"startDate", "start"},
    {"end_date", "end"},
    {"endDate", "end"},
    {"from", "start"},
    {"to", "end"},
    {"until", "end"},
    {"since", "start"},
    {"journal", "venue"},
    {"conference", "venue"},
    {"booktitle", "venue"},
    {"publication", "venue"},
    {"university", "institution"},
    {"school", "institution"},
    {"organization", "institution"},
    {"company", "organization"},
    {"employer", "organization"},
    {"institution", "organization"},
    {"position", "title"},
    {"name", "title"},
    {"title", "name"},
    {"course", "title"},
    {"area", "field"},
    {"studyType", "degree"},
    {"major", "field"},
    {"student", "name"},
    {"students", "enrollment"},
    {"enrolled", "enrollment"},
    {"level", "fluency"},
    {"proficiency", "fluency"},
    {"event_name", "event"},
    {"conference", "event"},
    {"venue", "event"},
    {"pi", "role"},
    {"sum", "amount"},
    {"theme", "style"},
    {"template", "style"},
    {"type", "kind"},
    {"section", "kind"},
    {"order", "sort"},
    {"sort_by", "sort"},
    {"filter", "where"},
    {"max", "limit"},
    {"count", "limit"},
    {"heading", "title"},
    {"degree", "title"},
    {"role", "title"},
    {"author", "authors"},
    {"city", "location"},
    {"place", "location"},
    {"address", "location"},
    {"description", "note"},
    {"comment", "note"},
    {"link", "url"},
    {"website", "url"},
    {"web", "url"},
    {"homepage", "website"},
    {"supervisor", "advisors"},
    {"funder", "agency"},
    {"sponsor", "agency"},
    {"semester", "term"},
    {"bullets", "highlights"},
    {"items", "highlights"},
    {"awards", "honors"},
    {"work", "experience"},
    {"employment", "experience"},
    {"papers", "publications"},
    {"presentations", "talks"},
    {"funding", "grants"},
    {"courses", "teaching"},
    {"advising", "students"},
    {"surname", "family"},
    {"last", "family"},
    {"first", "given"},
    {"town", "city"},
    {"state", "region"},
    {"submitted", "under_review"},
    {"to appear", "in_press"},
    {"forthcoming", "in_press"},
    {"article", "journal"},
    {"inproceedings", "conference"},
    {"proceedings", "conference"},
    {"arxiv", "preprint"},
    {"masters", "ms"},
    {"bachelors", "bs"},
    {"undergraduate", "bs"},
    {"active", "current"},
    {"awarded", "current"},
    {"mentoring", "students"},
    {"software", "products"},
    {"certifications", "certificates"},
    {"username", "user"},
    {"handle", "user"},
    {"kind", "type"},
    {"category", "type"},
    {"category", "kind"},
    {"maximum", "max"},
    {"most", "max"},
    {"limit", "max"},
};

bool has(Names const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// The field that has another name elsewhere; empty when there is none.
std::string_view called_otherwise(std::string_view key, Names const& names) {
  for (auto const& [word, field] : other_words)
    if (word == key && has(names, field)) return field;
  return {};
}

/// The field that a key was meant for: spelt nearly so, or called so elsewhere; empty when that is not plain.
std::string_view meant_by(std::string_view key, Names const& names) {
  if (auto field = called_otherwise(key, names); !field.empty()) return field;
  if (auto near = nearest(key, names); !near.empty()) return near;
  // Many a short word is near one of these by accident: `kind` is no misspelt `link`.
  for (auto const& [word, field] : other_words)
    if (word.size() > 4 && nearest(key, {&word, 1}) == word && has(names, field)) return field;
  return {};
}

/// A sign in a key that nobody sees, or that looks like a letter of Latin; with its number.
std::string strange_sign(std::string_view key) {
  for (std::size_t at = 0; at < key.size();) {
    auto c = next_code_point(key, at);
    bool is_invisible = c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
    bool is_foreign = (c >= 0x370 && c < 0x530) || (c >= 0xFF01 && c <= 0xFF5E);
    if (is_invisible || is_foreign)
      return fmt::format("{} (U+{:04X})",
                         is_invisible ? "an invisible character" : "a letter of another script",
                         std::uint32_t(c));
  }
  return {};
}

std::string with_article(std::string_view noun) {
  bool is_vowel = std::string_view("aeioAEIO").find(noun.front()) != noun.npos;
  return fmt::format("{} {}", is_vowel ? "an" : "a", noun);
}

constexpr std::size_t most_bytes = 96u << 20;  ///< of a record in memory: of publications 30,000
constexpr std::size_t most_keys = 1000;
constexpr char const* wrong_file = "is this the right file?";

class Decoder {
 public:
  Decoder(Diagnostics& problems) : m_problems(problems) {}

  bool value(Tree const& tree, Shape const& shape, void* out) {
    if (m_problems.is_full() || is_lost(tree)) return false;
    if (shape.kind == Shape::optional) return says_nothing(tree, shape) || grown(tree, shape, out);
    if (!takes_tag(tree, shape)) return false;
    switch (shape.kind) {
      case Shape::list:
        return list(tree, shape, out);
      case Shape::dictionary:
        return dictionary(tree, shape, out);
      case Shape::choice:
        return choice(tree, shape, out);
      case Shape::leaf:
        return shape.read(tree, out, m_problems);
      default:
        return record(tree, shape, out);
    }
  }

 private:
  /// Whether a value is as good as none. A literal that is empty may be meant so: a citation's `before: ""`.
  static bool says_nothing(Tree const& tree, Shape const& shape) {
    return tree.kind == Tree::absent ||
           (tree.is_absent() && &shape != &vitac::shape<std::optional<Literal>>());
  }

  static bool is_lost(Tree const& tree) { return tree.is_damaged && tree.kind == Tree::absent; }

  /// Whether some of its keys may be in what was left out: behind a value, too.
  static bool lacks_something(Tree const& tree) {
    return tree.is_damaged ||
           std::ranges::any_of(tree.entries, [](auto const& entry) { return is_lost(*entry.second); });
  }

  bool refuse(std::string_view code, Span at, std::string message, std::string help = {}) {
    m_problems.error(code, at, std::move(message), std::move(help));
    return false;
  }

  /// Whether so many items more fit into memory. Those that are written in two bytes may take a kilobyte.
  bool has_room(Tree const& tree, std::size_t count, Shape const& shape) {
    m_bytes += count * shape.item_bytes;
    if (m_bytes <= most_bytes) return true;
    return refuse("too-large", {tree.at.file, tree.at.begin, tree.at.begin + 1},
                  fmt::format("a list of {} is more than this record has room for", count), wrong_file);
  }

  /// Tags are for texts, which know theirs.
  bool takes_tag(Tree const& tree, Shape const& shape) {
    bool is_open = &shape == &vitac::shape<Text>() || &shape == &vitac::shape<Anything>();
    bool is_passed_on = tree.kind == Tree::scalar && shape.kind != Shape::leaf && shape.kind != Shape::choice;
    if (tree.tag.empty() || is_open || is_passed_on) return true;
    return refuse("wrong-type", tree.at, fmt::format("`{}` cannot stand before a {}", tree.tag, shape.name),
                  "LaTeX can stand in texts only, such as titles and notes");
  }

  bool list(Tree const& tree, Shape const& shape, void* out) {
    if (tree.is_absent()) return true;
    if (tree.kind == Tree::list) {
      if (!has_room(tree, tree.items.size(), shape)) return false;
      bool good = true;
      for (auto const* item : tree.items)
        good &= item->is_absent() && !item->is_damaged
                    ? refuse("empty-item", item->at, "an empty item in a list", "remove it")
                    : grown(*item, shape, out);
      return good;
    }
    if (tree.kind == Tree::scalar && shape.split) return pasted(tree, shape, out);
    return grown(tree, shape, out);
  }

  /// One value more; of a leaf or choice that cannot be read nothing stays, so that nobody complains again.
  bool grown(Tree const& tree, Shape const& shape, void* out) {
    bool good = value(tree, *shape.item, shape.grow(out));
    if (!good && (shape.item->kind == Shape::leaf || shape.item->kind == Shape::choice)) shape.drop(out);
    return good;
  }

  /// Several items written as one text.
  bool pasted(Tree const& tree, Shape const& shape, void* out) {
    bool good = true;
    for (auto part : shape.split(tree.text)) {
      Tree item;
      item.kind = Tree::scalar;
      item.text = part;
      item.at = place_of(part, tree);
      good &= grown(item, shape, out);
    }
    return good;
  }

  /// Where a part of a text stands in the source, if the text stands there as it is.
  static Span place_of(std::string_view part, Tree const& tree) {
    auto written = tree.at.end - tree.at.begin, quote = tree.quoted ? 1u : 0u;
    if (written != tree.text.size() + 2 * quote) return tree.at;
    auto begin = tree.at.begin + quote + std::uint32_t(part.data() - tree.text.data());
    return {tree.at.file, begin, begin + std::uint32_t(part.size())};
  }

  bool dictionary(Tree const& tree, Shape const& shape, void* out) {
    if (tree.is_absent()) return true;
    if (tree.kind != Tree::map)
      return refuse(
          "wrong-type", tree.at,
          fmt::format("expected names, each with {}, found {}", with_article(shape.name), described(tree)),
          "write `NAME: ...` for each");
    if (!has_room(tree, tree.entries.size(), shape)) return false;
    // `style: ...` right under `documents:`.
    auto is_nameless = [&](auto const& entry) {
      return shape.item->kind == Shape::record && shape.item->find(entry.first->text) &&
             entry.second->kind != Tree::map;
    };
    if (auto first = std::ranges::find_if(tree.entries, is_nameless); first != tree.entries.end())
      return refuse("wrong-type", first->first->at,
                    fmt::format("`{}` of {} that has no name", first->first->text, with_article(shape.name)),
                    "write a name of your own above it, as in `cv:`, and indent what belongs to it");
    bool good = true;
    for (auto const& [key, item] : tree.entries)
      good &= value(*item, *shape.item, shape.put(out, key->text, key->at));
    return good;
  }

  bool choice(Tree const& tree, Shape const& shape, void* out) {
    if (tree.kind != Tree::scalar)
      return refuse("wrong-type", tree.at,
                    fmt::format("expected {}, found {}", one_of(shape.choices), described(tree)),
                    "write one of them, without brackets");
    for (std::size_t i = 0; i < shape.choices.size(); ++i)
      if (shape.choices[i] == tree.text) return shape.choose(out, i, tree.at), true;
    auto meant = meant_by(tree.text, {shape.choices.begin(), shape.choices.end()});
    auto help = meant.empty() ? "" : fmt::format("did you mean `{}`?", meant);
    return refuse("unknown-choice", tree.at,
                  fmt::format("{} is {} {}", in_backquotes(tree.text),
                              shape.choices.size() == 1 ? "not" : "none of", one_of(shape.choices)),
                  help);
  }

  bool record(Tree const& tree, Shape const& shape, void* out) {
    if (shape.set_place) shape.set_place(out, tree.at);
    if (auto row = shape.find(shape.scalar_field); row && is_languages(tree, shape))
      return value(tree, row->shape(), row->in(out));
    if (tree.kind == Tree::map || tree.is_absent()) return keys(tree, shape, out);
    if (auto field = before_colon(tree, shape); !field.empty()) return refuse_colon(tree, field);
    auto stands_for = tree.kind == Tree::scalar ? shape.scalar_field : shape.list_field;
    if (auto row = shape.find(stands_for))
      return value(tree, row->shape(), row->in(out)) && passes(tree, shape, out);
    std::string help;
    if (auto first = first_key(shape); !first.empty())
      help = fmt::format("write its keys, such as `{}:`", first);
    return refuse("wrong-type", tree.at,
                  fmt::format("expected {} with keys, found {}", with_article(shape.name), described(tree)),
                  help);
  }

  /// The field of `title:A`, which has no blank behind its colon and is no key so; else empty.
  static std::string_view before_colon(Tree const& tree, Shape const& shape) {
    auto colon = tree.text.find(':');
    if (tree.kind != Tree::scalar || tree.quoted || colon == tree.text.npos) return {};
    auto row = shape.find(std::string_view(tree.text).substr(0, colon));
    return row ? row->name : std::string_view{};
  }

  bool refuse_colon(Tree const& tree, std::string_view field) {
    return refuse("wrong-type", tree.at, "a `:` without a blank behind it",
                  fmt::format("write `{}: {}`", field, tree.text.substr(field.size() + 1)));
  }

  /// `{en: ..., de: ...}` where a text may stand for the whole record.
  static bool is_languages(Tree const& tree, Shape const& shape) {
    return tree.kind == Tree::map && !tree.entries.empty() &&
           std::ranges::all_of(tree.entries, [&](auto const& entry) {
             return is_language(entry.first->text) && !shape.find(entry.first->text);
           });
  }

  static std::string_view first_key(Shape const& shape) {
    for (auto const& row : shape.fields)
      if (row.is_required) return row.name;
    return !shape.any_of.empty()  ? shape.any_of[0]
           : shape.fields.empty() ? std::string_view{}
                                  : shape.fields[0].name;
  }

  bool keys(Tree const& tree, Shape const& shape, void* out) {
    if (tree.entries.size() > most_keys)
      return refuse("too-large", tree.entries[most_keys].first->at,
                    fmt::format("more than {} keys in {}", most_keys, with_article(shape.name)), wrong_file);
    bool good = !lacks_something(tree);
    Names meant;  // fields that are there, or were misspelt
    for (auto const& [key, item] : tree.entries)
      if (auto row = shape.find(key->text); row && !lacks_value(*item, *row)) meant.push_back(key->text);
    if (says_other_section(tree, shape)) return false;
    for (auto const& [key, item] : tree.entries) {
      auto row = shape.find(key->text);
      if (!row) {
        good = false;
        if (m_problems.is_full()) break;
        unknown(*key, tree, shape, meant);
        continue;
      }
      if (is_lost(*item) || !says_nothing(*item, row->shape()))
        good &= below(shape, row->name, *item, row->shape(), row->in(out));
    }
    good &= complete(tree, shape, meant);
    return good ? passes(tree, shape, out) : check_values(tree, shape, out);
  }

  /// Several keys that are none here, while one other field of the record around has them all: that one's own
  /// line is missing above. Whether that was said.
  bool says_other_section(Tree const& tree, Shape const& shape) {
    if (m_above.empty()) return false;
    Names unknown;
    Tree const* first = nullptr;
    for (auto const& [key, item] : tree.entries) {
      if (shape.find(key->text)) continue;
      unknown.push_back(key->text);
      if (!first) first = key;
    }
    Names names;
    for (auto const& row : shape.fields) names.push_back(row.name);
    auto has_name = [&](std::string_view key) { return !called_otherwise(key, names).empty(); };
    if (unknown.size() < 2 || std::ranges::any_of(unknown, has_name)) return false;
    for (auto const& row : m_above.front().first->fields) {
      auto inner = &present(row.shape());
      if (inner->kind == Shape::list) inner = &present(*inner->item);
      bool has_all = inner->kind == Shape::record &&
                     std::ranges::all_of(tree.entries,
                                         [&](auto const& entry) { return inner->find(entry.first->text); });
      if (!has_all) continue;
      refuse("unknown-key", first->at,
             fmt::format("unknown keys {} in {}", joined_by_and(unknown), shape.name),
             fmt::format("they belong to `{0}`: is the line `{0}:` missing above?", row.name));
      return true;
    }
    return false;
  }

  static std::string joined_by_and(Names const& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
      out += fmt::format("{}{}",
                         i == 0                  ? ""
                         : i + 1 == names.size() ? " and "
                                                 : ", ",
                         in_backquotes(names[i]));
    return out;
  }

  /// The value of a field, with the record that it is a field of in mind.
  bool below(Shape const& shape, std::string_view field, Tree const& tree, Shape const& inner, void* out) {
    m_above.insert(m_above.begin(), {&shape, field});
    bool good = value(tree, inner, out);
    m_above.erase(m_above.begin());
    return good;
  }

  /// What no single field can say.
  bool passes(Tree const& tree, Shape const& shape, void const* out) {
    if (!shape.check) return true;
    auto before = m_problems.all().size();
    shape.check(out, tree.at, m_problems);
    return m_problems.all().size() == before;
  }

  /// Of a record that could not be read whole only what was read of it can be judged: nothing is missing.
  /// False.
  bool check_values(Tree const& tree, Shape const& shape, void const* out) {
    Diagnostics found;
    if (shape.check) shape.check(out, tree.at, found);
    for (auto const& problem : found.all())
      if (problem.at != tree.at && problem.code != "missing-key") m_problems.add(problem);
    return false;
  }

  static bool is_elsewhere(std::string_view name, Tree const& tree, Span here) {
    return std::ranges::any_of(tree.entries, [&](auto const& entry) {
      return entry.first->text == name && entry.first->at.file != here.file;
    });
  }

  /// A list that is required has something in it.
  static bool lacks_value(Tree const& item, Field const& row) {
    return (item.is_absent() && !item.is_damaged) ||
           (row.is_required && item.kind == Tree::list && item.items.empty());
  }

  /// Says that a key is unknown, and what it was meant for; that field is then not missed as well.
  void unknown(Tree const& key, Tree const& tree, Shape const& shape, Names& meant) {
    auto say = [&](std::string help) {
      refuse("unknown-key", key.at, fmt::format("unknown key {} in {}", in_backquotes(key.text), shape.name),
             help);
    };
    Names names;
    // A key that another file has may stand in this one too: it was laid over that.
    for (auto const& row : shape.fields)
      if (!has(meant, row.name) || is_elsewhere(row.name, tree, key.at)) names.push_back(row.name);
    if (key.text.find("\u00a0") != key.text.npos) {
      auto plain = replaced(key.text, "\u00a0", " ");
      if (auto row = shape.find(trimmed(plain))) meant.push_back(row->name);
      return say("a non-breaking blank (U+00A0) is no blank of YAML's: replace it by a common one");
    }
    if (auto field = before_colon(key, shape); !field.empty()) {
      meant.push_back(field);
      refuse_colon(key, field);
      return;
    }
    if (auto strange = strange_sign(key.text); !strange.empty()) {
      if (auto field = meant_by(key.text, names); !field.empty()) meant.push_back(field);
      return say(fmt::format("{} stands in it: type the key anew", strange));
    }
    if (key.text.size() > 1 && key.text[0] == '-' && key.text[1] >= 'a' && key.text[1] <= 'z') {
      if (auto row = shape.find(std::string_view(key.text).substr(1))) meant.push_back(row->name);
      return say(fmt::format("a list item starts with `- `: write `- {}:`", key.text.substr(1)));
    }
    bool is_main = (key.text == "name" || key.text == "title") && has(names, shape.scalar_field);
    auto field = is_main ? shape.scalar_field : called_otherwise(key.text, names);
    auto outer =
        std::ranges::find_if(m_above, [&](auto const& above) { return above.first->find(key.text); });
    if (field.empty() && outer != m_above.end()) {
      bool is_value = &key == tree.entries.front().first && has(names, shape.scalar_field);
      return say(is_value ? fmt::format("write `{{{}: {}, ...}}`", shape.scalar_field, key.text)
                          : fmt::format("it belongs to the {}: write it beside `{}`", outer->first->name,
                                        outer->second));
    }
    if (field.empty()) field = meant_by(key.text, names);
    if (!field.empty()) {
      meant.push_back(field);
      return say(fmt::format("did you mean `{}`?", field));
    }
    if (field = holder_of(key.text, shape); !field.empty()) {
      auto given = tree.find(field);
      if ((!given || given->is_absent()) && has(meant, field))
        return;  // one indentation, said at its first key
      meant.push_back(field);
      return say(fmt::format("it belongs to `{}`: write it there, indented", field));
    }
    if (field = list_with(key.text, shape); !field.empty())
      return say(fmt::format("it belongs to an item of `{}`", field));
    auto missing = missing_in(tree, shape, meant);
    if (tree.entries.size() == 1 && !shape.scalar_field.empty()) {
      meant.insert(meant.end(), missing.begin(), missing.end());
      return say(help_for_only(key, *tree.entries.front().second, shape));
    }
    if (!missing.empty()) {
      meant.insert(meant.end(), missing.begin(), missing.end());
      return say(fmt::format("is it {}, which is missing?", one_of(missing)));
    }
    auto help = names.empty() ? "it has nothing else" : fmt::format("it can have {}", one_of(names));
    if (auto open = open_field(shape))
      help += fmt::format("; {} stand in `{}: {{{}: ...}}`", open->doc, open->name, key.text);
    say(help);
  }

  /// The field that takes any keys, as those of a style's options.
  static Field const* open_field(Shape const& shape) {
    auto is_open = [](Field const& row) { return &row.shape() == &vitac::shape<Dictionary<Anything>>(); };
    auto found = std::ranges::find_if(shape.fields, is_open);
    return found == shape.fields.end() ? nullptr : &*found;
  }

  /// What `{Looms: a history}` and `{date}` are, where a text or a name would stand for the record.
  static std::string help_for_only(Tree const& key, Tree const& item, Shape const& shape) {
    auto const& row = *shape.find(shape.scalar_field);
    bool is_text = &present(row.shape()) == &vitac::shape<Text>();
    if (is_text && !item.is_absent()) return "a text with `: ` in it goes in quotes";
    if (item.is_absent()) return fmt::format("write `{}` without braces or a `:`", key.text);
    return fmt::format("write `{}: {}`", row.name, key.text);
  }

  /// The field, itself a record, that has a key: `email` of `person`, which is required, rather than any
  /// other.
  static std::string_view holder_of(std::string_view key, Shape const& shape) {
    std::string_view found;
    for (auto const& row : shape.fields) {
      auto const& inner = present(row.shape());
      bool holds = inner.kind == Shape::record && inner.find(key);
      if (holds && row.is_required) return row.name;
      if (holds && found.empty()) found = row.name;
    }
    return found;
  }

  /// The one field whose items have a key: `degree` of `education`.
  static std::string_view list_with(std::string_view key, Shape const& shape) {
    std::string_view found;
    for (auto const& row : shape.fields) {
      auto const& inner = present(row.shape());
      if (inner.kind != Shape::list && inner.kind != Shape::dictionary) continue;
      auto const& item = present(*inner.item);
      if (item.kind != Shape::record || !item.find(key)) continue;
      if (!found.empty()) return {};
      found = row.name;
    }
    return found;
  }

  /// The required fields that are not there; where one of several is needed and none is there, all of them.
  static Names missing_in(Tree const& tree, Shape const& shape, Names const& meant) {
    Names missing;
    if (lacks_something(tree)) return missing;
    for (auto const& row : shape.fields)
      if (row.is_required && !has(meant, row.name)) missing.push_back(row.name);
    if (std::ranges::none_of(shape.any_of, [&](auto name) { return has(meant, name); }))
      missing.insert(missing.end(), shape.any_of.begin(), shape.any_of.end());
    return missing;
  }

  bool complete(Tree const& tree, Shape const& shape, Names const& meant) {
    auto missing = missing_in(tree, shape, meant);
    for (auto name : missing) {
      auto const& row = *shape.find(name);
      if (row.is_required)
        refuse("missing-key", place_for(name, tree), fmt::format("{} lacks `{}`", shape.name, name),
               way_out(row, tree));
    }
    if (!shape.any_of.empty() && has(missing, shape.any_of[0]))
      refuse("missing-key", place_for(shape.any_of[0], tree),
             fmt::format("{} lacks {}", shape.name, one_of(shape.any_of)), "one of them is needed");
    return missing.empty();
  }

  /// Where a field is missed: at its key when that has no value, else where the record begins.
  static Span place_for(std::string_view name, Tree const& tree) {
    for (auto const& [key, item] : tree.entries)
      if (key->text == name) return is_set_elsewhere(*key, *item) ? item->at : key->at;
    return tree.entries.empty() ? tree.at : tree.entries.front().first->at;
  }

  /// Whether the value of a key was laid over it by another file, or by the command line.
  static bool is_set_elsewhere(Tree const& key, Tree const& item) {
    return item.at.somewhere() && item.at.file != key.at.file;
  }

  static std::string way_out(Field const& row, Tree const& tree) {
    if (auto empty = tree.find(row.name)) {
      if (empty->text.starts_with('#'))
        return fmt::format("`#` starts a comment: write `{}: \"{}\"`", row.name, empty->text);
      return "give it a value";
    }
    if (row.doc == row.name) return fmt::format("add `{}: ...`", row.name);
    return fmt::format("add `{}: ...`, {}", row.name, row.doc);
  }

  Diagnostics& m_problems;
  std::vector<std::pair<Shape const*, std::string_view>> m_above;  ///< records and their fields, inmost first
  std::size_t m_bytes = 0;                                         ///< of all items that were asked for
};

}  // namespace

bool decode(Tree const& tree, Shape const& shape, void* out, Diagnostics& problems) {
  return Decoder(problems).value(tree, shape, out);
}

}  // namespace vitac
