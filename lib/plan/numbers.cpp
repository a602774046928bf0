#include "plan/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::string_view heading_placeholder = "{heading}";

bool spans(SectionSpec const& spec, std::string_view reach) {
  if (!spec.number) return false;
  auto const& across = spec.number->across;
  return reach == (across ? number_reaches[across->choice] : "section");
}

/// A, B, ..., Z, AA, AB, ...
std::string letters(std::size_t number) {
  std::string text;
  for (; number > 0; number = (number - 1) / 26) text.insert(text.begin(), char('A' + (number - 1) % 26));
  return text;
}

/// Entries that are numbered in one go.
struct Run {
  std::string prefix;
  bool is_descending;
  std::vector<PlannedEntry*> entries;
};

class Numberer {
 public:
  explicit Numberer(Plan& plan) : m_plan(plan) {}

  void run() {
    number_headings();
    for (auto& section : m_plan.sections) label(section, section.number);
    for (auto& run : m_across) label(run);
    for (auto const& section : m_plan.sections) note_labels(section);
  }

 private:
  void number_headings() {
    auto const& headings = m_plan.document->headings;
    if (!headings || !headings->number || headings->number->is("none")) return;
    std::string prefix = headings->prefix ? headings->prefix->text : "";
    std::size_t next = 0;
    for (auto& section : m_plan.sections) {
      if (!section.is_shown || !section.is_headed) continue;
      ++next;
      section.number = prefix + (headings->number->is("letters") ? letters(next) : fmt::format("{}", next));
      number_parts(section);
    }
  }

  /// A heading that `group_by` or `divide` made has a number where the numbers of its entries start anew.
  static void number_parts(PlannedSection& section) {
    std::size_t next = 0;
    for (auto& part : section.parts) {
      if (!part.is_shown || !part.is_headed || (part.is_made && !spans(*part.spec, "group"))) continue;
      part.number = fmt::format("{}.{}", section.number, ++next);
      number_parts(part);
    }
  }

  void label(PlannedSection& section, std::string const& heading) {
    auto const& numbering = section.spec->number;
    if (numbering && !(numbering->order && numbering->order->is("none"))) {
      if (spans(*section.spec, "group")) {
        label_groups(section, heading);
      } else {
        auto run = run_of(*section.spec, heading);
        gather(section, run.entries);
        spans(*section.spec, "document") ? join(std::move(run)) : label(run);
      }
    }
    for (auto& part : section.parts)
      if (!part.is_made) label(part, part.number.empty() ? heading : part.number);
  }

  void label_groups(PlannedSection& section, std::string const& heading) {
    auto run = run_of(*section.spec, heading);
    for (auto& entry : section.entries) run.entries.push_back(&entry);
    label(run);
    for (auto& part : section.parts)
      if (part.is_made) label_groups(part, part.number.empty() ? heading : part.number);
  }

  static Run run_of(SectionSpec const& spec, std::string const& heading) {
    auto const& numbering = *spec.number;
    return {replaced(numbering.prefix ? numbering.prefix->text : "", heading_placeholder, heading),
            numbering.order && numbering.order->is("descending"),
            {}};
  }

  static void gather(PlannedSection& section, std::vector<PlannedEntry*>& entries) {
    for (auto& entry : section.entries) entries.push_back(&entry);
    for (auto& part : section.parts)
      if (part.is_made) gather(part, entries);
  }

  /// Runs of one prefix are one through the whole document.
  void join(Run run) {
    auto known = std::ranges::find(m_across, run.prefix, &Run::prefix);
    if (known == m_across.end())
      m_across.push_back(std::move(run));
    else
      known->entries.insert(known->entries.end(), run.entries.begin(), run.entries.end());
  }

  static void label(Run& run) {
    for (std::size_t i = 0; i < run.entries.size(); ++i)
      run.entries[i]->label =
          fmt::format("{}{}", run.prefix, run.is_descending ? run.entries.size() - i : i + 1);
  }

  void note_labels(PlannedSection const& section) {
    for (auto const& [ref, label, mark] : section.entries)
      if (ref.entry->id && !label.empty())
        if (auto& all = m_plan.labels[ref.entry->id->text]; std::ranges::find(all, label) == all.end())
          all.push_back(label);
    for (auto const& part : section.parts) note_labels(part);
  }

  Plan& m_plan;
  std::vector<Run> m_across;
};

}  // namespace

void number(Plan& plan) {
  Numberer(plan).run();
}

}  // namespace vitac
