#include "model/leaves.hpp"

#include "model/document.hpp"
#include "model/entries.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;

namespace {

/// A leaf read from a text; what was said comes out in `problem` as "message | help".
template <class L>
std::optional<L> read(std::string text, std::string* problem = nullptr) {
  Tree tree;
  tree.kind = Tree::scalar;
  tree.text = std::move(text);
  L leaf;
  Diagnostics problems;
  bool good = L::read(tree, leaf, problems);
  CHECK(good == problems.all().empty());
  if (problem && !good) *problem = problems.all()[0].message + " | " + problems.all()[0].help;
  return good ? std::optional(leaf) : std::nullopt;
}

template <class L>
std::string why(std::string text) {
  std::string problem = "none";
  read<L>(std::move(text), &problem);
  return problem;
}

std::string date_help(std::string text) {
  auto problem = why<Date>(std::move(text));
  auto bar = problem.find(" | ");
  return bar == problem.npos ? problem : problem.substr(bar + 3);
}

}  // namespace

TEST_CASE("dates are as exact as they were written") {
  CHECK(read<Date>("2016")->order() == 2016'00'00);
  CHECK(read<Date>("2016")->order(true) == 2016'12'31);
  CHECK(read<Date>("2016-03")->order(true) == 2016'03'31);
  CHECK(read<Date>("2016-02-29")->day == 29);
  CHECK(read<Date>("present")->is_present);
  CHECK(why<Date>("2015-02-29") == "`2015-02-29` has no day 29 | that month has 28 days");
  CHECK(why<Date>("2016-13") == "`2016-13` has no month 13 | months are 01 to 12");
  CHECK_FALSE(read<Date>("0000"));
  CHECK_FALSE(read<Date>("2016-"));
  CHECK_FALSE(read<Date>("2016--03"));
  CHECK_FALSE(read<Date>("-2016"));
  CHECK_FALSE(read<Date>(""));
}

TEST_CASE("another form of a date is given in ours") {
  CHECK(date_help("03/2016") == "write `2016-03`");
  CHECK(date_help("March 2016") == "write `2016-03`");
  CHECK(date_help("Sept. 2016") == "write `2016-09`");
  CHECK(date_help("5 May 2016") == "write `2016-05-05`");
  CHECK(date_help("March 14, 2016") == "write `2016-03-14`");
  CHECK(date_help("14.3.2016") == "write `2016-03-14`");
  CHECK(date_help("3/14/2016") == "write `2016-03-14`");
  CHECK(date_help("2016-3-4") == "write `2016-03-04`");
  CHECK(date_help("3/4/2016") == "write `2016-03-04` or `2016-04-03`");
  CHECK(date_help("Present") == "write `present`");
  CHECK(date_help("2016 - 2018") == "a period is two dates: `start: 2016` and `end: 2018`");
  CHECK(date_help("2016–2018") == "a period is two dates: `start: 2016` and `end: 2018`");
  CHECK(date_help("Fall 2019") == "write `{text: Fall 2019, sort: 2019-09}`");
  CHECK(date_help("February 30, 2016") == "write `2016`, `2016-03`, `2016-03-14` or `present`");
}

TEST_CASE("terms have seasons, which order a year") {
  auto fall = read<Term>("Fall 2024"), spring = read<Term>("spring 2024"), autumn = read<Term>("Autumn 2024");
  CHECK(spring->order() < fall->order());
  CHECK(spring->order(true) < fall->order(true));
  CHECK(fall->season == autumn->season);
  CHECK(read<Term>("2024-09")->month == 9);
  CHECK(why<Term>("2024 Fall") == "`2024 Fall` is not a term | write `Fall 2024`");
  CHECK(why<Term>("Fal 2024") == "`Fal 2024` is not a term | did you mean `Fall 2024`?");
  CHECK(why<Term>("9/2024") == "`9/2024` is not a date | write `2024-09`");
  CHECK_FALSE(read<Term>("Fall"));
  CHECK_FALSE(read<Term>(""));
}

