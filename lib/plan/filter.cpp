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
  Reader(Kinds kinds, PersonRecord const& record, Date const& as_of, WithoutField without, bool may_be_empty,
         Diagnostics& problems)
      : m_kinds(kinds),
        m_record(record),
        m_as_of(as_of),
        m_without(without),
        m_may_be_empty(may_be_empty),
        m_problems(problems) {}

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
      for (auto const& filter : filters)
        if (auto why = filter ? filter(entry) : std::string(); !why.empty()) return why;
      return std::string();
    };
  }

 private:
  Filter none_of(Tree const& where) {
    auto inner = all_of(where);
    if (!inner) return {};
    return [inner = std::move(inner)](EntryRef const& entry) {
      return inner(entry).empty() ? "is what `not` keeps out" : "";
    };
  }

  Filter condition(Tree const& key, Tree const& value) {
    if (key.text == "tags") return tags(value);
    if (key.text == "not") return none_of(value);
    if (key.text == "has") return has_field(value);
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
    return [wanted, all](EntryRef const& ref) -> std::string {
      auto has = [&](std::string const& tag) {
        return std::ranges::find(ref.entry->tags, tag, &Id::text) != ref.entry->tags.end();
      };
      auto lacked = std::ranges::find_if_not(wanted, has);
      if (lacked == wanted.end() || (!all && std::ranges::any_of(wanted, has))) return {};
      if (all || wanted.size() == 1) return fmt::format("lacks the tag `{}`", *lacked);
      std::vector<std::string_view> names(wanted.begin(), wanted.end());
      return fmt::format("has none of the tags {}", one_of(names));
    };
  }

  void check_tag(Tree const& tag) {
    if (m_tags.empty())
      for (auto const& ref : all_entries(m_record)) note_tags(*ref.entry);
    if (m_tags.contains(tag.text)) return;
    std::vector<std::string_view> names(m_tags.begin(), m_tags.end());
    if (m_may_be_empty && did_you_mean(tag.text, names).empty())
      return m_problems.add({Severity::note, "unknown-tag", tag.at,
                             fmt::format("no entry has the tag {}", in_backquotes(tag.text))});
    m_problems.error("unknown-tag", tag.at, fmt::format("no entry has the tag {}", in_backquotes(tag.text)),
                     suggested(tag.text, names, "there is"));
  }

  void note_tags(Entry const& entry) {
    for (auto const& tag : entry.tags) m_tags.insert(tag.text);
    for (auto const& highlight : entry.highlights)
      for (auto const& tag : highlight.tags) m_tags.insert(tag.text);
  }

  /// That one of the fields is there.
  Filter has_field(Tree const& value) {
    auto names = fields_of(m_kinds, [](Field const&, Shape const&) { return true; });
    std::vector<std::string> wanted;
    for (auto const* item : values_of(value)) {
      if (item->kind != Tree::scalar)
        m_problems.error("wrong-type", item->at,
                         fmt::format("expected the name of a field, found {}", described(*item)));
      else if (check_field(item->text, item->at, names, {"its entries have no field {}", "they have"},
                           m_problems))
        wanted.push_back(item->text);
    }
    return [wanted](EntryRef const& ref) -> std::string {
      auto is_there = [&](auto const& field) { return bool(held(*ref.shape, ref.entry, field)); };
      std::vector<std::string_view> lacking(wanted.begin(), wanted.end());
      return std::ranges::any_of(wanted, is_there) ? "" : fmt::format("has no {}", one_of(lacking));
    };
  }

  Filter bound(bool since, Tree const& value) {
    Date date;
    if (!Date::read(value, date, m_problems)) return {};
    auto limit = since ? date.order() : date.order(true);
    return [since, limit, as_of = m_as_of, without = m_without,
            day = value.text](EntryRef const& ref) -> std::string {
      auto period = period_of(ref, as_of);
      if (!period) return without == WithoutField::passes && !is_dated(*ref.shape) ? "" : "has no date";
      bool is_in = since ? period->end >= limit : period->begin <= limit;
      return is_in ? "" : fmt::format("is from {} {}", since ? "before" : "after", day);
    };
  }

  /// Whether entries of a kind have a time at all.
  static bool is_dated(Shape const& entry) {
    return entry.find("start") || std::ranges::any_of(moments, [&](auto field) { return entry.find(field); });
  }

  Filter field(Tree const& key, Tree const& value) {
    auto names =
        fields_of(m_kinds, [](Field const& row, Shape const&) { return choice_shape(row) != nullptr; },
                  {"tags", "not", "has", "since", "until"});
    if (!check_field(key.text, key.at, names, {"`where` cannot select by {} here", "it can by"}, m_problems))
      return {};
    auto choices = choices_of(m_kinds, key.text);
    bool is_of_flag = choices == std::vector<std::string_view>{"true", "false"};
    std::vector<std::string> wanted;
    bool good = true;
    for (auto const* item : values_of(value)) {
      good &= is_of_flag ? is_flag(*item) : is_choice(*item, choices);
      wanted.push_back(item->text);
    }
    if (!good) return {};
    return [name = key.text, wanted, without = m_without](EntryRef const& ref) -> std::string {
      if (without == WithoutField::passes && !ref.shape->find(name)) return {};
      auto own = choice_of(ref, name);
      if (std::ranges::find(wanted, own) != wanted.end()) return {};
      return own.empty() ? fmt::format("has no `{}`", name) : fmt::format("has the {} `{}`", name, own);
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

  Kinds m_kinds;
  PersonRecord const& m_record;
  Date const& m_as_of;
  WithoutField m_without;
  bool m_may_be_empty;
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

/// No field: the order that the record has.
constexpr std::string_view as_written = "written";

bool is_sortable(Field const& row, Shape const&) {
  return present(row.shape()).kind == Shape::choice ||
         is_one_of<Date, Term, Number, Text, Integer, Rank, Literal>(row);
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
  if (auto rank = value.as<Rank>()) return {true, double(rank->value), {}};
  if (auto text = value.as<Text>()) return {true, 0, folded(text->in({}).text)};
  if (auto literal = value.as<Literal>()) return {true, 0, folded(literal->text)};
  if (value && value.shape->kind == Shape::choice)
    return {true, double(value.shape->chosen(value.value)), {}};
  return {};
}

}  // namespace

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

Filter read_filter(Tree const& where, Kinds kinds, PersonRecord const& record, Date const& as_of,
                   WithoutField without, bool may_be_empty, Diagnostics& problems) {
  return Reader(kinds, record, as_of, without, may_be_empty, problems).all_of(where);
}

void check_sort(std::span<Literal const> keys, Kinds kinds, Diagnostics& problems) {
  auto names = fields_of(kinds, is_sortable, {"date", as_written});
  for (auto const& key : keys)
    check_field(field_of(key), key.at, names, {"cannot sort by {} here", "it can be"}, problems);
}

void sort_entries(std::vector<EntryRef>& entries, std::span<Literal const> keys, Date const& as_of) {
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    bool down = key->text.starts_with('-');
    std::vector<std::pair<SortValue, EntryRef>> keyed;
    for (auto const& ref : entries) {
      auto at = double(keyed.size());
      keyed.emplace_back(
          field_of(*key) == as_written ? SortValue{true, at, {}} : sort_value(ref, field_of(*key), as_of),
          ref);
    }
    std::ranges::stable_sort(keyed, [down](auto const& a, auto const& b) {
      if (a.first.is_there != b.first.is_there) return a.first.is_there;  // without a value: last, either way
      auto const &low = down ? b.first : a.first, &high = down ? a.first : b.first;
      return low.number != high.number ? low.number < high.number : low.text < high.text;
    });
    std::ranges::transform(keyed, entries.begin(), [](auto const& pair) { return pair.second; });
  }
}

}  // namespace vitac
