#include "test/cli/desk.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

namespace {

std::string const two_documents =
    "person: {name: Ada Lovelace}\n"
    "skills: [Maths]\n"
    "documents:\n"
    "  cv: {style: faculty-dossier}\n"
    "  short: {style: faculty-dossier, sections: [skills]}\n";

}  // namespace

TEST_CASE("outputs are named after the record and its documents") {
  Desk desk;
  desk.use_fake_engine();
  auto made = [&](std::vector<std::string> words) {
    words.push_back("-q");
    auto before = desk.files();
    auto said = desk.run(words);
    CHECK(said.status == 0);
    CHECK(said.err == "");
    CHECK(said.out == "");
    auto now = desk.files();
    for (auto const& file : fs::directory_iterator(desk.path("")))
      if (file.path().extension() == ".pdf" || file.path().extension() == ".tex") fs::remove(file);
    return now;
  };
  desk.write("ada.yaml", plain_record);
  CHECK(made({"ada.yaml"}) == "ada.pdf ada.yaml");
  CHECK(made({"ada.yaml", "-t", "tex"}) == "ada.tex ada.yaml vitac-moderncv.sty");
  fs::remove(desk.path("vitac-moderncv.sty"));
  CHECK(made({"ada.yaml", "-s", "faculty-dossier"}) == "ada-faculty-dossier.pdf ada.yaml");
  CHECK(made({"ada.yaml", "-o", "x.pdf"}) == "ada.yaml x.pdf");
  CHECK(made({"ada.yaml", "-o", "{family}.{style}.pdf"}) == "Lovelace.moderncv.pdf ada.yaml");
  fs::remove(desk.path("ada.yaml"));

  desk.write("cv.yaml", two_documents);
  CHECK(made({"cv.yaml"}) == "cv-short.pdf cv.pdf cv.yaml");
  CHECK(made({"cv.yaml", "-d", "short"}) == "cv-short.pdf cv.yaml");
  CHECK(made({"cv.yaml", "-d", "cv"}) == "cv.pdf cv.yaml");
  CHECK(made({"cv.yaml", "-o", "{document}-{stem}.pdf"}) == "cv-cv.pdf cv.yaml short-cv.pdf");
}

TEST_CASE("an output may be a folder, which is made") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", two_documents);
  fs::create_directory(desk.path("there"));
  CHECK(desk.run({"cv.yaml", "-o", "there"}).status == 0);
  CHECK(desk.files("there") == "cv-short.pdf cv.pdf");
  CHECK(desk.run({"cv.yaml", "-o", "new/er/"}).status == 0);
  CHECK(desk.files("new/er") == "cv-short.pdf cv.pdf");
  CHECK(desk.run({"cv.yaml", "-o", "by/{document}/{stem}.pdf"}).status == 0);
  CHECK(desk.files("by") == "cv short");
  CHECK(desk.run({"cv.yaml", "-o", "by/{style}/"}).status == 0);
  CHECK(desk.files("by/faculty-dossier") == "cv-short.pdf cv.pdf");
}

TEST_CASE("two documents at one path are an error before any engine starts") {
  Desk desk;
  desk.use_no_engine();
  desk.write("cv.yaml", two_documents);
  auto output = GENERATE("x.pdf", "-", "./{stem}.pdf");
  auto said = desk.run({"cv.yaml", "-o", output});
  CHECK(said.status == 2);
  std::string shown = std::string(output) == "-"       ? "standard output"
                      : std::string(output) == "x.pdf" ? "`x.pdf`"
                                                       : "`./cv.pdf`";
  CHECK(said.err == "error: `cv` of `cv.yaml` and `short` of `cv.yaml` would both be written to " + shown +
                        " [usage]\n      = `-o` with {document}, or a folder (`out/`), keeps them apart\n");
  CHECK(desk.files() == "cv.yaml");
}

TEST_CASE("a check says that a record gives two documents one file") {
  Desk desk;
  desk.write("cv.yaml",
             "person: {name: Ada}\n"
             "documents:\n"
             "  cv: {style: faculty-dossier, as_of: 2024-07-16, output: short}\n"
             "  short: {style: faculty-dossier, as_of: 2024-07-16, output: ./short.pdf}\n"
             "  other: {style: faculty-dossier, as_of: 2024-07-16, output: out/short}\n");
  auto command = GENERATE("check", "build");
  auto said = desk.run({command, "cv.yaml", "-q", "--message-format", "short"});
  CHECK(said.status == 1);
  CHECK(said.err == "cv.yaml:4:62: error: `cv` and `short` would both be written to `short.pdf` [bad-output]\n");
}

