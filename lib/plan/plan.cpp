#include "plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "model/each_leaf.hpp"
#include "plan/filter.hpp"
#include "plan/groups.hpp"
#include "plan/numbers.hpp"

namespace vitac {
namespace {

class Planner {
 public:
  Planner(PersonRecord const& record, DocumentSpec const& document, Date const& as_of,
          std::set<Entry const*> const& cut, Diagnostics& problems)
      : m_cut(cut), m_problems(problems) {
    m_plan.record = &record;
    m_plan.document = &document;
    m_plan.as_of = as_of;
  }

  Plan run() {
    check_person();
    check_pages();
    if (auto const& headings = m_plan.document->headings; headings && headings->prefix)
      check_prefix(*headings->prefix, "");
    settle_marks();
    read_where();
    for (auto const& spec : m_plan.document->sections) m_plan.sections.push_back(section(spec, false));
    for (std::size_t i = 0; i < m_marks.size(); ++i)
      if (m_marks[i]) m_plan.used_marks.push_back(i);
    check_marks();
    auto const& policy = m_plan.document->empty;
    for (auto& section : m_plan.sections) settle_empty(section, !policy || policy->is("omit"));
    number(m_plan);
    return std::move(m_plan);
  }

 private:
  PersonRecord const& record() const { return *m_plan.record; }

  void check_person() {
    if (!m_plan.document->person) return;
    std::vector<std::string_view> names;
    for (auto const& row : Person::fields)
      if (!row.is_required) names.push_back(row.name);
    for (auto const& field : m_plan.document->person->omit)
      check_field(field.text, field.at, names, {"`person` has no field {} to leave out", "it has"},
                  m_problems);
  }

  void check_pages() {
    auto const& pages = m_plan.document->pages;
    if (pages && pages->max.at.somewhere() && pages->max.value < 1)
      m_problems.error("bad-number", pages->max.at,
                       fmt::format("a document of {} pages shows nothing", pages->max.value),
                       "write 1 or more, or leave `pages` out");
  }

  /// The record's marks, with what the document has otherwise.
  void settle_marks() {
    std::vector<std::string_view> roles;
    for (auto const& [role, at, mark] : record().marks.items) {
      auto own = m_plan.document->marks.find(role);
      auto& settled = m_plan.marks.emplace_back(mark);
      if (own) settled.symbol = own->symbol;
      if (own && own->legend) settled.legend = own->legend;
      roles.push_back(role);
    }
    for (auto const& own : m_plan.document->marks.items)
      if (!record().marks.find(own.key))
        m_problems.error("unknown-role", own.key_at,
                         fmt::format("the record has no mark for the role {}", in_backquotes(own.key)),
                         suggested(own.key, roles, "it has"));
  }

  /// That no two marks of the document's names look alike.
  void check_marks() {
    for (auto mark : m_plan.used_marks) {
      auto const& [role, at, own] = record().marks.items[mark];
      auto written = m_plan.document->marks.find(role);
      if (!written || written->sign().empty()) continue;
      for (auto other : m_plan.used_marks)
        if (other != mark && m_plan.marks[other].sign() == written->sign())
          m_problems.error("bad-mark", written->symbol.at,
                           fmt::format("`{}` is the sign of `{}` already", written->symbol.text,
                                       record().marks.items[other].key),
                           "give each role a sign of its own");
    }
  }

  PlannedSection section(SectionSpec const& spec, bool is_part) {
    PlannedSection planned;
    planned.spec = &spec;
    auto errors = m_problems.count(Severity::error);
    planned.kinds = kinds(spec);
    bool is_known = m_problems.count(Severity::error) == errors;  // else all that follows would be a cascade
    if (spec.number && spec.number->prefix) check_prefix(*spec.number->prefix, "{heading}");
    planned.title = spec.title ? &*spec.title : nullptr;
    planned.is_headed = planned.title || names_itself(planned, is_part);
    check_omit(planned);
    errors = m_problems.count(Severity::error);
    auto entries = spec.ids.empty() ? of_kinds(planned) : named(planned);
    if (is_known && spec.split_roles && spec.split_roles->value) split_roles(planned, entries);
    if (is_known) select(entries, planned);
    if (m_problems.count(Severity::error) > errors) entries = of_kinds(planned);  // nor is it empty by choice
    limit(entries, planned);
    leave_out(entries, planned, [this](EntryRef const& entry) {
      return m_cut.contains(entry.written()) ? "has no room on the document's pages" : "";
    });
    bound(entries, spec);
    for (auto const& entry : entries) note_marks(entry);
    if (is_known) check_total(spec.total, kinds_of(planned, entries), m_problems);
    divide(planned, entries);
    for (auto const& part : spec.parts) planned.parts.push_back(section(part, true));
    return planned;
  }

