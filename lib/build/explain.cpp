#include "build/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace vitac {
namespace {

/// Fields that are for choosing entries, not for print.
constexpr std::array<std::string_view, 6> never_printed{"id",     "tags",  "priority",
                                                        "hidden", "extra", "primary"};

/// Fields that print as a part of what another one prints.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> printed_with{
    {{"end", "start"}, {"currency", "amount"}}};

/// Where a .tex holds what the PDF says of itself, which is not print: (begin, end).
std::vector<std::pair<std::size_t, std::size_t>> metadata_in(std::string_view tex) {
  constexpr std::string_view command = "\\hypersetup{";
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (auto begin = tex.find(command); begin != tex.npos; begin = tex.find(command, begin + 1)) {
    auto end = begin + command.size();
    for (int depth = 1; end < tex.size() && depth > 0; ++end)
      if (tex[end] == '\\')
        ++end;
      else
        depth += tex[end] == '{' ? 1 : tex[end] == '}' ? -1 : 0;
    all.emplace_back(begin, end);
  }
  return all;
}

class Explainer {
 public:
  Explainer(Plan const& plan, Rendered const& tex, Sources const& sources)
      : m_plan(plan), m_sources(sources) {
    auto metadata = metadata_in(tex.text);
    for (auto const& origin : tex.origins) {
      bool is_metadata = std::ranges::any_of(metadata, [&](auto const& each) {
        return each.first <= origin.begin && origin.begin < each.second;
      });
      if (!origin.written_at.somewhere() || is_metadata) continue;
      std::pair place(origin.written_at.file, std::size_t(origin.written_at.begin));
      m_shown.insert(place);
      auto tag = origin.template_at.somewhere() ? sources.text(origin.template_at) : "";
      if (tag.starts_with("<<") && !tag.starts_with("<<words.")) m_printed.insert(place);
    }
  }

  std::string run() {
    for (auto const& section : m_plan.sections) note_shown(section);
    for (auto const& section : m_plan.sections) tell(section, "  ");
    tell_unlisted();
    note_person();
    if (!m_unprinted.empty()) m_text += "  fields that are not printed:\n";
    for (auto const& [field, count] : m_unprinted)
      m_text += fmt::format("    {}{}\n", field, count == 1 ? "" : fmt::format(" ({} entries)", count));
    return std::move(m_text);
  }

 private:
  void tell(PlannedSection const& section, std::string const& indent) {
    auto inner = indent + "  ";
    m_text +=
        fmt::format("{}{}{}\n", indent, section.number.empty() ? "" : section.number + " ", heading(section));
    if (section.is_empty) m_text += inner + (section.is_shown ? "no entries" : "no entries: left out") + "\n";
    for (auto const& [ref, label, mark] : section.entries) {
      m_seen.insert(ref.written());
      m_text += fmt::format("{}{}{}\n", inner, label.empty() ? "" : mark + label + "  ", described(ref));
      for (auto const& row : ref.shape->fields) note_field(section, ref, row);
    }
    for (auto const& [ref, why] : section.left_out) {
      m_seen.insert(ref.written());
      m_text += fmt::format("{}left out: {} {}{}\n", inner, described(ref), why, elsewhere(ref));
    }
    for (auto const& part : section.parts) tell(part, inner);
  }

  void note_shown(PlannedSection const& section, PlannedSection const* headed = nullptr) {
    if (section.title || section.group || !headed) headed = &section;
    for (auto const& [ref, label, mark] : section.entries)
      m_headings.try_emplace(ref.written(),
                             label.empty() ? heading(*headed) : heading(*headed) + ", as " + label);
    for (auto const& part : section.parts) note_shown(part, headed);
  }

  /// Where else an entry stands that a section leaves out.
  std::string elsewhere(EntryRef const& ref) const {
    auto shown = m_headings.find(ref.written());
    return shown == m_headings.end() ? "" : fmt::format("; shown under {}", shown->second);
  }

  static std::string heading(PlannedSection const& section) {
    if (section.title) return section.title->in({}).text;
    if (section.group) return section.group->value.empty() ? "(none)" : section.group->value;
    return section.kinds.empty() ? "(section)" : fmt::format("{}", fmt::join(section.kinds, ", "));
  }

  /// Its first words, and where it stands.
  std::string described(EntryRef const& ref) const {
    auto place = m_sources.begin(ref.entry->at);
    auto at = fmt::format("{}:{}", m_sources.name(ref.entry->at.file), place.line);
    for (auto name : {"title", "name", "degree", "organization", "institution", "area", "role", "code",
                      "text", "source", "language"}) {
      auto value = held(*ref.shape, ref.entry, name);
      std::string text;
      if (auto words = value.as<Text>()) text = words->in({}).text;
      if (auto words = value.as<Literal>()) text = words->text;
      if (!text.empty()) return fmt::format("{} ({})", shortened(text), at);
    }
    return at;
  }