TEST_CASE("records of one name in two folders collide in one") {
  Desk desk;
  desk.use_no_engine();
  desk.write("a/cv.yaml", plain_record);
  desk.write("b/cv.yaml", plain_record);
  auto said = desk.run({"build", "-q", "a/cv.yaml", "b/cv.yaml", "-o", "out/"});
  CHECK(said.status == 2);
  CHECK(said.err ==
        "error: `a/cv.yaml` and `b/cv.yaml` would both be written to `out/cv.pdf` [usage]\n"
        "      = `-o` with {document}, or a folder (`out/`), keeps them apart\n");
  desk.use_fake_engine();
  CHECK(desk.run({"build", "a/cv.yaml", "b/cv.yaml", "-o", "{parent}.pdf"}).status == 0);
  CHECK(desk.files() == "a a.pdf b b.pdf");
}

TEST_CASE("a record is never overwritten") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml", plain_record);
  fs::create_symlink("cv.yaml", desk.path("link"));
  auto output = GENERATE("cv.yaml", "./cv.yaml", "link", "tmp/../cv.yaml");
  auto said = desk.run({"cv.yaml", "-q", "-o", output});
  CHECK(said.status == 2);
  CHECK(said.err == fmt::format("error: `{}` would be overwritten: it is an input [usage]\n"
                                "      = `-o` names another file\n",
                                output));
  CHECK(desk.read("cv.yaml") == plain_record);
}

TEST_CASE("documents and styles that are not there") {
  Desk desk;
  desk.write("cv.yaml", two_documents);
  auto said = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "cv.yaml");
    auto ran = desk.run(words);
    CHECK(ran.status == 2);
    CHECK(ran.out == "");
    return ran.err;
  };
  CHECK(said({"-d", "shrt"}) ==
        "error: `cv.yaml` has no document `shrt` [unknown-name]\n      = did you mean `short`?\n");
  CHECK(said({"-d", "nsf"}) ==
        "error: `cv.yaml` has no document `nsf` [unknown-name]\n      = it has `cv` or `short`\n");
  CHECK(
      said({"-s", "faculty-dosier"}) ==
      "error: there is no style `faculty-dosier` [unknown-name]\n      = did you mean `faculty-dossier`?\n");
  CHECK(said({"-s", "faculty-dossier"}) ==
        "error: `cv.yaml` has several documents of the style `faculty-dossier` [usage]\n"
        "      = `-d` chooses `cv` or `short`\n");
  CHECK(said({"-s", "./none"}) == "error: `./none` does not exist [unknown-name]\n");
  CHECK(said({"-s", "./tmp"}) == "error: `./tmp` is no style: it has no style.yaml [unknown-name]\n");
  CHECK(said({"--option", "paper=a5", "-d", "cv"}) ==
        "error: the option `paper` takes `letter` or `a4`, not `a5` [bad-option]\n      = did you mean "
        "`a4`?\n");
  CHECK(said({"--option", "papr=a4", "-d", "cv"}) ==
        "error: the style has no option `papr` [unknown-option]\n      = did you mean `paper`?\n");
  CHECK(desk.files() == "cv.yaml");
}

TEST_CASE("an error in one document's words stops that document only") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml",
             "person: {name: Ada Lovelace}\n"
             "documents:\n"
             "  cv: {style: faculty-dossier}\n"
             "  odd: {style: faculty-dosier}\n"
             "  bad:\n"
             "    style: faculty-dossier\n"
             "    sectons: [skills]\n"
             "  last: {}\n");
  auto said = desk.run({"cv.yaml", "-j1"});
  CHECK(said.status == 1);
  CHECK(without_times(said.err) ==
        "cv.yaml:4:16: error: there is no style `faculty-dosier` [unknown-name]\n"
        "    4 |   odd: {style: faculty-dosier}\n"
        "      |                ^~~~~~~~~~~~~~ did you mean `faculty-dossier`?\n"
        "cv.yaml:7:5: error: unknown key `sectons` in document [unknown-key]\n"
        "    7 |     sectons: [skills]\n"
        "      |     ^~~~~~~ did you mean `sections`?\n"
        "cv.pdf  1 page  N s\n"
        "cv-last.pdf  1 page  N s\n");
  CHECK(desk.files() == "cv-last.pdf cv.pdf cv.yaml");
}

