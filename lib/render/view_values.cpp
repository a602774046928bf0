#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/utf8.hpp"
#include "render/dates.hpp"
#include "render/latex.hpp"
#include "render/networks.hpp"
#include "render/viewer.hpp"

namespace vitac::views {
namespace {

bool is_byline(std::string_view field) {
  return field == "authors" || field == "inventors";
}

/// Whether a word stands in a text of words, with or without commas between.
bool lists(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    auto is_apart = [&](std::size_t i) { return i >= text.size() || text[i] == ' ' || text[i] == ','; };
    if (is_apart(at - 1) && is_apart(at + word.size())) return true;  // npos too is apart
  }
  return false;
}

/// Initials keep to what follows them.
std::string tied_initials(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i)
    out += name[i] == ' ' && i > 0 && name[i - 1] == '.' ? std::string("\u00A0") : std::string(1, name[i]);
  return out;
}

/// `Jean-Pierre A.` is `J.-P. A.`, `AK` two initials.
std::string initials(std::string_view given) {
  std::string out;
  auto add = [&](std::string_view letter, std::string_view before) {
    out += (out.empty() ? std::string() : std::string(before)) + std::string(letter) + ".";
  };
  while (!given.empty()) {
    auto end = std::min(given.find_first_of(" -."), given.size());
    auto word = given.substr(0, end);
    std::string_view before = out.empty() || given.data()[-1] != '-' ? " " : "-";
    bool is_run = word.size() > 1 && word.size() <= 3 &&
                  std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
    std::size_t letter = 0;
    for (std::size_t at = 0; at < word.size() && (is_run || at == 0); at = letter) {
      next_code_point(word, letter);
      add(word.substr(at, letter - at), at == 0 ? before : " ");
    }
    given.remove_prefix(std::min(end + 1, given.size()));
  }
  return out;
}

}  // namespace

Value Viewer::field(std::string_view name, Held const& held) const {
  auto const& shape = *held.shape;
  if (auto text = held.as<Text>()) return inline_text(*text);
  if (auto date = held.as<Date>(); date && name == "end") return end_date(*date);
  if (auto network = held.as<Literal>(); network && name == "network") return network_name(*network);
  if (auto people_list = held.as<std::vector<Contributor>>()) return people(*people_list, is_byline(name));
  if (auto place = held.as<Location>()) return location(*place);
  if (auto person_name = held.as<PersonName>()) return full_name(*person_name);
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
  if (auto url = held.as<Url>()) return text_value(latex_url(web_address(url->text)), url->at);
  if (auto integer = held.as<Integer>()) return text_value(fmt::format("{}", integer->value), integer->at);
  if (auto rank = held.as<Rank>()) return text_value(fmt::format("{}", rank->value), rank->at);
  if (auto number = held.as<Number>()) return m_text.verbatim(number->text, number->at);
  if (auto share = held.as<Share>())
    return m_text.verbatim(share->text + (share->is_percent ? "%" : ""), share->at);
  if (auto flag = held.as<Flag>()) return text_value({}, flag->at);
  if (auto id = held.as<Id>()) return m_text.verbatim(id->text, id->at);
  if (auto email = held.as<EmailAddress>()) return text_value(latex_url(email->text), email->at);
  if (auto orcid = held.as<Orcid>()) return m_text.verbatim(orcid->text, orcid->at);
  if (auto doi = held.as<Doi>()) return text_value(latex_address(doi->text), doi->at);
  if (auto arxiv = held.as<ArxivId>()) return m_text.verbatim(arxiv->text, arxiv->at);
  throw std::logic_error("a leaf that the view does not know");
}

/// As the network writes itself.
Value Viewer::network_name(Literal const& network) const {
  auto known = find_network(network.text);
  return m_text.plain(known ? known->name : network.text, network.at);
}

