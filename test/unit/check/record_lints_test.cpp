#include "check/record_lints.hpp"

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

namespace {

/// What is doubted in a record, in September 2026.
Said doubted(std::string const& record) {
  auto reading = Reading::as_record("person: {name: Ada Lovelace, aliases: [A. King]}\n" + record);
  Date day;
  day.year = 2026, day.month = 9, day.day = 15;
  check_record(reading.record, day, reading.sources, reading.problems);
  check_use(reading.record, reading.problems);
  return reading.said();
}

}  // namespace

TEST_CASE("good records are not doubted") {
  auto record = GENERATE(
      "publications: []", "publications: [{title: t, authors: [A. King, B. Bell]}]",
      "publications: [{title: t, authors: [B. Bell, others]}]",
      "publications: [{title: t, authors: [{name: B. Bell, self: true}]}]",
      "publications: [{title: t, authors: [A. King], date: 2026-12, volume: 3}]",
      "publications: [{title: t, authors: [A. King], date: 2026, status: in_press}]",
      "publications: [{title: t, authors: [A. King], date: {text: Summer, sort: 2026-07}}]",
      "publications: [{title: t, authors: [A. King], type: workshop}, {title: t, authors: [A. King], type: "
      "preprint}]",
      "publications: [{title: t, authors: [A. King]}, {title: t, authors: [A. King], type: dataset}]",
      "publications: [{title: t, authors: [Ettal Al, A. King]}]",
      "grants: [{title: t, end: 2026-09, status: current}]",
      "grants: [{title: t, start: 2020, status: current}]",
      "grants: [{title: t, end: present, status: current}]", "grants: [{title: t, tags: [idle]}]",
      "talks: [{title: t, url: HTTPS://example.edu}]", "talks: [{id: t, title: t, note: \"as [@t] says\"}]");
  CAPTURE(record);
  CHECK(doubted(record) == Said{});
}

TEST_CASE("beside errors nobody is said to be missing") {
  auto missing = "publications: [{title: t, authors: [B. Bell]}]\n";
  CHECK(doubted(missing) == Said{"1:16 no author list has `Ada Lovelace`"});
  CHECK(doubted(std::string(missing) + "skils: []\n") == Said{"3:1 unknown key `skils` in record"});
}

TEST_CASE("numbers that are old, or of no day") {
  auto metrics = [](std::string as_of) { return doubted("metrics: [{source: S, citations: 3" + as_of + "}]"); };
  CHECK(metrics(", as_of: 2026-08") == Said{});
  CHECK(metrics(", as_of: 2025-09-15") == Said{});
  CHECK(metrics("") == Said{"2:20 numbers that do not say of which day they are"});
  CHECK(metrics(", as_of: 2025-09-14") ==
        Said{"2:44 numbers of 2025-09-14 in a document that counts from 2026-09-15"});
  CHECK(metrics(", as_of: 2026-10") ==
        Said{"2:44 numbers of 2026-10 in a document that counts from 2026-09-15"});
  CHECK(doubted("metrics: [{source: S, citations: 3, hidden: true}]") == Said{});
}
