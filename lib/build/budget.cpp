#include "build/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <tuple>

#include "model/each_leaf.hpp"
#include "plan/filter.hpp"

namespace vitac {
namespace {

using Point = std::pair<std::uint32_t, std::size_t>;  ///< a file and a byte of it

/// Where the printed words of some entries stand in the record: which entry a place belongs to.
class Owners {
 public:
  void add(EntryRef const& ref) {
    auto note = [&](Span at) {
      if (!at.somewhere()) return;
      auto [known, is_new] = m_all.try_emplace({at.file, at.begin}, Stretch{at.end, ref.entry});
      if (!is_new && known->second.entry != ref.entry) known->second.entry = nullptr;  // several have it
    };
    each_leaf(*ref.shape, ref.entry, [&](Shape const& leaf, void const* value) {
      if (&leaf == &shape<Text>())
        for (auto const& version : static_cast<Text const*>(value)->versions) note(version.at);
      else if (prints_words(leaf))
        note(leaf.place(value));
    });
  }

  Entry const* of(Span at) const {
    auto next = m_all.upper_bound({at.file, at.begin});
    if (!at.somewhere() || next == m_all.begin()) return nullptr;
    auto const& [start, stretch] = *std::prev(next);
    bool is_inside =
        start.first == at.file && at.begin < std::max<std::size_t>(stretch.end, start.second + 1);
    return is_inside ? stretch.entry : nullptr;
  }

 private:
  /// Not addresses: those stand where TeX takes no commands.
  static bool prints_words(Shape const& leaf) {
    return &leaf == &shape<Literal>() || &leaf == &shape<Date>() || &leaf == &shape<Term>() ||
           &leaf == &shape<Pages>();
  }

  struct Stretch {
    std::size_t end;
    Entry const* entry;
  };
  std::map<Point, Stretch> m_all;
};

class Collector {
 public:
  Collector(Plan const& plan, Rendered const& tex, Sources const& sources)
      : m_plan(plan), m_tex(tex), m_sources(sources) {}

  Budget run() {
    auto const& pages = *m_plan.document->pages;
    m_budget.most_pages = pages.max.value;
    m_budget.at = pages.max.at;
    note_references();
    for (auto const& section : m_plan.sections) collect(section);
    place();
    return std::move(m_budget);
  }

 private:
  void note_references() {
    each<Text>(shape<PersonRecord>(), m_plan.record, [this](Text const& text) {
      for (auto const& version : text.versions)
        for (auto at = version.text.find("[@"); at != std::string::npos; at = version.text.find("[@", at + 2))
          m_referred.insert(version.text.substr(at + 2, version.text.find(']', at) - at - 2));
    });
  }

  void collect(PlannedSection const& section) {
    if (!section.is_shown) return;
    for (auto const& [ref, label, mark] : section.entries) {
      Listed listed;
      listed.entry = ref.written();
      listed.list = list_of(*section.spec);
      listed.is_needed = ref.entry->id && m_referred.contains(ref.entry->id->text);
      if (ref.entry->priority) listed.priority = ref.entry->priority->value;
      if (auto period = period_of(ref, m_plan.as_of)) listed.moment = period->end;
      m_budget.entries.push_back(listed);
      m_shown.push_back(ref.entry);
      m_owners.add(ref);
    }
    for (auto const& part : section.parts) collect(part);
  }

  /// One for a section and what `group_by` made of it.
  std::size_t list_of(SectionSpec const& spec) {
    auto [known, is_new] = m_lists.try_emplace(&spec, m_budget.least.size());
    if (is_new) {
      auto const& empty = m_plan.document->empty;
      bool heading_stays = spec.text || (empty && !empty->is("omit"));  // it would speak of nothing
      auto kept = spec.keep ? std::max(spec.keep->value, 0l) : 0;
      m_budget.least.push_back(std::max<std::size_t>(std::size_t(kept), heading_stays));
    }
    return known->second;
  }

  /// Finds what each entry prints: its words, in the order of the entries.
  void place() {
    auto& entries = m_budget.entries;
    std::vector<std::pair<std::size_t, Entry const*>> printed;  // places in `origins`
    std::set<Entry const*> seen;
    for (std::size_t i = 0; i < m_tex.origins.size(); ++i)
      if (auto entry = is_value(m_tex.origins[i]) ? m_owners.of(m_tex.origins[i].written_at) : nullptr) {
        printed.emplace_back(i, entry);
        seen.insert(entry);
      }
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (seen.contains(m_shown[i])) expected.push_back(i);
    std::size_t next = 0;
    for (auto const& [origin, entry] : printed) {
      if (next < expected.size() && m_shown[expected[next]] == entry)
        entries[expected[next++]].begin = m_tex.origins[origin].begin;
      else if (next == 0 || m_shown[expected[next - 1]] != entry)
        continue;
      entries[expected[next - 1]].end =
          origin + 1 < m_tex.origins.size() ? m_tex.origins[origin + 1].begin : m_tex.text.size();
    }
  }