/// Where it is still to come, it says so.
Value Viewer::end_date(Date const& end) const {
  return m_text.plain(format_period(nullptr, &end, m_plan.as_of, m_locale, pattern()), end.at);
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

/// Short texts in a row, joined by commas, those of a dictionary behind their keys.
Value Viewer::joined(Held const& held) const {
  Value value;
  for (std::size_t i = 0; i < held.shape->size(held.value); ++i) {
    if (i > 0) append(value, text_value(", "));
    if (held.shape->key)
      append(value, text_value(m_text.plain(held.shape->key(held.value, i), {}).text + ": "));
    append(value, field({}, {held.shape->item, held.shape->at(held.value, i)}));
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
  for (auto const& name : view_names())
    if (has_name(name, *of.shape)) put(record, name.name, (this->*name.make)(of));
}

Value Viewer::location(Location const& place) const {
  if (place.text) return m_text.plain(place.text->text, place.text->at);
  Value value;
  bool with_country = option_flag(*m_options, "country") || !place.region;
  for (auto const* part : {&place.city, &place.region, &place.country}) {
    if (!*part || (part == &place.country && !with_country)) continue;
    // An abbreviation (MI, USA) stays on the line of what it abbreviates the place of.
    if (!value.text.empty()) append(value, text_value((*part)->text.size() <= 3 ? ",~" : ", "));
    append(value, m_text.plain((*part)->text, (*part)->at));
  }
  return value;
}

Value Viewer::full_name(PersonName const& name) const {
  if (name.text) return m_text.plain(name.text->text, name.text->at);
  return joined({&name.prefix, &name.given, &name.family, &name.suffix});
}

/// The parts of a name that there are.
Value Viewer::joined(std::initializer_list<std::optional<Literal> const*> parts) const {
  Value value;
  for (auto const* part : parts) {
    if (!*part) continue;
    if (!value.text.empty()) append(value, text_value(" "));
    append(value, m_text.plain((*part)->text, (*part)->at));
  }
  return value;
}

/// Which of so many authors a list shows: all, or the first and last, and always the person whose record it
/// is. The style's options `authors_max`, `authors_first` and `authors_last` say, else the citation format.
std::vector<bool> Viewer::shown_authors(std::vector<Contributor> const& people,
                                        CitationNames const& manner) const {
  auto number = [&](std::string_view name, std::size_t otherwise) {
    auto text = option_text(*m_options, name);
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
  };
  auto given = [](std::optional<Integer> const& written, std::size_t otherwise) {
    return written ? std::size_t(std::max(written->value, 0l)) : otherwise;
  };
  auto count = people.size() - (!people.empty() && people.back().is_others);
  std::vector<bool> shown(people.size(), true);
  auto first = number("authors_first", count), last = number("authors_last", 0);
  if (count <= number("authors_max", count)) {
    if (count <= given(manner.most, count)) return shown;
    first = given(manner.first, 1), last = given(manner.last, 0);
  }
  for (std::size_t i = first; i + last < count; ++i) shown[i] = people[i].is_self;
  if (count < people.size()) shown.back() = last > 0;  // else the cut says it
  return shown;
}

Value Viewer::people(std::vector<Contributor> const& people, bool byline, CitationNames const& manner) const {
  auto shown = byline ? shown_authors(people, manner) : std::vector<bool>(people.size(), true);
  auto words_of = [&](std::optional<Literal> const& own, std::string_view otherwise) {
    LatexWriter writer;  // more follows: nothing need be kept from joining
    writer.text(own ? own->text : otherwise);
    return text_value(writer.out());
  };
  // A separator stands between spaces, but for a comma or the like at its beginning.
  auto separated = [](Value words, bool is_last = false) {
    bool is_close =
        words.text.empty() || std::string_view(",;.").find(words.text.front()) != std::string_view::npos;
    words.text = (is_close ? "" : " ") + words.text + (is_last ? "" : " ");
    return words;
  };
  std::string_view before_last = byline ? std::string_view(",") : m_locale.conjunction.text;
  Value value;
  auto append_others = [&](Span at) {
    auto word = m_locale.words.find("others");
    auto others = separated(words_of(manner.others, word ? word->text : "et al."), true);
    others.at = at;
    append(value, others);
  };
  bool is_cut = false;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people[i].is_others && shown[i]) {
      append_others(people[i].name.at);
      continue;
    }
    bool is_gap = !shown[i];
    if (is_gap && i > 0 && !shown[i - 1]) continue;
    if (is_gap && std::find(shown.begin() + std::ptrdiff_t(i), shown.end(), true) == shown.end()) {
      append_others(people[i].name.at);
      break;
    }
    bool is_last = i > 0 && i + 1 == people.size();
    auto const& last = i == 1 && manner.between_two ? manner.between_two : manner.before_last;
    if (is_last && !is_cut)
      append(value, separated(words_of(last ? last : manner.between, before_last)));
    else if (i > 0 && !shown[i - 1] && manner.most)
      append(value, text_value(" "));
    else if (i > 0)
      append(value, separated(words_of(manner.between, ",")));
    if (is_gap) {
      append(value, m_text.plain("…", people[i].name.at));
      is_cut = true;
      continue;
    }
    append(value, person_name(people[i], byline, manner, i == 0));
    if (is_cut && people[i].is_self)
      if (auto place = m_locale.sentences.find("author_place"))
        append(value, m_text.plain(" " + replaced(replaced(place->text, "{number}", fmt::format("{}", i + 1)),
                                                  "{total}", fmt::format("{}", people.size())),
                                   people[i].name.at));
  }
  return value;
}

