#include "render/view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "render/citation.hpp"
#include "render/dates.hpp"
#include "render/inline.hpp"
#include "render/latex.hpp"

namespace vitac {
namespace {

/// Where a shape leads once what may be absent is there.
Shape const& present(Shape const& shape) {
  return shape.kind == Shape::optional ? *shape.item : shape;
}

bool is_people(Shape const& shape) {
  return &shape == &vitac::shape<std::vector<Contributor>>();
}
bool is_byline(std::string_view field) {
  return field == "authors" || field == "inventors";
}

/// Records that print as one text of their own.
bool prints_whole(Shape const& shape) {
  return &shape == &vitac::shape<Location>() || &shape == &vitac::shape<PersonName>();
}

/// What a field is to a template.
Type::Kind kind_of(Shape const& field) {
  auto const& shape = present(field);
  if (&shape == &vitac::shape<Anything>()) return Type::open;
  if (shape.kind == Shape::list)
    return is_people(shape) || shape.item->kind != Shape::record || prints_whole(*shape.item) ? Type::value
                                                                                              : Type::list;
  return shape.kind == Shape::record && !prints_whole(shape) ? Type::record : Type::value;
}

Value text_value(std::string text, Span at = {}) {
  Value value;
  value.text = std::move(text);
  value.at = at;
  return value;
}

Value record_value(Span at = {}) {
  Value value;
  value.kind = Type::record;
  value.at = at;
  return value;
}

void put(Value& record, std::string_view name, Value value) {
  record.fields.emplace_back(name, std::move(value));
}

void put(Value& record, std::string_view name, std::optional<Value> value) {
  if (value) put(record, name, std::move(*value));
}

std::string with_separators(std::string digits) {
  auto end = std::min(digits.find('.'), digits.size());
  for (auto at = std::ptrdiff_t(end) - 3; at > 0 && digits[std::size_t(at) - 1] != '-'; at -= 3)
    digits.insert(std::size_t(at), ",");
  return digits;
}

std::string money(std::string_view digits, std::string_view currency) {
  auto amount = with_separators(std::string(digits));
  if (currency.empty() || currency == "USD") return "$" + amount;
  if (currency == "EUR") return "€" + amount;
  if (currency == "GBP") return "£" + amount;
  return fmt::format("{}\u00A0{}", currency, amount);
}

std::string replaced(std::string text, std::string_view placeholder, std::string_view value) {
  for (auto at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size()))
    text.replace(at, placeholder.size(), value);
  return text;
}

/// Initials keep to what follows them.
std::string tied_initials(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i)
    out += name[i] == ' ' && i > 0 && name[i - 1] == '.' ? std::string("\u00A0") : std::string(1, name[i]);
  return out;
}

class Viewer {
 public:
  Viewer(Plan const& plan, ViewSetting const& setting, Sources const& sources, Diagnostics& problems)
      : m_plan(plan),
        m_locale(setting.locale),
        m_citation(setting.citation),
        m_options(setting.options),
        m_layouts(setting.layouts),
        m_problems(problems),
        m_text(
            sources, [this](std::string_view id) { return label(id); }, problems) {}

  Value document();

  // Names that only the view has.
  std::optional<Value> dates_of(Held const&) const;
  std::optional<Value> title_end_of(Held const&) const;
  std::optional<Value> sentence_of(Held const&) const;
  std::optional<Value> doi_url_of(Held const&) const;
  std::optional<Value> arxiv_url_of(Held const&) const;
  std::optional<Value> has_highlights_of(Held const&) const;

 private:
  std::optional<std::string> label(std::string_view id) const {
    auto found = m_plan.labels.find(id);
    if (found == m_plan.labels.end()) return {};
    return found->second;
  }

  std::string_view language() const { return m_locale.language.text; }
  std::string_view pattern() const {
    return m_section && m_section->spec->dates ? m_section->spec->dates->text : std::string_view{};
  }

