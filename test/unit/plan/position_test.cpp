#include "plan/position.hpp"

#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;

namespace {

/// "Professor, Example University, Springfield"
std::string position(std::string const& person, std::string const& experience) {
  auto reading =
      Reading::as_record("person: {name: Ada Lovelace" + person + "}\nexperience: [" + experience + "]\n");
  CHECK(reading.said() == test::Said());
  Date today;
  today.year = 2024, today.month = 7;
  auto found = main_position(reading.record, today);
  std::string out;
  for (auto const* part : {&found.title, &found.department, &found.organization})
    if (*part) out += (out.empty() ? "" : ", ") + (*part)->in({}).text;
  if (found.location) out += ", " + found.location->city->text;
  return out;
}

}  // namespace

TEST_CASE("the position of a form is the person's first, or that of the primary experience") {
  CHECK(position("", "") == "");
  CHECK(position(", positions: [{title: Dean, organization: U}, {title: Chair}]", "") == "Dean, U");
  // The one that says so; else the one that goes on and began last.
  std::string const two =
      "{title: A, organization: X, start: 2001}, {title: B, organization: Y, start: 2010, end: present}, "
      "{title: C, organization: Z, start: 2015, end: 2020}";
  CHECK(position("", two) == "B, Y");
  CHECK(position("", two + ", {title: D, organization: W, start: 1990, end: 1999, primary: true}") == "D, W");
  CHECK(position("", two +
                         ", {organization: W, roles: [{title: E, start: 2022}, {title: D, start: 2012, end: "
                         "2021}]}") == "E, W");
  CHECK(position("", two + ", {organization: W, roles: [{title: E, start: 2012, end: 2021}]}") == "B, Y");
  // What a position lacks, where it is at the same place.
  std::string const whole =
      "{organization: Example University, department: Maths, location: {city: Springfield}, start: 2001, "
      "roles: [{title: Professor, start: 2010}, {title: Lecturer, start: 2001, end: 2010}]}";
  CHECK(position("", whole) == "Professor, Maths, Example University, Springfield");
  CHECK(position(", positions: [{title: Dean, organization: example university}]", whole) ==
        "Dean, Maths, example university, Springfield");
  CHECK(position(", positions: [{title: Dean}]", whole) == "Dean, Maths, Example University, Springfield");
  CHECK(position(", positions: [{title: Dean, organization: Elsewhere}]", whole) == "Dean, Elsewhere");
}
