#include <fmt/format.h>

#include <algorithm>

#include "test/pdf/pages.hpp"
#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// How moderncv's variants, each with a body of its own, set what is long, wide or at the end of a page.

namespace {

constexpr std::array variants{"classic", "casual", "oldstyle", "banking", "fancy"};
constexpr int page_height = 1188;

/// `documents:`, one a variant and named as it, with further options and what else they hold.
std::string documents(std::string_view options, std::string_view more) {
  std::string yaml = "documents:\n";
  for (auto variant : variants)
    yaml += fmt::format("  {0}: {{style: moderncv, options: {{variant: {0}{1}}}, {2}}}\n", variant, options,
                        more);
  return yaml;
}

/// Builds all documents of a record, which is set without a complaint.
void build_all(TemporaryFolder const& folder, std::string const& yaml) {
  folder.file("cv.yaml", yaml);
  auto built = vitac::test::vitac(
      {"build", "cv.yaml", "-q"},
      {.folder = folder.path().string(), .variables = {{"SOURCE_DATE_EPOCH", "1788220800"}}});
  CHECK(built.err == "");
  REQUIRE(built.status == 0);
}

std::vector<Page> pages(TemporaryFolder const& folder, std::string_view document) {
  return pages_of(folder.path() / fmt::format("cv-{}.pdf", document));
}

std::string text(TemporaryFolder const& folder, std::string_view document) {
  auto all = text_of_pdf(folder.path() / fmt::format("cv-{}.pdf", document));
  std::ranges::replace(all, '\n', ' ');
  return all;
}

/// Its words, each with the box that it fills, in points.
std::string boxes(TemporaryFolder const& folder, std::string_view document) {
  return run({"pdftotext", "-bbox", (folder.path() / fmt::format("cv-{}.pdf", document)).string(), "-"}).out;
}

std::string repeated(std::string_view words, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += words;
  return out;
}

/// What pdflatex leaves of a document's .tex: its log, and the PDF with nothing compressed.
struct Compiled {
  std::string log, pdf;

  Compiled(TemporaryFolder const& folder, std::string_view yaml, std::string_view document) {
    folder.file("cv.yaml", yaml);
    REQUIRE(vitac::test::vitac(
                {"build", "cv.yaml", "-q", "-t", "tex", "-d", std::string(document), "-o", "x.tex"},
                {.folder = folder.path().string()})
                .status == 0);
    for (int pass = 1; pass <= 2; ++pass)
      REQUIRE(run({"pdflatex", "-interaction=nonstopmode", "-jobname=x",
                   "\\pdfcompresslevel0 \\pdfobjcompresslevel0 \\input{x.tex}"},
                  {.folder = folder.path().string()})
                  .status == 0);
    log = read_file(folder.path() / "x.log");
    pdf = read_file(folder.path() / "x.pdf");
  }
};

}  // namespace

TEST_CASE("long texts break over pages in every variant of moderncv") {
  auto words =
      repeated("Some words of it go on and on, and they are of every length that words may have. ", 8);
  auto yaml = fmt::format(R"(person: {{name: Ada Lovelace, email: ada@example.edu}}
education: [{{degree: PhD, institution: Example University, date: 2020}}]
custom:
  statement:
    title: Teaching Statement and Philosophy
    entries:
    - text: |
        {0}{0}{0}{0}{0}{0}{0}
    - {{text: "{1}{1}{1}{1}{1}", date: 2020, highlights: ["{1}{1}{1}{1}"]}}
    - {{title: On Teaching, date: 2019, text: "{1}{1}{1}{1}{1}{1}"}}
)",
                          words + "\n\n        ", words);
  TemporaryFolder folder;
  build_all(folder, yaml + documents("", "sections: [education, custom.statement]"));
  for (auto variant : variants) {
    CAPTURE(variant);
    auto all = pages(folder, variant);
    REQUIRE(all.size() >= 3);
    CHECK(bad_breaks(all) == std::vector<std::string>{});
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      CAPTURE(i);
      CHECK(all[i].lines.back().bottom > page_height * 8 / 10);
    }
    auto found = std::ranges::count(words_of(text(folder, variant)), "some");
    CHECK(found == 8 * (7 + 5 + 4 + 6));
  }
}

