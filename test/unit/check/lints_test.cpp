#include "check/lints.hpp"

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;

namespace {

/// What is said of a document with these sections.
std::vector<std::string> said(std::string const& sections) {
  auto reading = Reading::as_record(
      "person: {name: Ada Lovelace}\n"
      "publications: [{id: p, title: t, authors: [C. Babbage*], tags: [x]}, {title: u, date: 2020}]\n"
      "documents: {cv: {sections: " +
      sections + "}}\n");
  Date today;
  today.year = 2024;
  auto const& document = reading.record.documents.items.at(0).value;
  check_plan(make_plan(reading.record, document, today, reading.problems), reading.problems);
  return reading.said();
}

}  // namespace

TEST_CASE("marks without their legend are doubtful") {
  CHECK(said("[publications]") ==
        std::vector<std::string>{"3:17 names carry marks that nothing in this document explains"});
  CHECK(said("[publications, marks]").empty());
  CHECK(said("[{title: Work, parts: [publications, marks]}]").empty());
  CHECK(said("[{kind: publications, where: {since: 2019}}]").empty());
}

TEST_CASE("a section whose choice leaves nothing is doubtful") {
  CHECK(said("[{kind: publications, where: {since: 2023}}]") ==
        std::vector<std::string>{"3:29 no entry of `publications` is selected here"});
}
