#include "codec/decode.hpp"

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

namespace {

Reading record(std::string body) {
  return Reading::as_record("person: {name: Ada Lovelace}\n" + std::move(body));
}

}  // namespace

TEST_CASE("a text stands for a list, and for the entry it names") {
  auto reading = record(
      "summary: Of engines.\nresearch_areas: [Engines, {area: Brass}]\nhonors: Prize\n"
      "education: {degree: B.S., honors: first}\nlanguages: [French]\n");
  CHECK(reading.said() == Said{});
  auto const& found = reading.record;
  CHECK(found.summary[0].text.in("en").text == "Of engines.");
  CHECK(found.research_areas.size() == 2);
  CHECK(found.honors[0].title.in({}).text == "Prize");
  CHECK(found.education[0].honors.size() == 1);
}

TEST_CASE("languages stand where the text does that stands for an entry") {
  auto reading = vitac::test::Reading::as_record("person: {name: A}\nsummary: {en: Yes, de: Ja}\n");
  CHECK(reading.said().empty());
  CHECK(reading.record.summary.at(0).text.in("de").text == "Ja");
}

TEST_CASE("nothing and an empty text are absent") {
  auto reading = record("honors:\n  - {title: x, note: '', date: ~, tags: }\ntalks: ~\nmedia: []\n");
  CHECK(reading.said() == Said{});
  CHECK_FALSE(reading.record.honors[0].note);
  CHECK_FALSE(reading.record.honors[0].date);
  CHECK(record("honors: [{title: ''}]\n").said() == Said{"2:11 honors entry lacks `title`"});
}

TEST_CASE("one mistake, one message") {
  CHECK(record("talks: [{tittle: x}]\n").said() == Said{"2:10 unknown key `tittle` in talks entry"});
  CHECK(record("talks: [{heading: x}]\n").said() == Said{"2:10 unknown key `heading` in talks entry"});
  CHECK(record("talks: [{heading: x, event: y}]\n").said().size() == 1);
  CHECK(record("teaching: [{cod: x}]\n").said() == Said{"2:13 unknown key `cod` in teaching entry"});
  CHECK(record("talks: [{title: [x]}]\n").said() == Said{"2:17 expected a text, found a list"});
  CHECK(record("marks: {equal: {legend: x}}\n").said() == Said{"2:17 mark lacks `symbol`"});
  CHECK(record("talks: [{title: x, kind: speech}]\n").said().size() == 1);
}

TEST_CASE("what could not be read is not there") {
  auto reading =
      record("publications: [{title: x, type: jurnal, date: soon, tags: [a b, c], citations: many}]\n");
  CHECK(reading.said().size() == 4);
  auto const& entry = reading.record.publications.entries[0];
  CHECK_FALSE(entry.type);
  CHECK_FALSE(entry.date);
  CHECK_FALSE(entry.citations);
  CHECK(entry.tags.size() == 1);
  auto broken = record("publications: [{title: {x: y}}]\n");
  CHECK(broken.record.publications.entries[0].title.in("en").text.empty());  // asked all the same
}

TEST_CASE("words of other formats lead to ours") {
  auto help = [](std::string body) { return record(std::move(body)).help(); };
  CHECK(help("publications: [{title: x, journal: y}]\n") == "did you mean `venue`?");
  CHECK(help("publications: [{title: x, author: y}]\n") == "did you mean `authors`?");
  CHECK(help("education: [{university: y}]\n") == "did you mean `institution`?");
  CHECK(help("experience: [{company: y}]\n") == "did you mean `organization`?");
  CHECK(help("publications: [{title: x, status: submitted}]\n") == "did you mean `under_review`?");
  CHECK(help("publications: [{title: x, Date: 2020}]\n") == "did you mean `date`?");
}

TEST_CASE("a text carries languages and LaTeX") {
  auto reading =
      record("talks:\n  - title: {en: Engines, de: Maschinen, pt-BR: Motores}\n  - title: !tex '\\LaTeX'\n");
  CHECK(reading.said() == Said{});
  auto const& title = reading.record.talks[0].title;
  CHECK(title.in("de").text == "Maschinen");
  CHECK(title.in("fr").text == "Engines");
  CHECK(reading.record.talks[1].title.in("en").is_tex);
  CHECK(record("talks: [{title: x, location: !tex y}]\n").said().size() == 1);
}

TEST_CASE("the people of one pasted line keep their places") {
  auto reading = record("talks:\n  - {title: x, with: \"A. Lovelace and C. Babbage\"}\n");
  auto const& with = reading.record.talks[0].with;
  REQUIRE(with.size() == 2);
  CHECK(reading.sources.text(with[1].name.at) == "C. Babbage");
}

TEST_CASE("a document may be empty, a link not half there") {
  CHECK(record("documents: {cv: }\n").said() == Said{});
  CHECK(Reading::as_record("person: {name: A, links: [{network: github}]}\n").said() ==
        Said{"1:27 link lacks `user`"});
  CHECK(record("experience: [{organization: x, roles: [{date: 2020}]}]\n").said() ==
        Said{"2:41 role lacks `title`"});
}
