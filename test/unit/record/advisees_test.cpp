#include "record/load.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

// A false mark is misconduct in a dossier: most of what follows is about marks that must not be there.

namespace {

constexpr std::string_view zhang = "{name: Yihua Zhang, role: advisor, level: phd, start: 2020, end: 2024}";

struct Case {
  std::string students = std::string(zhang), people = {}, date = "2022", more = {};
};

Reading read(std::string const& authors, Case const& with = {}) {
  return Reading::as_record("person: {name: Sijia Liu, aliases: [S. Liu]}\nstudents: [" + with.students +
                            "]\npeople: [" + with.people + "]\npublications:\n  - {title: x, date: " +
                            with.date + ", authors: " + authors + "}\n" + with.more);
}

/// The authors of the first paper that are marked as advisees.
std::string marked(Reading const& reading) {
  CAPTURE(reading.said());
  CHECK(!reading.problems.has_errors());
  std::string out;
  for (auto const& author : reading.record.publications.entries.at(0).authors)
    for (auto mark : author.marks)
      if (reading.record.marks.items.at(mark).key == "advisee")
        out += (out.empty() ? "" : ", ") + author.printed;
  return out;
}

std::string marked(std::string const& authors, Case const& with = {}) {
  return marked(read(authors, with));
}

std::string dated(std::string date, std::string student = std::string(zhang)) {
  return marked("[Yihua Zhang, S. Liu]", {.students = std::move(student), .date = std::move(date)});
}

}  // namespace

TEST_CASE("a student's full name or alias is marked, however it is written") {
  CHECK(marked("[Yihua Zhang, J. Jia, S. Liu]") == "Yihua Zhang");
  CHECK(marked("[\"Zhang, Yihua\", S. Liu]") == "Zhang, Yihua");
  CHECK(marked("[Zhang Yihua, S. Liu]") == "Zhang Yihua");
  CHECK(marked("[YIHUA ZHANG, S. Liu]") == "YIHUA ZHANG");
  CHECK(marked("[Yihua Zhang*, S. Liu]") == "Yihua Zhang");
  std::string alias = "{name: Yihua Zhang, aliases: [Eva Chang], role: coadvisor, start: 2020}";
  CHECK(marked("[Eva Chang, S. Liu]", {.students = alias}) == "Eva Chang");
  CHECK(read("[Yihua Zhang, S. Liu]").said().empty());
}

TEST_CASE("the years of a student and two more must hold the paper's") {
  CHECK(dated("2019") == "");
  CHECK(dated("2020") == "Yihua Zhang");
  CHECK(dated("2026-12") == "Yihua Zhang");
  CHECK(dated("2027") == "");
  CHECK(dated("{text: soon, sort: 2022}") == "Yihua Zhang");
  CHECK(dated("present") == "");
  std::string name = "{name: Yihua Zhang, role: advisor";
  CHECK(dated("2035", name + ", start: 2020}") == "Yihua Zhang");
  CHECK(dated("2035", name + ", start: 2020, end: present}") == "Yihua Zhang");
  CHECK(dated("2022", name + ", end: 2023}") == "");  // nobody knows since when
  CHECK(dated("2023", name + ", end: 2023}") == "Yihua Zhang");
  CHECK(dated("2022", name + "}") == "");
  CHECK(marked(Reading::as_record("person: {name: Sijia Liu}\nstudents: [" + std::string(zhang) +
                                  "]\npublications: [{title: x, authors: [Yihua Zhang, S. Liu]}]\n")) == "");
}

TEST_CASE("who was not advised is not marked") {
  auto role = [](std::string what) { return "{name: Yihua Zhang, start: 2020, end: 2024" + what + "}"; };
  CHECK(marked("[Yihua Zhang]", {.students = role(", role: committee")}) == "");
  CHECK(marked("[Yihua Zhang]", {.students = role("")}) == "");
  CHECK(marked("[Yihua Zhang]", {.students = role(", role: coadvisor")}) == "Yihua Zhang");
  CHECK(marked("[Yihua Zhang]", {.students = role(", role: advisor, level: postdoc")}) == "");
  CHECK(marked("[{name: Yihua Zhang, roles: [undergraduate]}]") == "");
  CHECK(marked("[{name: Yihua Zhang, roles: [equal]}]") == "Yihua Zhang");
  CHECK(marked("[Sijia Liu]", {.students = "{name: Sijia Liu, role: advisor, start: 2020}"}) == "");
}

TEST_CASE("an entry with a mark by hand is never guessed") {
  CHECK(marked("[J. Jia†, Yihua Zhang, S. Liu]") == "J. Jia");
  CHECK(marked("[{name: J. Jia, roles: [advisee]}, Yihua Zhang]") == "J. Jia");
  CHECK(marked("[J. Jia*, Yihua Zhang]") == "Yihua Zhang");  // another mark says nothing of advisees
}