TEST_CASE("what several documents have wrong is said once, in the order of the file") {
  Desk desk;
  desk.use_fake_engine();
  desk.write("cv.yaml",
             "documents:\n"
             "  cv: {style: faculty-dossier}\n"
             "  short: {style: faculty-dossier}\n"
             "person: {name: Ada Lovelace}\n"
             "skills:\n"
             "  - {name: A, nota: x}\n"
             "  - {name: B, nota: x}\n");
  auto said = desk.run({"cv.yaml", "--message-format", "short"});
  CHECK(said.status == 1);
  CHECK(said.err ==
        "cv.yaml:6:15: error: unknown key `nota` in skills entry [unknown-key]\n"
        "cv.yaml:7:15: error: unknown key `nota` in skills entry [unknown-key]\n");
  CHECK(desk.files() == "cv.yaml");
}

TEST_CASE("-t tex needs no engine, and the folder compiles without vitac") {
  Desk desk;
  auto path = std::getenv("PATH");
  desk.use_no_engine();
  desk.write("cv.yaml", plain_record);
  auto said = desk.run({"cv.yaml", "-t", "tex", "-o", "out/"});
  CHECK(said.status == 0);
  CHECK(said.err == note + "out/cv.tex\n");
  CHECK(desk.files("out") == "cv.tex vitac-moderncv.sty");
  if (run({"sh", "-c", "command -v pdflatex"}).status != 0) {
    WARN("skipped: no pdflatex");
    return;
  }
  auto compiled = run({"pdflatex", "-interaction=nonstopmode", "cv.tex"},
                      {.folder = desk.path("out"), .variables = {{"PATH", path}}});
  CHECK(compiled.status == 0);
  CHECK(text_of_pdf(desk.path("out/cv.pdf")).find("Ada Lovelace") != std::string::npos);
}

TEST_CASE("a .tex on standard output is the document alone") {
  Desk desk;
  desk.write("cv.yaml", plain_record);
  auto said = desk.run({"cv.yaml", "-t", "tex", "-o", "-", "-q"});
  CHECK(said.status == 0);
  CHECK(said.out.starts_with("\\documentclass"));
  CHECK(said.err == "");
  CHECK(desk.files() == "cv.yaml");
}

TEST_CASE("what a document shows, and why not the rest, is explained when asked for") {
  Desk desk;
  desk.write("cv.yaml", R"(person: {name: Ada Lovelace}
publications:
  - {id: a, title: Kept, date: 2024, type: journal, url: "https://x.example.edu", volume: 3}
  - {title: Dropped by the limit, date: 2023, type: journal}
  - {title: Another kind, date: 2022, type: book}
  - {title: Put away, date: 2021, hidden: true}
talks: [{title: Unlisted, date: 2020}]
students: [{name: C. Babbage, level: phd, start: 2020, end: 2024, aliases: [Charles]}]
documents:
  cv:
    style: faculty-dossier
    as_of: 2025-01-01
    headings: arabic
    sections:
      - {kind: publications, title: Works, where: {type: journal}, sort: -date, limit: 1, number: {prefix: P}, omit: [volume]}
      - {kind: students, group_by: level}
      - {kind: grants}
)");
  auto said = desk.run({"check", "cv.yaml", "--explain", "-q"});
  CHECK(said.err == "");
  CHECK(said.status == 0);
  CHECK(said.out == R"(cv.yaml, cv (faculty-dossier)
  1 Works
    P1  Kept (cv.yaml:3)
    left out: Put away (cv.yaml:6) is hidden
    left out: Another kind (cv.yaml:5) has the type `book`
    left out: Dropped by the limit (cv.yaml:4) is over the `limit`
  2 students
    phd
      C. Babbage (cv.yaml:8)
  grants
    no entries: left out
  left out: 1 entry of talks, which no section lists
  fields that are not printed:
    aliases of students
    type of publications
)");
}

