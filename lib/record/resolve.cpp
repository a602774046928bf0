#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "record/advisees.hpp"
#include "record/known_people.hpp"
#include "record/load.hpp"

namespace vitac {
namespace {

struct DefaultMark {
  std::string_view role, symbol;
};
constexpr DefaultMark default_marks[] = {{"equal", "*"},    {"advisee", "†"},       {"corresponding", "‡"},
                                         {"graduate", "G"}, {"undergraduate", "U"}, {"postdoc", "P"}};

class Resolver {
 public:
  Resolver(PersonRecord& record, Diagnostics& problems) : m_record(record), m_problems(problems) {}

  void run() {
    complete_marks();
    index_ids();
    auto entries = all_entries(m_record);
    for (auto const& entry : entries) {
      check_reference(entry);
      people_of(entry, [this](auto& people, bool is_byline) { resolve_names(people, is_byline); });
    }
    KnownPeople people(m_record);
    m_known = &people;
    for (auto const& entry : entries)
      people_of(entry, [this](auto& authors, bool is_byline) {
        if (is_byline) find_self(authors);
      });
    auto advisee = std::ranges::find(m_roles, "advisee");
    mark_advisees(m_record, std::size_t(advisee - m_roles.begin()), people, m_problems);
  }

 private:
  void complete_marks() {
    for (auto [role, symbol] : default_marks)
      if (!m_record.marks.find(role))
        m_record.marks.items.push_back({std::string(role), {}, Mark{{std::string(symbol), {}}, {}, {}}});
    for (auto const& [role, at, mark] : m_record.marks.items) m_roles.push_back(role);
    for (std::size_t i = 0; i < m_record.marks.items.size(); ++i) {
      if (symbol(i).empty() || !is_sign(symbol(i))) continue;
      check_unique(i);
      m_signs.push_back(i);
    }
    std::ranges::stable_sort(m_signs, std::greater{}, [&](std::size_t i) { return symbol(i).size(); });
  }

  /// Two roles with one sign: nobody could read it off a name. A default gives way in silence.
  void check_unique(std::size_t mark) {
    auto const& at = m_record.marks.items[mark].value.symbol.at;
    auto same = std::ranges::find(m_signs, symbol(mark), [&](std::size_t i) { return symbol(i); });
    if (same != m_signs.end() && at.somewhere())
      m_problems.error("bad-mark", at,
                       fmt::format("`{}` is the sign of `{}` already", symbol(mark), m_roles[*same]),
                       "give each role a sign of its own");
  }

  std::string_view symbol(std::size_t mark) const { return m_record.marks.items[mark].value.sign(); }

  /// Only signs without letters or digits are read off a name's end: `G` in `A. Young` is no mark.
  static bool is_sign(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
      if (is_alphanumeric(next_code_point(text, at))) return false;
    return true;
  }

  /// In the order of the file: of two entries with one id, the later is at fault.
  void index_ids() {
    auto entries = all_entries(m_record);
    std::erase_if(entries, [](EntryRef const& ref) { return !ref.entry->id; });
    std::ranges::stable_sort(entries, {}, [](EntryRef const& ref) {
      return std::pair(ref.entry->id->at.file, ref.entry->id->at.begin);
    });
    for (auto const& entry : entries) index(entry);
  }

  void index(EntryRef const& ref) {
    auto const& id = *ref.entry->id;
    auto [known, is_new] = m_record.by_id.emplace(id.text, ref);
    if (!is_new && id.at == known->second.entry->id->at)
      m_problems.error("duplicate-id", id.at,
                       fmt::format("an alias gives a second entry the id {}", in_backquotes(id.text)),
                       "an alias (`*name`) repeats its entry with the id: `<<: *name` takes over its keys, "
                       "for an `id` of its own beside them");
    else if (!is_new)
      m_problems.error("duplicate-id", id.at,
                       fmt::format("the id {} is taken by another entry of {}", in_backquotes(id.text),
                                   known->second.kind),
                       "give each entry an id of its own");
  }

