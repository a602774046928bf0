#include <algorithm>

#include "render/viewer.hpp"

namespace vitac {
namespace views {
namespace {

bool is_people(Shape const& shape) {
  return &shape == &vitac::shape<std::vector<Contributor>>();
}
/// Records that print as one text of their own.
bool prints_whole(Shape const& shape) {
  return &shape == &vitac::shape<Location>() || &shape == &vitac::shape<PersonName>();
}

}  // namespace

Type::Kind kind_of(Shape const& field) {
  auto const& shape = present(field);
  if (&shape == &vitac::shape<Anything>()) return Type::open;
  if (shape.kind == Shape::list)
    return is_people(shape) || shape.item->kind != Shape::record || prints_whole(*shape.item) ? Type::value
                                                                                              : Type::list;
  return shape.kind == Shape::record && !prints_whole(shape) ? Type::record : Type::value;
}

}  // namespace views

namespace {

using namespace views;

struct PlainName {
  std::string_view name, doc;
};

constexpr std::array document_values{
    PlainName{"name", "the person's name"},
    PlainName{"given", "the given names, with a title before them"},
    PlainName{"family", "the family name, with a suffix"},
    PlainName{"title", "the document's title"},
    PlainName{"keywords", "the areas of research and their topics"},
    PlainName{"notice", "what the style wants its user to know"},
    PlainName{"as_of", "the day that the document counts from"},
    PlainName{"year", "the year of that day"},
    PlainName{"language", "the document's language"},
    PlainName{"babel", "what babel calls it"},
    PlainName{
        "fonts",
        "what an engine with Unicode fonts begins with, before \\documentclass; not there for pdflatex"},
};
constexpr std::array name_part_values{
    PlainName{"first", "the first of the given names"},
    PlainName{"middle", "the given names behind it"},
    PlainName{"last", "the family name"},
    PlainName{"suffix", "Jr., III"},
};
constexpr std::array section_values{
    PlainName{"title", "its heading"},
    PlainName{"number", "the number of its heading"},
    PlainName{"deep", "shown for a part of a part: its heading is of the third level"},
    PlainName{"nothing", "N/A, where it has no entries and its document wants that said"},
    PlainName{"text", "the paragraph before its entries"},
    PlainName{"legend", "what the marks at names denote, where it was asked for"},
    PlainName{"total", "the sums of its entries, in words"},
    PlainName{"widest_label", "the widest of its entries' labels"},
    PlainName{"widest_dates", "the widest of its entries' dates; what is in brackets counts by itself"},
};

constexpr std::string_view label_doc = "its number with its prefix, where the section numbers",
                           citation_doc = "the whole reference, in the citation format";
constexpr std::array column_values{
    PlainName{"first", "shown for the first of all"},
    PlainName{"title", "its heading"},
    PlainName{"weight", "its share of the room, where its lines may break"},
    PlainName{"widest", "else the widest of its cells, or of the pieces in which they break"},
    PlainName{"breaks", "shown where it has a widest, and its lines break nonetheless"},
    PlainName{"numeric", "shown where it holds numbers"},
};
constexpr std::array cell_values{
    PlainName{"first", "shown for the first of its row"},
    PlainName{"title", "its column's heading"},
    PlainName{"numeric", "shown where its column holds numbers"},
    PlainName{"wide", "shown where the lines of its column break"},
    PlainName{"text", "what it says"},
    PlainName{
        "quoted",
        "for a title that stands between quotation marks in running text: its stop, where it needs one"},
    PlainName{"closed", "shown where no comma follows it in running text"},
    PlainName{"padding", "the decimals that it lacks beside others of its column, for a room of their width"},
};

}  // namespace

ViewTypes::ViewTypes(std::vector<OptionValue> const& options, Layouts const& layouts, Locale const& locale) {
  auto value = make(Type::value);
  auto with = [&](Type* record, auto const& names) {
    for (auto const& name : names) record->fields.emplace_back(name.name, value, name.doc);
  };
  auto list_of = [&](Type const* item) {
    auto list = make(Type::list);
    list->item = item;
    return list;
  };
  auto entry = make(Type::record);
  entry->fields.emplace_back(label_name, value, label_doc);
  auto layout = make(Type::record);
  layout->fields.emplace_back(default_layout, value, "of the kinds that stand in no layout");
  for (auto const& [name, kinds] : layouts)
    if (name != default_layout)
      layout->fields.emplace_back(name, value, "of the kinds that the manifest gives it");
  for (auto const& kind : section_kinds()) {
    m_entries.emplace_back(kind.name, entry_type(kind));
  }
  entry->variants = m_entries;
  for (auto const& [kind, type] : m_entries)
    entry->shared_variants.emplace_back(kind, with_names_of_all(*type));
  auto section = make(Type::record);
  with(section, section_values);
  section->fields.emplace_back("layout", layout, "which of the style's layouts it has, to be asked for");
  auto column = make(Type::record), cell = make(Type::record), row = make(Type::record),
       sums = make(Type::record), table = make(Type::record);
  with(column, column_values);
  with(cell, cell_values);
  row->fields.emplace_back("cells", list_of(cell), "its cells, one a column");
  row->fields.emplace_back("note", value, "its entry's note");
  row->fields.emplace_back("highlights", of(shape<std::vector<Highlight>>()), "its entry's highlights");
  table->fields.emplace_back("count", value, "how many columns it has");
  table->fields.emplace_back("columns", list_of(column), "its columns");
  table->fields.emplace_back("rows", list_of(row), "its rows, one an entry");
  sums->fields.emplace_back("first", value, "shown for the first of them");
  sums->fields.emplace_back("cells", list_of(cell), "its cells, one a column");
  table->fields.emplace_back("sums", list_of(sums), "the rows of its sums, one a currency");
  table->fields.emplace_back("total", value, "the sums that stand in no column, in words");
  section->fields.emplace_back("table", table, "its entries as a table, where `columns` were asked for");
  section->fields.emplace_back("entries", list_of(entry), "its entries; `<<>entry>>` draws one by its kind");
  section->fields.emplace_back("parts", list_of(section), "the sections under its heading, and under theirs");
  auto option_record = make(Type::record);
  for (auto const& option : options) option_record->fields.emplace_back(option.name, value, option.help);
  auto chosen = make(Type::record);
  for (auto const& option : options) {
    if (option.choices.empty()) continue;
    auto flags = make(Type::record);
    for (auto choice : option.choices) flags->fields.emplace_back(choice, value);
    chosen->fields.emplace_back(option.name, flags);
  }
  auto word_record = make(Type::record);
  for (auto const& [key, at, word] : locale.words.items)
    word_record->fields.emplace_back(key, value, word.text);
  auto root = make(Type::record);
  with(root, document_values);
  root->fields.emplace_back("person", of_person(), "who this is");
  auto name_parts = make(Type::record);
  with(name_parts, name_part_values);
  root->fields.emplace_back("name_parts", name_parts, "the name as forms ask for it");
  root->fields.emplace_back("position", record(shape<Position>()),
                            "the first of the person's positions, else the primary experience");
  for (auto* record : {root, section}) {
    record->fields.emplace_back("options", option_record,
                                "the style's options; a flag is there when it is true");
    record->fields.emplace_back("chosen", chosen, "of an option that is a choice, the one that was chosen");
  }
  root->fields.emplace_back("words", word_record, "words in the document's language");
  root->fields.emplace_back("sections", list_of(section), "what it shows, in order");
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
  for (auto const& row : shape.fields) type->fields.emplace_back(row.name, of(row.shape()), row.doc);
  for (auto const& name : view_names())
    if (has_name(name, shape)) type->fields.emplace_back(name.name, make(Type::value), name.doc);
  return type;
}

Type const* ViewTypes::entry_type(SectionKind const& kind) {
  auto type = make(Type::record);
  *type = *record(*kind.entry);
  type->fields.emplace_back(label_name, make(Type::value), label_doc);
  if (kind.entry == &shape<Publication>())
    type->fields.emplace_back(citation_name, make(Type::value), citation_doc);
  return type;
}

/// An entry's type with the names of all other kinds, first found first.
Type const* ViewTypes::with_names_of_all(Type const& entry) {
  auto type = make(Type::record);
  *type = entry;
  for (auto const& [kind, other] : m_entries)
    for (auto const& field : other->fields)
      if (!type->find(field.name)) type->fields.push_back(field);
  return type;
}

Type const* ViewTypes::of_person() {
  return record(shape<Person>());
}

}  // namespace vitac
