#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "record/load.hpp"
#include "record/names.hpp"

namespace vitac {
namespace {

struct DefaultMark {
  std::string_view role, symbol;
};
constexpr DefaultMark default_marks[] = {{"equal", "*"}, {"advisee", "†"}, {"corresponding", "‡"}};

class Resolver {
 public:
  Resolver(PersonRecord& record, Diagnostics& problems) : m_record(record), m_problems(problems) {}

  void run() {
    complete_marks();
    know_self();
    for (auto const& entry : all_entries(m_record)) index(entry);
    for (auto const& entry : all_entries(m_record)) {
      check_reference(entry);
      people_of(entry);
    }
  }

 private:
  void complete_marks() {
    for (auto [role, symbol] : default_marks)
      if (!m_record.marks.find(role))
        m_record.marks.items.push_back({std::string(role), {}, Mark{{std::string(symbol), {}}, {}, {}}});
    for (auto const& [role, at, mark] : m_record.marks.items) m_roles.push_back(role);
    for (std::size_t i = 0; i < m_record.marks.items.size(); ++i) {
      auto const& symbol = m_record.marks.items[i].value.symbol;
      if (symbol.text.empty())
        m_problems.error("bad-mark", symbol.at, fmt::format("the mark `{}` has no symbol", m_roles[i]),
                         "a `#` or `*` goes in quotes");
      else if (is_sign(symbol.text))
        m_signs.push_back(i);
    }
    std::ranges::stable_sort(m_signs, std::greater{}, [&](std::size_t i) { return symbol(i).size(); });
  }

  std::string_view symbol(std::size_t mark) const { return m_record.marks.items[mark].value.symbol.text; }

  /// Only signs without letters or digits are read off a name's end: `G` in `A. Young` is no mark.
  static bool is_sign(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
      if (is_alphanumeric(next_code_point(text, at))) return false;
    return true;
  }

  void know_self() {
    auto const& name = m_record.person.name;
    auto printed = name.printed();
    m_self.push_back(NameParts::of(printed));
    if (name.given && name.family)
      m_self.push_back(NameParts::of(name.family->text + ", " + name.given->text));
    for (auto const& alias : m_record.person.aliases) m_self.push_back(NameParts::of(alias.text));
  }

  void index(EntryRef const& ref) {
    if (!ref.entry->id) return;
    auto const& id = *ref.entry->id;
    auto [known, is_new] = m_record.by_id.emplace(id.text, ref);
    if (!is_new)
      m_problems.error(
          "duplicate-id", id.at,
          fmt::format("the id `{}` is taken by another entry of {}", id.text, known->second.kind),
          "give each entry an id of its own");
  }

  void check_reference(EntryRef const& ref) {
    if (ref.shape != &shape<Honor>()) return;
    auto const& work = static_cast<Honor const*>(ref.entry)->honored_work;
    if (!work || m_record.by_id.contains(work->text)) return;
    std::vector<std::string_view> ids;
    for (auto const& [id, entry] : m_record.by_id) ids.push_back(id);
    std::ranges::sort(ids);
    m_problems.error("unknown-id", work->at, fmt::format("no entry has the id `{}`", work->text),
                     did_you_mean(work->text, ids));
  }

  void people_of(EntryRef const& ref) {
    auto* entry = const_cast<Entry*>(ref.entry);  // the record is ours to complete
    for (auto const& row : ref.shape->fields)
      if (&row.shape() == &shape<std::vector<Contributor>>()) {
        auto& people = *static_cast<std::vector<Contributor>*>(row.in(entry));
        bool is_byline = row.name == "authors" || row.name == "inventors";
        for (auto& person : people) resolve_name(person, is_byline);
        if (is_byline) find_self(people);
      }
  }

  void resolve_name(Contributor& person, bool is_byline) {
    std::string_view name = trimmed(person.name.text);
    if (is_byline) {
      name = without_marks(name, person.marks);
      for (auto const& role : person.roles) add_role(role, person.marks);
    }
    person.printed = name;
    person.is_others = name == "others" || name == "et al." || name == "et al";
    if (person.printed.empty())
      m_problems.error("bad-name", person.name.at, "a name without letters", "put the name before its marks");
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
                       fmt::format("no mark is defined for the role `{}`", role.text),
                       did_you_mean(role.text, m_roles));
      return;
    }
    auto mark = std::size_t(found - m_roles.begin());
    if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(mark);
  }

  /// The own name by full name or alias; by initials only where one author fits.
  void find_self(std::vector<Contributor>& people) const {
    auto may_be_self = [](Contributor const& person) { return !person.self || person.self->value; };
    Contributor* candidate = nullptr;
    std::size_t candidates = 0;
    for (auto& person : people) {
      if (!may_be_self(person)) continue;
      auto parts = NameParts::of(person.printed);
      if ((person.self && person.self->value) || std::ranges::find(m_self, parts) != m_self.end()) {
        person.is_self = true;
        return;
      }
      if (may_be_same(parts, m_self.front())) candidate = &person, ++candidates;
    }
    if (candidates == 1) candidate->is_self = true;
  }

  PersonRecord& m_record;
  Diagnostics& m_problems;
  std::vector<std::string_view> m_roles;
  std::vector<std::size_t> m_signs;  ///< marks readable off a name's end, longest symbol first
  std::vector<NameParts> m_self;
};

}  // namespace

void resolve(PersonRecord& record, Diagnostics& problems) {
  Resolver(record, problems).run();
}

}  // namespace vitac