TEST_CASE("initials are read as a student's only where nobody else is known whom they fit") {
  auto guessed = read("[Y. Zhang, S. Liu]");
  CHECK(marked(guessed) == "Y. Zhang");
  CHECK(guessed.said() == Said{"5:38 `Y. Zhang` is taken for your student Yihua Zhang"});
  CHECK(marked("[Zhang Y, S. Liu]") == "Zhang Y");
  CHECK(marked("[\"Zhang, Y.\", S. Liu]") == "Zhang, Y.");

  std::string two = std::string(zhang) + ", {name: Yimeng Zhang, role: advisor, start: 2020}";
  CHECK(marked("[Y. Zhang]", {.students = two}) == "");
  CHECK(marked("[Yimeng Zhang, Yihua Zhang]", {.students = two}) == "Yimeng Zhang, Yihua Zhang");
  std::string committee = std::string(zhang) + ", {name: Yimeng Zhang, role: committee, start: 2020}";
  CHECK(marked("[Y. Zhang]", {.students = committee}) == "");
  std::string earlier = std::string(zhang) + ", {name: Yan Zhang, role: advisor, start: 2005, end: 2009}";
  CHECK(marked("[Y. Zhang]", {.students = earlier}) == "");
  CHECK(marked("[Y. Zhang]", {.people = "{name: Yimeng Zhang}"}) == "");
  CHECK(marked("[Y. Zhang]", {.more = "  - {title: y, date: 2015, authors: [Yimeng Zhang]}\n"}) == "");
}

TEST_CASE("initials that do not fit a student are somebody else's") {
  CHECK(marked("[X. Zhang]") == "");
  CHECK(marked("[Y. Zhao]") == "");
  CHECK(marked("[Zhang]") == "");
  CHECK(marked("[Y. M. Zhang]") == "");
  CHECK(marked("[Y.-M. Zhang]") == "");
  CHECK(marked("[Yimeng Zhang]") == "");
  CHECK(marked("[Yihua M. Zhang]") == "");
  CHECK(marked("[Yi Zhang]") == "");
  CHECK(marked("[others]") == "");
  CHECK(marked("[{name: Y. Zhang, group: true}]") == "");
}

TEST_CASE("two authors whom the same initials fit are both left alone") {
  CHECK(marked("[Y. Zhang, Y. Zhang, S. Liu]") == "");
  CHECK(marked("[Y. Zhang, Yihua Zhang, S. Liu]") == "");
  CHECK(marked("[S. Liu, Shu Liu]", {.students = "{name: Shu Liu, role: advisor, start: 2020}"}) ==
        "Shu Liu");
}

TEST_CASE("people settle two Y. Zhangs") {
  std::string two = "{name: Yihua Zhang, aliases: [Y. Zhang]}, {name: Yimeng Zhang, aliases: [Ym. Zhang]}";
  auto settled = read("[Y. Zhang, Ym. Zhang]", {.people = two});
  CHECK(marked(settled) == "Y. Zhang");
  CHECK(settled.said().empty());
  std::string same = "{name: Yihua Zhang, aliases: [Y. Zhang]}, {name: Yimeng Zhang, aliases: [Y. Zhang]}";
  CHECK(marked("[Y. Zhang]", {.people = same}) == "");
  // An alias of initials says nothing of authors of whom the record says nothing.
  std::string alias = "{name: Yihua Zhang, aliases: [Y. Zhang], role: advisor, start: 2020}";
  CHECK(marked("[Y. Zhang]", {.students = alias}) == "Y. Zhang");
  CHECK(marked("[Y. Zhang]",
               {.students = alias, .more = "  - {title: y, date: 2015, authors: [Yimeng Zhang]}\n"}) == "");
}

TEST_CASE("the same guess is noted once") {
  auto reading = read("[Y. Zhang]", {.more = "  - {title: y, date: 2021, authors: [Y. Zhang]}\n"
                                             "  - {title: z, date: 2021, authors: [Y. Zhang, Y. Zhang]}\n"});
  CHECK(reading.said() == Said{"5:38 `Y. Zhang` is taken for your student Yihua Zhang, in 2 entries"});
}

TEST_CASE("namesakes in people keep the own name from being guessed") {
  auto self = [](std::string const& person, std::string const& people, std::string const& authors) {
    auto reading = Reading::as_record("person: {name: Sijia Liu" + person + "}\npeople: [" + people +
                                      "]\npublications: [{title: x, authors: " + authors + "}]\n");
    std::string out;
    for (auto const& author : reading.record.publications.entries.at(0).authors)
      if (author.is_self) out += author.printed;
    for (auto const& said : reading.said()) out += " | " + said;
    return out;
  };
  CHECK(self("", "", "[S. Liu]") == "S. Liu");
  CHECK(self("", "{name: Shu Liu}", "[S. Liu]") == " | 3:37 `S. Liu` may be you or Shu Liu");
  CHECK(self("", "{name: Shu Liu}", "[{name: S. Liu, self: true}]") == "S. Liu");
  CHECK(self("", "{name: Shu Liu}", "[Sijia Liu]") == "Sijia Liu");
  CHECK(self("", "{name: Shu Liu}", "[Shu Liu]") == "");
  CHECK(self(", aliases: [S. Liu]", "{name: Shu Liu}", "[S. Liu]") == "S. Liu");
  CHECK(self("", "{name: Shu Liu, aliases: [S. Liu]}", "[S. Liu]") == "");
}