  Value field(std::string_view name, Held const&) const;
  Value leaf(Held const&) const;
  Value list(std::string_view name, Held const&) const;
  Value record(Shape const&, void const*) const;
  void put_view_names(Held const&, Value&) const;
  Value joined(Held const&) const;
  Value people(std::vector<Contributor> const&, bool byline) const;
  std::string person_name(Contributor const&, bool byline) const;
  Value location(Location const&) const;
  Value inline_text(Text const& text) const { return m_text.inline_text(text.in(language())); }
  Value sentence(std::string text, Span at) const;
  Value choice(Held const&) const;
  Value open(Tree const&) const;

  Value person() const;
  /// Whether the section that is being drawn leaves a field of its entries out.
  bool omits(std::string_view name) const { return m_section && m_section->omits(name); }
  bool is_empty(PlannedSection const&) const;
  Value section(PlannedSection const&, bool is_part);
  std::optional<Value> section_title(PlannedSection const&, bool is_part) const;
  Value entry(PlannedEntry const&) const;
  void special_fields(EntryRef const&, Value&) const;
  Value citation(Value const& entry) const;
  Value layout(PlannedSection const&) const;
  std::optional<Value> legend() const;
  Value option_values() const;
  Value words() const;

  Plan const& m_plan;
  Locale const& m_locale;
  CitationFormat const& m_citation;
  std::vector<OptionValue> const& m_options;
  Layouts const& m_layouts;
  Diagnostics& m_problems;
  LatexText m_text;
  PlannedSection const* m_section = nullptr;
};

/// A name that only the view has: its row serves templates' values and their checker alike.
struct ViewName {
  std::string_view name, doc;
  std::array<std::string_view, 2> with;  ///< records that have one of these fields have the name
  std::optional<Value> (Viewer::*make)(Held const&) const;
};

constexpr std::array view_names{
    ViewName{"dates", "its dates as one text", {"start", "priority"}, &Viewer::dates_of},
    ViewName{
        "title_end", "a full stop, where the title has no end of its own", {"title"}, &Viewer::title_end_of},
    ViewName{"sentence", "the numbers of a source in a sentence", {"h_index"}, &Viewer::sentence_of},
    ViewName{"has_highlights",
             "shown once where there are highlights",
             {"highlights"},
             &Viewer::has_highlights_of},
    ViewName{"doi_url", "the DOI as a link's address", {"doi"}, &Viewer::doi_url_of},
    ViewName{"arxiv_url", "the arXiv page as a link's address", {"arxiv"}, &Viewer::arxiv_url_of},
};

bool has_name(ViewName const& name, Shape const& record) {
  return std::ranges::any_of(name.with, [&](auto field) { return record.find(field); });
}

constexpr std::string_view label_name = "label", citation_name = "citation", default_layout = "entries";

struct PlainName {
  std::string_view name, doc;
};

constexpr std::array document_values{
    PlainName{"name", "the person's name"},
    PlainName{"title", "the document's title"},
    PlainName{"as_of", "the day that the document counts from"},
    PlainName{"language", "the document's language"},
    PlainName{"babel", "what babel calls it"},
};
constexpr std::array section_values{
    PlainName{"title", "its heading"},
    PlainName{"text", "the paragraph before its entries"},
    PlainName{"legend", "what the marks at names denote, where it was asked for"},
    PlainName{"widest_label", "the widest of its entries' labels"},
    PlainName{"widest_dates", "the widest of its entries' dates"},
};

Value Viewer::document() {
  auto root = record_value();
  put(root, "name", m_text.plain(m_plan.record->person.name.printed(), m_plan.record->person.name.at));
  if (auto const& title = m_plan.document->title)
    put(root, "title", inline_text(*title));
  else if (auto word = m_locale.words.find("curriculum_vitae"))
    put(root, "title", m_text.plain(word->text, {}));
  put(root, "as_of", m_text.plain(format_date(m_plan.as_of, m_locale, {}), {}));
  put(root, "language", m_text.verbatim(language(), {}));
  put(root, "babel", m_text.verbatim(m_locale.babel.text, {}));
  put(root, "person", person());
  put(root, "options", option_values());
  put(root, "words", words());
  Value sections;
  sections.kind = Type::list;
  for (auto const& planned : m_plan.sections)
    if (!is_empty(planned)) sections.items.push_back(section(planned, false));
  put(root, "sections", std::move(sections));
  return root;
}

