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
      return [](auto const&) { return true; };
    }
    std::vector<Filter> filters;
    for (auto const& [key, value] : where.entries) filters.push_back(condition(*key, *value));
    return [filters = std::move(filters)](EntryRef const& entry) {
      return std::ranges::all_of(filters, [&](Filter const& filter) { return !filter || filter(entry); });
    };
  }

 private:
  Filter condition(Tree const& key, Tree const& value) {
    if (key.text == "tags") return tags(value);
    if (key.text == "not") return [inner = all_of(value)](EntryRef const& entry) { return !inner(entry); };
    if (key.text == "since" || key.text == "until") return bound(key.text == "since", value);
    return field(key, value);
  }

  Filter tags(Tree const& value) {
    bool all = false;
    auto const* list = &value;
    if (value.kind == Tree::map) {
      if (value.entries.size() != 1 ||
          (value.entries[0].first->text != "all" && value.entries[0].first->text != "any")) {
        m_problems.error("wrong-type", value.at, "expected tags, or `{all: [...]}`");
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
      for (auto const& ref : all_entries(m_record))
        for (auto const& known : ref.entry->tags) m_tags.insert(known.text);
    if (m_tags.contains(tag.text)) return;
    std::vector<std::string_view> names(m_tags.begin(), m_tags.end());
    m_problems.error("unknown-tag", tag.at, fmt::format("no entry has the tag `{}`", tag.text),
                     did_you_mean(tag.text, names));
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

  /// Any choice or flag field of the kinds.
  Filter field(Tree const& key, Tree const& value) {
    Shape const* leaf = nullptr;
    std::vector<std::string_view> names{"tags", "not", "since", "until"};
    for (auto kind : m_kinds)
      if (auto shape = shape_of_kind(kind))
        for (auto const& row : shape->fields) {
          auto const& field_shape = row.shape();
          auto const& inner = field_shape.kind == Shape::optional ? *field_shape.item : field_shape;
          if (inner.kind != Shape::choice && &inner != &vitac::shape<Flag>()) continue;
          names.push_back(row.name);
          if (row.name == key.text) leaf = &inner;
        }
    if (!leaf) {
      m_problems.error("unknown-field", key.at, fmt::format("`where` cannot select by `{}` here", key.text),
                       nearest(key.text, names).empty() ? fmt::format("it can by {}", one_of(names))
                                                        : did_you_mean(key.text, names));
      return {};
    }
    std::vector<std::string> wanted;
    for (auto const* item : values_of(value)) {
      if (leaf->kind == Shape::choice &&
          std::ranges::find(leaf->choices, item->text) == leaf->choices.end()) {
        m_problems.error("unknown-choice", item->at,
                         fmt::format("`{}` is none of {}", item->text, one_of(leaf->choices)),
                         did_you_mean(item->text, leaf->choices));
        return {};
      }
      Flag flag;
      if (leaf->kind == Shape::leaf && !Flag::read(*item, flag, m_problems)) return {};
      wanted.push_back(item->text);
    }
    return [name = key.text, wanted](EntryRef const& ref) {
      auto found = held(*ref.shape, ref.entry, name);
      if (!found) return false;
      if (auto flag = found.as<Flag>())
        return std::ranges::find(wanted, flag->value ? "true" : "false") != wanted.end();
      return std::ranges::find(wanted, found.shape->choices[found.shape->chosen(found.value)]) !=
             wanted.end();
    };
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

SortValue sort_value(EntryRef const& ref, std::string_view field, Date const& as_of) {
  if (field == "date") {
    auto period = period_of(ref, as_of);
    return {period.has_value(), period ? double(period->end) : 0, {}};
  }
  auto value = held(*ref.shape, ref.entry, field);
  if (auto date = date_in(ref, field)) return {true, double(date->order()), {}};
  if (auto number = value.as<Number>()) return {true, number->value, {}};
  if (auto integer = value.as<Integer>()) return {true, double(integer->value), {}};
  if (auto text = value.as<Text>()) return {true, 0, folded(text->versions.front().text)};
  if (auto literal = value.as<Literal>()) return {true, 0, folded(literal->text)};
  if (value && value.shape->kind == Shape::choice)
    return {true, double(value.shape->chosen(value.value)), {}};
  return {};
}

}  // namespace

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

void sort_entries(std::vector<EntryRef>& entries, std::span<Literal const> keys, Date const& as_of,
                  Diagnostics& problems) {
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    std::string_view name = key->text;
    bool down = name.starts_with('-');
    if (down) name.remove_prefix(1);
    std::vector<std::string_view> names{"date"};
    for (auto const& ref : entries)
      for (auto const& row : ref.shape->fields) names.push_back(row.name);
    if (entries.empty()) continue;
    if (std::ranges::find(names, name) == names.end()) {
      problems.error("unknown-field", key->at, fmt::format("cannot sort by `{}` here", name),
                     did_you_mean(name, names));
      continue;
    }
    std::vector<std::pair<SortValue, EntryRef>> keyed;
    for (auto const& ref : entries) keyed.emplace_back(sort_value(ref, name, as_of), ref);
    std::ranges::stable_sort(keyed, [down](auto const& a, auto const& b) {
      if (a.first.is_there != b.first.is_there) return a.first.is_there;  // without a value: last, either way
      auto const &low = down ? b.first : a.first, &high = down ? a.first : b.first;
      return low.number != high.number ? low.number < high.number : low.text < high.text;
    });
    std::ranges::transform(keyed, entries.begin(), [](auto const& pair) { return pair.second; });
  }
}

}  // namespace vitac