  static std::string shortened(std::string const& text) {
    constexpr std::size_t most = 60;
    if (text.size() <= most) return text;
    auto end = text.rfind(' ', most);
    return text.substr(0, end == text.npos ? most : end) + " ...";
  }

  void tell_unlisted() {
    std::map<std::string_view, std::size_t> unlisted;
    for (auto const& ref : all_entries(*m_plan.record))
      if (!m_seen.contains(ref.entry)) ++unlisted[ref.kind];
    for (auto const& [kind, count] : unlisted)
      m_text += fmt::format("  left out: {} of {}, which no section lists\n",
                            count == 1 ? "1 entry" : fmt::format("{} entries", count), kind);
  }

  void note_person() {
    auto const& person = m_plan.record->person;
    auto const& spec = m_plan.document->person;
    for (auto const& row : Person::fields) {
      bool is_chosen = spec && (std::ranges::find(spec->omit, row.name, &Literal::text) != spec->omit.end() ||
                                (row.name == "headline" && spec->headline));
      bool is_one_chosen =
          spec && ((row.name == "email" && spec->email) || (row.name == "phone" && spec->phone));
      auto value = printable({&shape<Person>(), &person}, row);
      if (value && !is_chosen && !(is_one_chosen && is_printed(value)))
        note(std::string(row.name), value, "person");
    }
  }

  static bool is_never_printed(Field const& row) {
    return std::ranges::find(never_printed, row.name) != never_printed.end();
  }

  void note_field(PlannedSection const& section, EntryRef const& ref, Field const& row) {
    if (section.omits(row.name)) return;
    if (auto value = printable({ref.shape, ref.entry}, row)) note(std::string(row.name), value, ref.kind);
  }

  /// A field that is for print, and does not print as a part of another; else none.
  Held printable(Held const& record, Field const& row) const {
    if (is_never_printed(row)) return {};
    for (auto const& [part, whole] : printed_with)
      if (part == row.name && is_printed(held(*record.shape, record.value, whole))) return {};
    return held(row.shape(), row.of(record.value));
  }

  /// Counts what of a value is not printed: `name`, `name.prefix`, `1 of 2 positions`.
  void note(std::string const& name, Held const& value, std::string_view owner) {
    std::set<std::string> unprinted;
    add_unprinted(name, value, unprinted);
    for (auto const& each : unprinted) ++m_unprinted[fmt::format("{} of {}", each, owner)];
  }

  void add_unprinted(std::string const& name, Held const& value, std::set<std::string>& unprinted) const {
    auto const& shape = *value.shape;
    if (!is_printed(value)) return void(unprinted.insert(name));
    if (shape.kind == Shape::record)
      for (auto const& row : shape.fields)
        if (auto field = printable(value, row))
          add_unprinted(fmt::format("{}.{}", name, row.name), field, unprinted);
    if (shape.kind != Shape::list || shape.item->kind != Shape::record ||
        shape.item == &vitac::shape<Contributor>())  // what is said of a person prints as marks
      return;
    std::size_t missing = 0, count = shape.size(value.value);
    for (std::size_t i = 0; i < count; ++i)
      if (Held item{shape.item, shape.at(value.value, i)}; is_printed(item))
        add_unprinted(name, item, unprinted);
      else
        ++missing;
    if (missing > 0) unprinted.insert(fmt::format("{} of {} {}", missing, count, name));
  }

  /// Whether anything in the output comes from a value.
  bool is_printed(Held const& value) const {
    if (!value) return false;
    auto const& shape = *value.shape;
    if (shape.place) {
      auto at = shape.place(value.value);
      // A flag prints as words of the template, or of the language.
      auto const& places = value.as<Flag>() ? m_shown : m_printed;
      auto next = places.lower_bound({at.file, at.begin});
      return next != places.end() && next->first == at.file && next->second < std::max(at.end, at.begin + 1);
    }
    if (shape.kind == Shape::record)
      return std::ranges::any_of(
          shape.fields, [&](Field const& row) { return is_printed(held(row.shape(), row.of(value.value))); });
    for (std::size_t i = 0; i < shape.size(value.value); ++i)
      if (is_printed(held(*shape.item, shape.at(value.value, i)))) return true;
    return false;
  }

  Plan const& m_plan;
  Sources const& m_sources;
  /// File and byte of the values that reached the output, and of all that the output was written for.
  std::set<std::pair<std::uint32_t, std::size_t>> m_printed, m_shown;
  std::map<Entry const*, std::string> m_headings;  ///< of the sections that show an entry
  std::set<Entry const*> m_seen;
  std::map<std::string, std::size_t> m_unprinted;
  std::string m_text;
};

}  // namespace

std::string explained(Plan const& plan, Rendered const& tex, Sources const& sources) {
  return Explainer(plan, tex, sources).run();
}

}  // namespace vitac
