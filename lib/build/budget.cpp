#include "build/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

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
      listed.group = m_groups;
      listed.is_needed = ref.entry->id && m_referred.contains(ref.entry->id->text);
      if (ref.entry->priority) listed.priority = ref.entry->priority->value;
      if (auto period = period_of(ref, m_plan.as_of)) listed.moment = period->end;
      m_budget.entries.push_back(listed);
      m_shown.push_back(ref.entry);
      m_owners.add(ref);
    }
    ++m_groups;
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
  std::size_t m_groups = 0;
};

constexpr std::string_view place_key = "vitac-place ", end_key = "vitac-end ";

/// A place is written when its page is finished: only then is it known. In a paragraph's beginning the
/// command must begin it, or a page could break before. The end tells at once how far its page is filled, for
/// nothing may stand behind the last line.
constexpr std::string_view definition =
    "\\ifdefined\\pdfsavepos\\else\\let\\pdfsavepos\\savepos\\let\\pdflastypos\\lastypos\\fi "
    "\\ifdefined\\ReadonlyShipoutCounter\\else\\newcommand\\ReadonlyShipoutCounter{\\value{page}}\\fi "
    "\\protected\\def\\vitacplace#1{\\leavevmode\\pdfsavepos"
    "\\write-1{vitac-place #1 \\number\\ReadonlyShipoutCounter\\space\\number\\pdflastypos}}"
    "\\def\\vitacend{\\par\\immediate\\write-1{vitac-end "
    "\\number\\pagetotal\\space\\number\\pagegoal\\space\\number\\textheight}}";

/// The numbers behind each `key` of a log, as many as there must be.
template <std::size_t count>
std::vector<std::array<long, count>> numbers_behind(std::string_view key, std::string_view log) {
  std::vector<std::array<long, count>> all;
  for (auto at = log.find(key); at != log.npos; at = log.find(key, at)) {
    at += key.size();
    std::array<long, count> numbers{};
    auto from = log.data() + at, last = log.data() + log.size();
    bool good = true;
    for (auto& number : numbers) {
      while (from != last && *from == ' ') ++from;
      auto [next, error] = std::from_chars(from, last, number);
      good = good && error == std::errc{};
      from = next;
    }
    if (good) all.push_back(numbers);
  }
  return all;
}

/// A place on a page; TeX counts upwards, in sp.
struct Mark {
  long page = 0, height = 0;
};

constexpr double usual_pitch = 13 * 65536.0;  ///< from a line to the next, where nothing tells