Value Viewer::option_values() const {
  auto record = record_value();
  for (auto const& option : m_options)
    if (option.is_flag ? option.flag : !option.text.empty())
      put(record, option.name, m_text.verbatim(option.text, option.at));
  return record;
}

Value Viewer::words() const {
  auto record = record_value();
  for (auto const& [key, at, word] : m_locale.words.items) put(record, key, m_text.plain(word.text, {}));
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

Value Viewer::field(std::string_view name, Held const& held) const {
  auto const& shape = *held.shape;
  if (auto text = held.as<Text>()) return inline_text(*text);
  if (auto people_list = held.as<std::vector<Contributor>>()) return people(*people_list, is_byline(name));
  if (auto place = held.as<Location>()) return location(*place);
  if (auto person_name = held.as<PersonName>()) return m_text.plain(person_name->printed(), person_name->at);
  if (auto anything = held.as<Anything>()) return open(*anything->tree);
  switch (shape.kind) {
    case Shape::choice:
      return choice(held);
    case Shape::dictionary:
      return joined(held);
    case Shape::list:
      return kind_of(shape) == Type::list ? list(name, held) : joined(held);
    case Shape::record:
      return record(shape, held.value);
    default:
      return leaf(held);
  }
}

Value Viewer::leaf(Held const& held) const {
  if (auto literal = held.as<Literal>()) return m_text.plain(literal->text, literal->at);
  if (auto date = held.as<Date>()) return m_text.plain(format_date(*date, m_locale, pattern()), date->at);
  if (auto term = held.as<Term>()) return m_text.plain(format_date(*term, m_locale, pattern()), term->at);
  if (auto pages = held.as<Pages>()) {
    auto text = replaced(replaced(pages->text, "--", "-"), "-", "–");
    return m_text.plain(text, pages->at);
  }
  if (auto url = held.as<Url>()) {
    bool has_scheme = url->text.find("://") != std::string::npos || url->text.starts_with("mailto:");
    return text_value(latex_url((has_scheme ? "" : "https://") + url->text), url->at);
  }
  if (auto integer = held.as<Integer>()) return text_value(fmt::format("{}", integer->value), integer->at);
  if (auto number = held.as<Number>()) return m_text.verbatim(number->text, number->at);
  if (auto share = held.as<Share>())
    return m_text.verbatim(share->text + (share->is_percent ? "%" : ""), share->at);
  if (auto flag = held.as<Flag>()) return text_value({}, flag->at);
  if (auto id = held.as<Id>()) return m_text.verbatim(id->text, id->at);
  if (auto email = held.as<EmailAddress>()) return m_text.verbatim(email->text, email->at);
  if (auto orcid = held.as<Orcid>()) return m_text.verbatim(orcid->text, orcid->at);
  if (auto doi = held.as<Doi>()) return m_text.verbatim(doi->text, doi->at);
  throw std::logic_error("a leaf that the view does not know");
}

Value Viewer::choice(Held const& held) const {
  auto name = held.shape->choices[held.shape->chosen(held.value)];
  auto at = held.shape->place(held.value);
  if (auto word = m_locale.choices.find(name)) return m_text.plain(word->text, at);
  return m_text.plain(replaced(std::string(name), "_", " "), at);
}

Value Viewer::list(std::string_view name, Held const& held) const {
  Value value;
  value.kind = Type::list;
  for (std::size_t i = 0; i < held.shape->size(held.value); ++i)
    value.items.push_back(field(name, {held.shape->item, held.shape->at(held.value, i)}));
  return value;
}

/// Short texts in a row, joined by commas, those of a dictionary behind their keys; details keep their
/// places.
Value Viewer::joined(Held const& held) const {
  Value value;
  for (std::size_t i = 0; i < held.shape->size(held.value); ++i) {
    auto item = field({}, {held.shape->item, held.shape->at(held.value, i)});
    if (i == 0) value.at = item.at;
    if (i > 0) value.text += ", ";
    if (held.shape->key) value.text += m_text.plain(held.shape->key(held.value, i), {}).text + ": ";
    auto shift = value.text.size();
    for (auto const& detail : item.details)
      value.details.push_back({detail.begin + shift, detail.end + shift, detail.at});
    value.details.push_back({shift, shift + item.text.size(), item.at});
    if (!item.details.empty()) value.details.pop_back();
    value.text += item.text;
  }
  return value;
}

Value Viewer::record(Shape const& shape, void const* of) const {
  auto value = record_value();
  put_view_names({&shape, of}, value);
  for (auto const& row : shape.fields) {
    auto member = held(row.shape(), row.of(of));
    if (!member) continue;
    if (auto flag = member.as<Flag>(); flag && !flag->value) continue;
    put(value, row.name, field(row.name, member));
    if (!value.at.somewhere()) value.at = value.fields.back().second.at;
  }
  return value;
}

void Viewer::put_view_names(Held const& of, Value& record) const {
  for (auto const& name : view_names)
    if (has_name(name, *of.shape)) put(record, name.name, (this->*name.make)(of));
}

Value Viewer::location(Location const& place) const {
  if (place.text) return m_text.plain(place.text->text, place.text->at);
  std::string text;
  bool with_country = option_flag(m_options, "country") || !place.region;
  for (auto const* part : {&place.city, &place.region, &place.country})
    if (*part && (part != &place.country || with_country)) text += (text.empty() ? "" : ", ") + (*part)->text;
  return m_text.plain(text, place.at);
}

Value Viewer::people(std::vector<Contributor> const& people, bool byline) const {
  Value value;
  for (std::size_t i = 0; i < people.size(); ++i) {
    bool is_last = i > 0 && i + 1 == people.size();
    auto others = m_locale.words.find("others");
    if (people[i].is_others)
      value.text += " " + (others ? others->text : "et al.");
    else if (is_last && !byline)
      value.text += fmt::format(" {} ", m_locale.conjunction.text);
    else if (i > 0)
      value.text += ", ";
    if (people[i].is_others) continue;
    auto begin = value.text.size();
    value.text += person_name(people[i], byline);
    value.details.push_back({begin, value.text.size(), people[i].name.at});
  }
  if (!people.empty()) value.at = people.front().name.at;
  return value;
}

std::string Viewer::person_name(Contributor const& person, bool byline) const {
  auto name = m_text.plain(tied_initials(person.printed), person.name.at).text;
  if (!byline) {
    if (person.affiliation) name += fmt::format(" ({})", inline_text(*person.affiliation).text);
    return name;
  }
  if (person.is_self) name = fmt::format("\\cvself{{{}}}", name);
  std::string marks;
  for (auto mark : person.marks) {
    if (!marks.empty()) marks += option_text(m_options, "mark_separator");
    marks += m_plan.record->marks.items[mark].value.symbol.text;
  }
  if (marks.empty()) return name;
  return fmt::format("{}\\cvmarks{{{}}}", name, m_text.verbatim(marks, person.name.at).text);
}

/// Data of the user's own: mappings and lists by name, the rest as plain text.
Value Viewer::open(Tree const& tree) const {
  Value value;
  value.kind = tree.kind == Tree::scalar ? Type::value : tree.kind == Tree::list ? Type::list : Type::open;
  value.at = tree.at;
  if (tree.kind == Tree::scalar) value.text = m_text.plain(tree.text, tree.at).text;
  for (auto const& [key, item] : tree.entries) put(value, key->text, open(*item));
  for (auto const* item : tree.items) value.items.push_back(open(*item));
  return value;
}

/// A sentence of the locale, its placeholders filled in.
Value Viewer::sentence(std::string text, Span at) const {
  return m_text.inline_text({{}, std::move(text), at, false});
}

std::optional<Value> Viewer::dates_of(Held const& record) const {
  auto date_in = [&](std::string_view name) -> Date const* {
    if (omits(name)) return nullptr;
    auto value = held(*record.shape, record.value, name);
    if (auto date = value.as<Date>()) return date;
    return value.as<Term>();
  };
  auto start = date_in("start"), end = date_in("end");
  if (start || end)
    return m_text.plain(format_period(start, end, m_plan.as_of, m_locale, pattern()),
                        (start ? start : end)->at);
  for (auto name : {"date", "term", "granted", "filed"})
    if (auto date = date_in(name)) return m_text.plain(format_date(*date, m_locale, pattern()), date->at);
  return {};
}

std::optional<Value> Viewer::title_end_of(Held const& record) const {
  auto title = held(*record.shape, record.value, "title").as<Text>();
  if (!title) return {};
  std::string_view text = title->in(language()).text;
  while (!text.empty() && std::string_view("*\"'`)").find(text.back()) != text.npos) text.remove_suffix(1);
  bool has_end = text.ends_with('.') || text.ends_with('?') || text.ends_with('!') || text.ends_with("…");
  return has_end ? std::optional<Value>{} : text_value(".", title->at);
}

std::optional<Value> Viewer::sentence_of(Held const& record) const {
  if (record.shape != &shape<Metric>()) return {};
  auto const& metric = *static_cast<Metric const*>(record.value);
  auto source = metric.source.in(language()).text;
  if (metric.url) source = fmt::format("[{}]({})", source, metric.url->text);
  std::string numbers;
  auto count = [&](std::string_view name, std::optional<Integer> const& number) {
    auto pattern_text = m_locale.sentences.find(name);
    if (number && pattern_text)
      numbers += (numbers.empty() ? "" : ", ") +
                 replaced(pattern_text->text, "{number}", fmt::format("{}", number->value));
  };
  count("citations", metric.citations);
  count("h_index", metric.h_index);
  count("i10_index", metric.i10_index);
  if (auto as_of = m_locale.sentences.find("as_of"); as_of && metric.as_of && !numbers.empty())
    numbers += " " + replaced(as_of->text, "{date}", format_date(*metric.as_of, m_locale, {}));
  auto pattern_name = numbers.empty() ? "score" : "publication_list";
  auto pattern_text = m_locale.sentences.find(pattern_name);
  if (!pattern_text) return {};
  auto text = replaced(replaced(pattern_text->text, "{source}", source), "{numbers}", numbers);
  text = replaced(text, "{label}", metric.label ? metric.label->in(language()).text : "");
  text = replaced(text, "{value}", metric.value ? metric.value->text : "");
  return sentence(text, metric.source.at);
}

std::optional<Value> Viewer::doi_url_of(Held const& record) const {
  auto doi = held(*record.shape, record.value, "doi").as<Doi>();
  if (!doi || omits("doi")) return {};
  return text_value(latex_url("https://doi.org/" + doi->text), doi->at);
}

std::optional<Value> Viewer::arxiv_url_of(Held const& record) const {
  auto arxiv = held(*record.shape, record.value, "arxiv").as<Literal>();
  if (!arxiv || omits("arxiv")) return {};
  return text_value(latex_url("https://arxiv.org/abs/" + arxiv->text), arxiv->at);
}

std::optional<Value> Viewer::has_highlights_of(Held const& record) const {
  bool shown = held(*record.shape, record.value, "highlights") && !omits("highlights");
  return shown ? std::optional(text_value({})) : std::nullopt;
}

/// Publications alone: the whole reference, by the document's citation format.
Value Viewer::citation(Value const& entry) const {
  return cite(m_citation, [&](std::string_view name) -> Value const* {
    if (name != "venue_alone") return entry.find(name);
    return entry.find("venue_short") ? nullptr : entry.find("venue");
  });
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

Value Viewer::entry(PlannedEntry const& planned) const {
  auto value = record_value(planned.ref.entry->at);
  value.variant = planned.ref.kind.starts_with("custom") ? "custom" : planned.ref.kind;
  if (!planned.label.empty()) put(value, label_name, m_text.plain(planned.label, planned.ref.entry->at));
  put_view_names({planned.ref.shape, planned.ref.entry}, value);
  for (auto const& row : planned.ref.shape->fields) {
    if (omits(row.name)) continue;
    auto member = held(row.shape(), row.of(planned.ref.entry));
    if (!member) continue;
    if (auto flag = member.as<Flag>(); flag && !flag->value) continue;
    put(value, row.name, field(row.name, member));
  }
  special_fields(planned.ref, value);
  if (planned.ref.shape == &shape<Publication>()) put(value, citation_name, citation(value));
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
    if (title && pattern_text)
      replace("for",
              sentence(replaced(pattern_text->text, "{title}", title->in(language()).text), title->at));
  }
}

std::optional<Value> Viewer::section_title(PlannedSection const& planned, bool is_part) const {
  if (planned.spec->title) return inline_text(*planned.spec->title);
  if (planned.kinds.size() != 1 || planned.kinds[0] == "marks" || (is_part && planned.kinds[0] == "metrics"))
    return {};
  auto kind = planned.kinds[0];
  if (kind.starts_with("custom.")) {
    auto custom = m_plan.record->custom.find(kind.substr(7));
    if (custom && custom->title) return inline_text(*custom->title);
    return m_text.plain(kind.substr(7), {});
  }
  auto heading = m_locale.sections.find(kind);
  return m_text.plain(heading ? heading->text : kind, {});
}

/// Whether nothing stands under the heading of a section.
bool Viewer::is_empty(PlannedSection const& planned) const {
  bool is_legend = planned.kinds.size() == 1 && planned.kinds[0] == "marks" && !m_plan.used_marks.empty();
  return planned.entries.empty() && !planned.spec->text && !is_legend &&
         std::ranges::all_of(planned.parts, [this](auto const& part) { return is_empty(part); });
}

Value Viewer::section(PlannedSection const& planned, bool is_part) {
  auto value = record_value(planned.spec->at);
  auto outer = std::exchange(m_section, &planned);
  if (planned.spec->dates && !is_date_pattern(planned.spec->dates->text))
    m_problems.error("bad-pattern", planned.spec->dates->at,
                     fmt::format("`{}` is not a pattern of dates", planned.spec->dates->text),
                     "make it of YYYY, MM, M, Mon, Month, DD and D: `MM/YYYY`");
  put(value, "title", section_title(planned, is_part));
  if (planned.spec->text) put(value, "text", inline_text(*planned.spec->text));
  put(value, "layout", layout(planned));
  if (planned.kinds.size() == 1 && planned.kinds[0] == "marks") put(value, "legend", legend());
  Value entries, parts;
  entries.kind = parts.kind = Type::list;
  std::string const *widest_label = nullptr, *widest_dates = nullptr;
  entries.items.reserve(planned.entries.size());
  for (auto const& each : planned.entries) entries.items.push_back(entry(each));
  auto widen = [](std::string const*& widest, Value const* candidate) {
    if (candidate && (!widest || display_width(candidate->text) > display_width(*widest)))
      widest = &candidate->text;
  };
  for (auto const& item : entries.items)
    widen(widest_label, item.find("label")), widen(widest_dates, item.find("dates"));
  if (widest_label) put(value, "widest_label", text_value(*widest_label));
  if (widest_dates) put(value, "widest_dates", text_value(*widest_dates));
  put(value, "entries", std::move(entries));
  for (auto const& part : planned.parts)
    if (!is_empty(part)) parts.items.push_back(section(part, true));
  put(value, "parts", std::move(parts));
  m_section = outer;
  return value;
}

/// The used marks with what they denote, in one sentence; absent where none is used.
std::optional<Value> Viewer::legend() const {
  std::string text;
  for (auto mark : m_plan.used_marks) {
    auto const& [role, at, used] = m_plan.record->marks.items[mark];
    auto own = m_locale.legends.find(role);
    if (!used.legend && !own) continue;
    auto denotes = used.legend ? inline_text(*used.legend) : m_text.plain(own->text, {});
    text += fmt::format("{}{} {}", text.empty() ? "" : ";\n",
                        m_text.verbatim(used.symbol.text, used.symbol.at).text, denotes.text);
  }
  if (text.empty()) return {};
  return text_value(text + ".");
}

}  // namespace

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

