#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// A personal name taken apart for comparing: case, accents, full stops, hyphens between given names, titles
/// and suffixes folded away.
struct NameParts {
  std::vector<std::string> given;   ///< given names or initials, in order
  std::vector<std::string> family;  ///< with its particles: `van der berg`

  /// Reads `Ada King Lovelace`, `Lovelace, Ada K.`, `A.K. Lovelace`, `Lovelace AK` and `Jan van der Berg`.
  static NameParts of(std::string_view name);

  bool operator==(NameParts const&) const = default;
};

/// The words of a name in alphabetical order: equal for two ways to write one name in full.
std::string words_of(NameParts const&);

/// Whether the two are one name in full: the same words, in whatever order (`Liu Sijia`).
bool is_same(NameParts const&, NameParts const&);

/// Whether the two can be one person: the same family name, and each given name equal to, or an initial of,
/// its counterpart for as many as both have; at least one must be compared.
bool may_be_same(NameParts const&, NameParts const&);

}  // namespace vitac
