#include <cstdlib>
#include <fstream>

#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "record/load.hpp"
#include "render/citation.hpp"
#include "render/view.hpp"
#include "test/support/catch.hpp"
#include "test/support/support.hpp"

using namespace vitac;

// citations/works.yaml is what is cited; citations/NAME.txt how each format that ships cites it, a line a
// work, written from the format's public rules. `VITAC_APPROVE=1` writes what comes now.

namespace {

/// LaTeX as one reads it: `*emphasis*`, `[words](address)`, what a name's commands hold.
class Plain {
 public:
  explicit Plain(std::string_view tex) : m_tex(tex) {}

  std::string text() {
    std::string out;
    while (m_at < m_tex.size() && m_tex[m_at] != '}') out += next();
    return out;
  }

 private:
  std::string next() {
    for (auto [tex, plain] : {std::pair<std::string_view, std::string_view>{"\\kern0pt{}", ""},
                              {"\n  ", " "},
                              {"~", " "},
                              {"\\&", "&"},
                              {"\\_", "_"},
                              {"\\textdagger{}", "†"},
                              {"\\#", "#"}})
      if (m_tex.substr(m_at).starts_with(tex)) return m_at += tex.size(), std::string(plain);
    for (auto [command, before, after] : {std::array<std::string_view, 3>{"\\emph{", "*", "*"},
                                          {"\\cvself{", "", ""},
                                          {"\\nolinkurl{", "", ""},
                                          {"\\cvmarks{", "^", ""}})
      if (m_tex.substr(m_at).starts_with(command)) {
        m_at += command.size();
        return std::string(before) + argument() + std::string(after);
      }
    if (m_tex.substr(m_at).starts_with("\\href{")) {
      m_at += 6;
      auto address = argument();
      ++m_at;
      return "[" + argument() + "](" + address + ")";
    }
    return std::string(1, m_tex[m_at++]);
  }

  std::string argument() {
    auto inner = text();
    ++m_at;
    return inner;
  }

  std::string_view m_tex;
  std::size_t m_at = 0;
};

class Library {
 public:
  template <class T>
  std::optional<T> read(std::filesystem::path const& path) {
    auto tree =
        read_yaml(sources.add(path.filename().string(), test::read_file(path)), sources, forest, problems);
    REQUIRE(tree);
    return decode<T>(*tree, problems);
  }

  Sources sources;
  Forest forest;
  Diagnostics problems;
};

std::string cited(std::string const& format) {
  Library library;
  auto folder = test::source_folder();
  auto record = library.read<PersonRecord>(folder / "test/unit/render/citations/works.yaml");
  auto locale = library.read<Locale>(folder / "locales/en.yaml");
  auto citation = library.read<CitationFormat>(folder / "citations" / (format + ".yaml"));
  REQUIRE((record && locale && citation));
  check_citation_format(*citation, citation_fields(), library.sources, library.problems);
  resolve(*record, library.problems);
  Date day;
  day.year = 2024, day.month = 7, day.day = 16;
  auto plan = make_plan(*record, record->documents.items.at(0).value, day, library.problems);
  plan.used_marks.clear();
  auto view = make_view(plan, {*locale, *citation, {}, {}, {}}, library.sources, library.problems);
  for (auto const& problem : library.problems.all()) FAIL_CHECK(problem.message);
  std::string out;
  for (auto const& entry : view.find("sections")->items.at(0).find("entries")->items)
    out += Plain(entry.find("id")->text).text() + ": " + Plain(entry.find("citation")->text).text() + "\n";
  return out;
}

}  // namespace

TEST_CASE("every format cites every kind of work by its rules") {
  auto folder = test::source_folder();
  for (auto const& file : std::filesystem::directory_iterator(folder / "citations")) {
    auto name = file.path().stem().string();
    auto found = cited(name);
    auto expected = folder / "test/unit/render/citations" / (name + ".txt");
    if (std::getenv("VITAC_APPROVE")) std::ofstream(expected) << found;
    CAPTURE(name);
    CHECK(found == test::read_file(expected));
  }
}