ViewTypes::ViewTypes(std::vector<OptionValue> const& options, Layouts const& layouts, Locale const& locale) {
  auto value = make(Type::value);
  auto with = [&](Type* record, auto const& names) {
    for (auto const& name : names) record->fields.emplace_back(name.name, value);
  };
  auto list_of = [&](Type const* item) {
    auto list = make(Type::list);
    list->item = item;
    return list;
  };
  auto entry = make(Type::record);
  entry->fields.emplace_back(label_name, value);
  auto layout = make(Type::record);
  layout->fields.emplace_back(default_layout, value);
  for (auto const& [name, kinds] : layouts)
    if (name != default_layout) layout->fields.emplace_back(name, value);
  for (auto const& kind : section_kinds()) {
    m_entries.emplace_back(kind.name, entry_type(kind));
  }
  entry->variants = m_entries;
  auto section = make(Type::record);
  with(section, section_values);
  section->fields.emplace_back("layout", layout);
  section->fields.emplace_back("entries", list_of(entry));
  section->fields.emplace_back("parts", list_of(section));
  auto option_record = make(Type::record);
  for (auto const& option : options) option_record->fields.emplace_back(option.name, value);
  auto word_record = make(Type::record);
  for (auto const& [key, at, word] : locale.words.items) word_record->fields.emplace_back(key, value);
  auto root = make(Type::record);
  with(root, document_values);
  root->fields.emplace_back("person", of_person());
  root->fields.emplace_back("options", option_record);
  root->fields.emplace_back("words", word_record);
  root->fields.emplace_back("sections", list_of(section));
  m_document = root;
}