  void check_reference(EntryRef const& ref) {
    if (ref.shape != &shape<Honor>()) return;
    auto const& work = static_cast<Honor const*>(ref.entry)->honored_work;
    if (!work || m_record.by_id.contains(work->text) || m_problems.is_full()) return;
    m_problems.error("unknown-id", work->at, fmt::format("no entry has the id {}", in_backquotes(work->text)),
                     suggested_id(work->text, m_record));
  }

  static void people_of(EntryRef const& ref, auto const& visit) {
    auto* entry = const_cast<Entry*>(ref.entry);  // the record is ours to complete
    for (auto const& row : ref.shape->fields)
      if (&row.shape() == &shape<std::vector<Contributor>>())
        visit(*static_cast<std::vector<Contributor>*>(row.in(entry)),
              row.name == "authors" || row.name == "inventors");
  }

  void resolve_names(std::vector<Contributor>& people, bool is_byline) {
    for (auto& person : people) resolve_name(person, is_byline);
    check_turned_names(people);
  }

  void resolve_name(Contributor& person, bool is_byline) {
    std::string_view name = trimmed(person.name.text);
    if (is_byline) {
      name = without_marks(name, person.marks);
      auto by_hand = std::ptrdiff_t(person.marks.size());
      for (auto const& role : person.roles) add_role(role, person.marks);
      std::sort(person.marks.begin() + by_hand, person.marks.end());  // as the legend has them
    }
    person.printed = name;
    auto plain = folded(name);
    person.is_others = plain == "others" || plain == "et al." || plain == "et al";
    if (!person.name.at.somewhere()) return;  // it could not be read, and that was said
    if (person.printed.empty())
      m_problems.error("bad-name", person.name.at, "a name without letters", "put the name before its marks");
    else if (is_byline)
      check_sign(person);
  }

  /// A sign behind a name that no mark has would print without a legend.
  void check_sign(Contributor const& person) {
    std::string_view name = person.printed;
    auto last = name.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(name[last]) & 0xC0) == 0x80) --last;
    auto sign = name.substr(last);
    std::size_t at = 0;
    auto c = next_code_point(sign, at);
    constexpr std::u32string_view of_names = U".'\u2019)\"\u201d-$}";
    if (is_alphanumeric(c) || of_names.find(c) != of_names.npos || display_width(sign) == 0) return;
    m_problems.error("unknown-mark", person.name.at,
                     fmt::format("no mark has the sign `{}` of {}", sign, in_backquotes(person.name.text)),
                     sign == "_"
                         ? "write the name plain: styles set the own name apart by themselves"
                         : fmt::format("define it, as in `marks: {{equal: {{symbol: \"{}\"}}}}`", sign));
  }

  /// `[Zhang, Yihua, Liu, Sijia]`: family and given names split at the commas between them. Where characters
  /// are wide, in Chinese, Japanese and Korean, a name has no blank.
  void check_turned_names(std::vector<Contributor> const& people) {
    auto is_lone = [](Contributor const& person) {
      bool is_wide = display_width(person.printed) > count_code_points(person.printed);
      return !person.is_others && !is_wide && person.printed.find_first_of(" .") == std::string::npos;
    };
    auto is_given = [&](Contributor const& person) {
      return is_lone(person) || person.printed.ends_with('.');
    };
    bool is_even = people.size() >= 2 && people.size() % 2 == 0;
    for (std::size_t i = 0; is_even && i < people.size(); ++i)
      is_even = i % 2 ? is_given(people[i]) : is_lone(people[i]);
    if (!is_even || !people[0].name.at.somewhere()) return;
    m_problems.warning("turned-names", people[0].name.at,
                       fmt::format("{} people, each with one name only", people.size()),
                       fmt::format("for `{}, {}` as one person write `{} {}`", people[0].printed,
                                   people[1].printed, people[1].printed, people[0].printed));
  }

  std::string_view without_marks(std::string_view name, std::vector<std::size_t>& marks) const {
    for (bool found = true; found;) {
      found = false;
      for (auto mark : m_signs)
        if (name.ends_with(symbol(mark))) {
          name = trimmed(name.substr(0, name.size() - symbol(mark).size()));
          if (name.ends_with(',')) name = trimmed(name.substr(0, name.size() - 1));  // `†,*`
          if (std::ranges::find(marks, mark) == marks.end()) marks.insert(marks.begin(), mark);
          found = true;
          break;
        }
    }
    return name;
  }

