#include <algorithm>
#include <filesystem>

#include "test/support/support.hpp"

using namespace vitac::test;
namespace fs = std::filesystem;

// Documents that keep to their pages, set by real engines; a script in front of each counts its passes.

namespace {

/// Sixty papers and little else: a tenth has a priority.
std::string papers() {
  std::string out = "publications:\n";
  for (int i = 0; i < 60; ++i)
    out += fmt::format(
        "  - {{id: p{0}, type: journal, title: On the weaving of algebraic patterns by engine number {0} and "
        "its "
        "uses, authors: [A. Lovelace, C. Babbage], venue: Journal of Engines, volume: {1}, date: {2}, "
        "priority: "
        "{3}}}\n",
        i, i + 1, 1960 + i, i % 10 == 0 ? 1 : 0);
  return out;
}

std::string const about = R"(person: {name: Ada Lovelace, email: ada@example.edu}
summary: I study engines that weave algebra, and refer to [@p3].
education: [{degree: PhD, institution: Example University, start: 1955, end: 1959}]
talks: [{title: An old talk, date: 1950}, {title: A new talk, date: 2020}]
)";

struct Kept {
  Ran ran;
  int passes = 0, pages = 0;
  std::string text;
  double lowest = 0;  ///< how far down its last page goes, in points: the last line above the foot
};

Kept build(std::string const& documents, std::string const& engine = "pdflatex", std::string const& more = {},
           int times = 1) {
  TemporaryFolder folder;
  fs::create_directory(folder.path() / "bin");
  auto count = folder.path() / "passes";
  auto program = run({"sh", "-c", "command -v " + engine}).out;
  folder.file("bin/" + engine, fmt::format("#!/bin/sh\necho >>{}\nexec {} \"$@\"\n", count.string(),
                                           program.substr(0, program.find('\n'))));
  fs::permissions(folder.path() / "bin" / engine, fs::perms::owner_all);
  folder.file("cv.yaml", about + papers() + more + "documents:\n  cv: " + documents + "\n");
  RunOptions options{folder.path().string()};
  if (times > 1) options.variables["XDG_CACHE_HOME"] = (folder.path() / "cache").string();
  options.variables["PATH"] = (folder.path() / "bin").string() + ":/usr/bin:/bin";
  Kept kept;
  for (int i = 0; i < times; ++i)
    kept.ran = vitac::test::vitac({"cv.yaml", "--engine", engine, "--message-format", "short"}, options);
  if (fs::exists(count)) kept.passes = int(read_file(count).size());
  auto pdf = folder.path() / "cv.pdf";
  if (!fs::exists(pdf)) return kept;
  auto info = run({"pdfinfo", pdf.string()}).out;
  kept.pages = std::stoi(info.substr(info.find("Pages:") + 6));
  kept.text = run({"pdftotext", "-layout", pdf.string(), "-"}).out;
  auto places = run({"pdftotext", "-bbox", pdf.string(), "-"}).out;
  constexpr std::string_view bottom = "yMax=\"";
  for (auto at = places.rfind("<page "); (at = places.find(bottom, at)) != places.npos; ++at)
    if (auto y = std::stod(places.substr(at + bottom.size())); y < 722)
      kept.lowest = std::max(kept.lowest, y);
  return kept;
}

bool has_paper(Kept const& kept, int number) {
  auto words = kept.text;
  words.erase(std::unique(words.begin(), words.end(), [](char a, char b) { return a == ' ' && b == ' '; }),
              words.end());
  std::ranges::replace(words, '\n', ' ');
  return words.find(fmt::format("number {} ", number)) != std::string::npos ||
         words.find(fmt::format("vol. {},", number + 1)) != std::string::npos;
}

}  // namespace

