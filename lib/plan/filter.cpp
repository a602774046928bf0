#include "plan/filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Fields that tell when an entry was, in the order in which they are asked.
constexpr std::array<std::string_view, 4> moments{"date", "term", "granted", "filed"};

Date const* date_in(EntryRef const& ref, std::string_view field) {
  auto value = held(*ref.shape, ref.entry, field);
  if (auto date = value.as<Date>()) return date;
  return value.as<Term>();
}

std::vector<Tree const*> values_of(Tree const& tree) {
  if (tree.kind == Tree::list) return tree.items;
  return {&tree};
}

class Reader {
 public:
  Reader(std::span<std::string_view const> kinds, PersonRecord const& record, Date const& as_of,
         Diagnostics& problems)
      : m_kinds(kinds), m_record(record), m_as_of(as_of), m_problems(problems) {}

  Filter all_of(Tree const& where) {
    if (where.kind != Tree::map) {
      m_problems.error("wrong-type", where.at,
                       fmt::format("expected fields with values, found {}", described(where)),
                       "write `{tags: [selected]}` or `{status: published}`");
      return {};
    }
    std::vector<Filter> filters;
    for (auto const& [key, value] : where.entries) filters.push_back(condition(*key, *value));
    return [filters = std::move(filters)](EntryRef const& entry) {
      return std::ranges::all_of(filters, [&](Filter const& filter) { return !filter || filter(entry); });
    };
  }

 private:
  Filter none_of(Tree const& where) {
    auto inner = all_of(where);
    if (!inner) return {};
    return [inner = std::move(inner)](EntryRef const& entry) { return !inner(entry); };
  }

  Filter condition(Tree const& key, Tree const& value) {
    if (key.text == "tags") return tags(value);
    if (key.text == "not") return none_of(value);
    if (key.text == "since" || key.text == "until") return bound(key.text == "since", value);
    return field(key, value);
  }

  Filter tags(Tree const& value) {
    bool all = false;
    auto const* list = &value;
    if (value.kind == Tree::map) {
      if (value.entries.size() != 1 ||
          (value.entries[0].first->text != "all" && value.entries[0].first->text != "any")) {
        m_problems.error("wrong-type", value.at, "expected tags, found a mapping of keys",
                         "write `tags: [a, b]`, or `tags: {all: [a, b]}` for entries that have both");
        return {};
      }
      all = value.entries[0].first->text == "all";
      list = value.entries[0].second;
    }
    std::vector<std::string> wanted;
    for (auto const* tag : values_of(*list)) {
      if (tag->kind != Tree::scalar) {
        m_problems.error("wrong-type", tag->at, fmt::format("expected a tag, found {}", described(*tag)));
        return {};
      }
      check_tag(*tag);
      wanted.push_back(tag->text);
    }
    return [wanted, all](EntryRef const& ref) {
      auto has = [&](std::string const& tag) {
        return std::ranges::find(ref.entry->tags, tag, &Id::text) != ref.entry->tags.end();
      };
      return all ? std::ranges::all_of(wanted, has) : std::ranges::any_of(wanted, has);
    };
  }

  void check_tag(Tree const& tag) {
    if (m_tags.empty())
      for (auto const& ref : all_entries(m_record)) note_tags(*ref.entry);
    if (m_tags.contains(tag.text)) return;
    std::vector<std::string_view> names(m_tags.begin(), m_tags.end());
    m_problems.error("unknown-tag", tag.at, fmt::format("no entry has the tag {}", in_backquotes(tag.text)),
                     suggested(tag.text, names, "there is"));
  }

  void note_tags(Entry const& entry) {
    for (auto const& tag : entry.tags) m_tags.insert(tag.text);
    for (auto const& highlight : entry.highlights)
      for (auto const& tag : highlight.tags) m_tags.insert(tag.text);
  }

