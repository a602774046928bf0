#include <fmt/format.h>

#include <regex>

#include "test/pdf/pages.hpp"
#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// The forms of NSF through a real pdflatex: what stands on the page, and what is measured in it.

namespace {

bool has_tools() {
  static bool const has = run({"sh", "-c", "command -v pdflatex && command -v pdftops"}).status == 0;
  if (!has) WARN("skipped: no pdflatex or no poppler-utils");
  return has;
}

std::string const record = R"(person:
  name: Ada Lovelace
  positions: [{title: Analyst, organization: Example University, location: {city: Springfield, region: IL, country: USA}}]
custom:
  deeds: {entries: [{id: deed, title: A school, date: 2024, text: TEXT}]}
documents:
  page:
    style: nsf-synergistic
    options: {OPTIONS}
    sections: [{slot: activities, ids: [deed]}]
)";

struct Built {
  explicit Built(std::string const& options, std::string const& text = "words",
                 std::map<std::string, std::string> variables = {}) {
    auto written = record;
    written.replace(written.find("OPTIONS"), 7, options);
    written.replace(written.find("TEXT"), 4, text);
    folder.file("cv.yaml", written);
    said = vitac::test::vitac({"cv.yaml"},
                              {.folder = folder.path().string(), .variables = std::move(variables)});
    pdf = folder.path() / "cv-page.pdf";
  }

  /// What is said before the PDF's own line.
  std::string problems() const { return said.err.substr(0, said.err.rfind("cv-page.pdf")); }

  TemporaryFolder folder;
  Ran said;
  fs::path pdf;
};

std::string warning(std::string const& words, std::string const& code, std::string const& help,
                    std::string const& source = "PAPPG 24-1 II.C.2") {
  return fmt::format(
      "cv.yaml:8:5: warning: {} [{}]\n"
      "    8 |     style: nsf-synergistic\n"
      "      |     ^ {}\n"
      "      = note: rule: {}, 2024-05-20\n",
      words, code, help, source);
}

