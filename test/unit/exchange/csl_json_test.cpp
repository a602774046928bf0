#include "exchange/publication_tree.hpp"
#include "test/support/catch.hpp"
#include "test/unit/exchange/reading.hpp"

using namespace vitac;
using test::Bib;
using test::Said;

TEST_CASE("CSL-JSON as Zotero exports it") {
  Bib bib(R"([
  {"id": "http://zotero.org/users/1/items/AB12", "citation-key": "lovelace1843", "type": "article-journal",
   "title": "Notes on the <i>Analytical Engine</i> &amp; its CO<sub>2</sub> *cost*",
   "container-title": "Scientific Memoirs", "container-title-short": "Sci. Mem.",
   "author": [{"family": "Lovelace", "given": "Ada K."}, {"literal": "Royal Society"},
              {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."}],
   "issued": {"date-parts": [["1843", 9, "1"]]}, "volume": "3", "issue": 2, "page": "666-731",
   "DOI": "10.5555/1", "URL": "https://example.edu/notes", "abstract": "Long", "language": "en"},
  {"id": "p", "type": "article", "title": "A preprint", "number": "arXiv:2401.00001", "publisher": "arXiv",
   "issued": {"date-parts": [[2024, 1], [2025, 2]]}}
])",
          "pubs.json");
  REQUIRE(bib.all.size() == 2);
  CHECK(bib.said(Severity::note) ==
        Said{"8:60 fields of this file that a record has no place for: `abstract`, `language` [left-out]"});
  CHECK(bib.of("id") == "lovelace1843");
  CHECK(bib.of("type") == "journal");
  CHECK(bib.of("title") == R"(Notes on the *Analytical Engine* & its CO$_{2}$ \*cost\*)");
  CHECK(bib.of("venue") == "Scientific Memoirs");
  CHECK(bib.of("venue_short") == "Sci. Mem.");
  CHECK(bib.of("authors") == "Ada K. Lovelace | Royal Society | Jan van der Berg Jr.");
  CHECK(bib.of("date") == "1843-09-01");
  CHECK(bib.of("volume") == "3");
  CHECK(bib.of("number") == "2");
  CHECK(bib.of("pages") == "666-731");
  CHECK(bib.of("doi") == "10.5555/1");
  CHECK(bib.of("url") == "https://example.edu/notes");
  CHECK(bib.of("type", 1) == "preprint");
  CHECK(bib.of("arxiv", 1) == "2401.00001");
  CHECK(bib.of("publisher", 1) == "");
  CHECK(bib.of("date", 1) == "2024–2025 (2025)");
}

TEST_CASE("a work as Crossref answers it") {
  Bib bib(R"({"status": "ok", "message": {"DOI": "10.5555/3292500.3330701", "type": "proceedings-article",
  "title": ["A Theory of Engines"], "container-title": ["Proc. Engines"], "short-container-title": [],
  "author": [{"given": "Ada", "family": "Lovelace", "sequence": "first"}, {"name": "Engine Group"}],
  "published": {"date-parts": [[2019, 7]]}, "page": "1-9", "URL": "https://doi.org/10.5555/3292500.3330701",
  "publisher": "Example Press"}})",
          "work.json");
  REQUIRE(bib.all.size() == 1);
  CHECK(bib.of("id") == "10.5555/3292500.3330701");
  CHECK(bib.of("type") == "conference");
  CHECK(bib.of("title") == "A Theory of Engines");
  CHECK(bib.of("authors") == "Ada Lovelace | Engine Group");
  CHECK(bib.of("venue") == "Proc. Engines");
  CHECK(bib.of("date") == "2019-07");
  CHECK(bib.of("doi") == "10.5555/3292500.3330701");
  CHECK(bib.of("url") == "");
}