double median(std::vector<double> values, double otherwise) {
  if (values.empty()) return otherwise;
  auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// What each entry takes of the pages, and what stands above it that is not an entry's.
class Measure {
 public:
  Measure(Budget const& budget, std::string_view log) : m_entries(budget.entries), m_marks(m_entries.size()) {
    for (auto [number, page, height] : numbers_behind<3>(place_key, log)) {
      auto place = std::size_t(number) / 2;
      if (number < 0 || place >= m_marks.size()) continue;
      (number % 2 ? m_marks[place].end : m_marks[place].begin) = Mark{page, height};
      m_first_page = std::min(m_first_page, page);
    }
    for (auto& [begin, end] : m_marks) {
      // What an entry prints first may stand lower than what it prints last: a place at the right.
      bool is_turned = begin && end && begin->page == end->page && begin->height < end->height;
      if (is_turned) std::swap(begin, end);
      for (auto const& mark : {begin, end})
        if (mark && mark->page > m_first_page) m_top = std::max(m_top, double(mark->height));
    }
    if (auto ends = numbers_behind<3>(end_key, log); !ends.empty()) m_page = double(ends.back()[2]);
    std::vector<double> pitches;
    for (std::size_t i = 1; i < m_entries.size(); ++i)
      if (follows(i)) pitches.push_back(double(m_marks[i - 1].end->height - m_marks[i].begin->height));
    m_pitch = std::max(0.0, median(std::move(pitches), usual_pitch));
  }

  /// From its first line to that of the next entry, were one to follow.
  double height(std::size_t i) const {
    if (i + 1 < m_entries.size() && follows(i + 1) && m_marks[i].begin &&
        m_marks[i].begin->page == m_marks[i + 1].begin->page)
      return std::max(0.0, double(m_marks[i].begin->height - m_marks[i + 1].begin->height));
    auto const& [begin, end] = m_marks[i];
    if (!begin || !end) return 0;
    auto own = double(begin->height - end->height);
    if (begin->page != end->page) own += m_page * double(end->page - begin->page);
    return std::max(0.0, own) + m_pitch;
  }

  /// What stands between an entry and the one before that neither of them takes: a heading.
  double above(std::size_t i) const {
    if (!m_marks[i].begin) return 0;
    auto const& own = *m_marks[i].begin;
    if (i > 0 && m_marks[i - 1].end && m_marks[i - 1].end->page == own.page)
      return std::max(0.0, double(m_marks[i - 1].end->height - own.height) - m_pitch);
    return own.page == m_first_page ? 2 * m_pitch : std::max(0.0, m_top - double(own.height));
  }

 private:
  /// Whether an entry stands below the one before it with nothing but the usual space between.
  bool follows(std::size_t i) const {
    auto const &before = m_marks[i - 1].end, &own = m_marks[i].begin;
    return m_entries[i].group == m_entries[i - 1].group && before && own && before->page == own->page;
  }

  struct Stretch {
    std::optional<Mark> begin, end;
  };
  std::vector<Listed> const& m_entries;
  std::vector<Stretch> m_marks;
  long m_first_page = std::numeric_limits<long>::max();
  double m_top = 0, m_page = 0, m_pitch = 0;
};

/// The entries of a list or of what stands under one of its headings, and what goes with the last of them.
struct Headed {
  std::size_t left = 0;
  double heading = 0;
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
  if (auto at = tex.text.rfind("\\end{document}"); at != std::string::npos)
    added.emplace_back(at, "\\vitacend");
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

std::vector<Dispensable> dispensable(Budget const& budget) {
  std::vector<Dispensable> order;
  std::map<Entry const*, std::size_t> known;
  for (std::size_t i = 0; i < budget.entries.size(); ++i) {
    auto [at, is_new] = known.try_emplace(budget.entries[i].entry, order.size());
    if (is_new) order.push_back({budget.entries[i].entry, {}});
    order[at->second].places.push_back(i);
  }
  auto rank = [&](Dispensable const& one) {
    auto moment = budget.entries[one.places.front()].moment;
    for (auto place : one.places) moment = std::max(moment, budget.entries[place].moment);
    return std::pair(budget.entries[one.places.front()].priority, moment);
  };
  std::ranges::reverse(order);  // of what is alike, the last goes first
  std::ranges::stable_sort(order, {}, rank);
  auto left = std::vector<std::size_t>(budget.least.size());
  for (auto const& entry : budget.entries) ++left[entry.list];
  std::erase_if(order, [&](Dispensable const& one) {
    auto after = left;
    for (auto place : one.places) {
      auto const& entry = budget.entries[place];
      if (entry.is_needed || after[entry.list] <= budget.least[entry.list]) return true;
      --after[entry.list];
    }
    left = std::move(after);
    return false;
  });
  return order;
}

std::string identity_of(Budget const& budget) {
  auto text = std::to_string(budget.most_pages);
  for (auto const& one : dispensable(budget)) text += fmt::format(" {}", fmt::join(one.places, "+"));
  return text;
}

std::vector<double> gains(Budget const& budget, std::vector<Dispensable> const& order, std::string_view log) {
  Measure measure(budget, log);
  auto const& entries = budget.entries;
  std::vector<Headed> lists(budget.least.size());
  std::map<std::size_t, Headed> groups;
  std::map<std::size_t, std::size_t> list_of;
  std::vector<std::vector<double>> below_first(
      lists.size());  // the headings of a list's groups but the first
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto& list = lists[entries[i].list];
    auto& group = groups[entries[i].group];
    if (group.left == 0) {
      group.heading = measure.above(i);
      list_of[entries[i].group] = entries[i].list;
      if (list.left > 0) below_first[entries[i].list].push_back(group.heading);
    }
    ++list.left, ++group.left;
  }
  // Above its first group stands the heading of the list itself too.
  std::vector<char> seen(lists.size());
  for (auto& [number, group] : groups) {
    auto list = list_of[number];
    if (std::exchange(seen[list], 1)) continue;
    auto usual = std::min(group.heading, median(below_first[list], group.heading));
    lists[list].heading = group.heading - usual;
    group.heading = usual;
  }
  std::vector<double> all{0};
  for (auto const& one : order) {
    auto gain = all.back();
    for (auto place : one.places) {
      gain += measure.height(place);
      auto &list = lists[entries[place].list], &group = groups[entries[place].group];
      if (--group.left == 0) gain += group.heading;
      if (--list.left == 0) gain += list.heading;
    }
    all.push_back(gain);
  }
  return all;
}

double excess(std::string_view log, int pages, long most_pages) {
  auto ends = numbers_behind<3>(end_key, log);
  if (ends.empty()) return 0;
  auto [filled, goal, page] = ends.back();
  // Nothing begun: the page before is full.
  auto on_last = filled == 0 ? double(page) : double(filled) + double(page - std::min(goal, page));
  return double(page) * double(pages - most_pages - 1) + on_last;
}

}  // namespace vitac
