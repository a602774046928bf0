#pragma once
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/record.hpp"
#include "plan/fields.hpp"

namespace vitac {

/// Entries that share the value of a field.
struct Group {
  std::string value;            ///< as the record writes it: `phd`, `2024`; empty for entries without one
  std::string word;             ///< what the locale calls a group of a choice or flag by
  Held shown = {};              ///< the value to print, of a field that is no choice
  Text const* title = nullptr;  ///< its heading, where the document gives one
  std::vector<EntryRef> entries = {};
};

/// Divides entries by a `group_by`: first the values of its `order`, then those of a choice in the order of
/// its table, others as they first come; entries without the field last. Unknown fields and values go to the
/// sink.
std::vector<Group> grouped(std::vector<EntryRef> const&, Grouping const&, Kinds, Date const& as_of,
                           Diagnostics&);

}  // namespace vitac
