#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/record.hpp"
#include "plan/groups.hpp"
#include "plan/sums.hpp"

namespace vitac {

/// One entry as a document shows it.
struct PlannedEntry {
  EntryRef ref;
  std::string label;      ///< `P5`; empty when its section has no numbers
  std::string mark = {};  ///< the sign before its label, of one that is new
};

/// An entry that a section would list but for what its spec or the entry says.
struct LeftOut {
  EntryRef ref;
  std::string why;
};

/// One section of a document: what stands under a heading, in order.
struct PlannedSection {
  SectionSpec const* spec = nullptr;
  std::vector<std::string_view> kinds = {};  ///< section kinds, or `marks` alone
  bool is_made = false;                      ///< by `group_by` or `divide` of the section around it, its spec
  Text const* title = nullptr;               ///< where the record gives one
  std::optional<Group> group = {};           ///< what its entries have in common; they themselves are below
  bool is_headed = false, is_shown = true, is_empty = false;
  std::string number = {};  ///< of its heading; empty where headings have none
  std::vector<PlannedEntry> entries = {};
  std::vector<Sum> sums = {};
  std::vector<LeftOut> left_out = {};
  std::vector<PlannedSection> parts = {};

  /// Whether the section leaves a field of its entries out.
  bool omits(std::string_view field) const;
};

/// What one document shows. The record and the document outlive it.
struct Plan {
  PersonRecord const* record = nullptr;
  DocumentSpec const* document = nullptr;
  Date as_of;
  std::vector<PlannedSection> sections;
  /// Entry id -> its labels here: several where sections number it each in their own way.
  std::unordered_map<std::string_view, std::vector<std::string>> labels;
  std::vector<Mark> marks;              ///< of each role in Record::marks, as the document has it
  std::vector<std::size_t> used_marks;  ///< places in `marks`, ascending
  std::vector<std::shared_ptr<Experience const>> roles;  ///< the entries that `split_roles` made
};

/// Selects, sorts, numbers. `document` is complete: its style's defaults are filled in. `cut` are entries
/// that its pages have no room for.
Plan make_plan(PersonRecord const& record, DocumentSpec const& document, Date const& as_of, Diagnostics&,
               std::set<Entry const*> const& cut = {});

}  // namespace vitac
