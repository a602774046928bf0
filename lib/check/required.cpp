#include "check/required.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"

namespace vitac {
namespace {

std::vector<std::string_view> names_of(Shape const& record) {
  std::vector<std::string_view> names;
  for (auto const& row : record.fields) names.push_back(row.name);
  return names;
}

class Requirement {
 public:
  Requirement(Plan const& plan, Literal const& wanted, Diagnostics& problems)
      : m_plan(plan), m_wanted(wanted), m_problems(problems) {}

  void check() {
    std::string_view path = m_wanted.text;
    auto end = std::min(path.find('.'), path.size());
    auto first = path.substr(0, end);
    auto field = path.substr(std::min(end + 1, path.size()));
    if (first == "person") return person(field);
    bool of_each = first.ends_with("[]");
    if (of_each) first.remove_suffix(2);
    std::vector<std::string_view> kinds{"person"};
    for (auto const& kind : section_kinds()) kinds.push_back(kind.name);
    auto kind = std::ranges::find(section_kinds(), first, &SectionKind::name);
    if (kind == section_kinds().end())
      return unknown(fmt::format("a record has no {}", in_backquotes(first)), first, kinds);
    for (auto const& section : m_plan.sections) collect(section, first);
    if (!of_each && !field.empty()) return ask_for_brackets(first, field);
    if (of_each) return entries(*kind->entry, field);
    if (m_shown.empty())
      m_problems.error("required", m_wanted.at, fmt::format("the document shows no {}", first),
                       "add some to the record, and the section to the document");
  }

 private:
  void unknown(std::string message, std::string_view name, std::vector<std::string_view> const& names) {
    m_problems.error("unknown-field", m_wanted.at, std::move(message), suggested(name, names, "it has"));
  }

  void ask_for_brackets(std::string_view kind, std::string_view field) {
    m_problems.error("unknown-field", m_wanted.at, fmt::format("`{}` are many", kind),
                     fmt::format("write `{}[].{}` for every one of them", kind, field));
  }

  void person(std::string_view field) {
    auto const& shape = vitac::shape<Person>();
    auto const& person = m_plan.record->person;
    if (!shape.find(field))
      return unknown(fmt::format("`person` has no field {}", in_backquotes(field)), field, names_of(shape));
    if (!held(shape, &person, field))
      m_problems.error("required", m_wanted.at, fmt::format("the document asks for the person's {}", field),
                       fmt::format("add `{}: ...` to `person`", field));
  }

  void collect(PlannedSection const& section, std::string_view kind) {
    for (auto const& entry : section.entries)
      if (entry.ref.kind.substr(0, entry.ref.kind.find('.')) == kind) m_shown.push_back(&entry.ref);
    for (auto const& part : section.parts) collect(part, kind);
  }

  void entries(Shape const& shape, std::string_view field) {
    if (!shape.find(field))
      return unknown(fmt::format("a {} has no field {}", shape.name, in_backquotes(field)), field,
                     names_of(shape));
    for (auto const* ref : m_shown)
      if (!held(*ref->shape, ref->entry, field))
        m_problems.error("required", ref->entry->at, fmt::format("a {} without `{}`", shape.name, field),
                         fmt::format("a document requires it: add `{}: ...`", field));
  }

  Plan const& m_plan;
  Literal const& m_wanted;
  Diagnostics& m_problems;
  std::vector<EntryRef const*> m_shown;
};

}  // namespace

void check_required(Plan const& plan, Diagnostics& problems) {
  for (auto const& wanted : plan.document->require) Requirement(plan, wanted, problems).check();
}

}  // namespace vitac
