#include "base/suggest.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

std::string_view nearest_of(std::string_view written, std::vector<std::string_view> names) {
  // The result points into the literals, not into this vector.
  return nearest(written, names);
}

}  // namespace

TEST_CASE("a slip of the hand is near") {
  CHECK(nearest_of("tittle", {"date", "title", "titles"}) == "title");
  CHECK(nearest_of("tilte", {"title"}) == "title");
  CHECK(nearest_of("publicatoins", {"publications"}) == "publications");
  CHECK(nearest_of("orgnization", {"organization"}) == "organization");
  CHECK(nearest_of("autors", {"authors", "advisors"}) == "authors");
}

TEST_CASE("swapped neighbours count once") {
  CHECK(nearest_of("dio", {"doi"}) == "doi");
  CHECK(nearest_of("iod", {"doi"}) == "");
}

TEST_CASE("case, hyphen and underscore do not count") {
  CHECK(nearest_of("Start-Date", {"start_date"}) == "start_date");
  CHECK(nearest_of("DOI", {"doi"}) == "doi");
  CHECK(nearest_of("X", {"x"}) == "x");
  CHECK(nearest_of("TITEL", {"title"}) == "title");
}

TEST_CASE("an equal name comes before one that differs in case") {
  CHECK(nearest_of("a_b", {"A_B", "a-b", "a_b"}) == "a_b");
  CHECK(nearest_of("Title", {"TITLE", "title"}) == "title");
}

TEST_CASE("of names equally near the first is taken") {
  CHECK(nearest_of("dare", {"date", "dark"}) == "date");
  CHECK(nearest_of("dare", {"dark", "date"}) == "dark");
}

TEST_CASE("short names must be nearer") {
  CHECK(nearest_of("url", {"uri"}) == "uri");
  CHECK(nearest_of("url", {"ari"}) == "");
  CHECK(nearest_of("dat", {"date"}) == "date");
  CHECK(nearest_of("notes", {"note"}) == "note");
  CHECK(nearest_of("nates", {"note"}) == "note");
  CHECK(nearest_of("nazes", {"note"}) == "");
  CHECK(nearest_of("organisations", {"organization"}) == "organization");
}

TEST_CASE("half of the letters wrong is another word") {
  CHECK(nearest_of("a", {"b"}) == "");
  CHECK(nearest_of("i", {"id"}) == "");
  CHECK(nearest_of("ab", {"ad"}) == "ad");
  CHECK(nearest_of("", {"id", "x"}) == "");
}

TEST_CASE("a prefix is not near") {
  CHECK(nearest_of("pub", {"publications"}) == "");
  CHECK(nearest_of("publications", {"pub"}) == "");
}

TEST_CASE("letters are code points") {
  CHECK(nearest_of("tïtle", {"title"}) == "title");
  CHECK(nearest_of("größe", {"grösse", "gruesse"}) == "grösse");
}

TEST_CASE("long and malformed input is harmless") {
  CHECK(nearest(std::string(1'000'000, 'x'), std::vector<std::string_view>{"title"}) == "");
  CHECK(nearest_of("titl\xff", {"title"}) == "title");
  CHECK(nearest_of("title", {}) == "");
}

TEST_CASE("suggestions are worded") {
  std::vector<std::string_view> names{"title", "date", "venue"};
  CHECK(did_you_mean("titel", names) == "did you mean `title`?");
  CHECK(did_you_mean("zzz", names) == "");
  CHECK(one_of(names) == "`title`, `date` or `venue`");
  CHECK(one_of(std::span(names).first(2)) == "`title` or `date`");
  CHECK(one_of(std::span(names).first(1)) == "`title`");
  CHECK(one_of({}) == "");
}
