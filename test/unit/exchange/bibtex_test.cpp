#include "test/support/catch.hpp"
#include "test/support/support.hpp"
#include "test/unit/exchange/reading.hpp"

using namespace vitac;
using test::Bib;
using test::Said;

namespace {

/// An entry of which one field is of interest.
Bib with(std::string field, std::string type = "article") {
  return Bib("@" + type + "{key,\n title = {T},\n " + field + "\n}\n");
}

}  // namespace

TEST_CASE("an entry as it is mostly written") {
  Bib bib(R"(@inproceedings{fan2024salun,
  author    = {Fan, Chongyu and Liu, Jiancheng and Sijia Liu},
  title     = {{SalUn}: Empowering Machine Unlearning},
  booktitle = "International Conference on Learning Representations",
  year      = 2024,
  month     = may,
  pages     = {100--110},
  publisher = {Example Press},
  address   = {Vienna, Austria},
  doi       = {https://doi.org/10.5555/12345},
  volume    = {12}, number = 3,
})");
  CHECK(bib.said(Severity::note) == Said{});
  REQUIRE(bib.all.size() == 1);
  CHECK(bib.of("id") == "fan2024salun");
  CHECK(bib.of("type") == "conference");
  CHECK(bib.of("title") == "SalUn: Empowering Machine Unlearning");
  CHECK(bib.of("authors") == "Chongyu Fan | Jiancheng Liu | Sijia Liu");
  CHECK(bib.of("venue") == "International Conference on Learning Representations");
  CHECK(bib.of("date") == "2024-05");
  CHECK(bib.of("pages") == "100-110");
  CHECK(bib.of("publisher") == "Example Press");
  CHECK(bib.of("location") == "Vienna, Austria");
  CHECK(bib.of("doi") == "10.5555/12345");
  CHECK(bib.of("volume") == "12");
  CHECK(bib.of("number") == "3");
  auto const& authors = bib.all[0].authors;
  CHECK(bib.sources.text(authors[1].name.at) == "Liu, Jiancheng");
  CHECK(bib.sources.text(bib.all[0].title.at) == "{SalUn}: Empowering Machine Unlearning");
}