std::string text_of(fs::path const& pdf) {
  std::string out;
  for (auto const& word : words_of(text_of_pdf(pdf))) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

TEST_CASE("a document that keeps the rules of its form is built without a word") {
  if (!has_tools()) return;
  for (auto options :
       {"", "font: heros", "font: pagella", "font: lmodern", "fontsize: 12, leading: 1.05",
        "font: heros, fontsize: 10, leading: 1.25", "font: pagella, fontsize: 10, leading: 1.25"}) {
    CAPTURE(options);
    Built built(options);
    CHECK(built.problems() == "");
    CHECK(built.said.status == 0);
  }
}

TEST_CASE("a size, a leading or a margin that a form's rules do not allow is said, with what was measured") {
  if (!has_tools()) return;
  Built small("fontsize: 10, leading: 1.3");
  CHECK(small.problems() == warning("its smallest type has 10.0 pt, on page 1; 11 pt is the least",
                                    "small-type", "set it larger"));
  CHECK(small.said.status == 0);
  CHECK(fs::exists(small.pdf));
  CHECK(Built("font: heros, fontsize: 9, leading: 1.4").problems() ==
        warning("its smallest type has 9.0 pt, on page 1; 10 pt is the least for Heros", "small-type",
                "set it larger"));
  std::string text;  // of two lines
  for (int i = 0; i < 30; ++i) text += "activity ";
  CHECK(Built("leading: 1.05", text).problems() ==
        warning("it has 6.23 lines an inch, on page 1; 6 is the most", "tight-lines",
                "set its lines wider apart"));
  CHECK(Built("margin: 0.8in")
            .problems()
            .starts_with("cv.yaml:8:5: warning: its left margin has 0.80 in on page 1; 1 in is the least"));
  CHECK(Built("paper: a4").problems() == warning("its paper is a4", "paper", "choose letter"));
}

TEST_CASE("a form that runs over its pages is said") {
  if (!has_tools()) return;
  std::string words;
  for (int i = 0; i < 900; ++i) words += "activity ";
  CHECK(Built("", words).problems() ==
        warning("it has 2 pages; 1 is the most", "too-long", "leave something out", "PAPPG 24-1"));
}

TEST_CASE("without poppler a form is built, and a note says that nobody measured it") {
  if (!has_tools()) return;
  TemporaryFolder bin;
  fs::create_symlink(run({"sh", "-c", "command -v pdflatex"})
                         .out.substr(0, run({"sh", "-c", "command -v pdflatex"}).out.find('\n')),
                     bin.path() / "pdflatex");
  Built built("fontsize: 8", "words", {{"PATH", bin.path().string()}});
  CHECK(built.problems() ==
        "cv.yaml:8:5: note: the style's rules for the PDF were not checked: there is no pdfinfo on this "
        "machine "
        "[not-measured]\n"
        "    8 |     style: nsf-synergistic\n"
        "      |     ^ apt-get install poppler-utils\n");
  CHECK(built.said.status == 0);
  CHECK(fs::exists(built.pdf));
}

TEST_CASE("the biosketch of the professor holds what the form asks for, in its order, and nothing else") {
  if (!has_tools()) return;
  TemporaryFolder out;
  auto pdf = out.path() / "nsf.pdf";
  auto built = vitac::test::vitac({"build", (source_folder() / "examples/professor.yaml").string(), "-d",
                                   "nsf", "-q", "-o", pdf.string()});
  CHECK(built.err == "");
  REQUIRE(built.status == 0);
  auto text = text_of(pdf);
  std::size_t at = 0;
  for (auto words :
       {"Biographical Sketch",
        "Identifying Information",
        "Last name Example",
        "First name Ada",
        "Middle name King",
        "ORCID iD https orcid org 0000 0002 1825 0097",
        "Position title Associate Professor",
        "Organization and Location",
        "Organization Example University",
        "Location Springfield IL USA",
        "Professional Preparation",
        "Institute for Specimens",
        "Sample Institute of Technology",
        "Universität Musterstadt",
        "Universität Musterstadt",
        "Appointments and Positions",
        "Associate Professor Example University Department of Computer Science Springfield IL USA",
        "Affiliate Scientist",
        "Visiting Professor",
        "Assistant Professor",
        "Products",
        "Products Most Closely Related to the Proposed Project",
        "Certified Learning",
        "constrain software",
        "Sparse Sensing",
        "Auditing What a Model Forgets",
        "Training of networks",
        "Other Significant Products Whether or Not Related",
        "Ten Years of Sparse Sensor Readings",
        "Learned Corrections",
        "Constraints in Machine Learning",
        "Constraints That Students Can Read",
        "Journal or book N A volume N A issue N A pages N A",
        "Dual Ascent"}) {
    std::string wanted;
    for (auto const& word : words_of(words)) wanted += (wanted.empty() ? "" : " ") + word;
    CAPTURE(words);
    auto found = text.find(wanted, at);
    CHECK(found != std::string::npos);
    if (found != std::string::npos) at = found + wanted.size();
  }
  std::vector<std::string> outline;
  for (auto const& page : pages_of(pdf))
    for (auto const& heading : page.headings) outline.push_back(heading);
  CHECK(outline == std::vector<std::string>{"Biographical Sketch", "Identifying Information",
                                            "Organization and Location", "Professional Preparation",
                                            "Appointments and Positions", "Products",
                                            "Products Most Closely Related to the Proposed Project",
                                            "Other Significant Products, Whether or Not Related"});
  for (auto never : {"217 555", "certif y", "signature", "ada example edu", "draft", "Research Intern"}) {
    CAPTURE(never);
    CHECK(text.find(never) == std::string::npos);
  }
}

TEST_CASE("appointments have their years in a column that holds them, without a word on what is expected") {
  if (!has_tools()) return;
  TemporaryFolder folder;
  auto file = folder.file("cv.yaml", R"(person:
  name: Ada Lovelace
  positions: [{title: Analyst, organization: Example University, location: {city: Springfield, region: IL, country: USA}}]
experience:
  - {title: Program Director, organization: Example Agency, location: {city: Alexandria, region: VA, country: USA}, start: 2025-01, end: 2027-12}
  - {title: Analyst, organization: Example University, location: {city: Springfield, region: IL, country: USA}, primary: true, date: {text: Summers 2025 and 2026, sort: 2026-08}}
documents: {cv: {style: nsf-biosketch, as_of: 2026-09-01, sections: [{slot: appointments}]}}
)");
  auto built = vitac::test::vitac({"build", file, "-q"});
  REQUIRE(built.status == 0);
  auto text = text_of(folder.path() / "cv.pdf");
  CHECK(text.find("expected") == std::string::npos);
  auto words = run({"pdftotext", "-bbox", (folder.path() / "cv.pdf").string(), "-"}).out;
  auto place = [&](std::string const& word, std::string const& edge) {
    std::smatch found;
    std::regex const pattern(fmt::format(R"re(<word [^>]*{}="([0-9.]+)"[^>]*>{}</word>)re", edge, word));
    REQUIRE(std::regex_search(words, found, pattern));
    return std::stod(found[1]);
  };
  for (auto word : {"2025–2027", "Summers"}) CHECK(place(word, "xMax") < place("Program", "xMin"));
  CHECK(place("2025–2027", "yMin") == Approx(place("Program", "yMin")).margin(0.5));
}

TEST_CASE("what NSF takes is said in the log, and on the page where one asks for it") {
  if (!has_tools()) return;
  TemporaryFolder out;
  auto pdf = out.path() / "nsf.pdf";
  auto built = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"build",
                                   (source_folder() / "examples/professor.yaml").string(),
                                   "-d",
                                   "nsf",
                                   "-o",
                                   pdf.string(),
                                   "--message-format",
                                   "short"};
    words.insert(words.end(), more.begin(), more.end());
    return vitac::test::vitac(words);
  };
  auto notice = "NSF takes a biographical sketch only as the PDF that SciENcv makes; this is a draft of it";
  auto said = built({});
  CHECK(said.err.find(fmt::format("note: {} [notice]\n", notice)) != std::string::npos);
  CHECK(text_of(pdf).find("sciencv") == std::string::npos);
  said = built({"--option", "notice=true"});
  CHECK(said.err.find(fmt::format("note: {} [notice]\n", notice)) != std::string::npos);
  CHECK(text_of(pdf).find("only as the pdf that sciencv makes") != std::string::npos);
}
