#include "plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "plan/filter.hpp"

namespace vitac {
namespace {

class Planner {
 public:
  Planner(PersonRecord const& record, DocumentSpec const& document, Date const& as_of, Diagnostics& problems)
      : m_problems(problems) {
    m_plan.record = &record;
    m_plan.document = &document;
    m_plan.as_of = as_of;
  }

  Plan run() {
    check_person();
    for (auto const& spec : m_plan.document->sections) m_plan.sections.push_back(section(spec));
    for (std::size_t i = 0; i < m_marks.size(); ++i)
      if (m_marks[i]) m_plan.used_marks.push_back(i);
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
      if (std::ranges::find(names, field.text) == names.end())
        m_problems.error("unknown-field", field.at,
                         fmt::format("`person` has no field {} to leave out", in_backquotes(field.text)),
                         suggested(field.text, names, "it has"));
  }

  PlannedSection section(SectionSpec const& spec) {
    PlannedSection planned;
    planned.spec = &spec;
    planned.kinds = kinds(spec);
    check_omit(planned);
    auto errors = m_problems.count(Severity::error);
    auto entries = spec.ids.empty() ? of_kinds(planned) : named(planned);
    bool is_known = planned.kinds.size() == spec.kind.size();  // else all that follows would be a cascade
    if (is_known) select(entries, planned);
    if (m_problems.count(Severity::error) > errors) entries = of_kinds(planned);  // nor is it empty by choice
    limit(entries, spec);
    number(entries, planned);
    for (auto const& part : spec.parts) planned.parts.push_back(section(part));
    return planned;
  }

  std::vector<std::string_view> kinds(SectionSpec const& spec) {
    std::vector<std::string_view> found;
    for (auto const& kind : spec.kind) {
      if (kind.text == "marks" || is_kind(kind.text)) {
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
    std::vector<std::string_view> names;
    for (auto kind : planned.kinds)
      if (auto shape = shape_of_kind(kind))
        for (auto const& row : shape->fields) names.push_back(row.name);
    if (names.empty()) return;
    for (auto const& field : planned.spec->omit)
      if (std::ranges::find(names, field.text) == names.end())
        m_problems.error("unknown-field", field.at,
                         fmt::format("its entries have no field {}", in_backquotes(field.text)),
                         suggested(field.text, names, "they have"));
  }

  std::vector<EntryRef> of_kinds(PlannedSection const& planned) const {
    std::vector<EntryRef> entries;
    for (auto kind : planned.kinds)
      for (auto const& entry : entries_of(record(), kind))
        if (!is_hidden(entry)) entries.push_back(entry);
    return entries;
  }

  /// `where` and `sort`.
  void select(std::vector<EntryRef>& entries, PlannedSection const& planned) {
    auto kinds = planned.kinds;
    if (kinds.empty())
      for (auto const& entry : entries) kinds.push_back(entry.kind);
    if (auto const& where = planned.spec->where) {
      auto filter = read_filter(*where->tree, kinds, record(), m_plan.as_of, m_problems);
      std::erase_if(entries, [&](EntryRef const& entry) { return filter && !filter(entry); });
    }
    check_sort(planned.spec->sort, kinds, m_problems);
    sort_entries(entries, planned.spec->sort, m_plan.as_of);
  }

  static bool is_hidden(EntryRef const& ref) { return ref.entry->hidden && ref.entry->hidden->value; }

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
      else if (is_hidden(*found))
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
    std::vector<std::string_view> ids;
    for (auto const& [name, entry] : record().by_id) ids.push_back(name);
    std::ranges::sort(ids);
    m_problems.error("unknown-id", id.at, fmt::format("no entry has the id {}", in_backquotes(id.text)),
                     did_you_mean(id.text, ids));
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

  void limit(std::vector<EntryRef>& entries, SectionSpec const& spec) {
    if (!spec.limit) return;
    if (spec.limit->value < 1)
      m_problems.error("bad-number", spec.limit->at,
                       fmt::format("a limit of {} shows nothing", spec.limit->value),
                       "write 1 or more, or leave `limit` out");
    else if (entries.size() > std::size_t(spec.limit->value))
      entries.resize(std::size_t(spec.limit->value));
  }

  void number(std::vector<EntryRef> const& entries, PlannedSection& planned) {
    auto const& numbering = planned.spec->number;
    bool numbered = numbering && !(numbering->order && numbering->order->is("none"));
    bool descending = numbered && numbering->order && numbering->order->is("descending");
    for (std::size_t i = 0; i < entries.size(); ++i) {
      std::string label;
      if (numbered)
        label = fmt::format("{}{}", numbering->prefix ? numbering->prefix->text : "",
                            descending ? entries.size() - i : i + 1);
      if (entries[i].entry->id && !label.empty()) m_plan.labels.emplace(entries[i].entry->id->text, label);
      note_marks(entries[i]);
      planned.entries.push_back({entries[i], std::move(label)});
    }
  }

  void note_marks(EntryRef const& ref) {
    m_marks.resize(record().marks.items.size());
    for (auto const* field : {"authors", "inventors"})
      if (auto people = held(*ref.shape, ref.entry, field).as<std::vector<Contributor>>())
        for (auto const& person : *people)
          for (auto mark : person.marks) m_marks[mark] = true;
  }

  Diagnostics& m_problems;
  Plan m_plan;
  std::vector<bool> m_marks;
};

}  // namespace

bool PlannedSection::omits(std::string_view field) const {
  return std::ranges::find(spec->omit, field, &Literal::text) != spec->omit.end();
}

Plan make_plan(PersonRecord const& record, DocumentSpec const& document, Date const& as_of,
               Diagnostics& problems) {
  return Planner(record, document, as_of, problems).run();
}

}  // namespace vitac
