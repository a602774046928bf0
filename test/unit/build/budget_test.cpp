#include "build/budget.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

constexpr long point = 65536;

/// Four entries in two sections: each a line of its own, 20 points from the next.
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
      listed.list = i / 2;
      listed.begin = 10 * i, listed.end = 10 * i + 5;
      budget.entries.push_back(listed);
    }
  }

  /// What is cut, by place, where the first `on_first` entries stand on the first page.
  std::string cut(std::size_t on_first, double spare = 0) const {
    std::string log = "(./document.aux)\n";
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto on_second = i >= on_first;
      auto height = (700 - 20 * long(on_second ? i - on_first : i)) * point;
      for (auto end : {0, 1})
        log += fmt::format("vitac-place {} {} {}\n", 2 * i + std::size_t(end), on_second ? 2 : 1, height);
    }
    auto gone = cuts(budget, log + "[2]", spare, 1).entries;
    std::string out;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (gone.contains(&entries[i])) out += std::to_string(i);
    return out;
  }
};

}  // namespace

TEST_CASE("as much goes as stands on too many pages, the oldest first", "[budget]") {
  CHECK(Case().cut(4) == "");
  CHECK(Case().cut(3) == "0");
  CHECK(Case().cut(3, 1) == "01");
  CHECK(Case().cut(2) == "01");
}

TEST_CASE("the least important go before the older", "[budget]") {
  Case with;
  with.budget.entries[0].priority = 1;
  CHECK(with.cut(3) == "1");
  with.budget.entries[1].moment = std::numeric_limits<long>::max();
  CHECK(with.cut(3) == "2");
}

TEST_CASE("what is kept and what a text refers to stays", "[budget]") {
  Case with;
  with.budget.least = {1, 0};
  CHECK(with.cut(1) == "023");
  with.budget.least = {2, 1};
  CHECK(with.cut(1) == "2");
  with.budget.least = {0, 0};
  with.budget.entries[3].is_needed = true;
  CHECK(with.cut(1) == "012");
}

TEST_CASE("the commands that tell places stand around what entries print, and origins keep up", "[budget]") {
  Case with;
  with.budget.entries.resize(2);
  Rendered tex;
  tex.text = "\n\\begin{document}\nFirst, Second";
  tex.origins = {{0, {}, {}}, {18, {1, 2, 3}, {1, 0, 5}}, {25, {1, 2, 3}, {1, 7, 9}}};
  with.budget.entries[0].begin = 18, with.budget.entries[0].end = 23;
  with.budget.entries[1].begin = 25, with.budget.entries[1].end = 31;
  auto out = marked(tex, with.budget);
  auto text = out.text.substr(out.text.find("\\begin{document}"));
  CHECK(text ==
        "\\begin{document}\n\\vitacplace{0}First\\vitacplace{1}, \\vitacplace{2}Second\\vitacplace{3}");
  REQUIRE(out.origins.size() == 3);
  CHECK(out.text.substr(out.origins[2].begin).starts_with("Second"));
  CHECK(std::count(out.text.begin(), out.text.end(), '\n') == 2);
}