  Filter bound(bool since, Tree const& value) {
    Date date;
    if (!Date::read(value, date, m_problems)) return {};
    auto limit = since ? date.order() : date.order(true);
    return [since, limit, as_of = m_as_of](EntryRef const& ref) {
      auto period = period_of(ref, as_of);
      return period && (since ? period->end >= limit : period->begin <= limit);
    };
  }

  /// What a field may be in any of the kinds.
  struct Known {
    std::vector<std::string_view> fields{"tags", "not", "since", "until"}, choices;
    bool is_found = false, is_flag = false;
  };

  Known known(std::string_view field) const {
    Known all;
    auto add = [](auto& to, std::string_view name) {
      if (std::ranges::find(to, name) == to.end()) to.push_back(name);
    };
    for (auto kind : m_kinds)
      for (auto const& row : shape_of_kind(kind) ? shape_of_kind(kind)->fields : std::span<Field const>{}) {
        auto shape = choice_shape(row);
        if (!shape) continue;
        add(all.fields, row.name);
        if (row.name != field) continue;
        all.is_found = true;
        all.is_flag = shape->kind == Shape::leaf;
        for (auto choice : shape->choices) add(all.choices, choice);
      }
    return all;
  }

  Filter field(Tree const& key, Tree const& value) {
    auto all = known(key.text);
    if (!all.is_found) {
      m_problems.error("unknown-field", key.at,
                       fmt::format("`where` cannot select by {} here", in_backquotes(key.text)),
                       suggested(key.text, all.fields, "it can by"));
      return {};
    }
    std::vector<std::string> wanted;
    bool good = true;
    for (auto const* item : values_of(value)) {
      good &= all.is_flag ? is_flag(*item) : is_choice(*item, all.choices);
      wanted.push_back(item->text);
    }
    if (!good) return {};
    return [name = key.text, wanted](EntryRef const& ref) {
      return std::ranges::find(wanted, choice_of(ref, name)) != wanted.end();
    };
  }

  bool is_flag(Tree const& item) {
    Flag flag;
    return Flag::read(item, flag, m_problems);
  }

  bool is_choice(Tree const& item, std::span<std::string_view const> choices) {
    if (item.kind == Tree::scalar && std::ranges::find(choices, item.text) != choices.end()) return true;
    if (item.kind == Tree::scalar)
      m_problems.error("unknown-choice", item.at,
                       fmt::format("{} is none of {}", in_backquotes(item.text), one_of(choices)),
                       did_you_mean(item.text, choices));
    else
      m_problems.error("wrong-type", item.at,
                       fmt::format("expected {}, found {}", one_of(choices), described(item)));
    return false;
  }

  std::span<std::string_view const> m_kinds;
  PersonRecord const& m_record;
  Date const& m_as_of;
  Diagnostics& m_problems;
  std::set<std::string, std::less<>> m_tags;
};

/// What one key of a sort compares: a number first, then a text.
struct SortValue {
  bool is_there = false;
  double number = 0;
  std::string text;
};

/// The field that a key of a sort names: `-date` is `date`, backwards.
std::string_view field_of(Literal const& key) {
  std::string_view name = key.text;
  return name.starts_with('-') ? name.substr(1) : name;
}

bool is_sortable(Field const& row) {
  auto const& shape = row.shape();
  auto const& inner = shape.kind == Shape::optional ? *shape.item : shape;
  Shape const* leaves[] = {&vitac::shape<Date>(), &vitac::shape<Term>(),    &vitac::shape<Number>(),
                           &vitac::shape<Text>(), &vitac::shape<Integer>(), &vitac::shape<Literal>()};
  return inner.kind == Shape::choice || std::ranges::find(leaves, &inner) != std::end(leaves);
}

