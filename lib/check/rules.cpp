#include "check/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "plan/filter.hpp"
#include "plan/position.hpp"

namespace vitac {
namespace {

/// How bad it is to break a rule that does not say so.
Severity usual_severity(Rule const& rule) {
  if (rule.name.is("maximum") || rule.name.is("only_slots")) return Severity::error;
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

/// What a field says, as it is written: a choice that is not given, what it stands for.
std::string said_at(Held const& record, std::span<std::string const> path) {
  auto row = record.shape->find(path.front());
  if (!row) return {};
  auto field = held(row->shape(), row->of(record.value));
  if (!field) return std::string(path.size() == 1 ? row->fallback : "");
  if (path.size() > 1) return field.shape->kind == Shape::record ? said_at(field, path.subspan(1)) : "";
  if (auto text = field.as<Text>()) return text->in({}).text;
  if (auto literal = field.as<Literal>()) return literal->text;
  return std::string(
      field.shape->kind == Shape::choice ? field.shape->choices[field.shape->chosen(field.value)] : "");
}

/// Whether a record says one of some values in a field.
bool says(Held const& record, std::string_view field, std::vector<Literal> const& values) {
  return std::ranges::any_of(Rule::alternatives(field), [&](auto const& path) {
    auto said = folded(said_at(record, path));
    return std::ranges::any_of(values, [&](Literal const& value) { return folded(value.text) == said; });
  });
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

/// "`title`, `city` and `country`"; what is one of several comes last, "and `doi`, `url` or `arxiv`".
std::string all_named(std::vector<std::string_view> wanted) {
  std::ranges::stable_sort(wanted, {},
                           [](auto const& field) { return named(field).find(' ') != std::string::npos; });
  std::string names;
  for (auto const& field : wanted) {
    auto name = named(field);
    bool is_last = &field == &wanted.back();
    if (!names.empty()) names += !is_last ? ", " : name.find(' ') == name.npos ? " and " : ", and ";
    names += name;
  }
  return names;
}

/// What to write where something is missing: `date: ...`, `location: {city: ..., country: ...}`.
std::string to_add(std::vector<std::string_view> const& wanted) {
  std::vector<std::pair<std::string, std::string>> keys;  // with what stands in their braces, if anything
  for (auto const& field : wanted) {
    auto path = Rule::alternatives(field).front();
    std::string within;
    for (auto step = path.size(); step-- > 1;)
      within = within.empty() ? path[step] + ": ..." : fmt::format("{}: {{{}}}", path[step], within);
    auto known = std::ranges::find(keys, path.front(), &std::pair<std::string, std::string>::first);
    if (known == keys.end())
      keys.emplace_back(path.front(), within);
    else if (!within.empty())
      known->second += ", " + within;
  }
  std::string added;
  for (auto const& [key, within] : keys) {
    if (!added.empty()) added += &key == &keys.back().first ? " and " : ", ";
    added += fmt::format("`{}: {}`", key, within.empty() ? "..." : "{" + within + "}");
  }
  return added;
}

class Checker {
 public:
  Checker(Plan const& plan, Diagnostics& problems) : m_plan(plan), m_problems(problems) {}

  void check(Rule const& rule) {
    m_rule = &rule;
    if (rule.name.is("left_out")) return left_out();
    m_listed.clear(), m_in_slot.clear();
    for (auto const& section : m_plan.sections) check(section);
  }

  /// What of a rule is about the position in the head. After all others: it may be that of an entry, which
  /// says then what it lacks.
  void check_position(Rule const& rule) {
    m_rule = &rule;
    if (rule.name.is("required_fields") && has(rule.of, Rule::position) && has_slot(m_plan.sections))
      position();
  }

  /// Says what was missing: of an entry all that rules of one origin ask for together.
  void report_lacks() {
    for (auto const& lack : m_lacks) {
      m_rule = lack.rule;
      auto asked =
          lack.fields.size() == 1 ? "the document asks for it: add " : "the document asks for them: add ";
      broken("lacks-field", lack.at, fmt::format("{} lacks {}", lack.of, all_named(lack.fields)),
             asked + (lack.is_in_head ? "it to `positions` of `person`" : to_add(lack.fields)));
    }
  }

 private:
  /// What an entry, or the position in the head, lacks by rules of one origin.
  struct Lack {
    Rule const* rule;
    Span at;
    std::string of;
    bool is_in_head;
    std::vector<std::string_view> fields;
  };

  /// Whether the rule is about a section: it names its slot, or none.
  bool is_about(PlannedSection const& section) const {
    auto const& slot = section.spec->slot;
    return m_rule->slots.empty() || (slot && has(m_rule->slots, slot->text));
  }

  /// Whether it is about a record: that says all that `when` wants.
  bool is_about(Held const& record) const {
    return std::ranges::all_of(m_rule->when.items,
                               [&](auto const& item) { return says(record, item.key, item.value); });
  }

  bool has_slot(std::vector<PlannedSection> const& sections) const {
    return m_rule->slots.empty() || std::ranges::any_of(sections, [this](PlannedSection const& section) {
             return is_about(section) || has_slot(section.parts);
           });
  }

  void check(PlannedSection const& section) {
    for (auto const& part : section.parts) check(part);
    if (m_rule->name.is("only_slots")) return only_slots(section);
    if (!is_about(section)) return;
    if (m_rule->name.is("maximum")) return maximum(section);
    for (auto const& planned : section.entries) {
      if (m_rule->name.is("no_repeats")) no_repeats(planned.ref, *section.spec);
      if (!has(m_rule->of, planned.ref.kind.substr(0, planned.ref.kind.find('.')))) continue;
      Held entry{planned.ref.shape, planned.ref.entry};
      if (!is_about(entry)) continue;
      if (m_rule->name.is("required_fields")) required(planned.ref);
      if (m_rule->name.is("excluded_values")) excluded(entry);
      if (m_rule->name.is("window")) window(planned.ref);
    }
  }

  void broken(std::string_view code, Span at, std::string message, std::string help) {
    m_problems.add(breach(*m_rule, code, at, std::move(message), std::move(help)));
  }

  /// That a section which shows something fills one of the slots.
  void only_slots(PlannedSection const& section) {
    if (section.is_made || is_about(section) || (section.kinds.empty() && !section.spec->text)) return;
    std::vector<std::string_view> slots(m_rule->slots.size());
    std::ranges::transform(m_rule->slots, slots.begin(), &Literal::text);
    broken("no-place", section.spec->at, "the form has no place for this section",
           fmt::format("a `slot` fills one that it has: {}", one_of(slots)));
  }

  void maximum(PlannedSection const& section) {
    if (section.is_made) return;  // a group of a section that counts as one
    std::vector<PlannedEntry const*> counted;
    count(section, counted);
    auto const& ids = section.spec->ids;
    if (!ids.empty() && counted.size() > ids.size()) return;  // one that is wrong was said: all stand for it
    auto const& spec = *section.spec;
    auto most = std::size_t(std::max(m_rule->at_most->value, 0.0));
    auto before = spec.slot ? m_in_slot[spec.slot->text] : 0;
    if (spec.slot) m_in_slot[spec.slot->text] += counted.size();
    if (!counted.empty() && before + counted.size() > most) return too_many(section, counted, before, most);
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

  /// `before`: so many stand in other sections of the same slot.
  void too_many(PlannedSection const& section, std::vector<PlannedEntry const*> const& counted,
                std::size_t before, std::size_t most) {
    auto const& spec = *section.spec;
    auto where = spec.slot ? fmt::format("the slot `{}`", spec.slot->text) : "this section";
    auto one_over = counted[most - std::min(before, most)]->ref.entry->id;
    auto id = std::ranges::find_if(spec.ids,
                                   [&](Id const& each) { return one_over && each.text == one_over->text; });
    auto over = std::min(before + counted.size() - most, counted.size());
    broken("too-many", id == spec.ids.end() ? spec.at : id->at,
           fmt::format("{} takes {} entr{}, and here are {}", where, most, most == 1 ? "y" : "ies",
                       before + counted.size()),
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
    lacking({ref.shape, ref.entry}, ref.entry->at, fmt::format("this {}", ref.shape->name), false);
  }

  void lacking(Held const& record, Span at, std::string of, bool is_in_head) {
    for (auto const& field : m_rule->wanted) {
      if (holds(record, field.text) || !m_lacking.emplace(at.file, at.begin, field.text).second) continue;
      auto known = std::ranges::find_if(m_lacks, [&](Lack const& lack) {
        return lack.at == at && lack.rule->origin() == m_rule->origin() &&
               severity_of(*lack.rule) == severity_of(*m_rule);
      });
      if (known == m_lacks.end()) known = m_lacks.insert(known, {m_rule, at, of, is_in_head, {}});
      known->fields.push_back(field.text);
    }
  }

  void excluded(Held const& entry) {
    for (auto const& field : m_rule->wanted)
      if (says(entry, field.text, m_rule->values)) {
        auto path = Rule::alternatives(field.text).front();
        auto value = held(*entry.shape, entry.value, path.front());
        broken("excluded", place_of(value ? value : entry),
               fmt::format("the document takes nothing that is {}", in_backquotes(said_at(entry, path))),
               "choose another");
      }
  }

  /// That an entry stands in one of the slots alone.
  void no_repeats(EntryRef const& ref, SectionSpec const& spec) {
    auto [known, is_new] = m_listed.emplace(ref.entry, &spec);
    if (is_new || known->second == &spec) return;
    auto const& id = ref.entry->id;
    auto written =
        std::ranges::find_if(spec.ids, [&](Id const& each) { return id && each.text == id->text; });
    broken("repeated", written == spec.ids.end() ? spec.at : written->at,
           fmt::format("{} fills the slot `{}` already", id ? in_backquotes(id->text) : "an entry of this",
                       known->second->slot->text),
           "choose another, or leave it out");
  }

  void position() {
    auto position = main_position(*m_plan.record, m_plan.as_of);
    if (!is_about(Held{&shape<Position>(), &position})) return;
    auto at = position.at.somewhere() ? position.at : m_plan.record->person.at;
    lacking({&shape<Position>(), &position}, at, "the person's position", true);
  }

  /// That an entry outside the primary organization lasted into the last years.
  void window(EntryRef const& ref) {
    auto period = period_of(ref, m_plan.as_of);
    auto begin = m_plan.as_of;
    begin.year -= int(m_rule->at_most->value);
    if (!period || period->end >= begin.order() || is_at_primary(ref)) return;
    auto end = held(*ref.shape, ref.entry, "end");
    auto at = end ? place_of(end) : ref.entry->at;
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
  std::map<Entry const*, SectionSpec const*> m_listed;  ///< of one rule: where each entry stands first
  std::map<std::string, std::size_t> m_in_slot;         ///< of one rule: how many entries each slot has
  std::vector<Lack> m_lacks;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> m_lacking;  ///< places, and fields
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
    PdfFacts::FontSize const* worst = nullptr;
    double most = rounding;
    for (auto const& each : m_facts.smallest_type)
      if (auto lack = least_of(each.font).second.value - each.smallest.value; lack > most)
        most = lack, worst = &each;
    if (!worst) return;
    auto [family, least] = least_of(worst->font);
    broken("small-type",
           fmt::format("its smallest type has {:.1f} pt, on page {}; {} pt is the least{}",
                       worst->smallest.value, worst->smallest.page, least.text,
                       family.empty() ? "" : fmt::format(" for {}", family)),
           "set it larger");
  }

  /// How small a font may be, and the family that has its own measure.
  std::pair<std::string, Number> least_of(std::string const& font) const {
    for (auto const& [family, at, least] : m_rule->families.items)
      if (folded(font).find(folded(family)) != std::string::npos) return {family, least};
    return {"", *m_rule->at_least};
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
  for (auto const& rule : rules) checker.check_position(rule);
  checker.report_lacks();
}

void check_rules(PdfFacts const& facts, std::span<Rule const> rules, Span at, Diagnostics& problems) {
  PdfChecker checker(facts, at, problems);
  for (auto const& rule : rules) checker.check(rule);
}

bool need_pdf_facts(std::span<Rule const> rules) {
  return std::ranges::any_of(rules, &Rule::is_of_pdf);
}

}  // namespace vitac