TEST_CASE("strings, concatenation, quotes, parentheses, months") {
  Bib bib(R"(@string{jmlr = "J. Mach. Learn. Res."}
@STRING(pre = {Proc. })
@article(a, title = "The {"}quoted{"} " # {one}, journal = JMLR, year = "1999", month = "10~" # jan)
@inproceedings{b, title = {Two}, booktitle = pre # jmlr # { Workshop}, date = {2001-02-03}}
@misc{c, title = 1984, year = 1949, month = apr # "-" # may}
)");
  CHECK(bib.said() == Said{});
  REQUIRE(bib.all.size() == 3);
  CHECK(bib.of("title", 0) == "The \"quoted\" one");
  CHECK(bib.of("venue", 0) == "J. Mach. Learn. Res.");
  CHECK(bib.of("date", 0) == "1999-01-10");
  CHECK(bib.of("venue", 1) == "Proc. J. Mach. Learn. Res. Workshop");
  CHECK(bib.of("date", 1) == "2001-02-03");
  CHECK(bib.of("title", 2) == "1984");
  CHECK(bib.of("date", 2) == "1949-04");
}

TEST_CASE("what stands between entries is passed over: prose, comments, addresses, front matter") {
  Bib bib(
      "\xef\xbb\xbf% Encoding: UTF-8\r\n---\r\nMine, ada@example.edu, 50 @ 3.\r\n"
      "@Comment{jabref-meta: databaseType:{bibtex};}\r\n%@article{no, title={Commented out}}\r\n"
      "@comment a line\r\n@preamble{\"\\newcommand{\\x}[1]{#1}\"}\r\n"
      "@article{yes,\r\n  title = {A\r\n    long title},\r\n  journal = {J}, year = {2000},\r\n}\r\nend");
  CHECK(bib.said(Severity::note) == Said{});
  REQUIRE(bib.all.size() == 1);
  CHECK(bib.of("title") == "A long title");
  CHECK(bib.sources.begin(bib.all[0].at).line == 8);
}

TEST_CASE("what cannot be read is a warning at its place, and the rest goes on") {
  Bib bib(R"(@article{a, title = {One} journal = {J}, year = 2000 2001, volume = , number = {2}}
@article{b, title = {Two, journal = {J}, year = 2001}

@article{c, title = "Three", year = 2002
@article{d, title = {Four}, year = undefined, journal = {K}}
@article{d, title = {Again}}
@article
@{e, title = {Five}}
@article{f, journal = {No title}}
@article{g, title = {Six}, title = {Seven}, pages == {3}}
)");
  CHECK(bib.said() == Said{
                          "1:26 a comma is missing before `journal` [bib-syntax]",
                          "1:54 `2001` is left over behind a value [bib-syntax]",
                          "1:69 expected a value, found `,` [bib-syntax]",
                          "2:1 this entry is never closed [bib-syntax]",
                          "4:1 this entry is never closed [bib-syntax]",
                          "5:36 no `@string` defines `undefined` [bib-string]",
                          "7:1 `@article` without a `{` [bib-syntax]",
                          "8:1 an entry without a type [bib-syntax]",
                          "10:28 `title` is there twice [bib-syntax]",
                          "10:52 expected a value, found `=` [bib-syntax]",
                          "6:10 the key `d` is there twice [bib-repeated]",
                          "9:1 `f` has no title [missing-key]",
                      });
  REQUIRE(bib.all.size() == 5);
  CHECK(bib.of("title", 0) == "One");
  CHECK(bib.of("venue", 0) == "J");
  CHECK(bib.of("date", 0) == "2000");
  CHECK(bib.of("number", 0) == "2");
  CHECK(bib.of("title", 2) == "Three");
  CHECK(bib.of("venue", 3) == "K");
  CHECK(bib.of("title", 4) == "Six");

  Bib cut("@article{a,\n title = {One,\n year = 2000,\n}\n\n@article{b,\n title = {Two}\n}\n");
  CHECK(cut.said() == Said{"2:10 this is never closed [bib-syntax]"});
  CHECK(cut.all.size() == 1);
}

TEST_CASE("names in their forms") {
  auto authors = [](std::string names) { return with("author = {" + names + "}").of("authors"); };
  CHECK(authors("Donald E. Knuth") == "Donald E. Knuth");
  CHECK(authors("Ludwig van Beethoven") == "Ludwig van Beethoven");
  CHECK(authors("van Beethoven, Ludwig") == "Ludwig van Beethoven");
  CHECK(authors("King, Jr., Martin Luther") == "Martin Luther King Jr.");
  CHECK(authors("de la Vall{\\'e}e Poussin, Charles Louis Xavier Joseph") ==
        "Charles Louis Xavier Joseph de la Vallée Poussin");
  CHECK(authors("family=Hasselt, given=Anna, prefix=van, useprefix=true") == "Anna van Hasselt");
  CHECK(authors("{NASA} and {Barnes and Noble, Inc.} and {\\'E}. Cartan") ==
        "NASA | Barnes and Noble, Inc. | É. Cartan");
  CHECK(authors("A. Lovelace\n  AND C. Babbage and others") == "A. Lovelace | C. Babbage | others");
  CHECK(authors("Anderson, Andy and Sandy Land") == "Andy Anderson | Sandy Land");
  CHECK(authors("Lovelace, Ada~K.") == "Ada\u00a0K. Lovelace");
}

TEST_CASE("commas where `and` should be are taken for it, and said") {
  auto bib = with("author = {A. Lovelace, C. Babbage, M. Somerville, G. Boole},");
  CHECK(bib.of("authors") == "A. Lovelace | C. Babbage | M. Somerville | G. Boole");
  CHECK(bib.said() == Said{"3:12 a comma where `and` should be [bib-names]"});
  auto authors = [](std::string names) { return with("author = {" + names + "}").of("authors"); };
  CHECK(authors("A. Lovelace, C. Babbage") == "A. Lovelace | C. Babbage");
  CHECK(authors("Lovelace A.~K., Babbage C.") == "Lovelace A.\u00a0K. | Babbage C.");
  CHECK(authors("A. Lovelace, C. Babbage, Jr., \\& M. Somerville") ==
        "A. Lovelace | C. Babbage Jr. | M. Somerville");
  CHECK(authors("Lovelace, Ada, van der Berg, J.-P.") == "Ada Lovelace | J.-P. van der Berg");
  CHECK(authors("Lovelace, A., Babbage, C., Somerville") == "A. Lovelace | C. Babbage | Somerville");
  CHECK(authors("Lovelace, Ada; Babbage, Charles;") == "Ada Lovelace | Charles Babbage");
  for (auto one : {"Brinch Hansen, Per", "Garc{\\'i}a M{\\'a}rquez, Gabriel Jos{\\'e}", "St. John, A. B.",
                   "King, III, M. L.", "M&uuml;ller, Jan", "{Barnes; Noble, A. B., C. D.}",
                   "family=Hasselt, given=Anna, prefix=van"})
    CHECK(with(std::string("author = {") + one + "}").said() == Said{});
}

TEST_CASE("what a slip makes of an entry is said once, and read where its meaning is plain") {
  Bib bib(R"(article{a, title = {Lost}, year = 2001}
@article{b, title = {Two}}, journal = {J}, year = 2002}
@article{c, title = {Three}
}
  year = 2003}
@article{d, title = On engines, and more, year = 2004}
@article{e, title = Of several
  lines,
  month = jan # {~1}, year = 2005}
@article{f, title = "Six, year = 2006}
@artcle{g, title = {Seven}, year = undefined}
@bookininbook{h, title = {Eight}}
prose {with, braces} and 2 = 3
)");
  CHECK(bib.said() == Said{
                          "1:1 an entry without its `@` is left out [bib-syntax]",
                          "2:26 this closes the entry before its `journal` [bib-syntax]",
                          "4:1 this closes the entry before its `year` [bib-syntax]",
                          "6:21 words without braces [bib-syntax]",
                          "7:21 words without braces [bib-syntax]",
                          "10:21 this is never closed [bib-syntax]",
                          "11:36 no `@string` defines `undefined` [bib-string]",
                          "11:1 no entry is of the type `@artcle` [bib-type]",
                      });
  REQUIRE(bib.all.size() == 6);
  CHECK(bib.of("venue", 0) == "J");
  CHECK(bib.of("date", 1) == "2003");
  CHECK(bib.of("title", 2) == "On engines, and more");
  CHECK(bib.of("title", 3) == "Of several lines");
  CHECK(bib.of("date", 3) == "2005-01-01");
}

TEST_CASE("biblatex's annotations are roles") {
  auto bib = with("author = {A. Lovelace and C. Babbage},\n author+an = {1=equal; 2=equal, advisee},");
  CHECK(bib.said(Severity::note) == Said{});
  CHECK(bib.of("authors") == "A. Lovelace +equal | C. Babbage +equal +advisee");
  CHECK(bib.sources.text(bib.all[0].authors[1].roles[1].at) == "advisee");
  CHECK(with("author = {A. Lovelace}, author+an = {2=equal},").said() ==
        Said{"3:39 `2=equal` names none of the 1 authors [bib-names]"});
}

TEST_CASE("dates of BibTeX and of biblatex") {
  auto date = [](std::string fields) { return with(fields).of("date"); };
  CHECK(date("year = 2016, month = {March}, day = 14") == "2016-03-14");
  CHECK(date("year = 2016, month = {Sept.}") == "2016-09");
  CHECK(date("year = 2016, month = 3") == "2016-03");
  CHECK(date("date = {2016-03-14}") == "2016-03-14");
  CHECK(date("date = {2016-03/2016-04}") == "2016-03");
  CHECK(date("date = {1984/1986}") == "1984–1986 (1986)");
  CHECK(date("date = {2016?}") == "2016");
  CHECK(date("date = {2016/..}") == "2016– (2016)");
  CHECK(date("date = {2016-21}") == "Spring 2016 (2016)");
  CHECK(date("year = {c. 1850}") == "c. 1850 (1850)");
  CHECK(date("year = {1991--1993}") == "1991–1993 (1991)");
  auto odd = with("year = 2016, month = {Michaelmas}");
  CHECK(odd.of("date") == "2016");
  CHECK(odd.said() == Said{"3:24 `Michaelmas` is not a month [bad-date]"});
  auto bad = with("year = {soon}, volume = 3");
  CHECK(bad.of("date") == "");
  CHECK(bad.of("volume") == "3");
  CHECK(bad.said() == Said{"3:10 `soon` is not a date [bad-date]"});
  CHECK(with("date = {abcé/2016},").said() == Said{"3:10 `abcé/2016` is not a date [bad-date]"});
}

TEST_CASE("how far a work is, said by biblatex, by the year or by the note") {
  CHECK(with("pubstate = {inpress}").of("status") == "in_press");
  CHECK(with("year = {to appear}").of("status") == "in_press");
  CHECK(with("note = {Under review}").of("status") == "under_review");
  CHECK(with("note = {Under review}").of("note") == "");
  CHECK(with("note = {Best paper}").of("note") == "Best paper");
}

TEST_CASE("types, and where a work appeared") {
  auto type = [](std::string name) { return with("year = 2000", name).of("type"); };
  CHECK(type("Article") == "journal");
  CHECK(type("InProceedings") == "conference");
  CHECK(type("incollection") == "chapter");
  CHECK(type("book") == "book");
  CHECK(type("phdthesis") == "thesis");
  CHECK(type("techreport") == "report");
  CHECK(type("patent") == "patent");
  CHECK(type("dataset") == "dataset");
  CHECK(type("software") == "software");
  CHECK(type("misc") == "other");
  CHECK(type("whatever") == "other");
  auto thesis = with("school = {Example University}, note = {With honors}", "mastersthesis");
  CHECK(thesis.of("publisher") == "Example University");
  CHECK(thesis.of("note") == "Master's thesis. With honors");
  auto book = with("editor = {A. Lovelace and C. Babbage}, series = {Lecture Notes}", "book");
  CHECK(book.of("authors") == "A. Lovelace | C. Babbage, Eds.");
  CHECK(book.of("venue") == "Lecture Notes");
}

TEST_CASE("arXiv, wherever people write it") {
  auto check = [](std::string fields, std::string type, std::string id) {
    auto bib = with(fields, type);
    CAPTURE(fields);
    CHECK(bib.of("type") == "preprint");
    CHECK(bib.of("arxiv") == id);
    CHECK(bib.of("venue") == "");
    CHECK(bib.said(Severity::note) == Said{});
  };
  check("eprint = {2401.00001}, archiveprefix = {arXiv}, primaryclass = {cs.LG}", "misc", "2401.00001");
  check("eprint = {hep-th/9603067}, eprinttype = {arxiv}", "online", "hep-th/9603067");
  check("journal = {arXiv preprint arXiv:1412.6980v9}", "article", "1412.6980v9");
  check("journal = {CoRR}, volume = {abs/1412.6980}", "article", "1412.6980");
  auto published = with("journal = {J}, eprint = {2401.00001}, eprinttype = {arxiv}");
  CHECK(published.of("type") == "journal");
  CHECK(published.of("arxiv") == "2401.00001");
}

TEST_CASE("addresses and identifiers") {
  CHECK(with("url = {https://example.edu/a\\_b}").of("url") == "https://example.edu/a_b");
  CHECK(with("howpublished = {\\url{https://example.edu}}", "misc").of("url") == "https://example.edu");
  auto link = with("url = {http://dx.doi.org/10.5555/1}");
  CHECK(link.of("doi") == "10.5555/1");
  CHECK(link.of("url") == "");
  auto bad = with("doi = {11.5555/1}, volume = 4");
  CHECK(bad.of("doi") == "");
  CHECK(bad.of("volume") == "4");
  CHECK(bad.said() == Said{"3:9 `11.5555/1` is not a DOI [bad-doi]"});
  CHECK(bad.problems.all()[0].notes ==
        std::vector<std::string>{"it is left out; the rest of the entry stays"});
}

TEST_CASE("books as parts of which something appeared") {
  auto chapter =
      with("author = {A}, booktitle = {B}, editor = {Babbage, C. and Somerville, M.}, edition = {Second}");
  CHECK(chapter.of("editors") == "C. Babbage | M. Somerville");
  CHECK(chapter.of("edition") == "2nd");
  CHECK(with("edition = 1").of("edition") == "");
  CHECK(chapter.said(Severity::note) == Said{});
}

TEST_CASE("what each reference manager makes of things") {
  // DBLP: numbers of namesakes, the volume of arXiv's papers
  auto dblp = with(
      "author = {Sijia Liu 0001 and {\\L}ukasz {K}aiser 0002}, journal = {CoRR}, volume = "
      "{abs/2310.12508}, eprinttype = {arXiv}, eprint = {2310.12508}");
  CHECK(dblp.of("authors") == "Sijia Liu | Łukasz Kaiser");
  CHECK(dblp.of("volume") == "");
  CHECK(dblp.of("arxiv") == "2310.12508");
  // ADS: ties in names, journals as commands
  auto ads = with("author = {{de la Cruz}, M.~A.}, journal = {\\aap}");
  CHECK(ads.of("authors") == "M.\u00a0A. de la Cruz");
  CHECK(ads.of("venue") == "Astronomy & Astrophysics");
  // Mendeley: all addresses in one, HTML, an identifier twice
  auto mendeley = with(
      "url = {https://example.edu/a https://example.edu/b}, arxivId = {2006.06224}, eprint = "
      "{2006.06224}, archivePrefix = {arXiv}");
  CHECK(mendeley.of("url") == "https://example.edu/a");
  CHECK(mendeley.said(Severity::note) == Said{});
  // Zotero: what it has no field for
  CHECK(with("note = {Publisher: Taylor \\& Francis \\_eprint: https://example.edu}").of("note") == "");
  CHECK(with("note = {\\_eprint: https://example.edu}, addendum = {Kept}").of("note") == "Kept");
  // Google Scholar: patents
  Bib patent(
      "@misc{p, title={T}, year={2022}, publisher={Google Patents}, note={US Patent App. 16/123,456}}");
  CHECK(patent.of("type") == "patent");
  CHECK(patent.of("number") == "US App. 16/123,456");
  CHECK(patent.of("publisher") == "");
  CHECK(patent.of("note") == "");
  // PubMed: days in words
  CHECK(with("year = {2020 Apr 30}").of("date") == "2020-04-30");
  CHECK(with("year = {n.d.}").said() == Said{});
  // arXiv's own DOI
  CHECK(with("doi = {10.48550/arXiv.2401.00001}").of("arxiv") == "2401.00001");
}

TEST_CASE("HTML in titles is emphasis, other signs stay") {
  auto title = [](std::string const& tex) { return Bib("@misc{a, title = {" + tex + "}}").of("title"); };
  CHECK(title("On <i>E. coli</i> in H<sub>2</sub>O &amp; <scp>DNA</scp>") ==
        "On *E. coli* in H$_{2}$O & DNA");
  CHECK(title("On {\\textless}i{\\textgreater}E. coli{\\textless}/i{\\textgreater} and "
              "{$<$}b{$>$}b{$<$}/b{$>$}") == "On *E. coli* and **b**");
  CHECK(title("On <span class=\"nocase\">Looms</span>") == "On Looms");
  CHECK(title("If $a<b$ and x < i and <y>") == "If $a<b$ and x < i and <y>");
}

TEST_CASE("what a crossref hands down") {
  Bib bib(
      R"(@inproceedings{paper, title = {Paper}, author = {A. Lovelace}, crossref = {VOLUME}, pages = {1--2}}
@proceedings{volume, title = {Proc. Engines}, subtitle = {The First}, editor = {C. Babbage}, year = 1843, publisher = {P}}
@inbook{part, title = {Part}, crossref = {whole}}
@book{whole, title = {Whole}, author = {A. Lovelace}, date = {1844}}
@xdata{press, publisher = {Example Press}, location = {London}}
@book{own, title = {Own}, xdata = {press}, author = {A. Lovelace}}
@article{lost, title = {Lost}, crossref = {volum}}
@article{one, title = {One}, crossref = {two}, year = 1}
@article{two, title = {Two}, crossref = {one}, author = {A}, volume = 7}
)");
  CHECK(bib.said(Severity::note) ==
        Said{"7:44 no entry has the key `volum` [bib-crossref]", "8:55 `1` is not a date [bad-date]",
             "2:14 entries that hold what others have in common are no publications: `volume`, `press` "
             "[left-out]"});
  CHECK(bib.of("editors", 0) == "C. Babbage");
  REQUIRE(bib.all.size() == 7);
  CHECK(bib.of("venue", 0) == "Proc. Engines: The First");
  CHECK(bib.of("date", 0) == "1843");
  CHECK(bib.of("publisher", 0) == "P");
  CHECK(bib.of("venue", 1) == "Whole");
  CHECK(bib.of("authors", 1) == "A. Lovelace");
  CHECK(bib.of("title", 2) == "Whole");
  CHECK(bib.of("publisher", 3) == "Example Press");
  CHECK(bib.of("location", 3) == "London");
  CHECK(bib.of("authors", 5) == "A");
  CHECK(bib.of("volume", 5) == "7");
}

TEST_CASE("keys that ids cannot be, and what no publication shows, are noted") {
  Bib bib(
      "@misc{a b'c, title = {T}, abstract = {Long}, file = {x.pdf}}\n@misc{d, title = {U}, abstract = "
      "{x}}\n");
  CHECK(bib.of("id") == "a-b-c");
  CHECK(bib.said(Severity::note) ==
        Said{"1:7 the key `a b'c` is the id `a-b-c` here [bib-key]",
             "1:27 fields of this file that a record has no place for: `abstract`, `file` [left-out]"});
  CHECK(with("keywords = {own, machine learning; R\\&D}").of("tags") == "own | machine-learning | R-D");
}

TEST_CASE("a command that nobody knows is a warning, once") {
  Bib bib("@misc{a, title = {A \\foo{b}}}\n@misc{c, title = {\\foo D}}\n");
  CHECK(bib.of("title") == "A b");
  CHECK(bib.said() == Said{"1:21 the command `\\foo` is not known [bib-command]"});
}

TEST_CASE("strings cannot fill the memory") {
  std::string text = "@string{a = {0123456789}}\n";
  for (int i = 0; i < 40; ++i) text += "@string{a = a # a}\n";
  Bib bib(text + "@misc{x, title = {T}, note = a}\n");
  CHECK(bib.all.size() == 1);
  CHECK(!bib.said().empty());
}

TEST_CASE("the example files of TeX Live are read whole") {
  auto found = [](std::string name) {
    auto ran = test::run({"kpsewhich", name});
    return ran.status == 0 ? ran.out.substr(0, ran.out.find('\n')) : std::string();
  };
  if (auto path = found("xampl.bib"); !path.empty()) {
    Bib bib(test::read_file(path));
    CHECK(bib.all.size() == 33);
    CHECK(bib.said() == Said{"360:43 the command `\\cite` is not known [bib-command]"});
  } else {
    WARN("TeX Live lacks xampl.bib: not read");
  }
  if (auto path = found("biblatex-examples.bib"); !path.empty()) {
    Bib bib(test::read_file(path));
    CHECK(bib.all.size() == 89);
    CHECK(bib.said() == Said{});
  } else {
    WARN("TeX Live lacks biblatex-examples.bib (texlive-bibtex-extra): not read");
  }
}

TEST_CASE("pages keep what they say, without the words that styles add") {
  auto pages = [](std::string written) { return with("pages = {" + written + "}").of("pages"); };
  CHECK(pages("pp. 101--112.") == "101-112");
  CHECK(pages("101--112,") == "101-112");
  CHECK(pages("\?\?--\?\?") == "");
  CHECK(with("pages = {\?\?--\?\?}").said() == Said{});
  CHECK(with("pages = {112--101}").said() == Said{"3:11 `112-101` is not a page range [bad-pages]"});
}