  /// Whether something printed what a tag names: what stands around it in a template can be a command.
  bool is_value(Origin const& origin) const {
    return origin.template_at.somewhere() && m_sources.text(origin.template_at).starts_with("<<");
  }

  Plan const& m_plan;
  Rendered const& m_tex;
  Sources const& m_sources;
  Budget m_budget;
  std::vector<Entry const*> m_shown;  ///< the entries as they are printed: an employer's roles, each
  Owners m_owners;
  std::set<std::string> m_referred;
  std::map<SectionSpec const*, std::size_t> m_lists;
};

constexpr std::string_view key = "vitac-place ";

/// Writes its line when the page is finished: only then is the place known. In a paragraph's beginning the
/// command must begin it, or a page could break before.
constexpr std::string_view definition =
    "\\ifdefined\\pdfsavepos\\else\\let\\pdfsavepos\\savepos\\let\\pdflastypos\\lastypos\\fi "
    "\\ifdefined\\ReadonlyShipoutCounter\\else\\newcommand\\ReadonlyShipoutCounter{\\value{page}}\\fi "
    "\\protected\\def\\vitacplace#1{\\leavevmode\\pdfsavepos"
    "\\write-1{vitac-place #1 \\number\\ReadonlyShipoutCounter\\space\\number\\pdflastypos}}";

/// A place on a page; TeX counts upwards, in sp.
struct Mark {
  long page = 0, height = 0;
};

struct Marks {
  std::optional<Mark> begin, end;
};

/// What the commands of `marked` wrote.
std::vector<Marks> read_marks(std::string_view log, std::size_t count) {
  std::vector<Marks> all(count);
  for (auto at = log.find(key); at != log.npos; at = log.find(key, at)) {
    at += key.size();
    std::array<long, 3> numbers{};
    auto from = log.data() + at, last = log.data() + log.size();
    bool good = true;
    for (auto& number : numbers) {
      while (from != last && *from == ' ') ++from;
      auto [next, error] = std::from_chars(from, last, number);
      good = good && error == std::errc{};
      from = next;
    }
    auto place = std::size_t(numbers[0]) / 2;
    if (!good || numbers[0] < 0 || place >= count) continue;
    (numbers[0] % 2 ? all[place].end : all[place].begin) = Mark{numbers[1], numbers[2]};
  }
  return all;
}

constexpr double line = 13 * 65536.0;  ///< about the height of one, in sp

/// The pages as they came out: what each entry takes, and how much stands on pages that should not be.
class Measure {
 public:
  Measure(Budget const& budget, std::string_view log)
      : m_budget(budget), m_marks(read_marks(log, budget.entries.size())) {
    for (auto& [begin, end] : m_marks) {
      // What an entry prints first may stand lower than what it prints last: a place at the right.
      bool is_turned = begin && end && begin->page == end->page && begin->height < end->height;
      if (is_turned) std::swap(begin, end);
    }
    for (auto const& [begin, end] : m_marks)
      for (auto const& mark : {begin, end})
        if (mark) note(*mark);
    measure_gap();
  }

  /// How much must go.
  double excess() const {
    double sum = 0;
    for (auto const& [page, extent] : m_pages)
      if (std::distance(m_pages.begin(), m_pages.find(page)) >= m_budget.most_pages)
        sum += m_top - double(extent.first) + line;
    return sum;
  }

  /// What an entry takes, with the space behind it.
  double height(std::size_t i) const {
    auto const& [begin, end] = m_marks[i];
    if (!begin || !end) return line + m_gap;
    if (begin->page == end->page) return std::max(0.0, double(begin->height - end->height)) + line + m_gap;
    auto first = m_pages.find(begin->page)->second;
    return double(begin->height - first.first) + m_top - double(end->height) + 2 * line;
  }

  /// What stands before an entry that its neighbour before does not take: a heading.
  double before(std::size_t i) const {
    if (i == 0 || !m_marks[i].begin || !m_marks[i - 1].end) return 0;
    auto const &above = *m_marks[i - 1].end, &own = *m_marks[i].begin;
    if (above.page != own.page) return 2 * line;
    return std::max(0.0, double(above.height - own.height) - line - m_gap);
  }

