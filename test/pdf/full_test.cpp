#include <fmt/format.h>

#include <algorithm>

#include "plan/plan.hpp"
#include "record/load.hpp"
#include "render/dates.hpp"
#include "style/style.hpp"
#include "test/support/support.hpp"

using namespace vitac;
using test::words_of;

namespace {

using Words = std::vector<std::string>;

struct NotDrawn {
  std::string_view style, shape, field, reason;
};

/// What styles leave out, and why. An empty style or shape means all of them.
constexpr NotDrawn not_drawn[] = {
    {"", "", "id", "a name for references"},
    {"", "", "tags", "for choosing entries"},
    {"", "", "priority", "for page budgets"},
    {"", "", "hidden", "for choosing entries"},
    {"", "", "extra", "for styles of the user's own"},
    {"", "", "url", "stands behind the title, as a link"},
    {"", "", "website", "a link; its address is shown without a need to be read"},
    {"", "", "aliases", "for recognizing names"},
    {"", "", "self", "for recognizing the own name"},
    {"", "person", "photo", "a picture"},
    {"", "person", "roles", "prints as a mark"},
    {"", "person", "email", "a list of people has names and affiliations"},
    {"", "education entry", "kind", "for choosing entries; the degree says it"},
    {"", "experience entry", "kind", "for choosing entries; the title says it"},
    {"", "experience entry", "primary", "for forms that ask for the primary organization"},
    {"", "role", "kind", "for choosing entries; the title says it"},
    {"", "service entry", "kind", "for choosing entries; the role says it"},
    {"", "publications entry", "type", "for choosing entries; the heading says it"},
    {"", "publications entry", "refereed", "for choosing entries; the heading says it"},
    {"", "grants entry", "currency", "prints with the amount, as a sign where there is one"},
    {"moderncv", "e-mail address", "label", "stands before no address"},
    {"moderncv", "phone", "label", "prints as a sign where there is one"},
    {"moderncv", "link", "network", "prints as a sign"},
};

bool is_drawn(std::string_view style, Shape const& shape, std::string_view field) {
  return std::ranges::none_of(not_drawn, [&](auto const& each) {
    return each.field == field && (each.style.empty() || each.style == style) &&
           (each.shape.empty() || each.shape == shape.name);
  });
}

/// All that one entry shows, as words, field by field.
struct Shown {
  std::string path;
  Words words;
};

class Reader {
 public:
  Reader(std::string_view style, Plan const& plan, Locale const& locale)
      : m_style(style), m_plan(plan), m_locale(locale) {
    auto country = plan.document->options.find("country");
    m_with_country = country && country->tree->text == "true";
  }

  std::vector<Shown> entry(PlannedSection const& section, PlannedEntry const& planned) {
    m_section = &section;
    m_columns = &section.spec->columns;
    m_shown.clear();
    record(*planned.ref.shape, planned.ref.entry, std::string(planned.ref.kind));
    if (!planned.label.empty()) add("label", planned.label);
    return std::move(m_shown);
  }

  std::vector<Shown> person() {
    m_section = nullptr;
    m_columns = nullptr;
    m_shown.clear();
    auto const& shown = m_plan.document->person;
    for (auto const& row : shape<Person>().fields) {
      bool is_left_out =
          shown && (std::ranges::find(shown->omit, row.name, &Literal::text) != shown->omit.end() ||
                    (row.name == "email" && shown->email) || (row.name == "phone" && shown->phone) ||
                    (row.name == "headline" && shown->headline));
      if (is_left_out || !is_drawn(m_style, shape<Person>(), row.name)) continue;
      if (auto member = held(row.shape(), row.of(&m_plan.record->person)))
        field(member, "person." + std::string(row.name));
    }
    if (shown && shown->headline) add("person.headline", plain(*shown->headline));
    return std::move(m_shown);
  }

