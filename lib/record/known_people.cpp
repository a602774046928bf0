#include "record/known_people.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Whether a name has a given name in full: `Yihua Zhang`, not `Y. Zhang`.
bool is_full(NameParts const& parts) {
  return !parts.family.empty() && !parts.given.empty() && count_code_points(parts.given.front()) > 1;
}

}  // namespace

KnownPeople::KnownPeople(PersonRecord const& record) {
  auto const& name = record.person.name;
  auto own = name.family && name.given ? name.family->text + ", " + name.given->text : name.printed();
  auto& self = add(own, record.person.aliases);
  self.is_self = self.is_declared = true;
  for (auto const& person : record.people) add(person.name.text, person.aliases).is_declared = true;
  for (auto const& student : record.students) {
    auto& person = add(student.name.text, student.aliases);
    person.is_declared = true;
    person.as_student.push_back(&student);
  }
  for (auto const& paper : record.publications.entries)
    for (auto const& author : paper.authors)
      if (auto const& form = parts(author.printed);
          !author.is_others && is_full(form) && found(m_by_name, words_of(form)).empty())
        add(author.printed, {});
}

/// Into the person of that full name, where there is one already.
KnownPerson& KnownPeople::add(std::string_view name, std::vector<Literal> const& aliases) {
  auto const& full = parts(name);
  KnownPerson* person = nullptr;
  for (auto const* known : found(m_by_name, words_of(full)))
    if (is_same(known->forms.front(), full)) person = const_cast<KnownPerson*>(known);
  if (!person) {
    person = &m_people.emplace_back(KnownPerson{std::string(name), {full}});
    index(*person, full);
  }
  for (auto const& alias : aliases) {
    person->forms.push_back(parts(alias.text));
    index(*person, person->forms.back());
  }
  return *person;
}

void KnownPeople::index(KnownPerson const& person, NameParts const& form) {
  auto put = [&](Index& to, std::string const& key) {
    auto& all = to[key];
    if (std::ranges::find(all, &person) == all.end()) all.push_back(&person);
  };
  put(m_by_name, words_of(form));
  for (auto const* words : {&form.given, &form.family})
    for (auto const& word : *words) put(m_by_word, word);  // the family name may stand anywhere
}

std::vector<KnownPerson const*> const& KnownPeople::found(Index const& in, std::string const& key) {
  static std::vector<KnownPerson const*> const nobody;
  auto at = key.empty() ? in.end() : in.find(key);
  return at == in.end() ? nobody : at->second;
}

NameParts const& KnownPeople::parts(std::string_view name) const {
  auto [known, is_new] = m_parts.try_emplace(std::string(name));
  if (is_new) known->second = NameParts::of(name);
  return known->second;
}

KnownPerson const* KnownPeople::named(std::string_view name) const {
  auto const& all = found(m_by_name, words_of(parts(name)));
  return all.size() == 1 ? all.front() : nullptr;
}

std::vector<KnownPerson const*> KnownPeople::possible(std::string_view name) const {
  auto const& wanted = parts(name);
  auto all = found(m_by_name, words_of(wanted));
  if (wanted.family.empty() || (!all.empty() && is_full(wanted))) return all;
  bool is_open = all.empty();
  for (auto const* other : found(m_by_word, wanted.family.back())) {
    bool is_there = std::ranges::find(all, other) != all.end();
    auto fits = [&](NameParts const& form) { return may_be_same(form, wanted); };
    if (!is_there && (is_open || !other->is_declared) && std::ranges::any_of(other->forms, fits))
      all.push_back(other);
  }
  return all;
}

}  // namespace vitac