  /// A few lines of `sections` can ask for all entries, or a long one, again and again: memory has an end.
  void bound(std::vector<EntryRef>& entries, SectionSpec const& spec) {
    constexpr std::size_t most = 50'000, most_text = 16u << 20;
    bool was_full = m_shown > most || m_text > most_text;
    m_shown += entries.size();
    for (auto const& ref : entries) m_text += text_of(ref);
    if (m_shown <= most && m_text <= most_text) return;
    entries.clear();
    if (was_full) return;
    auto much =
        m_shown > most ? fmt::format("{} entries", most) : fmt::format("{} MB of text", most_text >> 20);
    m_problems.error("too-large", spec.at, fmt::format("a document of more than {}", much),
                     "`limit` says how many entries a section shows");
  }

  /// How many bytes of text an entry has, about.
  static std::size_t text_of(EntryRef const& ref) {
    constexpr std::size_t any = 16;
    std::size_t bytes = 0;
    each_leaf(*ref.shape, ref.entry, [&](Shape const& leaf, void const* value) {
      bytes += any;
      if (&leaf != &shape<Text>()) return;
      for (auto const& version : static_cast<Text const*>(value)->versions) bytes += version.text.size();
    });
    return bytes;
  }

  /// Whether a section without a title has the heading of its kind.
  static bool names_itself(PlannedSection const& planned, bool is_part) {
    return planned.kinds.size() == 1 && planned.kinds[0] != "marks" &&
           !(is_part && planned.kinds[0] == "metrics");
  }

  /// The kinds of a section; where it names none, those of its entries.
  static std::vector<std::string_view> kinds_of(PlannedSection const& planned,
                                                std::vector<EntryRef> const& entries) {
    auto kinds = planned.kinds;
    if (kinds.empty())
      for (auto const& entry : entries) kinds.push_back(entry.kind);
    return kinds;
  }

  /// A part of a section that its spec does not spell out.
  static PlannedSection& make_part(PlannedSection& of, Text const* title) {
    PlannedSection part;
    part.spec = of.spec;
    part.kinds = of.kinds;
    part.is_made = true;
    part.title = title;
    part.is_headed = title;
    return of.parts.emplace_back(std::move(part));
  }

  /// What has no date is still new.
  bool is_old(EntryRef const& entry, Division const& division) const {
    auto period = period_of(entry, m_plan.as_of);
    return period && period->end < division.at.order();
  }

  /// What is new and what is old, in parts of their own.
  void divide(PlannedSection& planned, std::vector<EntryRef> const& entries) {
    auto const& division = planned.spec->divide;
    if (division && division->mark) check_labels(*planned.spec);
    if (!division || division->mark) return group(planned, entries);
    std::array<std::vector<EntryRef>, 2> halves;
    std::optional<std::size_t> first;
    for (auto const& entry : entries) {
      std::size_t half = is_old(entry, *division) ? 1 : 0;
      if (!first) first = half;
      halves[half].push_back(entry);
    }
    auto order = std::array{first.value_or(0), 1 - first.value_or(0)};
    if (order[0] == 1 && halves[0].empty()) order = {0, 1};  // all is old: it stands below the line
    for (std::size_t i = 0; i < 2; ++i) {
      auto const& title = i == 0 ? division->above : division->below;
      if (!halves[order[i]].empty()) group(make_part(planned, title ? &*title : nullptr), halves[order[i]]);
    }
  }

  /// What stands in braces before a number; `known` alone means something there.
  void check_prefix(Literal const& prefix, std::string_view known) {
    auto open = prefix.text.find('{');
    if (open == prefix.text.npos || (!known.empty() && prefix.text.substr(open).starts_with(known))) return;
    auto close = std::min(prefix.text.find('}', open), prefix.text.size() - 1);
    m_problems.error(
        "bad-placeholder", prefix.at,
        fmt::format("`{}` is no placeholder", prefix.text.substr(open, close - open + 1)),
        known.empty() ? "before the number of a heading there is none" : fmt::format("there is `{}`", known));
  }

  void check_labels(SectionSpec const& spec) {
    if (spec.number && !(spec.number->order && spec.number->order->is("none"))) return;
    m_problems.error("no-labels", spec.divide->mark->at,
                     "a sign stands before the labels of entries, and this section has none",
                     "give the section `number: ascending`");
  }

  PlannedEntry planned_entry(EntryRef const& ref, SectionSpec const& spec) const {
    auto const& division = spec.divide;
    bool is_marked = division && division->mark && !is_old(ref, *division);
    return {ref, "", is_marked ? division->mark->text : ""};
  }

