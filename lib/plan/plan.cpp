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
    for (auto const& spec : m_plan.document->sections) m_plan.sections.push_back(section(spec));
    for (std::size_t i = 0; i < m_marks.size(); ++i)
      if (m_marks[i]) m_plan.used_marks.push_back(i);
    return std::move(m_plan);
  }

 private:
  PersonRecord const& record() const { return *m_plan.record; }

  PlannedSection section(SectionSpec const& spec) {
    PlannedSection planned;
    planned.spec = &spec;
    planned.kinds = kinds(spec);
    check_omit(planned);
    auto entries = spec.ids.empty() ? selected(planned) : named(planned);
    sort_entries(entries, spec.sort, m_plan.as_of, m_problems);
    limit(entries, spec);
    number(entries, planned);
    for (auto const& part : spec.parts) planned.parts.push_back(section(part));
    if (spec.kind.empty() && spec.ids.empty() && spec.parts.empty() && !spec.text)
      m_problems.error("missing-key", spec.at, "the section shows nothing",
                       "give it a `kind`, `ids`, `parts` or a `text`");
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
      m_problems.error("unknown-kind", kind.at, fmt::format("there is no section kind `{}`", kind.text),
                       did_you_mean(kind.text, names));
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
        m_problems.error("unknown-field", field.at, fmt::format("its entries have no field `{}`", field.text),
                         did_you_mean(field.text, names));
  }

  std::vector<EntryRef> selected(PlannedSection const& planned) {
    std::vector<EntryRef> entries;
    for (auto kind : planned.kinds)
      for (auto const& entry : entries_of(record(), kind))
        if (!is_hidden(entry)) entries.push_back(entry);
    if (auto const& where = planned.spec->where) {
      auto filter = read_filter(*where->tree, planned.kinds, record(), m_plan.as_of, m_problems);
      std::erase_if(entries, [&](EntryRef const& entry) { return !filter(entry); });
    }
    return entries;
  }

  static bool is_hidden(EntryRef const& ref) { return ref.entry->hidden && ref.entry->hidden->value; }

  std::vector<EntryRef> named(PlannedSection const& planned) {
    std::vector<EntryRef> entries;
    for (auto const& id : planned.spec->ids) {
      auto found = record().by_id.find(id.text);
      if (found == record().by_id.end()) {
        std::vector<std::string_view> ids;
        for (auto const& [name, entry] : record().by_id) ids.push_back(name);
        std::ranges::sort(ids);
        m_problems.error("unknown-id", id.at, fmt::format("no entry has the id `{}`", id.text),
                         did_you_mean(id.text, ids));
      } else if (!planned.kinds.empty() &&
                 std::ranges::find(planned.kinds, found->second.kind) == planned.kinds.end()) {
        m_problems.error("wrong-kind", id.at,
                         fmt::format("`{}` is an entry of {}", id.text, found->second.kind),
                         fmt::format("this section lists {}", one_of(planned.kinds)));
      } else if (!is_hidden(found->second)) {
        entries.push_back(found->second);
      }
    }
    return entries;
  }

  void limit(std::vector<EntryRef>& entries, SectionSpec const& spec) {
    if (!spec.limit) return;
    if (spec.limit->value < 1)
      m_problems.error("bad-number", spec.limit->at,
                       fmt::format("a limit of {} shows nothing", spec.limit->value));
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