  /// A text without its markup.
  std::string plain(Text const& text) const {
    std::string_view rest = text.in("en").text;
    std::string out;
    while (!rest.empty()) {
      auto end = [&](char c) { return std::min(rest.find(c), rest.size() - 1) + 1; };
      if (rest.starts_with("[@")) {
        out += m_plan.labels.at(rest.substr(2, end(']') - 3)).front();
        rest.remove_prefix(end(']'));
      } else if (rest.starts_with("](")) {
        rest.remove_prefix(end(')'));
      } else {
        out += rest.front();
        rest.remove_prefix(1);
      }
    }
    return out;
  }

 private:
  void add(std::string path, std::string_view text) {
    if (auto words = words_of(text); !words.empty()) m_shown.push_back({std::move(path), std::move(words)});
  }

  std::string_view pattern() const {
    return m_section && m_section->spec->dates ? m_section->spec->dates->text : std::string_view{};
  }

  void record(Shape const& shape, void const* value, std::string const& path) {
    auto date_in = [&](std::string_view name) { return held(shape, value, name).as<Date>(); };
    auto start = date_in("start"), end = date_in("end");
    if ((start || end) && is_in_table("dates"))
      add(path + ".dates", format_period(start, end, m_plan.as_of, m_locale, pattern()));
    for (auto const& row : shape.fields) {
      if (row.name == "start" || row.name == "end" || !is_drawn(m_style, shape, row.name)) continue;
      if (m_section && m_section->omits(row.name)) continue;
      if (row.name == "country" && held(shape, value, "region") && !m_with_country) continue;
      if (!is_in_table(row.name)) continue;
      auto columns = std::exchange(m_columns, nullptr);
      if (auto member = held(row.shape(), row.of(value))) field(member, path + "." + std::string(row.name));
      m_columns = columns;
    }
  }

  void field(Held const& held, std::string const& path) {
    auto const& shape = *held.shape;
    if (auto text = held.as<Text>()) return add(path, plain(*text));
    if (auto literal = held.as<Literal>()) return add(path, literal->text);
    if (auto pages = held.as<Pages>()) return add(path, pages->text);
    if (auto date = held.as<Date>()) return add(path, format_date(*date, m_locale, pattern()));
    if (auto term = held.as<Term>()) return add(path, format_date(*term, m_locale, pattern()));
    if (auto integer = held.as<Integer>()) return add(path, fmt::format("{}", integer->value));
    if (auto number = held.as<Number>()) return add(path, number->text);
    if (auto share = held.as<Share>()) return add(path, share->text);
    if (auto email = held.as<EmailAddress>()) return add(path, email->text);
    if (auto orcid = held.as<Orcid>()) return add(path, orcid->text);
    if (auto doi = held.as<Doi>()) return add(path, doi->text);
    if (auto arxiv = held.as<ArxivId>()) return add(path, arxiv->text);
    if (auto id = held.as<Id>()) {  // `for`: the title of what was honored
      auto const& work = m_plan.record->by_id.at(id->text);
      return add(path, plain(*vitac::held(*work.shape, work.entry, "title").as<Text>()));
    }
    if (held.as<Flag>()) return add(path, m_locale.words.find(path.substr(path.rfind('.') + 1))->text);
    if (auto name = held.as<PersonName>()) return add(path, name->printed());
    if (auto person = held.as<Contributor>()) {
      add(path, person->is_others ? m_locale.words.find("others")->text : person->printed);
      if (person->affiliation) add(path, plain(*person->affiliation));
      return;
    }
    if (shape.kind == Shape::choice) {
      std::string name(shape.choices[shape.chosen(held.value)]);
      if (auto word = m_locale.choices.find(name)) return add(path, word->text);
      std::ranges::replace(name, '_', ' ');
      return add(path, name);
    }
    if (shape.kind == Shape::record) return record(shape, held.value, path);
    REQUIRE(shape.size);
    for (std::size_t i = 0; i < shape.size(held.value); ++i) {
      if (shape.key) add(path, shape.key(held.value, i));
      field({shape.item, shape.at(held.value, i)}, path);
    }
  }

