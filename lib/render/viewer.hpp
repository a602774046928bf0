#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/columns.hpp"
#include "render/inline.hpp"
#include "render/view.hpp"

/// What makes a view, in several files: view.cpp the document, its sections and entries; view_values.cpp the
/// fields of the tables; view_tables.cpp the tables of sections; view_names.cpp the names that only the view
/// has; view_types.cpp the names by type.
namespace vitac::views {

/// What a field is to a template.
Type::Kind kind_of(Shape const& field);

inline Value text_value(std::string text, Span at = {}) {
  Value value;
  value.text = std::move(text);
  value.at = at;
  return value;
}

inline Value record_value(Span at = {}) {
  Value value;
  value.kind = Type::record;
  value.at = at;
  return value;
}

inline void put(Value& record, std::string_view name, Value value) {
  record.fields.emplace_back(name, std::move(value));
}

inline void put(Value& record, std::string_view name, std::optional<Value> value) {
  if (value) put(record, name, std::move(*value));
}

/// An amount with its thousands apart and its currency's sign; USD when none is given.
std::string money(std::string_view digits, std::string_view currency);

class Viewer {
 public:
  Viewer(Plan const& plan, ViewSetting const& setting, Sources const& sources, Diagnostics& problems)
      : m_plan(plan),
        m_locale(setting.locale),
        m_citation(setting.citation),
        m_options(&setting.options),
        m_section_options(setting.section_options),
        m_layouts(setting.layouts),
        m_notice(setting.notice),
        m_fonts(setting.fonts),
        m_problems(problems),
        m_text(
            sources, [this](std::string_view id) { return cited(id); }, problems, setting.document) {}

  Value document();

  // Names that only the view has.
  std::optional<Value> dates_of(Held const&) const;
  std::optional<Value> years_of(Held const&) const;
  std::optional<Value> title_end_of(Held const&) const;
  std::optional<Value> sentence_of(Held const&) const;
  std::optional<Value> investigators_of(Held const&) const;
  std::optional<Value> unit_of(Held const&) const;
  std::optional<Value> doi_url_of(Held const&) const;
  std::optional<Value> arxiv_url_of(Held const&) const;
  std::optional<Value> profile_of(Held const&) const;
  std::optional<Value> has_highlights_of(Held const&) const;
  std::optional<Value> several_of(Held const&) const;

 private:
  std::vector<std::string> labels(std::string_view id) const {
    auto found = m_plan.labels.find(id);
    return found == m_plan.labels.end() ? std::vector<std::string>() : found->second;
  }

  LatexText::Cited cited(std::string_view id) const {
    if (m_plan.record->by_id.contains(id)) return {labels(id)};
    if (m_problems.is_full()) return {{}, false, {}};
    return {{}, false, suggested_id(id, *m_plan.record)};
  }

  std::string_view language() const { return m_locale.language.text; }
  std::string_view pattern() const {
    return m_section && m_section->spec->dates ? m_section->spec->dates->text : std::string_view{};
  }

  Value field(std::string_view name, Held const&) const;
  Value leaf(Held const&) const;
  Value list(std::string_view name, Held const&) const;
  Value record(Shape const&, void const*) const;
  void put_view_names(Held const&, Value&) const;
  Value joined(Held const&) const;
  Value people(std::vector<Contributor> const&, bool byline, CitationNames const& = {}) const;
  Value person_name(Contributor const&, bool byline, CitationNames const&, bool is_first) const;
  std::string name_as(Contributor const&, CitationNames const&, bool is_first) const;
  std::vector<bool> shown_authors(std::vector<Contributor> const&, CitationNames const&) const;
  std::string_view emphasis_of(std::size_t mark) const;
  Value location(Location const&) const;
  Value full_name(PersonName const&) const;
  Value joined(std::initializer_list<std::optional<Literal> const*> name) const;
  Value inline_text(Text const& text) const { return m_text.inline_text(text.in(language())); }
  /// A sentence of the locale, its `{placeholders}` filled in.
  using Fillings = std::initializer_list<std::pair<std::string_view, Value>>;
  Value sentence(std::string const& pattern, Fillings) const;
  bool is_linked(Metric const&) const;
  std::vector<Metric const*> linked_metrics() const;
  std::optional<Value> metric_sentence(std::string_view pattern, Metric const&) const;
  Value metric_source(Metric const&) const;
  Value metric_numbers(Metric const&) const;
  Value network_name(Literal const&) const;
  Value end_date(Date const&) const;
  Value choice(Held const&) const;
  Value open(Tree const&) const;

  Value person() const;
  std::pair<Value, Value> halves_of_name() const;
  Value name_parts() const;
  /// Whether the section that is being drawn leaves a field of its entries out.
  bool omits(std::string_view name) const { return m_section && m_section->omits(name); }
  Value section(PlannedSection const&);
  Value headed(PlannedSection const&);
  void add_parts(PlannedSection const&, bool deep, Value& parts, std::vector<PlannedSection const*>&);
  std::optional<Value> section_title(PlannedSection const&) const;
  std::string group_title(Group const&) const;
  /// A section that is to have a table, as planned and as far as it is made.
  struct TableSource {
    PlannedSection const* planned;
    Value* section;
  };
  void put_tables(std::span<TableSource const>) const;
  std::vector<Column> columns(std::span<TableSource const>) const;
  static Value heads(std::vector<Column> const&);
  Value cell(Value const& entry, PlannedEntry const&, std::string_view column) const;
  Value column_title(std::string_view field) const;
  std::vector<Cell> sums(PlannedSection const&, std::string_view column) const;
  std::optional<Value> total(PlannedSection const&, std::span<ColumnSpec const> but_for = {}) const;
  Value scores(std::vector<Evaluation> const&) const;
  Value entry(PlannedEntry const&) const;
  Value label_value(PlannedEntry const&) const;
  void special_fields(EntryRef const&, Value&) const;
  Value citation(Publication const&, Value const& entry) const;
  std::optional<Value> editors(Publication const&, Value const& entry) const;
  bool is_shortened(Publication const&) const;
  static Value address(Value const& url);
  Value year(Date const&) const;
  Value layout(PlannedSection const&) const;
  std::optional<Value> legend() const;
  static std::optional<Value> linked(Value const& entry, std::string_view name, std::string_view address);
  Value option_values() const;
  Value chosen_options() const;
  Value words() const;
  std::optional<Value> keywords() const;

  Plan const& m_plan;
  Locale const& m_locale;
  CitationFormat const& m_citation;
  std::vector<OptionValue> const* m_options;  ///< of the section that is being drawn
  SectionOptions const& m_section_options;
  Layouts const& m_layouts;
  Text const* m_notice;
  std::optional<std::string> const& m_fonts;
  Diagnostics& m_problems;
  LatexText m_text;
  PlannedSection const* m_section = nullptr;
};

/// A name that only the view has: its row serves templates' values and their checker alike.
struct ViewName {
  std::string_view name, doc;
  std::array<std::string_view, 2> with;  ///< records that have one of these fields have the name
  std::optional<Value> (Viewer::*make)(Held const&) const;
};
std::span<ViewName const> view_names();
bool has_name(ViewName const&, Shape const& record);

inline constexpr std::string_view label_name = "label", citation_name = "citation",
                                  default_layout = "entries";

}  // namespace vitac::views
