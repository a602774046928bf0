#include "build/budget.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

constexpr long point = 65536;

/// Four entries in two sections: each a line of its own, 20 points from the next, a heading of 30 above each
/// two.
struct Case {
  std::array<Entry, 4> entries;
  Budget budget;

  Case() {
    budget.most_pages = 1;
    budget.least = {0, 0};
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Listed listed;
      listed.entry = &entries[i];
      listed.moment = 20200000 + long(i);
      listed.list = listed.group = i / 2;
      listed.begin = 10 * i, listed.end = 10 * i + 5;
      budget.entries.push_back(listed);
    }
  }

  /// What goes, by place, in that order.
  std::string order() const {
    std::string out;
    for (auto const& one : dispensable(budget)) out += fmt::format("{} ", fmt::join(one.places, "+"));
    return out;
  }

  /// What that wins, in points.
  std::vector<double> gains() const {
    std::string log = "(./document.aux)\n";
    for (std::size_t i = 0; i < entries.size(); ++i)
      for (auto end : {0, 1})
        log += fmt::format("vitac-place {} 1 {}\n", 2 * i + std::size_t(end),
                           (700 - 20 * long(i) - 30 * long(i / 2)) * point);
    auto all = vitac::gains(budget, dispensable(budget), log + "[2]");
    for (auto& gain : all) gain /= point;
    return all;
  }
};

}  // namespace

TEST_CASE("the oldest goes first, the least important before it", "[budget]") {
  CHECK(Case().order() == "0 1 2 3 ");
  Case with;
  with.budget.entries[0].priority = 1;
  CHECK(with.order() == "1 2 3 0 ");
  with.budget.entries[1].moment = std::numeric_limits<long>::max();
  CHECK(with.order() == "2 3 1 0 ");
}

TEST_CASE("what is kept and what a text refers to stays", "[budget]") {
  Case with;
  with.budget.least = {1, 0};
  CHECK(with.order() == "0 2 3 ");
  with.budget.least = {2, 1};
  CHECK(with.order() == "2 ");
  with.budget.least = {0, 0};
  with.budget.entries[3].is_needed = true;
  CHECK(with.order() == "0 1 2 ");
}

TEST_CASE("an entry that is listed twice goes from both lists, or from none", "[budget]") {
  Case with;
  with.budget.entries[3].entry = &with.entries[0];
  CHECK(with.order() == "1 2 0+3 ");
  with.budget.least = {0, 1};
  CHECK(with.order() == "1 2 ");
}

TEST_CASE("an entry wins its height, the last below a heading wins that too", "[budget]") {
  CHECK(Case().gains() ==
        std::vector<double>{0, 20, 80, 100, 150});  // the first heading is guessed: two lines
  Case grouped;                                     // under one heading, and each two under one of their own
  for (auto& listed : grouped.budget.entries) listed.list = 0;
  CHECK(grouped.gains() == std::vector<double>{0, 20, 70, 90, 150});
}

TEST_CASE("what stands on too many pages is measured, and the room that is left", "[budget]") {
  auto end = [](long filled, long goal) {
    return fmt::format("vitac-end {} {} {}\n", filled * point, goal * point, 600 * point);
  };
  CHECK(excess(end(100, 600), 3, 1) == 700 * point);
  CHECK(excess(end(100, 600), 1, 1) == -500 * point);
  CHECK(excess(end(100, 580), 1, 1) == -480 * point);  // 20 are for a footnote
  CHECK(excess(end(100, 600), 1, 2) == -1100 * point);
  CHECK(excess(end(0, 16383), 2, 1) == 600 * point);  // ended with its page
}

TEST_CASE("the commands that tell places stand around what entries print, and origins keep up", "[budget]") {
  Case with;
  with.budget.entries.resize(2);
  Rendered tex;
  tex.text = "\n\\begin{document}\nFirst, Second\\end{document}\n";
  tex.origins = {{0, {}, {}}, {18, {1, 2, 3}, {1, 0, 5}}, {25, {1, 2, 3}, {1, 7, 9}}};
  with.budget.entries[0].begin = 18, with.budget.entries[0].end = 23;
  with.budget.entries[1].begin = 25, with.budget.entries[1].end = 31;
  auto out = marked(tex, with.budget);
  auto text = out.text.substr(out.text.find("\\begin{document}"));
  CHECK(text ==
        "\\begin{document}\n\\vitacplace{0}First\\vitacplace{1}, \\vitacplace{2}Second\\vitacplace{3}"
        "\\vitacend\\end{document}\n");
  REQUIRE(out.origins.size() == 3);
  CHECK(out.text.substr(out.origins[2].begin).starts_with("Second"));
  CHECK(std::count(out.text.begin(), out.text.end(), '\n') == 3);
}