  std::string_view m_style;
  Plan const& m_plan;
  Locale const& m_locale;
  bool m_with_country;  ///< also where a region is given
  /// A table shows its columns, and what is said of a row below it.
  bool is_in_table(std::string_view field) const {
    return !m_columns || m_columns->empty() || field == "note" || field == "highlights" ||
           std::ranges::find(*m_columns, field, [](auto const& column) { return column.field.text; }) !=
               m_columns->end();
  }

  PlannedSection const* m_section = nullptr;
  std::vector<ColumnSpec> const* m_columns =
      nullptr;  ///< of the record that is being read, where it is a row
  std::vector<Shown> m_shown;
};

std::vector<std::string> lines_of(std::string_view page) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < page.size();) {
    auto end = std::min(page.find('\n', at), page.size());
    lines.emplace_back(page.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// The text of a PDF without what stands at the foot of each of its pages, whatever numbers it holds.
std::string without_footers(std::string_view text) {
  std::vector<std::vector<std::string>> pages;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\f', at), text.size());
    pages.push_back(lines_of(text.substr(at, end - at)));
    at = end + 1;
  }
  auto without_digits = [](std::string line) {
    std::erase_if(line, [](char c) { return c >= '0' && c <= '9'; });
    return line;
  };
  auto are_alike = [&] {
    return pages.size() > 1 && std::ranges::all_of(pages, [&](auto const& page) {
             return !page.empty() && !pages[0].empty() &&
                    without_digits(page.back()) == without_digits(pages[0].back());
           });
  };
  while (are_alike())
    for (auto& page : pages) page.pop_back();
  std::string left;
  for (auto const& page : pages)
    for (auto const& line : page) left += line + "\n";
  return left;
}

/// The words of a PDF. A word that a line or a separator of thousands divides is several.
class Found {
 public:
  explicit Found(std::string_view text) : m_words(words_of(text)) {}

  /// Where the words first come in order and close together, at or after `from` and before `to`; else none.
  std::size_t find(Words const& words, std::size_t from, std::size_t to) const {
    for (auto at = from; at < std::min(to, m_words.size()); ++at)
      if (comes(words, at)) return at;
    return none;
  }

  static constexpr auto none = std::string::npos;

 private:
  bool comes(Words const& words, std::size_t at) const {
    auto first = at;
    for (auto const& word : words) {
      auto next = at;
      std::size_t taken = 0;
      while (next < m_words.size() && !(taken = match(word, next)))
        if (next++ - first > 2 * words.size() + 12 || next == first + 1) return false;
      if (!taken) return false;
      at = next + taken;
    }
    return true;
  }

  /// How many words from `at` on make up one word; 0 when they do not.
  std::size_t match(std::string_view word, std::size_t at) const {
    std::size_t count = 0;
    while (!word.empty() && at < m_words.size() && word.starts_with(m_words[at])) {
      word.remove_prefix(m_words[at++].size());
      ++count;
    }
    return word.empty() ? count : 0;
  }

  Words m_words;
};

/// Finds all that an entry shows, side by side, from a place on; gives the place of its longest text.
std::size_t find_together(std::vector<Shown> const& all, Found const& found, std::size_t from) {
  std::size_t count = 0;
  for (auto const& each : all) count += each.words.size();
  auto longest = std::ranges::max_element(all, {}, [](auto const& each) { return each.words.size(); });
  if (longest == all.end()) return from;
  auto middle = found.find(longest->words, from, Found::none);
  if (middle == Found::none) {
    FAIL_CHECK(fmt::format("{}: {}", longest->path, fmt::join(longest->words, " ")));
    return from;
  }
  auto reach = 2 * count + 30;
  for (auto const& each : all) {
    auto at = found.find(each.words, middle > reach ? middle - reach : 0, middle + reach);
    if (at == Found::none) FAIL_CHECK(fmt::format("{}: {}", each.path, fmt::join(each.words, " ")));
  }
  return middle;
}

/// The example that uses every field, and what of vitac it takes to plan its documents.
struct FullExample {
  std::filesystem::path path = test::source_folder() / "examples/full.yaml";
  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  Store store{files, {}};
  std::optional<PersonRecord> record = load_record({path}, files, sources, forest, problems);
  std::optional<Locale> locale = load_locale(*store.data("locales", "en"), sources, forest, problems);

  FullExample() {
    REQUIRE(record);
    REQUIRE(locale);
    resolve(*record, problems);
  }

  Style style(std::string_view name) {
    auto loaded = load_style(*store.style(name), store, *locale, sources, forest, problems);
    REQUIRE(loaded);
    return std::move(*loaded);
  }
};

/// Builds a document and finds in its PDF every word that it shows, in order; gives how many entries it
/// shows.
std::size_t read_back(FullExample& example, Style const& style, std::string_view name,
                      DocumentSpec const& document, std::vector<std::string> command) {
  CAPTURE(style.name, name, command);
  Date as_of;
  as_of.year = 2026, as_of.month = 9, as_of.day = 1;
  auto plan = make_plan(*example.record, document, as_of, example.problems);
  CHECK(example.problems.all().empty());

  test::TemporaryFolder out;
  auto pdf = out.path() / "cv.pdf";
  command.insert(command.begin(), {"build", example.path.string(), "-q", "-o", pdf.string()});
  auto built = test::vitac(command, {.variables = {{"SOURCE_DATE_EPOCH", "1788220800"}}});
  CHECK(built.err == "");
  REQUIRE(built.status == 0);
  auto extracted = test::text_of_pdf(pdf);
  Found found(without_footers(extracted)), everywhere(extracted);

  Reader reader(style.name, plan, *example.locale);
  for (auto const& each : reader.person())
    if (everywhere.find(each.words, 0, Found::none) == Found::none)
      FAIL_CHECK(fmt::format("{}: {}", each.path, fmt::join(each.words, " ")));
  std::size_t at = 0, entries = 0;
  auto read = [&](auto const& self, PlannedSection const& section) -> void {
    if (section.title) at = find_together({{"heading", words_of(reader.plain(*section.title))}}, found, at);
    if (auto const& text = section.spec->text; text && !section.is_made)
      at = find_together({{"text", words_of(reader.plain(*text))}}, found, at);
    for (auto const& entry : section.entries)
      at = find_together(reader.entry(section, entry), found, at), ++entries;
    for (auto const& part : section.parts) self(self, part);
  };
  for (auto const& section : plan.sections) read(read, section);
  auto is_legend = [](auto const& self, PlannedSection const& section) -> bool {
    return (section.kinds.size() == 1 && section.kinds[0] == "marks") ||
           std::ranges::any_of(section.parts, [&](auto const& part) { return self(self, part); });
  };
  if (std::ranges::any_of(plan.sections, [&](auto const& section) { return is_legend(is_legend, section); }))
    for (auto mark : plan.used_marks) {
      if (plan.marks[mark].sign().empty()) continue;
      auto legend = words_of(reader.plain(*example.record->marks.items[mark].value.legend));
      if (found.find(legend, 0, Found::none) == Found::none)
        FAIL_CHECK(fmt::format("legend: {}", fmt::join(legend, " ")));
    }
  return entries;
}

}  // namespace

