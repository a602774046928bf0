#include "test/cli/desk.hpp"

using namespace vitac::test;

namespace {

std::string record(std::string const& format, std::string const& more = "") {
  return fmt::format(R"(person: {{name: Ada Lovelace}}
publications: [{{type: book, title: Looms, authors: [Ada Lovelace, C. Babbage], date: 2020, publisher: Example Press}}]
documents:
  cv: {{style: faculty-dossier, as_of: 2024-07-16, options: {{citation: {}}}{}}}
)",
                     format, more);
}

std::string shown(Desk const& desk) {
  auto said = desk.run({"cv.yaml", "-t", "tex", "-o", "-", "-q"});
  CHECK(said.err == "");
  auto begin = said.out.find("\\cvwork{");
  return said.out.substr(begin, said.out.find("\n\n", begin) - begin);
}

}  // namespace

TEST_CASE("a citation format of one's own stands beside the record") {
  Desk desk;
  desk.write("cv.yaml", record("mine"));
  desk.write("citations/mine.yaml", R"(title: Mine
names: {order: family_first, given: initials, before_last: "&"}
parts: ["{authors}", {text: "*{title}*", before: ":"}, "{publisher}"]
end: "!"
)");
  CHECK(shown(desk).find("Lovelace, A.} \\& Babbage, C.:\n  \\emph{Looms},\n  Example Press!") !=
        std::string::npos);
  desk.write("citations/ieee.yaml", "{title: Short, parts: [\"{title}\"]}\n");
  desk.write("cv.yaml", record("ieee"));  // before the one that vitac brings
  CHECK(shown(desk).find("\n  Looms}") != std::string::npos);
}

TEST_CASE("mistakes in a citation format are shown at their place") {
  Desk desk;
  desk.write("cv.yaml", record("mine"));
  desk.write("citations/mine.yaml", R"(title: Mine
parts:
  - "{authors}"
  - {text: "*{tittle}*", before: ":"}
  - {text: "{venue", when: [yeer]}
types: {bok: ["{title}"]}
)");
  auto said = desk.run({"check", "cv.yaml", "-q"});
  CHECK(said.status == 1);
  CHECK(said.err == R"(citations/mine.yaml:4:15: error: a citation has no `tittle` [unknown-field]
    4 |   - {text: "*{tittle}*", before: ":"}
      |               ^~~~~~ did you mean `title`?
citations/mine.yaml:5:12: error: a brace that is not closed [unclosed]
    5 |   - {text: "{venue", when: [yeer]}
      |            ^~~~~~~~ close it: `{title}`
citations/mine.yaml:5:29: error: a citation has no `yeer` [unknown-field]
    5 |   - {text: "{venue", when: [yeer]}
      |                             ^~~~ did you mean `year`?
citations/mine.yaml:6:9: error: `bok` is none of `journal`, `conference`, `workshop`, `preprint`, `book`, `chapter`, `thesis`, `report`, `dataset`, `software`, `patent` or `other` [unknown-choice]
    6 | types: {bok: ["{title}"]}
      |         ^~~ did you mean `book`?
)");
}

TEST_CASE("an unknown citation format names those that there are") {
  Desk desk;
  desk.write("cv.yaml", record("apaa"));
  desk.write("citations/mine.yaml", "{title: Mine, parts: [\"{title}\"]}\n");
  auto said = desk.run({"check", "cv.yaml", "-q"});
  CHECK(said.status == 1);
  CHECK(said.err.find("there is no citation format `apaa`") != std::string::npos);
  CHECK(said.err.find("did you mean `apa`?") != std::string::npos);
}

TEST_CASE("a document says where it goes, in the record's folder") {
  Desk desk;
  desk.write("cv.yaml", record("ieee", ", output: \"out/{document}-2024.pdf\""));
  CHECK(desk.run({"cv.yaml", "-t", "tex", "-q"}).err == "");
  CHECK(desk.has("out/cv-2024.tex"));
  CHECK(desk.run({"cv.yaml", "-t", "tex", "-q", "-o", "there.tex"}).err == "");
  CHECK(desk.has("there.tex"));
}

TEST_CASE("what a bibliography says of bodies and family names holds in every section, whatever selects it") {
  Desk desk;
  desk.write("pubs.bib", R"(
@techreport{who2021, author = {{World Health Organization} and {\'A}lvarez, A.}, title = {Health}, institution = {WHO},
  year = 2021, keywords = {policy}}
@article{garcia2022, author = {Garc{\'\i}a M{\'a}rquez, Gabriel and Lovelace, Ada and {de la Cruz}, M.~A.},
  title = {Solitude}, journal = {Annals}, year = 2022, month = mar, keywords = {policy, looms}}
@article{old1999, author = {Lovelace, Ada}, title = {Old Looms}, journal = {Annals}, year = 1999, keywords = {looms}}
)");
  desk.write("more.json", R"([{"id": "csl2020", "type": "book", "title": "Cards", "author": [
  {"literal": "Example Consortium"}, {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
  "issued": {"date-parts": [[2020]]}, "keyword": "looms"}])");
  desk.write("cv.yaml", R"(person: {name: Ada Lovelace}
publications: {bibliography: [pubs.bib, more.json]}
documents:
  cv:
    style: faculty-dossier
    as_of: 2024-07-16
    options: {citation: apa}
    sections:
      - {kind: publications, title: Grouped, where: {since: 2020}, group_by: {field: type, order: [book]}, sort: -date, number: {prefix: G}}
      - {kind: publications, title: Tagged, where: {tags: {all: [policy, looms]}}}
      - {kind: publications, title: Rest, where: {not: {type: [report, book]}, until: 2000}}
)");
  auto said = desk.run({"cv.yaml", "-t", "tex", "-o", "-", "-q"});
  CHECK(said.err == "");
  std::string lines;  // headings, and of each work its label and authors
  for (std::size_t at = said.out.find("\\section"), end = 0; at < said.out.size(); at = end + 1) {
    end = said.out.find('\n', at);
    auto line = said.out.substr(at, end - at);
    if (line.starts_with("\\section") || line.starts_with("\\subsection") || line.starts_with("\\cvwork{") ||
        said.out.substr(0, at).ends_with("{%\n"))
      lines += line + "\n";
  }
  CHECK(lines == R"(\section{Grouped}
\subsection{Books}
\cvwork{G1.}{%
  Example Consortium, \& van der Berg, J.
\subsection{Journal Articles}
\cvwork{G2.}{%
  García Márquez, G., \cvself{Lovelace, A.}, \& de la Cruz, M.~A.
\subsection{Reports}
\cvwork{G3.}{%
  World Health Organization, \& Álvarez, A.
\section{Tagged}
\cvwork{}{%
  García Márquez, G., \cvself{Lovelace, A.}, \& de la Cruz, M.~A.
\section{Rest}
\cvwork{}{%
  \cvself{Lovelace, A.}
)");
}