  void group(PlannedSection& planned, std::vector<EntryRef> const& entries) {
    auto const& by = planned.spec->group_by;
    if (!by) {
      for (auto const& entry : entries) planned.entries.push_back(planned_entry(entry, *planned.spec));
      planned.sums = sums_of(entries, planned.spec->total, m_problems);
      return;
    }
    for (auto& group : grouped(entries, *by, kinds_of(planned, entries), m_plan.as_of, m_problems)) {
      auto& part = make_part(planned, group.title);
      part.is_headed = true;
      for (auto const& entry : group.entries) part.entries.push_back(planned_entry(entry, *planned.spec));
      part.sums = sums_of(group.entries, planned.spec->total, m_problems);
      part.group = std::move(group);
    }
  }

  /// Which sections have nothing under their heading, and whether they show all the same.
  void settle_empty(PlannedSection& planned, bool omit) const {
    for (auto& part : planned.parts) settle_empty(part, omit);
    bool is_legend = planned.kinds.size() == 1 && planned.kinds[0] == "marks";
    planned.is_empty =
        planned.entries.empty() && !planned.spec->text && !(is_legend && !m_plan.used_marks.empty()) &&
        std::ranges::all_of(planned.parts, [](auto const& part) { return !part.is_shown || part.is_empty; });
    planned.is_shown = !planned.is_empty || (!omit && planned.is_headed);
  }

  std::vector<std::string_view> kinds(SectionSpec const& spec) {
    std::vector<std::string_view> found;
    for (auto const& kind : spec.kind) {
      // A style, which cannot know the names of the user's own sections, means them all in a slot.
      if (kind.text == "marks" || is_kind(kind.text) || (kind.text == "custom" && spec.slot)) {
        found.push_back(kind.text);
        continue;
      }
      std::vector<std::string_view> names{"marks"};
      for (auto const& known : section_kinds())
        if (known.name != "custom") names.push_back(known.name);
      std::vector<std::string> customs;
      for (auto const& item : record().custom.items) customs.push_back("custom." + item.key);
      for (auto const& name : customs) names.push_back(name);
      m_problems.error("unknown-kind", kind.at,
                       fmt::format("there is no section kind {}", in_backquotes(kind.text)),
                       suggested(kind.text, names, "there is"));
    }
    return found;
  }

  bool is_kind(std::string_view kind) const {
    if (kind.starts_with("custom.")) return record().custom.find(kind.substr(7));
    return kind != "custom" && shape_of_kind(kind);
  }

  void check_omit(PlannedSection const& planned) {
    auto names = fields_of(planned.kinds, [](auto const&, auto const&) { return true; });
    if (names.empty()) return;
    for (auto const& field : planned.spec->omit)
      check_field(field.text, field.at, names, {"its entries have no field {}", "they have"}, m_problems);
  }

  std::vector<EntryRef> of_kinds(PlannedSection& planned) const {
    std::vector<EntryRef> entries;
    for (auto kind : planned.kinds)
      for (auto const& entry : entries_of(record(), kind))
        if (entry.entry->is_hidden())
          planned.left_out.push_back({entry, "is hidden"});
        else
          entries.push_back(entry);
    return entries;
  }

  /// Puts the roles of an employer in its place.
  void split_roles(PlannedSection const& planned, std::vector<EntryRef>& entries) {
    auto has_roles = [](std::string_view kind) { return shape_of_kind(kind) == &shape<Experience>(); };
    auto kinds = kinds_of(planned, entries);
    if (!kinds.empty() && std::ranges::none_of(kinds, has_roles))
      m_problems.error("unknown-field", planned.spec->split_roles->at, "its entries have no roles",
                       "leave `split_roles` out");
    std::vector<EntryRef> apart;
    for (auto const& ref : entries) {
      auto roles = ref.shape == &shape<Experience>() ? static_cast<Experience const*>(ref.entry)->by_role()
                                                     : std::vector<Experience>();
      if (roles.empty()) apart.push_back(ref);
      for (auto& role : roles) {
        auto const& kept = m_plan.roles.emplace_back(std::make_shared<Experience>(std::move(role)));
        apart.push_back({ref.kind, ref.shape, kept.get(), ref.entry});
      }
    }
    entries = std::move(apart);
  }

  /// The document's own `where`, which speaks of every kind: what a kind has not, it is not asked for.
  void read_where() {
    auto const& where = m_plan.document->where;
    if (!where) return;
    std::vector<std::string_view> kinds;
    for (auto const& kind : section_kinds()) kinds.push_back(kind.name);
    m_where =
        read_filter(*where->tree, kinds, record(), m_plan.as_of, WithoutField::passes, false, m_problems);
  }

