#include "record/names.hpp"

using namespace vitac;

namespace {

bool same(std::string_view a, std::string_view b) {
  return is_same(NameParts::of(a), NameParts::of(b));
}
bool may_be(std::string_view a, std::string_view b) {
  bool there = may_be_same(NameParts::of(a), NameParts::of(b));
  CHECK(there == may_be_same(NameParts::of(b), NameParts::of(a)));
  return there;
}

}  // namespace

TEST_CASE("one name in full, however it is written") {
  CHECK(same("Sijia Liu", "LIU, Sijia"));
  CHECK(same("Sijia Liu", "Liu Sijia"));
  CHECK(same("José Ørsted", "Jose Orsted"));
  CHECK(same("Jean-Pierre Serre", "Jean Pierre Serre"));
  CHECK(same("Gabriel García Márquez", "García Márquez, Gabriel"));
  CHECK(same("Jan van der Berg", "van der Berg, Jan"));
  CHECK(same("Jan van der Berg", "Berg, Jan van der"));
  CHECK(same("Dr. Ada Lovelace", "Ada Lovelace, PhD"));
  CHECK(same("John Smith, Jr.", "Smith, Jr., John"));
  CHECK(same("A.K. Lovelace", "A. K. Lovelace"));
  CHECK(same("AK Lovelace", "Lovelace AK"));
  CHECK(same("S.\u00a0Liu", "S. Liu"));
  CHECK_FALSE(same("S. Liu", "Sijia Liu"));
  CHECK_FALSE(same("", ""));
}

TEST_CASE("initials may be a person; another given name is not") {
  CHECK(may_be("S. Liu", "Sijia Liu"));
  CHECK(may_be("Liu S", "Sijia Liu"));
  CHECK(may_be("LIU S", "Sijia Liu"));
  CHECK(may_be("Chen P-Y", "Pin-Yu Chen"));
  CHECK(may_be("A. Lovelace", "Ada King Lovelace"));
  CHECK(may_be("J.-P. Serre", "Jean-Pierre Serre"));
  CHECK(may_be("J. van der Berg", "Jan van der Berg"));
  CHECK(may_be("G. García Márquez", "García Márquez, Gabriel"));
  CHECK(may_be("É. Cartan", "Elie Cartan"));
  CHECK_FALSE(may_be("Shu Liu", "Sijia Liu"));
  CHECK_FALSE(may_be("A. B. Lovelace", "Ada King Lovelace"));
  CHECK_FALSE(may_be("S. Liu", "S. Li"));
  CHECK_FALSE(may_be("Liu", "Sijia Liu"));
  CHECK_FALSE(may_be("J. Berg", "Jan van der Berg"));
}
