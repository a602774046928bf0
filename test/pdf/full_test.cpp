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
  std::string_view shape, field, reason;
};

/// What faculty-dossier leaves out, and why. An empty shape means all of them.
constexpr NotDrawn not_drawn[] = {
    {"", "id", "a name for references"},
    {"", "tags", "for choosing entries"},
    {"", "priority", "for page budgets"},
    {"", "hidden", "for choosing entries"},
    {"", "extra", "for styles of the user's own"},
    {"", "url", "stands behind the title, as a link"},
    {"", "website", "a link; its address is shown without a need to be read"},
    {"", "aliases", "for recognizing names"},
    {"", "self", "for recognizing the own name"},
    {"person", "photo", "a dossier has none"},
    {"person", "roles", "prints as a mark"},
    {"person", "email", "a list of people has names and affiliations"},
    {"education entry", "kind", "for choosing entries; the degree says it"},
    {"experience entry", "kind", "for choosing entries; the title says it"},
    {"experience entry", "primary", "for forms that ask for the primary organization"},
    {"role", "kind", "for choosing entries; the title says it"},
    {"service entry", "kind", "for choosing entries; the role says it"},
    {"publications entry", "type", "for choosing entries; the heading says it"},
    {"publications entry", "refereed", "for choosing entries; the heading says it"},
    {"grants entry", "currency", "prints with the amount, as a sign where there is one"},
};

bool is_drawn(Shape const& shape, std::string_view field) {
  return std::ranges::none_of(not_drawn, [&](auto const& each) {
    return each.field == field && (each.shape.empty() || each.shape == shape.name);
  });
}

/// All that one entry shows, as words, field by field.
struct Shown {
  std::string path;
  Words words;
};

class Reader {
 public:
  Reader(Plan const& plan, Locale const& locale) : m_plan(plan), m_locale(locale) {}

  std::vector<Shown> entry(PlannedSection const& section, PlannedEntry const& planned) {
    m_section = &section;
    m_shown.clear();
    record(*planned.ref.shape, planned.ref.entry, std::string(planned.ref.kind));
    if (!planned.label.empty()) add("label", planned.label);
    return std::move(m_shown);
  }

  std::vector<Shown> person() {
    m_section = nullptr;
    m_shown.clear();
    record(shape<Person>(), &m_plan.record->person, "person");
    return std::move(m_shown);
  }

  /// A text without its markup.
  std::string plain(Text const& text) const {
    std::string_view rest = text.in("en").text;
    std::string out;
    while (!rest.empty()) {
      auto end = [&](char c) { return std::min(rest.find(c), rest.size() - 1) + 1; };
      if (rest.starts_with("[@")) {
        out += m_plan.labels.at(rest.substr(2, end(']') - 3));
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
    if (start || end) add(path + ".dates", format_period(start, end, m_plan.as_of, m_locale, pattern()));
    for (auto const& row : shape.fields) {
      if (row.name == "start" || row.name == "end" || !is_drawn(shape, row.name)) continue;
      if (m_section && m_section->omits(row.name)) continue;
      if (auto member = held(row.shape(), row.of(value))) field(member, path + "." + std::string(row.name));
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

  Plan const& m_plan;
  Locale const& m_locale;
  PlannedSection const* m_section = nullptr;
  std::vector<Shown> m_shown;
};

/// The words of a PDF, its footers left out. A word that a line or a separator of thousands divides is
/// several.
class Found {
 public:
  explicit Found(std::filesystem::path const& pdf) {
    auto text = test::text_of_pdf(pdf);
    std::string without_footers;
    for (std::size_t at = 0; at < text.size();) {
      auto end = std::min(text.find('\f', at), text.size());
      auto page = text.substr(at, end - at);
      while (page.ends_with('\n')) page.pop_back();
      without_footers += page.substr(0, page.rfind('\n')) + "\n";
      at = end + 1;
    }
    m_words = words_of(without_footers);
  }

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

}  // namespace

TEST_CASE("every word of full.yaml that the dossier shows is in its PDF") {
  auto example = test::source_folder() / "examples/full.yaml";
  test::TemporaryFolder out;
  auto pdf = out.path() / "dossier.pdf";
  auto built = test::vitac({"build", example.string(), "-d", "dossier", "-q", "-o", pdf.string()});
  CHECK(built.err == "");
  REQUIRE(built.status == 0);

  Files files;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  auto record = load_record(example, files, sources, forest, problems);
  REQUIRE(record);
  resolve(*record, problems);
  auto const& document = *record->documents.find("dossier");
  auto locale = load_locale(*Store(files, {}).data("locales", "en"), sources, forest, problems);
  REQUIRE(locale);
  auto plan = make_plan(*record, document, *document.as_of, problems);
  CHECK(problems.all().empty());

  Found found(pdf);
  Reader reader(plan, *locale);
  auto at = find_together(reader.person(), found, 0);
  std::size_t entries = 0;
  auto read = [&](auto const& self, PlannedSection const& section) -> void {
    for (auto const* text : {&section.spec->title, &section.spec->text})
      if (*text) at = find_together({{"heading", words_of(reader.plain(**text))}}, found, at);
    for (auto const& entry : section.entries)
      at = find_together(reader.entry(section, entry), found, at), ++entries;
    for (auto const& part : section.parts) self(self, part);
  };
  for (auto const& section : plan.sections) read(read, section);
  for (auto mark : plan.used_marks)
    CHECK(found.find(words_of(reader.plain(*record->marks.items[mark].value.legend)), 0, Found::none) !=
          Found::none);

  // The dossier shows every entry that the record has.
  auto hidden = std::ranges::count_if(
      all_entries(*record), [](auto const& ref) { return ref.entry->hidden && ref.entry->hidden->value; });
  CHECK(entries + std::size_t(hidden) == all_entries(*record).size());
}

TEST_CASE("what the dossier does not draw are fields of the tables") {
  auto of_kind = [](std::string_view name) -> Shape const* {
    for (auto const& kind : section_kinds())
      if (kind.entry->name == name) return kind.entry;
    return nullptr;
  };
  for (auto const& [shape_name, field, reason] : not_drawn) {
    CAPTURE(shape_name, field, reason);
    if (auto entry = of_kind(shape_name)) CHECK(entry->find(field));
  }
}

TEST_CASE("the .tex of the examples compiles by itself, with plain pdflatex and no line too long") {
  for (auto name : {"full", "minimal"}) {
    CAPTURE(name);
    test::TemporaryFolder out;
    auto file = (test::source_folder() / "examples" / name).string() + ".yaml";
    auto tex = (out.path() / "cv.tex").string();
    std::vector<std::string> command{"build", file, "-t", "tex", "-q", "-o", tex};
    command.insert(command.end(), {std::string(name) == "full" ? "-d" : "-s",
                                   std::string(name) == "full" ? "dossier" : "faculty-dossier"});
    auto built = test::vitac(command);
    CHECK(built.err == "");
    REQUIRE(built.status == 0);
    for (int pass = 1; pass <= 2; ++pass)
      REQUIRE(test::run({"pdflatex", "-interaction=nonstopmode", "cv.tex"}, {.folder = out.path().string()})
                  .status == 0);
    auto log = test::read_file(out.path() / "cv.log");
    for (auto complaint : {"Overfull", "undefined", "Rerun to", "LaTeX Warning"}) {
      CAPTURE(complaint);
      CHECK(log.find(complaint) == std::string::npos);
    }
  }
}