TEST_CASE(
    "an explanation knows what prints as a part of another thing, and what of the person does not print") {
  Desk desk;
  desk.write("cv.yaml", R"(person:
  name: Ada Lovelace
  aliases: [A. Lovelace]
  headline: Analyst
  email: [{address: ada@example.edu, label: home}, {address: lovelace@example.edu, label: work}]
  phone: 217-555-0100
  photo: ada.jpg
  positions: [{title: Dean, organization: Example University, location: {city: Springfield}}]
publications: [{id: x, title: One, authors: [Ada Lovelace], date: 2020, status: under_review}]
grants: [{title: G, agency: NSF, amount: 10, in_kind: true, start: 2020, status: current}]
honors: [{title: T, for: x, date: 2020}]
metrics: [{source: GS, citations: 5, h_index: 3, as_of: 2026-01-01}]
education: [{degree: PhD, institution: X, kind: degree, date: 2010}]
experience:
  - {organization: Employed, roles: [{title: Clerk, start: 2021, end: present}, {title: Page, start: 2020, end: 2021}]}
documents:
  cv: {style: faculty-dossier, as_of: 2026-02-01, person: {email: work, omit: [phone]}, sections: [publications, grants, honors, metrics, education]}
  nsf: {style: nsf-biosketch, as_of: 2026-02-01, sections: [{slot: appointments}]}
)");
  auto said = desk.run({"check", "cv.yaml", "-d", "cv", "--explain", "-q"});
  CHECK(said.out == R"(cv.yaml, cv (faculty-dossier)
  publications
    P1  One (cv.yaml:9)
  grants
    G (cv.yaml:10)
  honors
    T (cv.yaml:11)
  metrics
    GS (cv.yaml:12)
  education
    PhD (cv.yaml:13)
  left out: 1 entry of experience, which no section lists
  fields that are not printed:
    aliases of person
    kind of education
    photo of person
)");
  said = desk.run({"check", "cv.yaml", "-d", "nsf", "--explain", "-q"});
  CHECK(said.out == R"(cv.yaml, nsf (nsf-biosketch)
  Professional Preparation
    PhD (cv.yaml:13)
    left out: Clerk (cv.yaml:15) has no `kind`; shown under Appointments and Positions
    left out: Page (cv.yaml:15) has no `kind`; shown under Appointments and Positions
  Appointments and Positions
    Clerk (cv.yaml:15)
    Page (cv.yaml:15)
  Products
    no entries: left out
    Products Most Closely Related to the Proposed Project
      no entries: left out
      left out: One (cv.yaml:9) is what `not` keeps out
  left out: 1 entry of grants, which no section lists
  left out: 1 entry of honors, which no section lists
  left out: 1 entry of metrics, which no section lists
  fields that are not printed:
    aliases of person
    email of person
    headline of person
    kind of education
    phone of person
    photo of person
)");
}

TEST_CASE("an explanation knows what of a record within a record is not printed") {
  Desk desk;
  desk.write("cv.yaml", R"(person:
  name: {prefix: Dr., given: Ada, family: Lovelace}
  positions:
    - {title: Professor, department: Mathematics, organization: MSU, location: {city: EL, region: MI, country: USA}}
    - {title: Director, organization: Engine Institute}
  links: [{network: github, user: ada}]
experience:
  - {title: Professor, organization: MSU, location: {city: EL, region: MI, country: USA}, start: 2020, primary: true}
documents:
  nsf: {style: nsf-biosketch, as_of: 2026-02-01}
  cv: {style: faculty-dossier, as_of: 2026-02-01, sections: [experience]}
)");
  auto unprinted = [&](std::string const& document) {
    auto said = desk.run({"check", "cv.yaml", "-d", document, "--explain", "-q"});
    CHECK(said.status == 0);
    auto at = said.out.find("  fields that are not printed:");
    return at == std::string::npos ? "" : said.out.substr(at);
  };
  CHECK(unprinted("nsf") == R"(  fields that are not printed:
    1 of 2 positions of person
    links of person
    name.prefix of person
    positions.department of person
)");
  CHECK(unprinted("cv") == R"(  fields that are not printed:
    location.country of experience
    positions.location.country of person
)");
}
