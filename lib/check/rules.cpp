#include "check/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "plan/filter.hpp"
#include "plan/position.hpp"

namespace vitac {
namespace {

/// How bad it is to break a rule that does not say so.
Severity usual_severity(Rule const& rule) {
  if (rule.name.is("maximum")) return Severity::error;
  return rule.name.is("left_out") ? Severity::note : Severity::warning;
}

Severity severity_of(Rule const& rule) {
  if (!rule.severity) return usual_severity(rule);
  return rule.severity->is("note")      ? Severity::note
         : rule.severity->is("warning") ? Severity::warning
                                        : Severity::error;
}

Diagnostic breach(Rule const& rule, std::string_view code, Span at, std::string message, std::string help) {
  Diagnostic problem{severity_of(rule), code, at, std::move(message), std::move(help)};
  if (auto origin = rule.origin(); !origin.empty()) problem.notes.push_back("rule: " + origin);
  return problem;
}

bool has(std::vector<Literal> const& names, std::string_view name) {
  return std::ranges::find(names, name, &Literal::text) != names.end();
}

bool holds_path(Held const& record, std::span<std::string const> path) {
  auto field = held(*record.shape, record.value, path.front());
  if (!field || path.size() == 1) return bool(field);
  return field.shape->kind == Shape::record && holds_path(field, path.subspan(1));
}

/// Whether a record has one of the fields that an item of `fields` allows.
bool holds(Held const& record, std::string_view wanted) {
  return std::ranges::any_of(Rule::alternatives(wanted),
                             [&](auto const& path) { return holds_path(record, path); });
}

/// Where a value was written, or the first thing in it that knows.
Span place_of(Held const& value) {
  auto const& shape = *value.shape;
  if (shape.place) return shape.place(value.value);
  if (shape.kind == Shape::list && shape.size(value.value) > 0)
    return place_of({shape.item, shape.at(value.value, 0)});
  for (auto const& row : shape.fields)
    if (auto field = held(row.shape(), row.of(value.value)))
      if (auto at = place_of(field); at.somewhere()) return at;
  return {};
}

/// The way a person says what is missing: `location.city` is a city, `doi|url` a doi or url.
std::string named(std::string_view wanted) {
  std::vector<std::string> names;
  for (auto const& path : Rule::alternatives(wanted)) names.push_back(path.back());
  // What a text says as a whole, `location.text`, is no name of its own.
  std::erase(names, "text");
  return one_of(std::vector<std::string_view>(names.begin(), names.end()));
}

/// What to write where something is missing: `date: ...`, `location: {city: ...}`.
std::string way_out(std::string_view wanted) {
  auto path = Rule::alternatives(wanted).front();
  std::string what = path.back() + ": ...";
  for (auto step = path.rbegin() + 1; step != path.rend(); ++step)
    what = fmt::format("{}: {{{}}}", *step, what);
  return fmt::format("the document asks for it: add `{}`", what);
}

class Checker {
 public:
  Checker(Plan const& plan, Diagnostics& problems) : m_plan(plan), m_problems(problems) {}

  void check(Rule const& rule) {
    m_rule = &rule;
    if (rule.name.is("left_out")) return left_out();
    if (rule.name.is("required_fields") && has(rule.of, Rule::position) && has_slot(m_plan.sections))
      position();
    for (auto const& section : m_plan.sections) check(section);
  }

 private:
  /// Whether the rule is about a section: it names its slot, or none.
  bool is_about(PlannedSection const& section) const {
    auto const& slot = section.spec->slot;
    return m_rule->slots.empty() || (slot && has(m_rule->slots, slot->text));
  }

  bool has_slot(std::vector<PlannedSection> const& sections) const {
    return m_rule->slots.empty() || std::ranges::any_of(sections, [this](PlannedSection const& section) {
             return is_about(section) || has_slot(section.parts);
           });
  }

  void check(PlannedSection const& section) {
    for (auto const& part : section.parts) check(part);
    if (!is_about(section)) return;
    if (m_rule->name.is("maximum")) return maximum(section);
    for (auto const& planned : section.entries) {
      if (!has(m_rule->of, planned.ref.kind.substr(0, planned.ref.kind.find('.')))) continue;
      if (m_rule->name.is("required_fields")) required(planned.ref);
      if (m_rule->name.is("window")) window(planned.ref);
    }
  }