TEST_CASE("identifiers are taken with the links people paste, and checked") {
  CHECK(read<ArxivId>("arXiv:2401.00001v2")->text == "2401.00001v2");
  CHECK(read<ArxivId>("https://arxiv.org/abs/math/0309136")->text == "math/0309136");
  CHECK(read<ArxivId>("https://arxiv.org/pdf/2401.00001")->text == "2401.00001");
  CHECK(read<ArxivId>("https://arxiv.org/pdf/2401.00001v2.pdf")->text == "2401.00001v2");
  CHECK(read<ArxivId>("http://www.arxiv.org/pdf/math/0309136v1")->text == "math/0309136v1");
  CHECK(read<ArxivId>("https://doi.org/10.48550/arXiv.2401.00001")->text == "2401.00001");
  CHECK(read<ArxivId>("10.48550/arXiv.2401.00001")->text == "2401.00001");
  CHECK(read<ArxivId>("arXiv:2401.00001 [cs.LG]")->text == "2401.00001");
  CHECK_FALSE(read<ArxivId>("arXiv:2401.00001 [math.AG] 2024"));
  CHECK(read<Doi>("https://doi.org/10.1000/182")->text == "10.1000/182");
  CHECK(read<Doi>("DOI: 10.1000/182")->text == "10.1000/182");
  CHECK_FALSE(read<Doi>("10.1000"));
  CHECK_FALSE(read<Doi>("10.1000/1 82"));
  CHECK(read<Orcid>("https://orcid.org/0000-0002-1825-0097")->text == "0000-0002-1825-0097");
  CHECK(read<Orcid>("0000-0002-1694-233x")->text == "0000-0002-1694-233X");
  CHECK(why<Orcid>("0000-0002-1825-0098").starts_with("the check digit"));
  CHECK_FALSE(read<Orcid>(""));
  CHECK_FALSE(read<Orcid>("0000000218250097"));
  CHECK(read<Url>("example.edu/~ada"));
  CHECK(read<Url>("https://example.edu/a_b?c=d#e"));
  CHECK_FALSE(read<Url>("javascript:alert(1)"));
  CHECK_FALSE(read<Url>("file:///etc/passwd"));
  CHECK_FALSE(read<Url>("home page"));
  CHECK(read<EmailAddress>("ada@example.edu"));
  CHECK_FALSE(read<EmailAddress>("ada@"));
  CHECK_FALSE(read<EmailAddress>("a@b@c"));
  CHECK_FALSE(read<EmailAddress>("Ada <ada@example.edu>"));
  CHECK(read<Id>("fan2024:a/b.c-d"));
  CHECK(read<Id>("größe"));
  CHECK_FALSE(read<Id>("two words"));
}

TEST_CASE("numbers are digits; separators are taken out in the help") {
  CHECK(read<Rank>("-3")->value == -3);
  CHECK(why<Integer>("-3") == "`-3` is less than 0 | a number of things is 0 or more");
  CHECK(why<Integer>("8,509") == "`8,509` is not a whole number | write `8509`, digits alone");
  CHECK(why<Integer>("40.5") == "`40.5` is not a whole number | round it");
  CHECK_FALSE(read<Integer>("99999999999999999999"));
  CHECK_FALSE(read<Integer>(""));
  CHECK(read<Number>("4.60")->text == "4.60");
  CHECK(why<Number>("$1,200,000") == "`$1,200,000` is not a number | write `1200000`, digits alone");
  CHECK_FALSE(read<Number>("nan"));
  CHECK_FALSE(read<Number>("inf"));
  CHECK(read<Share>("12.5%")->is_percent);
  CHECK(read<Share>("300000")->value == 300000);
  CHECK_FALSE(read<Share>("120%"));
  CHECK_FALSE(read<Share>("%"));
}

