#include "render/view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/utf8.hpp"
#include "plan/position.hpp"
#include "render/citation.hpp"
#include "render/dates.hpp"
#include "render/latex.hpp"
#include "render/viewer.hpp"

namespace vitac {
namespace views {
namespace {

bool is_right_to_left(std::string_view text) {
  std::size_t at = 0;
  return !text.empty() && writing_of(next_code_point(text, at)) == Writing::right_to_left;
}

}  // namespace

Value Viewer::document() {
  auto root = record_value();
  put(root, "name", full_name(m_plan.record->person.name));
  if (auto const& title = m_plan.document->title)
    put(root, "title", inline_text(*title));
  else if (auto word = m_locale.words.find("curriculum_vitae"))
    put(root, "title", m_text.plain(word->text, {}));
  put(root, "as_of", m_text.plain(format_date(m_plan.as_of, m_locale, {}), {}));
  put(root, "year", text_value(fmt::format("{}", m_plan.as_of.year)));
  put(root, "language", m_text.verbatim(language(), {}));
  put(root, "babel", m_text.verbatim(m_locale.babel.text, {}));
  if (m_fonts) put(root, "fonts", text_value(*m_fonts));
  put(root, "keywords", keywords());
  put(root, "person", person());
  auto [given, family] = halves_of_name();
  put(root, "given", std::move(given));
  put(root, "family", std::move(family));
  put(root, "name_parts", name_parts());
  auto position = main_position(*m_plan.record, m_plan.as_of);
  put(root, "position", record(shape<Position>(), &position));
  if (m_notice) put(root, "notice", inline_text(*m_notice));
  put(root, "options", option_values());
  put(root, "chosen", chosen_options());
  put(root, "words", words());
  Value sections;
  sections.kind = Type::list;
  for (auto const& planned : m_plan.sections)
    if (planned.is_shown) sections.items.push_back(headed(planned));
  put(root, "sections", std::move(sections));
  return root;
}

Value Viewer::option_values() const {
  auto record = record_value();
  for (auto const& option : *m_options)
    if (option.is_flag ? option.flag : !option.text.empty())
      put(record, option.name, m_text.verbatim(option.text, option.at));
  return record;
}

/// For each option that is a choice, what was chosen as a flag: `chosen.variant.banking`.
Value Viewer::chosen_options() const {
  auto record = record_value();
  for (auto const& option : *m_options) {
    if (option.choices.empty()) continue;
    auto flags = record_value();
    for (auto choice : option.choices)
      if (choice == option.text) put(flags, choice, text_value({}));
    put(record, option.name, std::move(flags));
  }
  return record;
}

Value Viewer::words() const {
  auto record = record_value();
  for (auto const& [key, at, word] : m_locale.words.items) put(record, key, m_text.plain(word.text, {}));
  return record;
}

/// The research areas and their topics, for what the PDF says of itself; absent where there are none.
std::optional<Value> Viewer::keywords() const {
  std::string all;
  auto add = [&](Text const& text) {
    if (auto words = m_text.words(text.in(language()), m_fonts.has_value()); !words.empty())
      all += (all.empty() ? "" : ", ") + words;
  };
  for (auto const& each : m_plan.record->research_areas) {
    if (each.is_hidden()) continue;
    add(each.area);
    for (auto const& topic : each.topics) add(topic);
  }
  return all.empty() ? std::nullopt : std::optional(text_value(all));
}

/// The person's given names with a title, and the family name with a suffix.
std::pair<Value, Value> Viewer::halves_of_name() const {
  auto const& name = m_plan.record->person.name;
  auto [given, family] = name.split();
  // Set one after the other, from left to right, two parts from right to left would change places; so would
  // those of a name that was written with the family first.
  bool is_one = is_right_to_left(given) && is_right_to_left(family);
  if (name.text && !name.family) {
    std::string_view rest = name.text->text;
    if (is_one || given.empty() || !rest.starts_with(given + " ")) return {Value(), full_name(name)};
    rest.remove_prefix(given.size() + 1);
    return {m_text.plain(given, name.at), m_text.plain(rest, name.at)};
  }
  if (is_one) return {Value(), full_name(name)};
  return {joined({&name.prefix, &name.given}), joined({&name.family, &name.suffix})};
}

/// The person's name as forms ask for it.
Value Viewer::name_parts() const {
  auto const& name = m_plan.record->person.name;
  auto parts = name.parts();
  auto record = record_value(name.at);
  auto put_part = [&](std::string_view field, std::string const& part, auto const& written) {
    if (!part.empty()) put(record, field, m_text.plain(part, written ? written->at : name.at));
  };
  put_part("first", parts.first, name.given);
  put_part("middle", parts.middle, name.given);
  put_part("last", parts.last, name.family);
  put_part("suffix", parts.suffix, name.suffix);
  return record;
}

Value Viewer::person() const {
  auto const& person = m_plan.record->person;
  auto value = record(shape<Person>(), &person);
  auto const& spec = m_plan.document->person;
  if (!spec) return value;
  std::erase_if(value.fields, [&](auto const& field) {
    return std::ranges::find(spec->omit, field.first, &Literal::text) != spec->omit.end();
  });
  auto keep_labelled = [&](std::string_view field, std::optional<Literal> const& wanted, auto const& items) {
    if (!wanted) return;
    for (auto& [name, list] : value.fields)
      if (name == field) {
        auto items_left = std::exchange(list.items, {});
        for (std::size_t i = 0; i < items.size(); ++i)
          if (items[i] == wanted->text) list.items.push_back(std::move(items_left[i]));
        if (list.items.empty())
          m_problems.error("unknown-label", wanted->at,
                           fmt::format("no {} has the label `{}`", field, wanted->text));
      }
  };
  std::vector<std::string> emails, phones;
  for (auto const& email : person.email) emails.push_back(email.label ? email.label->text : "");
  for (auto const& phone : person.phone)
    phones.push_back(phone.label ? phone.label->in(language()).text : "");
  keep_labelled("email", spec->email, emails);
  keep_labelled("phone", spec->phone, phones);
  if (spec->headline) {
    std::erase_if(value.fields, [](auto const& field) { return field.first == "headline"; });
    put(value, "headline", inline_text(*spec->headline));
  }
  return value;
}

/// A field that leads to the page in another, where it has one.
std::optional<Value> Viewer::linked(Value const& entry, std::string_view name, std::string_view address) {
  auto found = entry.find(name);
  if (!found) return {};
  auto value = *found;
  if (auto url = entry.find(address)) {
    auto before = fmt::format("\\href{{{}}}{{", url->text);
    value.text = before + value.text + "}";
    for (auto& detail : value.details) detail.begin += before.size(), detail.end += before.size();
    constexpr std::size_t opening = 6;  // of \href{
    value.details.insert(value.details.begin(), {opening, opening + url->text.size(), url->at});
  }
  return value;
}

/// Publications alone: the whole reference, by the document's citation format.
Value Viewer::citation(Publication const& work, Value const& entry) const {
  bool has_acronym = entry.find("venue_short") && !is_shortened(work);
  auto numerals = work.pages ? work.pages->text.find_first_not_of("0123456789") : 0;
  std::map<std::string_view, std::optional<Value>> made;
  auto make = [&](std::string_view name, auto const& maker) -> Value const* {
    auto [known, is_new] = made.try_emplace(name);
    if (is_new) known->second = maker();
    return known->second && !known->second->text.empty() ? &*known->second : nullptr;
  };
  auto linked_to = [&](std::string_view name, std::string_view url) {
    return make(name, [&] { return linked(entry, name, url); });
  };
  return cite(m_citation, work.type ? work.type->name() : "", [&](std::string_view name) -> Value const* {
    auto found = entry.find(name);
    if (name == "title") return linked_to(name, "url");
    if (name == "doi") return linked_to(name, "doi_url");
    if (name == "arxiv") return linked_to(name, "arxiv_url");
    if (name == "venue_acronym") return has_acronym ? entry.find("venue_short") : nullptr;
    if (name == "venue_alone") return has_acronym ? nullptr : entry.find("venue");
    if (name == "page") return numerals == std::string::npos ? entry.find("pages") : nullptr;
    if (name == "article") return work.pages && numerals == 0 ? entry.find("pages") : nullptr;
    if (name == "editor" && work.editors.size() != 1) return nullptr;
    if (name == "editors" || name == "editor") return make("editors", [&] { return editors(work, entry); });
    if (name == "year")
      return work.date && !omits("date") ? make(name, [&] { return year(*work.date); }) : nullptr;
    if (!found) return nullptr;
    if (name == "authors" && m_citation.names)
      return make(name, [&] { return people(work.authors, true, *m_citation.names); });
    if (name.ends_with("url")) return make(name, [&] { return address(*found); });
    return found;
  });
}

/// In the order in which names are spoken, as formats have those who did not write the work.
std::optional<Value> Viewer::editors(Publication const& work, Value const& entry) const {
  if (!entry.find("editors")) return {};
  CitationNames manner;
  if (m_citation.names) manner.given = m_citation.names->given;
  manner.before_last = Literal{m_locale.conjunction.text, {}};
  if (m_citation.names && m_citation.names->before_last) manner.before_last = m_citation.names->before_last;
  manner.between_two = manner.before_last;
  auto& between_two = manner.between_two->text;
  between_two.erase(0, between_two.find_first_not_of(", "));
  return people(work.editors, true, manner);
}

/// Whether the short form of a venue is its words made shorter, `Phys. Rev. Lett.`, and no name of its own.
bool Viewer::is_shortened(Publication const& work) const {
  auto words_of = [&](Text const& text) {
    std::vector<std::string> words;
    std::string word;
    for (char c : folded(text.in(language()).text) + " ") {
      if (c != ' ' && c != '.' && c != '-') {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::exchange(word, {}));
      }
    }
    return words;
  };
  if (!work.venue) return false;
  auto whole = words_of(*work.venue);
  auto next = whole.begin();
  for (auto const& word : words_of(*work.venue_short)) {
    next = std::find_if(next, whole.end(), [&](auto const& each) { return each.starts_with(word); });
    if (next == whole.end()) return false;
    ++next;
  }
  return true;
}

/// A web address as a link that prints itself.
Value Viewer::address(Value const& url) {
  return text_value(fmt::format("\\href{{{0}}}{{\\nolinkurl{{{0}}}}}", url.text), url.at);
}

/// The year alone, or what was written in its place.
Value Viewer::year(Date const& date) const {
  auto text =
      date.is_present || !date.text.empty() ? format_date(date, m_locale, {}) : fmt::format("{}", date.year);
  return m_text.plain(text, date.at);
}

/// Its layout's flag: the first of its kinds decides.
Value Viewer::layout(PlannedSection const& planned) const {
  auto flags = record_value();
  if (planned.entries.empty()) return flags;
  auto kind = planned.kinds.empty() ? planned.entries.front().ref.kind : planned.kinds.front();
  for (auto const& [name, kinds] : m_layouts)
    if (std::ranges::find(kinds, kind) != kinds.end()) {
      put(flags, name, text_value({}));
      return flags;
    }
  put(flags, default_layout, text_value({}));
  return flags;
}

/// Braces keep a `]` in a label from ending an optional argument.
Value Viewer::label_value(PlannedEntry const& planned) const {
  auto label = m_text.plain(planned.mark + planned.label, planned.ref.entry->at);
  if (label.text.find(']') != std::string::npos) label.text = "{" + label.text + "}";
  return label;
}

Value Viewer::entry(PlannedEntry const& planned) const {
  auto value = record_value(planned.ref.entry->at);
  value.variant = planned.ref.kind.starts_with("custom") ? "custom" : planned.ref.kind;
  if (!planned.label.empty()) put(value, label_name, label_value(planned));
  put_view_names({planned.ref.shape, planned.ref.entry}, value);
  for (auto const& row : planned.ref.shape->fields) {
    if (omits(row.name)) continue;
    auto member = held(row.shape(), row.of(planned.ref.entry));
    if (!member) continue;
    if (auto flag = member.as<Flag>(); flag && !flag->value) continue;
    auto shown = field(row.name, member);
    if (member.shape->kind == Shape::choice && shown.text.empty()) continue;  // the locale keeps silent of it
    put(value, row.name, std::move(shown));
  }
  special_fields(planned.ref, value);
  if (planned.ref.shape == &shape<Publication>()) {
    auto cited = citation(*static_cast<Publication const*>(planned.ref.entry), value);
    // A note that the reference has in it, the kind of a thesis, does not print a second time.
    if (auto note = value.find("note"); note && std::ranges::count(cited.details, note->at, &Detail::at) > 0)
      std::erase_if(value.fields, [](auto const& field) { return field.first == "note"; });
    put(value, citation_name, std::move(cited));
  }
  return value;
}

/// Fields whose print depends on another field of their entry, or on another entry.
void Viewer::special_fields(EntryRef const& ref, Value& value) const {
  auto replace = [&](std::string_view name, Value with) {
    for (auto& [field_name, old] : value.fields)
      if (field_name == name) old = std::move(with);
  };
  if (ref.shape == &shape<Grant>()) {
    auto const& grant = *static_cast<Grant const*>(ref.entry);
    std::string currency = grant.currency ? grant.currency->text : "";
    if (grant.amount)
      replace("amount", m_text.verbatim(money(grant.amount->text, currency), grant.amount->at));
    if (grant.share && !grant.share->is_percent)
      replace("share", m_text.verbatim(money(grant.share->text, currency), grant.share->at));
  }
  if (ref.shape == &shape<Honor>()) {
    auto const& work = static_cast<Honor const*>(ref.entry)->honored_work;
    auto found = work ? m_plan.record->by_id.find(work->text) : m_plan.record->by_id.end();
    if (found == m_plan.record->by_id.end()) return;
    auto title = held(*found->second.shape, found->second.entry, "title").as<Text>();
    auto pattern_text =
        m_locale.sentences.find(found->second.kind == "publications" ? "for_paper" : "for_project");
    if (!title || !pattern_text) return;
    auto words = sentence(pattern_text->text, {{"title", inline_text(*title)}});
    words.at = work->at;
    if (auto of_work = labels(work->text); of_work.size() == 1 && option_flag(*m_options, "for_labels"))
      append(words, m_text.plain(fmt::format(" ({})", of_work.front()), work->at));
    replace("for", std::move(words));
  }
}

/// What a heading over a group says: the locale's word for it, else its choice or value.
std::string Viewer::group_title(Group const& group) const {
  if (group.value.empty()) return m_locale.groups.find("none")->text;
  if (auto heading = m_locale.groups.find(group.word)) return heading->text;
  auto word = m_locale.choices.find(group.value);
  return capitalized(word ? word->text : replaced(group.value, "_", " "));
}

std::optional<Value> Viewer::section_title(PlannedSection const& planned) const {
  if (!planned.is_headed) return {};
  if (planned.title) return inline_text(*planned.title);
  if (planned.group && planned.group->shown) return field({}, planned.group->shown);
  if (planned.group) return m_text.plain(group_title(*planned.group), {});
  auto kind = planned.kinds[0];
  if (kind.starts_with("custom.")) {
    auto custom = m_plan.record->custom.find(kind.substr(7));
    if (custom && custom->title) return inline_text(*custom->title);
    return m_text.plain(kind.substr(7), {});
  }
  auto heading = m_locale.sections.find(kind);
  return m_text.plain(heading ? heading->text : kind, {});
}

/// A section with all that stands under its heading.
Value Viewer::headed(PlannedSection const& planned) {
  auto value = section(planned);
  Value parts;
  parts.kind = Type::list;
  std::vector<PlannedSection const*> planned_parts;
  add_parts(planned, false, parts, planned_parts);
  std::vector<TableSource> tables;
  auto want_table = [&](PlannedSection const& part, Value& made) {
    if (!part.spec->columns.empty() && !part.entries.empty()) tables.push_back({&part, &made});
  };
  want_table(planned, value);
  for (std::size_t i = 0; i < parts.items.size(); ++i) want_table(*planned_parts[i], parts.items[i]);
  for (auto begin = tables.begin(); begin != tables.end();) {
    auto end = std::find_if(begin, tables.end(), [&](TableSource const& each) {
      return each.planned->spec != begin->planned->spec;
    });
    put_tables({begin, end});
    begin = end;
  }
  put(value, "parts", std::move(parts));
  return value;
}

/// The parts of a section and theirs, in one list. Those that `group_by` and `divide` made share their
/// columns' widths.
void Viewer::add_parts(PlannedSection const& planned, bool deep, Value& parts,
                       std::vector<PlannedSection const*>& planned_parts) {
  auto first = parts.items.size();
  std::vector<std::size_t> made;
  for (auto const& part : planned.parts) {
    if (!part.is_shown) continue;
    if (part.is_made) made.push_back(parts.items.size());
    parts.items.push_back(section(part));
    planned_parts.push_back(&part);
    if (deep && part.is_headed) put(parts.items.back(), "deep", text_value({}));
    add_parts(part, deep || part.is_headed, parts, planned_parts);
  }
  for (auto name : {"widest_label", "widest_dates"}) {
    std::string widest;
    for (auto i = first; i < parts.items.size(); ++i)
      if (auto own = parts.items[i].find(name); own && display_width(own->text) > display_width(widest))
        widest = own->text;
    for (auto i : made)
      for (auto& [field_name, own] : parts.items[i].fields)
        if (field_name == name) own.text = widest;
  }
}

/// A section without its parts.
Value Viewer::section(PlannedSection const& planned) {
  auto value = record_value(planned.spec->at);
  auto outer = std::exchange(m_section, &planned);
  auto outer_options = m_options;
  for (auto const& [spec, own] : m_section_options)
    if (spec == planned.spec) m_options = &own;
  if (planned.spec->dates && !is_date_pattern(planned.spec->dates->text))
    m_problems.error("bad-pattern", planned.spec->dates->at,
                     fmt::format("`{}` is not a pattern of dates", planned.spec->dates->text),
                     "make it of YYYY, MM, M, Mon, Month, DD and D: `MM/YYYY`");
  put(value, "title", section_title(planned));
  if (!planned.number.empty()) put(value, "number", m_text.plain(planned.number, {}));
  if (planned.spec->text && !planned.is_made) put(value, "text", inline_text(*planned.spec->text));
  put(value, "options", option_values());
  put(value, "chosen", chosen_options());
  put(value, "layout", layout(planned));
  if (planned.kinds.size() == 1 && planned.kinds[0] == "marks") put(value, "legend", legend());
  if (planned.is_empty && m_plan.document->empty->is("na"))
    if (auto word = m_locale.words.find("not_applicable"))
      put(value, "nothing", m_text.plain(word->text, {}));
  Value entries;
  entries.kind = Type::list;
  std::string_view widest_label, widest_dates;
  entries.items.reserve(planned.entries.size());
  for (auto const& each : planned.entries) entries.items.push_back(entry(each));
  auto widen = [](std::string_view& widest, std::string_view text) {
    if (display_width(text) > display_width(widest)) widest = text;
  };
  for (auto const& item : entries.items) {
    if (auto label = item.find("label")) widen(widest_label, label->text);
    if (auto dates = item.find("dates")) {
      // What stands in brackets may have a line of its own.
      auto text = std::string_view(dates->text);
      auto bracket = std::min(text.find(" ("), text.size());
      widen(widest_dates, text.substr(0, bracket));
      widen(widest_dates, text.substr(std::min(bracket + 1, text.size())));
    }
  }
  if (!widest_label.empty()) put(value, "widest_label", text_value(std::string(widest_label)));
  if (!widest_dates.empty()) put(value, "widest_dates", text_value(std::string(widest_dates)));
  put(value, "total", total(planned));
  put(value, "entries", std::move(entries));
  m_section = outer;
  m_options = outer_options;
  return value;
}

/// The used marks with what they denote, in one sentence; absent where none is used.
std::optional<Value> Viewer::legend() const {
  Value value;
  for (auto mark : m_plan.used_marks) {
    auto const& used = m_plan.marks[mark];
    auto own = m_locale.legends.find(m_plan.record->marks.items[mark].key);
    if ((!used.legend && !own) || (used.sign().empty() && emphasis_of(mark).empty())) continue;
    if (!value.text.empty()) append(value, text_value(";\n"));
    if (auto command = emphasis_of(mark); !command.empty())
      append(value,
             text_value(fmt::format(
                 "{}{{{}}}", command,
                 m_text.plain(m_locale.words.find(command == "\\textbf" ? "bold" : "underlined")->text, {})
                     .text)));
    else
      append(value, m_text.verbatim(used.symbol.text, used.symbol.at));
    append(value, text_value(emphasis_of(mark).empty() ? "~" : " "));
    append(value, used.legend ? inline_text(*used.legend) : m_text.plain(own->text, {}));
  }
  if (value.text.empty()) return {};
  append(value, text_value("."));
  return value;
}

}  // namespace views

std::vector<std::string_view> citation_fields() {
  std::vector<std::string_view> names{"venue_acronym", "venue_alone", "editor", "page", "article", "year"};
  auto const& work = shape<Publication>();
  for (auto const& row : work.fields)
    if (views::kind_of(row.shape()) == Type::value) names.push_back(row.name);
  for (auto const& name : views::view_names())
    if (views::has_name(name, work)) names.push_back(name.name);
  return names;
}

std::string_view option_text(std::vector<OptionValue> const& options, std::string_view name) {
  for (auto const& option : options)
    if (option.name == name) return option.text;
  return {};
}

bool option_flag(std::vector<OptionValue> const& options, std::string_view name) {
  for (auto const& option : options)
    if (option.name == name) return option.flag;
  return false;
}

Value make_view(Plan const& plan, ViewSetting const& setting, Sources const& sources, Diagnostics& problems) {
  return views::Viewer(plan, setting, sources, problems).document();
}

}  // namespace vitac