  void broken(std::string_view code, Span at, std::string message, std::string help) {
    m_problems.add(breach(*m_rule, code, at, std::move(message), std::move(help)));
  }

  void maximum(PlannedSection const& section) {
    if (section.is_made) return;  // a group of a section that counts as one
    std::vector<PlannedEntry const*> counted;
    count(section, counted);
    auto const& ids = section.spec->ids;
    if (!ids.empty() && counted.size() > ids.size()) return;  // one that is wrong was said: all stand for it
    auto most = std::size_t(std::max(m_rule->at_most->value, 0.0));
    if (counted.size() > most) return too_many(section, counted, most);
    auto const& spec = *section.spec;
    bool is_of_style = spec.at.file != m_plan.document->at.file;
    if (is_of_style && spec.slot && spec.limit && spec.ids.empty() && !spec.where && !counted.empty())
      unchosen(*spec.slot, counted.size());
  }

  void count(PlannedSection const& section, std::vector<PlannedEntry const*>& counted) const {
    for (auto const& planned : section.entries)
      if (m_rule->of.empty() || has(m_rule->of, planned.ref.kind)) counted.push_back(&planned);
    for (auto const& part : section.parts)
      if (part.is_made) count(part, counted);
  }

  void too_many(PlannedSection const& section, std::vector<PlannedEntry const*> const& counted,
                std::size_t most) {
    auto const& spec = *section.spec;
    auto where = spec.slot ? fmt::format("the slot `{}`", spec.slot->text) : "this section";
    auto one_over = counted[most]->ref.entry->id;
    auto id = std::ranges::find_if(spec.ids,
                                   [&](Id const& each) { return one_over && each.text == one_over->text; });
    auto over = counted.size() - most;
    broken("too-many", id == spec.ids.end() ? spec.at : id->at,
           fmt::format("{} takes {} entr{}, and here are {}", where, most, most == 1 ? "y" : "ies",
                       counted.size()),
           over == 1 ? "leave one out" : fmt::format("leave {} out", over));
  }

  /// What fills a slot that the document says nothing of.
  void unchosen(Id const& slot, std::size_t count) {
    Diagnostic problem{
        Severity::note, "unchosen", m_plan.document->at,
        fmt::format("nobody chose what fills the slot `{}`: it shows the newest {}", slot.text, count),
        fmt::format("`sections: [{{slot: {}, ids: [...]}}]` chooses", slot.text)};
    m_problems.add(std::move(problem));
  }

  void required(EntryRef const& ref) {
    for (auto const& field : m_rule->wanted)
      if (!holds({ref.shape, ref.entry}, field.text))
        broken("lacks-field", ref.entry->at,
               fmt::format("this {} lacks {}", ref.shape->name, named(field.text)), way_out(field.text));
  }

  void position() {
    auto position = main_position(*m_plan.record, m_plan.as_of);
    auto at = position.at.somewhere() ? position.at : m_plan.record->person.at;
    for (auto const& field : m_rule->wanted)
      if (!holds({&shape<Position>(), &position}, field.text))
        broken("lacks-field", at, fmt::format("the person's position lacks {}", named(field.text)),
               "the document asks for it: add it to `positions` of `person`");
  }

  /// That an entry outside the primary organization lasted into the last years.
  void window(EntryRef const& ref) {
    auto period = period_of(ref, m_plan.as_of);
    auto begin = m_plan.as_of;
    begin.year -= int(m_rule->at_most->value);
    if (!period || period->end >= begin.order() || is_at_primary(ref)) return;
    auto end = held(*ref.shape, ref.entry, "end");
    auto at = place_of(end ? end : Held{ref.shape, ref.entry});
    auto years = m_rule->at_most->text;
    broken("outside-window", at,
           fmt::format("this ended more than {} years before, outside the primary organization", years),
           "`ids` or `where` in the document leave it out");
  }

  bool is_at_primary(EntryRef const& ref) const {
    auto primary = primary_experience(*m_plan.record, m_plan.as_of);
    auto organization = held(*ref.shape, ref.entry, "organization").as<Text>();
    return primary && organization && primary->organization && is_same(*organization, *primary->organization);
  }