TEST_CASE("flags are true or false, with a hint for other words") {
  CHECK(read<Flag>("true")->value);
  CHECK_FALSE(read<Flag>("false")->value);
  CHECK(why<Flag>("yes") == "`yes` is not `true` or `false` | write `true`");
  CHECK(why<Flag>("No") == "`No` is not `true` or `false` | write `false`");
}

TEST_CASE("a range runs forwards") {
  auto said = [](std::string body) { return Reading::as_record("person: {name: A}\n" + body).said(); };
  CHECK(said("experience: [{title: x, start: 2016-05, end: 2016}]\n").empty());  // within the same year
  CHECK(said("experience: [{title: x, start: 2016, end: present}]\n").empty());
  CHECK(said("experience: [{title: x, start: 2017, end: 2016}]\n") ==
        test::Said{"2:43 it ends before it starts"});
  CHECK(said("experience: [{title: x, start: present}]\n") == test::Said{"2:32 `present` cannot be a start"});
}

TEST_CASE("date stands wherever start and end do") {
  auto check = [](Shape const& shape) {
    CAPTURE(shape.name);
    if (shape.find("start")) CHECK((shape.find("end") && shape.find("date")));
  };
  for (auto const& kind : section_kinds()) check(*kind.entry);
  check(shape<Role>());
}

TEST_CASE("what digits with separators may mean keeps its value") {
  auto help = [](std::string problem) { return problem.substr(problem.find(" | ") + 3); };
  CHECK(help(why<Number>("3,5")) == "write `3.5`");
  CHECK(help(why<Number>("500.000,00")) == "write `500000.00`");
  CHECK(help(why<Number>("1,250,000.5")) == "write `1250000.5`");
  CHECK(help(why<Number>("0,125")) == "write `0.125`");
  CHECK(help(why<Number>("1 250 000")) == "write `1250000`, digits alone");
  CHECK(help(why<Number>("12,500")) ==
        "write `12500`, digits alone, or `12.500` where decimals begin at the comma");
  CHECK(help(why<Number>("$12,500")) == "write `12500`, digits alone");
  CHECK(help(why<Number>("£ 12,500")) == "write `12500` and `currency: GBP`");
  CHECK(help(why<Number>("1,2,3")) == "write digits alone, such as `60`");
  CHECK(help(why<Number>("5e5")) == "write `500000`");
  CHECK(help(why<Share>("25,5 %")) == "write `25.5%`");
  CHECK(help(why<Share>("%")) == "write `300000` or `25%`");
  CHECK(help(why<Integer>("1.250")) == "write `1250`, digits alone");
  CHECK(help(why<Integer>("3,5")) == "round it");
}

TEST_CASE("pages are ranges, articles or numerals, and nothing else") {
  for (auto right : {"101-112", "101--112", "S12-S15", "1-2, 5-9",   "e1234",     "xii-xv", "xiv + 352",
                     "1120-38", "101ff.",   "P07012",  "12:1-12:30", "A-12-A-20", "L5",     "112+",
                     "9",       "Cover 3",  "A-B",     "１０１",     "第3回",     "p12",    "20.1-20.9"})
    CHECK(why<Pages>(right) == "none");
  auto help = [](std::string problem) { return problem.substr(problem.find(" | ") + 3); };
  CHECK(help(why<Pages>("pages 3 – 9")) == "write `3-9`: the style says what it is");
  CHECK(help(why<Pages>("p. 7")) == "write `7`: the style says what it is");
  CHECK(help(why<Pages>("352 pp.")) == "where it stands is asked, as in `101-112`, not how long it is");
  CHECK(help(why<Pages>("101–")) == "write both ends, as in `101-112`, or `101` alone");
  CHECK(help(why<Pages>("S15-S12")) == "it ends before it begins: write `S12-S15`");
  for (auto wrong : {"TBD", "n/a", "in press", "??", "--", ".", ""}) CHECK(why<Pages>(wrong) != "none");
}
