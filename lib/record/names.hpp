#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// A personal name taken apart for comparing: case, accents, full stops and the order of its parts folded.
struct NameParts {
  std::string family;
  std::vector<std::string> given;  ///< given names or initials, in order

  /// Reads `Ada King Lovelace`, `Lovelace, Ada K.` and `A.K. Lovelace`.
  static NameParts of(std::string_view name);

  bool operator==(NameParts const&) const = default;
};

/// Whether the two can be one person: the same family name, and each given name equal to, or an initial of,
/// its counterpart for as many as both have; at least one must be compared.
bool may_be_same(NameParts const&, NameParts const&);

}  // namespace vitac