  void left_out() {
    auto const& person = m_plan.record->person;
    auto const& spec = m_plan.document->person;
    for (auto const& field : m_rule->wanted) {
      auto value = held(shape<Person>(), &person, field.text);
      if (!value || (spec && has(spec->omit, field.text))) continue;
      broken("left-out", place_of(value), fmt::format("the {} is left out", field.text),
             fmt::format("`person: {{omit: [{}]}}` in the document says that you know", field.text));
    }
  }

  Plan const& m_plan;
  Diagnostics& m_problems;
  Rule const* m_rule = nullptr;
};

class PdfChecker {
 public:
  PdfChecker(PdfFacts const& facts, Span at, Diagnostics& problems)
      : m_facts(facts), m_at(at), m_problems(problems) {}

  void check(Rule const& rule) {
    m_rule = &rule;
    if (rule.name.is("pages")) pages();
    if (rule.name.is("paper")) paper();
    if (rule.name.is("font_size")) font_size();
    if (rule.name.is("lines_per_inch")) lines_per_inch();
    if (rule.name.is("margins")) margins();
    if (rule.name.is("no_page_numbers")) page_numbers();
    if (rule.name.is("embedded_fonts")) embedded_fonts();
  }

 private:
  void broken(std::string_view code, std::string message, std::string help) {
    m_problems.add(breach(*m_rule, code, m_at, std::move(message), std::move(help)));
  }

  void pages() {
    auto most = m_rule->at_most->value;
    if (double(m_facts.pages) > most)
      broken("too-long", fmt::format("it has {} pages; {} is the most", m_facts.pages, m_rule->at_most->text),
             "leave something out");
  }

  void paper() {
    if (!has(m_rule->sizes, m_facts.paper))
      broken("paper", fmt::format("its paper is {}", m_facts.paper),
             fmt::format("choose {}", m_rule->sizes.front().text));
  }

  void font_size() {
    constexpr double rounding = 0.1;  // 11pt of LaTeX's article are 10.909 points of PDF
    auto const& smallest = m_facts.smallest_type;
    if (smallest && smallest->value < m_rule->at_least->value - rounding)
      broken("small-type",
             fmt::format("its smallest type has {:.1f} pt, on page {}; {} pt is the least", smallest->value,
                         smallest->page, m_rule->at_least->text),
             "set it larger");
  }

  void lines_per_inch() {
    auto const& closest = m_facts.closest_lines;
    if (closest && points_an_inch / closest->value > m_rule->at_most->value + 0.005)
      broken("tight-lines",
             fmt::format("it has {:.2f} lines an inch, on page {}; {} is the most",
                         points_an_inch / closest->value, closest->page, m_rule->at_most->text),
             "set its lines wider apart");
  }

  void margins() {
    constexpr double rounding = 0.01;  // inches
    auto const& margin = m_facts.narrowest_margin;
    if (margin && margin->value / points_an_inch < m_rule->at_least->value - rounding)
      broken("narrow-margin",
             fmt::format("its {} margin has {:.2f} in on page {}; {} in is the least", m_facts.narrowest_side,
                         margin->value / points_an_inch, margin->page, m_rule->at_least->text),
             "set it wider");
  }

  void page_numbers() {
    if (m_facts.page_number)
      broken("page-number",
             fmt::format("page {} carries its number: `{}`", m_facts.page_number->page,
                         m_facts.page_number->text),
             "the form wants none");
  }

  void embedded_fonts() {
    for (auto const& font : m_facts.fonts)
      if (!font.is_embedded)
        broken("font-missing", fmt::format("the font {} is not in the PDF", font.name),
               "choose another font");
  }

  PdfFacts const& m_facts;
  Span m_at;
  Diagnostics& m_problems;
  Rule const* m_rule = nullptr;
};

}  // namespace

void check_rules(Plan const& plan, std::span<Rule const> rules, Diagnostics& problems) {
  Checker checker(plan, problems);
  for (auto const& rule : rules) checker.check(rule);
}

void check_rules(PdfFacts const& facts, std::span<Rule const> rules, Span at, Diagnostics& problems) {
  PdfChecker checker(facts, at, problems);
  for (auto const& rule : rules) checker.check(rule);
}

bool need_pdf_facts(std::span<Rule const> rules) {
  return std::ranges::any_of(rules, &Rule::is_of_pdf);
}

}  // namespace vitac
