#include "record/advisees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/utf8.hpp"

namespace vitac {
namespace {

/// Papers come out after their authors left.
constexpr int years_after = 2;

/// A postdoctoral scholar is no student, whatever list they stand in.
bool is_advised(Student const& student) {
  bool is_student = !student.level || !student.level->is("postdoc");
  return is_student && student.role && (student.role->is("advisor") || student.role->is("coadvisor"));
}

/// Whether the years of a student, and those after, hold a year. Without a start nobody knows the first.
bool covers(Student const& student, int year) {
  auto const& start = student.start ? student.start : student.date ? student.date : student.end;
  auto const& end = student.end ? student.end : student.date;
  if (!start || start->is_present || year < start->year) return false;
  return !end || end->is_present || year <= end->year + years_after;
}

bool is_advisee(KnownPerson const& person, int year) {
  return !person.is_self && std::ranges::any_of(person.as_student, [year](Student const* student) {
    return is_advised(*student) && covers(*student, year);
  });
}

class Marker {
 public:
  Marker(PersonRecord& record, std::size_t mark, KnownPeople const& people, Diagnostics& problems)
      : m_record(record), m_mark(mark), m_people(people), m_problems(problems) {}

  void run() {
    note_students();
    if (m_words.empty()) return;
    for (auto& paper : m_record.publications.entries)
      if (paper.date && !paper.date->is_present && !is_marked(paper)) mark(paper);
    for (auto const& [names, guess] : m_guesses) say(names.second, guess);
  }

 private:
  /// The words of the names of all advisees: an author who has none of them is nobody to ask about.
  void note_students() {
    for (auto const& student : m_record.students) {
      if (!is_advised(student)) continue;
      note_words(student.name.text);
      for (auto const& alias : student.aliases) note_words(alias.text);
    }
  }

  void note_words(std::string_view name) {
    auto const& parts = m_people.parts(name);
    m_words.insert(parts.given.begin(), parts.given.end());
    m_words.insert(parts.family.begin(), parts.family.end());
  }

  /// Whether a mark by hand says already what somebody is.
  bool has_standing(Contributor const& author) const {
    constexpr std::array<std::string_view, 3> standings{"graduate", "undergraduate", "postdoc"};
    return std::ranges::any_of(author.marks, [&](std::size_t mark) {
      return std::ranges::find(standings, m_record.marks.items[mark].key) != standings.end();
    });
  }

  bool may_be_advisee(Contributor const& author) const {
    auto const& parts = m_people.parts(author.printed);
    return !author.is_self && !author.is_others && !(author.group && author.group->value) &&
           !has_standing(author) && !parts.family.empty() && m_words.contains(parts.family.back());
  }

  bool is_marked(Publication const& paper) const {
    return std::ranges::any_of(paper.authors, [this](Contributor const& author) {
      return std::ranges::find(author.marks, m_mark) != author.marks.end();
    });
  }

  void mark(Publication& paper) {
    for (auto& author : paper.authors) {
      if (!may_be_advisee(author)) continue;
      auto all = m_people.possible(author.printed);
      if (all.size() != 1 || !is_advisee(*all.front(), paper.date->year)) continue;
      if (!is_alone(*all.front(), paper.authors)) continue;
      auto const& person = *all.front();
      auto const& parts = m_people.parts(author.printed);
      bool is_named = m_people.named(author.printed) == &person;
      if (!is_named && says_more(parts, person)) continue;
      author.marks.push_back(m_mark);
      if (!is_named) note(person, author);
    }
  }

  /// Whether no other of the authors may be that person too.
  bool is_alone(KnownPerson const& person, std::vector<Contributor> const& authors) const {
    return 1 == std::ranges::count_if(authors, [&](Contributor const& author) {
             auto all = m_people.possible(author.printed);
             return std::ranges::find(all, &person) != all.end();
           });
  }

  /// Whether a name has initials that none of a person's names has: `Y. M. Zhang` for Yihua Zhang.
  static bool says_more(NameParts const& name, KnownPerson const& person) {
    return std::ranges::none_of(person.forms, [&](NameParts const& form) {
      return may_be_same(form, name) && name.given.size() <= form.given.size();
    });
  }

  struct Guess {
    Span first;
    std::size_t count = 0;
    std::string written;
  };

  void note(KnownPerson const& person, Contributor const& author) {
    auto& guess = m_guesses[{author.printed, person.name}];
    if (guess.count++ == 0) guess.first = author.name.at, guess.written = author.printed;
  }

  void say(std::string const& student, Guess const& guess) {
    auto times = guess.count == 1 ? "" : fmt::format(", in {} entries", guess.count);
    m_problems.add(
        {Severity::note, "advisee", guess.first,
         fmt::format("{} is taken for your student {}{}", in_backquotes(guess.written), student, times),
         "write the name in full where it is somebody else's, or the marks of that entry yourself"});
  }

  PersonRecord& m_record;
  std::size_t m_mark;
  KnownPeople const& m_people;
  Diagnostics& m_problems;
  std::set<std::string> m_words;
  std::map<std::pair<std::string, std::string>, Guess> m_guesses;  ///< by what is written and who is meant
};

}  // namespace

void mark_advisees(PersonRecord& record, std::size_t advisee, KnownPeople const& people,
                   Diagnostics& problems) {
  Marker(record, advisee, people, problems).run();
}

}  // namespace vitac