TEST_CASE("what CSL says of books, theses and patents, and what managers write for themselves") {
  Bib bib(R"([
  {"id": "c", "type": "chapter", "title": "A chapter", "container-title": "A handbook", "edition": "2",
   "author": [{"family": "Lovelace", "given": "Ada"}], "note": "Number: 7553\nPublisher: Nature",
   "editor": [{"family": "Babbage", "given": "C."}, {"name": "Engine Group"}], "issued": {"raw": "2020 Apr 30"}},
  {"id": "t", "type": "thesis", "title": "A thesis", "genre": "Master's thesis", "publisher": "A university",
   "author": [{"family": "Lovelace", "given": "Ada"}], "note": "With honors", "issued": {"literal": "n.d."}},
  {"id": "p", "type": "patent", "title": "A patent", "authority": "A patent office", "number": "7"},
  {"id": "x", "type": "article", "title": ["Really?"], "subtitle": ["Yes"], "DOI": "10.48550/arXiv.2401.00001"}
])",
          "pubs.json");
  REQUIRE(bib.all.size() == 4);
  CHECK(bib.said(Severity::warning) == Said{});
  CHECK(bib.of("editors") == "C. Babbage | Engine Group");
  CHECK(bib.of("edition") == "2nd");
  CHECK(bib.of("note") == "");
  CHECK(bib.of("date") == "2020-04-30");
  CHECK(bib.of("note", 1) == "Master's thesis. With honors");
  CHECK(bib.of("date", 1) == "");
  CHECK(bib.of("publisher", 2) == "A patent office");
  CHECK(bib.of("title", 3) == "Really? Yes");
  CHECK(bib.of("arxiv", 3) == "2401.00001");
}

TEST_CASE("editions, dates and notes as other programs write them") {
  CHECK(edition_of("2") == "2nd");
  CHECK(edition_of("Third") == "3rd");
  CHECK(edition_of("11th ed.") == "11th");
  CHECK(edition_of("21") == "21st");
  CHECK(edition_of("Revised") == "Revised");
  CHECK(date_of("30 April 2020") == "2020-04-30");
  CHECK(date_of("May, 2016") == "2016-05");
  CHECK(date_of("2016") == "");
  CHECK(date_of("Spring 2016") == "");
  CHECK(date_of("May 3 4 2016") == "");
  CHECK(is_managers_note("_eprint: https://example.edu"));
  CHECK(!is_managers_note("The publisher: nobody"));
}

TEST_CASE("people and dates of another shape are read where that can be, and said where not") {
  auto item = [](std::string fields) { return Bib("[{\"title\": \"A\", " + fields + "}]", "x.json"); };
  CHECK(item(R"("issued": 2020)").of("date") == "2020");
  CHECK(item(R"("issued": "2020-03")").of("date") == "2020-03");
  CHECK(item(R"("issued": [[2020, 3]])").of("date") == "2020-03");
  CHECK(item(R"("issued": {"date-parts": [2020, 3]})").of("date") == "2020-03");
  CHECK(item(R"("issued": {"date-parts": [2020, 3]})").said() == Said{});
  CHECK(item(R"("issued": {"year": 2020})").said() == Said{"1:27 a date without `date-parts` [bad-date]"});
  auto text = item(R"("author": "Ada Lovelace and Charles Babbage")");
  CHECK(text.of("authors") == "Ada Lovelace | Charles Babbage");
  CHECK(text.said() == Said{"1:27 expected a list of people, found a text [wrong-type]"});
  CHECK(item(R"("author": {"family": "Lovelace", "given": "Ada"})").of("authors") == "Ada Lovelace");
  CHECK(item(R"("author": [{"familly": "Lovelace", "given": "Ada"}, {"first": "A"}])").said() ==
        Said{"1:29 a name has no `familly` [bib-names]", "1:69 somebody without a name [bib-names]"});
  CHECK(item(R"("author": [{"family": ["Lovelace"], "given": "Ada"}])").said() ==
        Said{"1:39 expected a text, found a list [wrong-type]"});
  CHECK(item(R"("type": "article-jurnal")").said() ==
        Said{"1:25 `article-jurnal` is no type of CSL [bib-type]"});
  CHECK(item(R"("type": "motion_picture")").said() == Said{});
}

TEST_CASE("a wrong field of an item costs that field, a wrong item itself, a wrong text the file") {
  Bib bib("[{\"id\": \"a\", \"title\": \"A\", \"DOI\": \"nothing\", \"volume\": 3}, 7, {\"id\": \"b\"}]",
          "x.json");
  REQUIRE(bib.all.size() == 1);
  CHECK(bib.of("volume") == "3");
  CHECK(bib.said() == Said{"1:35 `nothing` is not a DOI [bad-doi]",
                           "1:60 expected an item with keys, found a text [wrong-type]",
                           "1:63 this item has no title [missing-key]"});
  Bib broken("[{\"id\": \"a\", \"title\": \"A}]", "x.json");
  CHECK(broken.all.empty());
  CHECK(broken.said() == Said{"1:23 this quote is never closed [json]"});
  CHECK(broken.problems.has_errors());
}