 private:
  void note(Mark const& mark) {
    auto [known, is_new] = m_pages.try_emplace(mark.page, mark.height, mark.height);
    known->second.first = std::min(known->second.first, mark.height);
    known->second.second = std::max(known->second.second, mark.height);
    if (mark.page > m_pages.begin()->first) m_top = std::max(m_top, double(mark.height));
  }

  /// The usual space between two entries of a list.
  void measure_gap() {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < m_marks.size(); ++i) {
      auto const &above = m_marks[i - 1].end, &below = m_marks[i].begin;
      bool is_neighbour = m_budget.entries[i].list == m_budget.entries[i - 1].list;
      if (is_neighbour && above && below && above->page == below->page && above->height > below->height)
        gaps.push_back(double(above->height - below->height) - line);
    }
    if (gaps.empty()) return;
    std::ranges::nth_element(gaps, gaps.begin() + std::ptrdiff_t(gaps.size() / 2));
    m_gap = std::max(0.0, gaps[gaps.size() / 2]);
  }

  Budget const& m_budget;
  std::vector<Marks> m_marks;
  std::map<long, std::pair<long, long>> m_pages;  ///< the lowest and the highest mark of each
  double m_top = 0, m_gap = 0;
};

}  // namespace

std::optional<Budget> budget_of(Plan const& plan, Rendered const& tex, Sources const& sources) {
  if (!plan.document->pages) return {};
  return Collector(plan, tex, sources).run();
}

Rendered marked(Rendered const& tex, Budget const& budget) {
  std::vector<std::pair<std::size_t, std::string>> added;
  constexpr std::string_view start = "\n\\begin{document}\n";
  if (auto at = tex.text.find(start); at != std::string::npos) added.emplace_back(at + 1, definition);
  for (std::size_t i = 0; i < budget.entries.size(); ++i) {
    auto const& entry = budget.entries[i];
    if (entry.begin == entry.end) continue;
    added.emplace_back(entry.begin, fmt::format("\\vitacplace{{{}}}", 2 * i));
    added.emplace_back(entry.end, fmt::format("\\vitacplace{{{}}}", 2 * i + 1));
  }
  std::ranges::stable_sort(added, {}, &std::pair<std::size_t, std::string>::first);
  Rendered out;
  out.origins = tex.origins;
  std::size_t done = 0, shift = 0;
  auto origin = out.origins.begin();
  for (auto const& [at, command] : added) {
    for (; origin != out.origins.end() && origin->begin < at; ++origin) origin->begin += shift;
    out.text.append(tex.text, done, at - done);
    out.text += command;
    shift += command.size();
    done = at;
  }
  for (; origin != out.origins.end(); ++origin) origin->begin += shift;
  out.text.append(tex.text, done);
  return out;
}

std::vector<Listed const*> dispensable(Budget const& budget) {
  std::vector<Listed const*> order;
  for (auto const& entry : budget.entries) order.push_back(&entry);
  std::ranges::reverse(order);  // of what is alike, the last goes first
  std::ranges::stable_sort(order, {},
                           [](Listed const* entry) { return std::pair(entry->priority, entry->moment); });
  auto left = std::vector<std::size_t>(budget.least.size());
  for (auto const& entry : budget.entries) ++left[entry.list];
  std::erase_if(order, [&](Listed const* entry) {
    if (entry->is_needed || left[entry->list] <= budget.least[entry->list]) return true;
    --left[entry->list];
    return false;
  });
  return order;
}

Cuts cuts(Budget const& budget, std::string_view log, double spare, double yield) {
  Measure measure(budget, log);
  Cuts cut;
  cut.excess = measure.excess();
  auto wanted = cut.excess / yield + spare * line;
  auto left = std::vector<std::size_t>(budget.least.size());
  for (auto const& entry : budget.entries) ++left[entry.list];
  for (auto const* entry : dispensable(budget)) {
    if (cut.freed >= wanted) break;
    cut.entries.insert(entry->entry);
    cut.freed += measure.height(std::size_t(entry - budget.entries.data()));
    if (--left[entry->list] > 0) continue;
    auto first = std::ranges::find(budget.entries, entry->list, &Listed::list);
    cut.freed += measure.before(std::size_t(first - budget.entries.begin()));
  }
  return cut;
}

}  // namespace vitac
