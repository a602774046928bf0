#include "record/load.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;
using vitac::test::Said;

namespace {

Reading with_authors(std::string authors, std::string more = {}) {
  return Reading::as_record("person: {name: Ada King Lovelace}\n" + more +
                            "publications:\n  - title: x\n    authors: " + authors + "\n");
}

/// "C. Babbage [equal advisee]", the own name in brackets of its own.
std::string shown(Reading const& reading) {
  std::string out;
  for (auto const& person : reading.record.publications.entries.at(0).authors) {
    out += (out.empty() ? "" : ", ") + (person.is_self ? "<" + person.printed + ">" : person.printed);
    if (person.is_others) out += " ...";
    if (person.marks.empty()) continue;
    out += " [";
    for (auto mark : person.marks)
      out += (out.ends_with('[') ? "" : " ") + reading.record.marks.items.at(mark).key;
    out += "]";
  }
  return out;
}

}  // namespace

TEST_CASE("marks are read off a name's end, in any order, once each") {
  CHECK(shown(with_authors("[C. Babbage†*, D. Byron*†, \"E. Ford†,*\", F. Gauss †, G. Hill**]")) ==
        "C. Babbage [advisee equal], D. Byron [equal advisee], E. Ford [advisee equal], F. Gauss [advisee], "
        "G. Hill [equal]");
  CHECK(shown(with_authors("[{name: C. Babbage‡, roles: [equal, corresponding]}]")) ==
        "C. Babbage [corresponding equal]");
}

TEST_CASE("a mark with letters comes by its role alone") {
  std::string marks = "marks: {graduate: {symbol: G}, star: {symbol: \"**\"}}\n";
  CHECK(shown(with_authors("[A. YounG, {name: B. Gray, roles: [graduate]}]", marks)) ==
        "A. YounG, B. Gray [graduate]");
  CHECK(shown(with_authors("[A. Young**]", marks)) == "A. Young [star]");  // the longest sign first
}

TEST_CASE("bad marks are errors") {
  CHECK(with_authors("[C. Babbage§]").said() == Said{"4:15 no mark has the sign `§` of `C. Babbage§`"});
  CHECK(with_authors("[{name: C. Babbage, roles: [equl]}]").help() == "did you mean `equal`?");
  CHECK(with_authors("[\"*\"]").said() == Said{"4:15 a name without letters"});
  CHECK(with_authors("[{name: [x]}]").said() == Said{"4:22 expected a text, found a list"});
  CHECK(with_authors("[C. Babbage†]", "marks: {fellow: {symbol: \"*\"}}\n").said() == Said{});
  CHECK(with_authors("[x y]", "marks: {a: {symbol: \"*\"}, b: {symbol: \"*\"}}\n").said() ==
        Said{"2:39 `*` is the sign of `a` already"});
  CHECK(with_authors("[J. Smith Jr., R. (Bob) Lee, \"Ann 'Bo' O'Neill'\", 毛泽东]").said() == Said{});
}

TEST_CASE("the own name is found in full, by alias, by initials where one author fits") {
  CHECK(shown(with_authors("[Ada King Lovelace, A. Byron]")) == "<Ada King Lovelace>, A. Byron");
  CHECK(shown(with_authors("[\"LOVELACE, Ada King\"]")) == "<LOVELACE, Ada King>");
  CHECK(shown(with_authors("[A. K. Lovelace†, A. Byron]")) == "<A. K. Lovelace> [advisee], A. Byron");
  CHECK(shown(with_authors("[Ada King Lovelace, A. Lovelace]")) == "<Ada King Lovelace>, A. Lovelace");
  auto alias = Reading::as_record(
      "person: {name: Ada King, aliases: [A. Byron]}\npublications: [{title: x, authors: [A. Byron]}]\n");
  CHECK(shown(alias) == "<A. Byron>");
}

TEST_CASE("of two who fit none is taken, and that is said; `self` settles it") {
  auto two = with_authors("[A. Lovelace, A. K. Lovelace]");
  CHECK(shown(two) == "A. Lovelace, A. K. Lovelace");
  CHECK(two.said() == Said{"4:28 `A. Lovelace` and `A. K. Lovelace` may both be you"});
  CHECK(shown(with_authors("[A. Lovelace, {name: A. K. Lovelace, self: false}]")) ==
        "<A. Lovelace>, A. K. Lovelace");
  CHECK(shown(with_authors("[Ada King Lovelace, {name: A. K. Lovelace, self: true}]")) ==
        "Ada King Lovelace, <A. K. Lovelace>");
  CHECK(shown(with_authors("[{name: A. Lovelace, self: false}]")) == "A. Lovelace");
}

TEST_CASE("others are nobody") {
  CHECK(shown(with_authors("[C. Babbage, others]")) == "C. Babbage, others ...");
  CHECK(shown(with_authors("C. Babbage, Et al.")) == "C. Babbage, Et al. ...");
}

TEST_CASE("family and given names split at commas are noticed") {
  CHECK(with_authors("[Zhang, Yihua, Liu, Sijia]").said() == Said{"4:15 4 people, each with one name only"});
  CHECK(with_authors("[Zhang, Y., Liu, S.]").said().size() == 1);
  CHECK(with_authors("[Zhang, Y. Liu]").said() == Said{});
  CHECK(with_authors("[Plato]").said() == Said{});
}

TEST_CASE("ids are unique in the order of the file, and lead somewhere") {
  auto reading = Reading::as_record(
      "person: {name: A}\ntalks: [{id: a, title: x}]\nhonors:\n  - {id: a, title: y, for: b1}\n  - {id: b2, "
      "title: z, for: a}\n");
  CHECK(reading.said() ==
        Said{"4:10 the id `a` is taken by another entry of talks", "4:28 no entry has the id `b1`"});
  CHECK(reading.problems.all()[1].help == "did you mean `b2`?");
}