TEST_CASE("a document leaves out the least, then the oldest, until it keeps to its pages") {
  std::string style = GENERATE("moderncv", "faculty-dossier");
  int pages = GENERATE(1, 2);
  auto kept = build(fmt::format("{{style: {}, as_of: 2026-01-01, pages: {{max: {}}}}}", style, pages));
  CAPTURE(style, pages, kept.ran.err);
  CHECK(kept.ran.status == 0);
  CHECK(kept.pages == pages);
  CHECK(kept.passes <= 4);
  CHECK(kept.ran.err.find("unsettled") == std::string::npos);
  CHECK(kept.lowest > 640);  // no page ends with room for another paper
  CHECK(kept.ran.err.find("cv.yaml:3:13: note: left out of `cv`, to keep to ") != std::string::npos);
  for (int priority : {0, 10, 20, 30, 40, 50}) CHECK(has_paper(kept, priority));
  CHECK(has_paper(kept, 3));  // the summary refers to it
  CHECK(has_paper(kept, 59));
  CHECK(!has_paper(kept, 1));
  // No younger one is gone while an older one is there.
  bool is_shown = true;
  for (int i = 59; i >= 0; --i) {
    if (i % 10 == 0 || i == 3) continue;
    CAPTURE(i);
    if (has_paper(kept, i)) CHECK(is_shown);
    is_shown = is_shown && has_paper(kept, i);
  }
}

TEST_CASE("what was cut is said again where nothing changed, and no engine starts") {
  std::string document = "{style: faculty-dossier, as_of: 2026-01-01, pages: {max: 1}}";
  auto once = build(document), twice = build(document, "pdflatex", "", 2);
  CHECK(once.passes > 1);
  CHECK(twice.ran.err.find("cv.pdf  1 page  unchanged") != std::string::npos);
  auto notes = [](Kept const& kept) { return kept.ran.err.substr(0, kept.ran.err.rfind("cv.pdf")); };
  CHECK(notes(once).find("left out of `cv`, to keep to 1 page") != std::string::npos);
  CHECK(notes(twice) == notes(once));
}

TEST_CASE("a document that fits is left alone") {
  auto kept = build("{style: faculty-dossier, as_of: 2026-01-01, pages: 9}");
  CHECK(kept.ran.status == 0);
  CHECK(kept.passes <= 3);
  CHECK(kept.ran.err.find("left out") == std::string::npos);
  CHECK(has_paper(kept, 1));
}

TEST_CASE("sections keep what they are told to, and an impossible budget says what it takes") {
  auto some = build(
      "{style: moderncv, as_of: 2026-01-01, pages: 1, sections: [{kind: talks, keep: 2}, education, "
      "publications]}");
  CHECK(some.ran.status == 0);
  CHECK(some.pages == 1);
  CHECK(some.text.find("An old talk") != std::string::npos);
  CHECK(some.text.find("Education") == std::string::npos);  // no heading without entries

  auto none = build(
      "{style: moderncv, as_of: 2026-01-01, pages: 1, sections: [education, {kind: publications, keep: "
      "50}]}");
  CHECK(none.ran.status == 1);
  CHECK(none.pages == 0);
  CHECK(none.passes <= 4);
  CHECK(none.ran.err.find("error: without all that may be left out the document still needs 3 pages") !=
        std::string::npos);
}

TEST_CASE("lualatex keeps to pages too") {
  auto kept = build("{style: faculty-dossier, as_of: 2026-01-01, pages: 1}", "lualatex");
  CAPTURE(kept.ran.err);
  CHECK(kept.ran.status == 0);
  CHECK(kept.pages == 1);
  CHECK(kept.passes <= 4);
}

TEST_CASE("an employer whose roles stand apart is left out with all of them") {
  std::string employers = "experience:\n";
  for (int i = 0; i < 40; ++i)
    employers += fmt::format(
        "  - {{organization: Employer {0}, roles: [{{title: Professor, start: {2}, end: {3}}}, "
        "{{title: Lecturer, start: {1}, end: {2}}}]}}\n",
        i, 1960 + i, 1961 + i, 1962 + i);
  auto kept = build(
      "{style: faculty-dossier, as_of: 2026-01-01, pages: {max: 1}, "
      "sections: [{kind: experience, split_roles: true, sort: -date}]}",
      "pdflatex", employers);
  CHECK(kept.ran.status == 0);
  CHECK(kept.pages == 1);
  auto count = [&](std::string const& words) {
    int found = 0;
    for (auto at = kept.text.find(words); at != std::string::npos; at = kept.text.find(words, at + 1))
      ++found;
    return found;
  };
  CHECK(count("Employer 39") == 2);
  CHECK(count("Employer 0") == 0);
}