Type* ViewTypes::make(Type::Kind kind) {
  m_types.push_back({kind, {}, nullptr, {}});
  return &m_types.back();
}

Type const* ViewTypes::of(Shape const& field) {
  auto const& shape = present(field);
  switch (kind_of(shape)) {
    case Type::value:
      return make(Type::value);
    case Type::open:
      return make(Type::open);
    case Type::record:
      return record(shape);
    case Type::list:
      break;
  }
  auto list = make(Type::list);
  list->item = of(*shape.item);
  return list;
}

Type const* ViewTypes::record(Shape const& shape) {
  for (auto const& [known, type] : m_known)
    if (known == &shape) return type;
  auto type = make(Type::record);
  m_known.emplace_back(&shape, type);
  for (auto const& row : shape.fields) type->fields.emplace_back(row.name, of(row.shape()));
  for (auto const& name : view_names)
    if (has_name(name, shape)) type->fields.emplace_back(name.name, make(Type::value));
  return type;
}

Type const* ViewTypes::entry_type(SectionKind const& kind) {
  auto type = make(Type::record);
  *type = *record(*kind.entry);
  type->fields.emplace_back(label_name, make(Type::value));
  if (kind.entry == &shape<Publication>()) type->fields.emplace_back(citation_name, make(Type::value));
  return type;
}

Type const* ViewTypes::of_person() {
  return record(shape<Person>());
}

Value make_view(Plan const& plan, ViewSetting const& setting, Sources const& sources, Diagnostics& problems) {
  return Viewer(plan, setting, sources, problems).document();
}

}  // namespace vitac