  void add_role(Id const& role, std::vector<std::size_t>& marks) {
    auto found = std::ranges::find(m_roles, role.text);
    if (found == m_roles.end()) {
      m_problems.error("unknown-role", role.at,
                       fmt::format("no mark is defined for the role {}", in_backquotes(role.text)),
                       suggested(role.text, m_roles, "there is"));
      return;
    }
    auto mark = std::size_t(found - m_roles.begin());
    if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(mark);
  }

  /// The own name: where the entry says so, else by full name or alias, else by initials; only where one
  /// author fits, and nobody else in `people`.
  void find_self(std::vector<Contributor>& authors) {
    for (auto& author : authors)
      if (auto person = m_known->named(author.printed);
          person && person->is_declared && m_known->possible(author.printed).size() == 1)
        author.full = person->name;
    auto const& self = m_known->self();
    auto is_claimed = [](Contributor const& author) { return author.self && author.self->value; };
    auto is_open = [](Contributor const& author) { return !author.self || author.self->value; };
    auto is_named = [&](Contributor const& author) {
      auto const& parts = m_known->parts(author.printed);
      return is_open(author) &&
             std::ranges::any_of(self.forms, [&](auto const& form) { return is_same(parts, form); }) &&
             !is_anothers(author);
    };
    auto may_be = [&](Contributor const& author) {
      return is_open(author) && may_be_same(m_known->parts(author.printed), self.forms.front()) &&
             !is_anothers(author);
    };
    if (settle_self(authors, is_claimed) || settle_self(authors, is_named)) return;
    settle_self(authors, may_be);
  }

  /// Whether a name that may be the own one is that of somebody else whom the record declares.
  bool is_anothers(Contributor const& author) {
    auto all = m_known->possible(author.printed);
    auto is_declared = [](KnownPerson const* person) { return !person->is_self && person->is_declared; };
    auto other = std::ranges::find_if(all, is_declared);
    if (other == all.end()) return false;
    bool may_be_self = std::ranges::any_of(all, &KnownPerson::is_self);
    if (may_be_self && m_doubtful.insert(author.printed).second)
      m_problems.warning(
          "two-selves", author.name.at,
          fmt::format("{} may be you or {}", in_backquotes(author.printed), (*other)->name),
          fmt::format("say who: `{{name: {}, self: true}}`, or `self: false`", author.printed));
    return true;
  }

  /// True when the question is settled: somebody fits.
  bool settle_self(std::vector<Contributor>& people, auto const& fits) {
    Contributor* found = nullptr;
    for (auto& person : people) {
      if (!fits(person)) continue;
      if (found) {
        found->is_self = false;
        m_problems.warning("two-selves", person.name.at,
                           fmt::format("{} and {} may both be you", in_backquotes(found->printed),
                                       in_backquotes(person.printed)),
                           fmt::format("say which is not: `{{name: {}, self: false}}`", person.printed));
        return true;
      }
      found = &person;
      person.is_self = true;
    }
    return found;
  }

  PersonRecord& m_record;
  Diagnostics& m_problems;
  std::vector<std::string_view> m_roles;
  std::vector<std::size_t> m_signs;  ///< marks readable off a name's end, longest symbol first
  KnownPeople const* m_known = nullptr;
  std::set<std::string> m_doubtful;  ///< names of which it was said that they may be another's
};

}  // namespace

std::vector<std::string_view> known_roles(PersonRecord const& record) {
  std::vector<std::string_view> roles;
  for (auto const& mark : record.marks.items) roles.push_back(mark.key);
  for (auto const& mark : default_marks)
    if (!record.marks.find(mark.role)) roles.push_back(mark.role);
  return roles;
}

void resolve(PersonRecord& record, Diagnostics& problems) {
  Resolver(record, problems).run();
}

}  // namespace vitac