SortValue sort_value(EntryRef const& ref, std::string_view field, Date const& as_of) {
  if (field == "date" || field == "start") {
    auto period = period_of(ref, as_of);
    return {period.has_value(), period ? double(field == "date" ? period->end : period->begin) : 0, {}};
  }
  auto value = held(*ref.shape, ref.entry, field);
  if (auto date = date_in(ref, field)) return {true, double(date->order()), {}};
  if (auto number = value.as<Number>()) return {true, number->value, {}};
  if (auto integer = value.as<Integer>()) return {true, double(integer->value), {}};
  if (auto text = value.as<Text>()) return {true, 0, folded(text->in({}).text)};
  if (auto literal = value.as<Literal>()) return {true, 0, folded(literal->text)};
  if (value && value.shape->kind == Shape::choice)
    return {true, double(value.shape->chosen(value.value)), {}};
  return {};
}

}  // namespace

Shape const* choice_shape(Field const& row) {
  auto const& shape = row.shape();
  auto const& inner = shape.kind == Shape::optional ? *shape.item : shape;
  return inner.kind == Shape::choice || &inner == &vitac::shape<Flag>() ? &inner : nullptr;
}

std::string_view choice_of(EntryRef const& ref, std::string_view field) {
  auto row = ref.shape->find(field);
  auto shape = row ? choice_shape(*row) : nullptr;
  if (!shape) return {};
  auto found = held(row->shape(), row->of(ref.entry));
  if (auto flag = found.as<Flag>()) return flag->value ? "true" : "false";
  if (!found) return shape->kind == Shape::choice ? row->fallback : "false";
  return shape->choices[shape->chosen(found.value)];
}

Shape const* shape_of_kind(std::string_view kind) {
  if (kind.starts_with("custom.")) kind = "custom";
  for (auto const& known : section_kinds())
    if (known.name == kind) return known.entry;
  return nullptr;
}

std::optional<Period> period_of(EntryRef const& ref, Date const& as_of) {
  auto start = date_in(ref, "start"), end = date_in(ref, "end");
  if (start || end) {
    auto last = end && !end->is_present ? end->order(true)
                : end || start          ? std::max(as_of.order(true), start ? start->order() : 0)
                                        : 0;
    return Period{start ? start->order() : end->is_present ? as_of.order() : end->order(), last};
  }
  for (auto name : moments)
    if (auto date = date_in(ref, name)) return Period{date->order(), date->order(true)};
  return {};
}

Filter read_filter(Tree const& where, std::span<std::string_view const> kinds, PersonRecord const& record,
                   Date const& as_of, Diagnostics& problems) {
  return Reader(kinds, record, as_of, problems).all_of(where);
}

void check_sort(std::span<Literal const> keys, std::span<std::string_view const> kinds,
                Diagnostics& problems) {
  std::vector<std::string_view> names{"date"};
  for (auto kind : kinds)
    if (auto shape = shape_of_kind(kind))
      for (auto const& row : shape->fields)
        if (is_sortable(row) && std::ranges::find(names, row.name) == names.end()) names.push_back(row.name);
  for (auto const& key : keys) {
    auto name = field_of(key);
    if (std::ranges::find(names, name) == names.end())
      problems.error("unknown-field", key.at, fmt::format("cannot sort by {} here", in_backquotes(name)),
                     suggested(name, names, "it can be"));
  }
}

void sort_entries(std::vector<EntryRef>& entries, std::span<Literal const> keys, Date const& as_of) {
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    bool down = key->text.starts_with('-');
    std::vector<std::pair<SortValue, EntryRef>> keyed;
    for (auto const& ref : entries) keyed.emplace_back(sort_value(ref, field_of(*key), as_of), ref);
    std::ranges::stable_sort(keyed, [down](auto const& a, auto const& b) {
      if (a.first.is_there != b.first.is_there) return a.first.is_there;  // without a value: last, either way
      auto const &low = down ? b.first : a.first, &high = down ? a.first : b.first;
      return low.number != high.number ? low.number < high.number : low.text < high.text;
    });
    std::ranges::transform(keyed, entries.begin(), [](auto const& pair) { return pair.second; });
  }
}

}  // namespace vitac