// Many short sections let pages end at many a place.
TEST_CASE("a total stays with what it sums up, an introduction with what it introduces, in moderncv") {
  std::string yaml = "person: {name: Ada Lovelace}\ngrants:\n", sections;
  for (int i = 0; i < 9; ++i) yaml += fmt::format("  - {{title: Grant {}, agency: NSF, amount: 1000}}\n", i);
  for (int i = 0; i < 80; ++i) {
    auto grants = fmt::format("kind: grants, title: Grants {}, limit: {}, total: [amount], text: Explained{}",
                              i, 1 + i % 4, i % 3 ? ", columns: [title, agency, amount]" : "");
    sections += i % 2 ? fmt::format("{{title: Funding, text: Introduced, parts: [{{{}}}]}}, ", grants)
                      : fmt::format("{{{}}}, ", grants);
  }
  TemporaryFolder folder;
  build_all(folder, yaml + documents("", "sections: [" + sections + "]"));
  for (auto variant : variants) {
    CAPTURE(variant);
    auto all = pages(folder, variant);
    CHECK(all.size() >= 12);
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      CHECK_THAT(all[i + 1].lines.front().text, !Catch::Contains("Total"));
      CHECK_THAT(all[i].lines.back().text, !Catch::Contains("Introduced") && !Catch::Contains("Explained"));
    }
  }
}

TEST_CASE("a patent in moderncv says that a date is of its filing") {
  TemporaryFolder folder;
  build_all(folder,
            "person: {name: Ada Lovelace}\n"
            "patents: [{title: Engine, filed: 2019, status: pending}, {title: Mill, granted: 2020},\n"
            "  {title: Store, filed: 2017, granted: 2018}]\n" +
                documents("", "sections: [patents]"));
  for (auto variant : variants) {
    CAPTURE(variant);
    auto read = text(folder, variant);
    CHECK_THAT(read, Catch::Contains("“Engine.” Patent, pending, filed 2019"));
    CHECK_THAT(read, Catch::Contains("“Mill.” Patent ") && !Catch::Contains("filed 2020"));
    CHECK_THAT(read, Catch::Contains("“Store.” Patent, filed 2017"));
  }
}

TEST_CASE("columns that moderncv sets in a line have no comma behind a text that ends itself") {
  TemporaryFolder folder;
  build_all(folder,
            "person: {name: Ada Lovelace}\n"
            "students:\n"
            "  - {name: Bo Li, level: phd, thesis: 'How do we know?', placement: Acme Inc.}\n"
            "  - {name: Bo Mi, level: ms, thesis: On things.}\n"
            "  - {name: Bo Ni, level: bs, thesis: Of *mice*, placement: Works at Example.}\n" +
                documents("", "sections: [{kind: students, columns: [name, thesis, placement, level]}]"));
  for (auto variant : variants) {
    CAPTURE(variant);
    auto read = text(folder, variant);
    CHECK_THAT(read, Catch::Contains("“How do we know?” Acme Inc., Ph.D. student"));
    CHECK_THAT(read, Catch::Contains("“On things.” M.S. student"));
    CHECK_THAT(read, Catch::Contains("“Of mice.” Works at Example. undergraduate"));
  }
}

TEST_CASE("entries of moderncv's fancy are evenly apart beside a heading of two lines") {
  TemporaryFolder folder;
  build_all(folder,
            "person: {name: Ada Lovelace}\n"
            "honors: [{title: Alpha, date: 2020}, {title: Beta, date: 2019}, {title: Gamma, date: 2018}]\n"
            "service: [{role: Delta, date: 2020}]\n"
            "documents:\n"
            "  fancy: {style: moderncv, options: {variant: fancy}, sections: [\n"
            "    {kind: honors, title: Selected Honors and Awards of Distinction},\n"
            "    {kind: service, title: Service to Universities and to Societies of the Profession},\n"
            "    {kind: honors, title: Last}]}\n");
  auto words = boxes(folder, "fancy");
  auto foot = [&](std::string_view word) {
    auto at = words.find(fmt::format(">{}<", word));
    REQUIRE(at != words.npos);
    return std::stod(words.substr(words.rfind("yMax=\"", at) + 6));
  };
  CHECK(std::abs(foot("Beta") - foot("Alpha") - (foot("Gamma") - foot("Beta"))) < 1);
  CHECK(foot("Profession") > foot("Delta") + 20);
  CHECK(foot("Last") > foot("Profession") + 20);
}