// For each style that ships and is no form: the documents of full.yaml that it draws, in each of its
// variants, or else all that it shows of full.yaml by itself.
TEST_CASE("every word of full.yaml that a document shows is in its PDF") {
  FullExample example;
  for (auto const& name : example.store.style_names()) {
    auto style = example.style(name);
    bool is_form = !style.manifest.slots.items.empty();  // shows what it asks for and no more: forms_test.cpp
    if (is_form) continue;
    std::vector<std::vector<std::string>> variants;
    if (auto option = style.manifest.options.find("variant"))
      for (auto const& choice : option->choices) variants.push_back({"--option", "variant=" + choice.text});
    if (variants.empty()) variants.emplace_back();
    bool is_shown = false;
    for (auto const& [document, at, spec] : example.record->documents.items) {
      if (spec.style->text != name) continue;
      is_shown = true;
      for (auto command : variants) {
        command.insert(command.end(), {"-d", document});
        read_back(example, style, document, complete(spec, style.manifest, example.problems), command);
      }
    }
    if (!is_shown)
      read_back(example, style, "", complete({}, style.manifest, example.problems), {"-s", name});
  }
}

TEST_CASE("the longest documents of full.yaml show every entry that it has") {
  FullExample example;
  auto all = all_entries(*example.record);
  auto hidden = std::ranges::count_if(
      all, [](auto const& ref) { return ref.entry->hidden && ref.entry->hidden->value; });
  for (auto name : {"dossier", "resume"}) {
    CAPTURE(name);
    auto plan = make_plan(*example.record, *example.record->documents.find(name), Date{}, example.problems);
    auto count = [](auto const& self, PlannedSection const& section) -> std::size_t {
      auto entries = section.entries.size();
      for (auto const& part : section.parts) entries += self(self, part);
      return entries;
    };
    std::size_t entries = 0;
    for (auto const& section : plan.sections) entries += count(count, section);
    CHECK(entries + std::size_t(hidden) == all.size());
  }
}