  /// Takes out the entries of which `why_not` says something.
  static void leave_out(std::vector<EntryRef>& entries, PlannedSection& planned, auto const& why_not) {
    std::erase_if(entries, [&](EntryRef const& entry) {
      std::string why = why_not(entry);
      if (why.empty()) return false;
      planned.left_out.push_back({entry, std::move(why)});
      return true;
    });
  }

  /// `where` and `sort`.
  void select(std::vector<EntryRef>& entries, PlannedSection& planned) {
    auto kinds = kinds_of(planned, entries);
    if (auto const& where = planned.spec->where) {
      auto const& policy = m_plan.document->empty;
      bool may_be_empty = policy && !policy->is("omit");
      auto filter = read_filter(*where->tree, kinds, record(), m_plan.as_of, WithoutField::stops,
                                may_be_empty, m_problems);
      if (filter) leave_out(entries, planned, filter);
    }
    if (m_where) leave_out(entries, planned, m_where);
    check_sort(planned.spec->sort, kinds, m_problems);
    sort_entries(entries, planned.spec->sort, m_plan.as_of);
  }

  /// The entries that `ids` names, in its order.
  std::vector<EntryRef> named(PlannedSection const& planned) {
    std::vector<EntryRef> entries;
    for (auto const& id : planned.spec->ids) {
      auto found = by_id(id);
      if (!found) continue;
      bool is_twice = std::ranges::find(entries, found->entry, &EntryRef::entry) != entries.end();
      if (is_twice)
        m_problems.error("duplicate-id", id.at, fmt::format("{} is listed already", in_backquotes(id.text)),
                         "remove one of the two");
      else if (!is_of(planned.kinds, *found))
        m_problems.error("wrong-kind", id.at,
                         fmt::format("{} is an entry of {}", in_backquotes(id.text), found->kind),
                         fmt::format("this section lists {}", one_of(planned.kinds)));
      else if (found->entry->is_hidden())
        m_problems.warning("hidden-entry", id.at, fmt::format("{} is hidden", in_backquotes(id.text)),
                           "its entry says `hidden: true`");
      else
        entries.push_back(*found);
    }
    return entries;
  }

  EntryRef const* by_id(Id const& id) {
    auto found = record().by_id.find(id.text);
    if (found != record().by_id.end()) return &found->second;
    m_problems.error("unknown-id", id.at, fmt::format("no entry has the id {}", in_backquotes(id.text)),
                     suggested_id(id.text, record()));
    return nullptr;
  }

  /// Whether a section of these kinds may list an entry; one of no kind lists any.
  bool is_of(std::vector<std::string_view> const& kinds, EntryRef const& ref) const {
    return kinds.empty() || std::ranges::any_of(kinds, [&](std::string_view kind) {
             if (!kind.starts_with("custom.")) return kind == ref.kind;
             auto entries = entries_of(record(), kind);
             return std::ranges::find(entries, ref.entry, &EntryRef::entry) != entries.end();
           });
  }

  void limit(std::vector<EntryRef>& entries, PlannedSection& planned) {
    auto const& most = planned.spec->limit;
    if (!most) return;
    if (most->value < 1)
      return m_problems.error("bad-number", most->at, fmt::format("a limit of {} shows nothing", most->value),
                              "write 1 or more, or leave `limit` out");
    while (entries.size() > std::size_t(most->value)) {
      planned.left_out.push_back({entries.back(), "is over the `limit`"});
      entries.pop_back();
    }
  }

  void note_marks(EntryRef const& ref) {
    m_marks.resize(record().marks.items.size());
    for (auto const* field : {"authors", "inventors"})
      if (auto people = held(*ref.shape, ref.entry, field).as<std::vector<Contributor>>())
        for (auto const& person : *people)
          for (auto mark : person.marks) m_marks[mark] = true;
  }

  std::set<Entry const*> const& m_cut;
  Diagnostics& m_problems;
  Plan m_plan;
  Filter m_where;  ///< the document's; empty where it has none
  std::vector<bool> m_marks;
  std::size_t m_shown = 0;  ///< entries, each as often as it is listed
  std::size_t m_text = 0;   ///< bytes of their texts
};

}  // namespace

bool PlannedSection::omits(std::string_view field) const {
  if (group && !group->word.empty() && spec->group_by->field.text == field)
    return true;  // its heading says it
  return std::ranges::find(spec->omit, field, &Literal::text) != spec->omit.end();
}

Plan make_plan(PersonRecord const& record, DocumentSpec const& document, Date const& as_of,
               Diagnostics& problems, std::set<Entry const*> const& cut) {
  return Planner(record, document, as_of, cut, problems).run();
}

}  // namespace vitac