TEST_CASE("the foot of moderncv's pages stays on the paper, however large the text block is") {
  std::string yaml = "person: {name: Ada Lovelace, email: ada@example.edu}\nhonors:\n";
  for (int i = 0; i < 90; ++i) yaml += fmt::format("  - Prize {}\n", i);
  for (auto scale : {"0.9", "0.95"}) {
    TemporaryFolder folder;
    build_all(folder, yaml + documents(fmt::format(", scale: {}", scale), "sections: [honors]"));
    for (auto variant : variants) {
      CAPTURE(variant, scale);
      auto words = boxes(folder, variant);
      auto at = words.find(">1/");
      REQUIRE(at != words.npos);
      auto bottom = std::stod(words.substr(words.rfind("yMax=\"", at) + 6));
      CHECK(bottom < 792 - 18);
    }
  }
}

TEST_CASE("moderncv's casual gives its foot the room that fancyhdr asks for") {
  TemporaryFolder folder;
  Compiled compiled(
      folder,
      "person: {name: Ada Lovelace, email: ada@example.edu, phone: 555-0100, website: "
      "'https://example.edu/ada', positions: [{title: Reader, organization: Example University}]}\n"
      "honors: [Prize]\n"
      "documents: {cv: {style: moderncv, options: {variant: casual}}}\n",
      "cv");
  CHECK_THAT(compiled.log, !Catch::Contains("fancyhdr Warning"));
}

TEST_CASE("links that dial leave extensions out") {
  auto const* yaml =
      "person: {name: Ada Lovelace, phone: ['(517) 555-0100 ext. 12', '+1 517 555 0101 x 13', "
      "517-555-0102]}\n"
      "documents: {moderncv: {style: moderncv}, dossier: {style: faculty-dossier}}\n";
  for (auto document : {"moderncv", "dossier"}) {
    CAPTURE(document);
    TemporaryFolder folder;
    Compiled compiled(folder, yaml, document);
    CHECK_THAT(compiled.pdf, Catch::Contains("/URI(tel:+15175550101)"));
    CHECK_THAT(compiled.pdf, Catch::Contains("555-0102)") || Catch::Contains("5175550102)"));
    for (auto at = compiled.pdf.find("/URI(tel:"); at != compiled.pdf.npos;
         at = compiled.pdf.find("/URI(tel:", at + 1)) {
      auto address = compiled.pdf.substr(at, compiled.pdf.find('>', at) - at);
      CAPTURE(address);
      CHECK(address.find("12") == address.npos);
      CHECK(address.find('x') == address.npos);
    }
    auto read = text_of_pdf(folder.path() / "x.pdf");
    CHECK_THAT(read, Catch::Contains("555-0100 ext. 12"));
    CHECK_THAT(read, Catch::Contains("0101 x 13"));
  }
}

TEST_CASE("each of moderncv's variants gives the same bytes from a format as without one") {
  for (std::string variant : variants) {
    CAPTURE(variant);
    TemporaryFolder folder;
    folder.file("cv.yaml",
                "person: {name: Ada Lovelace, email: ada@example.edu}\nhonors: [One, Two]\ndocuments:\n"
                "  cv: {style: moderncv, options: {variant: " +
                    variant + "}}\n");
    auto built = [&] {
      auto cache = (folder.path() / "cache").string();
      auto said =
          vitac::test::vitac({"cv.yaml", "-q", "--force"},
                             {.folder = folder.path().string(), .variables = {{"XDG_CACHE_HOME", cache}}});
      CHECK(said.status == 0);
      return read_file(folder.path() / "cv.pdf");
    };
    auto whole = built();
    CHECK(built() == whole);
  }
}