TEST_CASE("what styles do not draw are fields of the tables") {
  auto of_kind = [](std::string_view name) -> Shape const* {
    for (auto const& kind : section_kinds())
      if (kind.entry->name == name) return kind.entry;
    return nullptr;
  };
  for (auto const& [style, shape_name, field, reason] : not_drawn) {
    CAPTURE(style, shape_name, field, reason);
    if (auto entry = of_kind(shape_name)) CHECK(entry->find(field));
  }
}

TEST_CASE("the .tex of the examples compiles by itself, with plain pdflatex and no line too long") {
  struct Document {
    std::string example;
    std::vector<std::string> chosen;
  };
  for (auto const& [example, chosen] : {Document{"full", {"-d", "dossier"}},
                                        {"full", {"-d", "resume"}},
                                        {"minimal", {"-s", "faculty-dossier"}},
                                        {"minimal", {"-s", "moderncv"}}}) {
    CAPTURE(example, chosen);
    test::TemporaryFolder out;
    auto file = (test::source_folder() / "examples" / example).string() + ".yaml";
    std::vector<std::string> command{
        "build", file, "-t", "tex", "-q", "-o", (out.path() / "cv.tex").string()};
    command.insert(command.end(), chosen.begin(), chosen.end());
    auto built = test::vitac(command);
    CHECK(built.err == "");
    REQUIRE(built.status == 0);
    for (int pass = 1; pass <= 2; ++pass)
      REQUIRE(test::run({"pdflatex", "-interaction=nonstopmode", "-jobname=cv",
                         "\\pdfcompresslevel0 \\pdfobjcompresslevel0 \\input{cv.tex}"},
                        {.folder = out.path().string()})
                  .status == 0);
    auto pdf = test::read_file(out.path() / "cv.pdf");
    for (auto part : {"/Lang(en)", "/Outlines ", "/Border[0 0 0]", "/URI(mailto:"}) {
      CAPTURE(part);
      CHECK(pdf.find(part) != std::string::npos);
    }
    if (example == "full")
      CHECK(pdf.find("/URI(https://forum.example.edu/2024/keynotes)") != std::string::npos);
    auto log = test::read_file(out.path() / "cv.log");
    for (auto complaint : {"Overfull", "undefined", "Rerun to", "LaTeX Warning"}) {
      CAPTURE(complaint);
      CHECK(log.find(complaint) == std::string::npos);
    }
  }
}
