#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/record.hpp"
#include "record/names.hpp"

namespace vitac {

/// Somebody whose name the record has in full somewhere.
struct KnownPerson {
  std::string name;              ///< in full
  std::vector<NameParts> forms;  ///< the name, then its aliases
  bool is_self = false;
  bool is_declared = false;  ///< the record says who it is, and does not merely name an author
  std::vector<Student const*> as_student = {};
};

/// Everybody whom the record knows by a full name: its own person, those in `people`, the students, and
/// whoever an author list names in full. Two entries of one full name are one person.
class KnownPeople {
 public:
  explicit KnownPeople(PersonRecord const&);

  KnownPerson const& self() const { return m_people.front(); }

  /// The one whose full name or alias this is; null when it is nobody's, or several people's.
  KnownPerson const* named(std::string_view name) const;

  /// All whom this may be: those of that full name or alias; where there are none, those whom its initials
  /// fit. An alias of initials does not speak for authors of whom the record says nothing: they may be meant.
  std::vector<KnownPerson const*> possible(std::string_view name) const;

  /// A name taken apart; each is read once.
  NameParts const& parts(std::string_view name) const;

 private:
  KnownPerson& add(std::string_view name, std::vector<Literal> const& aliases);
  void index(KnownPerson const&, NameParts const&);
  using Index = std::unordered_map<std::string, std::vector<KnownPerson const*>>;
  static std::vector<KnownPerson const*> const& found(Index const&, std::string const& key);

  std::deque<KnownPerson> m_people;
  Index m_by_name;  ///< under all words of a full name or alias
  Index m_by_word;  ///< under each of them
  mutable std::unordered_map<std::string, NameParts> m_parts;
};

}  // namespace vitac