/// A name in the form and order that the style's option `names` or the citation format asks for.
std::string Viewer::name_as(Contributor const& person, CitationNames const& manner, bool is_first) const {
  auto form = option_text(*m_options, "names");
  if ((form.empty() || form == "as_written") && manner.given) form = manner.given->name();
  bool is_inverted =
      manner.order && (manner.order->is("family_first") || (manner.order->is("first_inverted") && is_first));
  bool is_rewritten = is_inverted || form == "initials" || (form == "full" && !person.full.empty());
  if (!is_rewritten || (person.group && person.group->value)) return person.printed;
  auto whole = replaced(person.printed, "\u00a0", " ");
  auto [first, middle, last, suffix] =
      PersonName::parts(form == "full" && !person.full.empty() ? person.full : whole);
  auto given = first + (first.empty() || middle.empty() ? "" : " ") + middle;
  auto family = person.family ? person.family->text : std::string();
  auto rest = std::string_view(whole).substr(0, whole.rfind(family));
  if (!family.empty() && form != "full" && rest.size() < whole.size()) last = family, given = trimmed(rest);
  if (form == "initials") given = initials(given);
  if (given.empty() || last.empty()) return person.printed;
  if (is_inverted) return last + ", " + given + (suffix.empty() ? "" : ", " + suffix);
  return given + " " + last + (suffix.empty() ? "" : " " + suffix);
}

Value Viewer::person_name(Contributor const& person, bool byline, CitationNames const& manner,
                          bool is_first) const {
  auto printed = byline ? name_as(person, manner, is_first) : person.printed;
  auto name = m_text.plain(tied_initials(printed), person.name.at);
  if (!byline) {
    if (!person.affiliation) return name;
    append(name, text_value(" ("));
    append(name, inline_text(*person.affiliation));
    append(name, text_value(")"));
    return name;
  }
  if (person.is_self) name.text = fmt::format("\\cvself{{{}}}", name.text);
  std::string marks;
  for (auto mark : person.marks) {
    if (std::ranges::find(m_plan.used_marks, mark) == m_plan.used_marks.end()) continue;
    if (auto command = emphasis_of(mark); !command.empty()) {
      name.text = fmt::format("{}{{{}}}", command, name.text);
      continue;
    }
    auto symbol = m_plan.marks[mark].sign();
    if (!marks.empty() && !symbol.empty()) marks += option_text(*m_options, "mark_separator");
    marks += symbol;
  }
  if (!marks.empty())
    name.text += fmt::format("\\cvmarks{{{}}}", m_text.verbatim(marks, person.name.at).text);
  return name;
}

/// The command in which names with a mark are set where the style's options `bold_roles` and
/// `underline_roles` want that instead of the mark; else empty.
std::string_view Viewer::emphasis_of(std::size_t mark) const {
  auto const& role = m_plan.record->marks.items[mark].key;
  if (lists(option_text(*m_options, "bold_roles"), role)) return "\\textbf";
  return lists(option_text(*m_options, "underline_roles"), role) ? "\\underline" : "";
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

Value Viewer::sentence(std::string const& pattern, Fillings fillings) const {
  auto rest = m_text.inline_text({{}, pattern, {}, false}).text;
  Value value;
  while (!rest.empty()) {
    auto next = rest.size();
    std::pair<std::string_view, Value> const* filling = nullptr;
    for (auto const& each : fillings)
      if (auto at = rest.find("\\{" + std::string(each.first) + "\\}"); at < next) next = at, filling = &each;
    append(value, text_value(rest.substr(0, next)));
    if (!filling) break;
    append(value, filling->second);
    rest.erase(0, next + filling->first.size() + 4);
  }
  return value;
}

}  // namespace vitac::views
