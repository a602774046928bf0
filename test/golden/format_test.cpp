#include <cstdlib>

#include "test/support/support.hpp"

using namespace vitac::test;

TEST_CASE("docs/format.md is what the tables make of it: scripts/approve writes it") {
  auto made = vitac::test::vitac({"schema", "--markdown"});
  auto page = source_folder() / "docs/format.md";
  CHECK(made.status == 0);
  if (std::getenv("VITAC_APPROVE")) std::ofstream(page) << made.out;
  CHECK(made.out == read_file(page));
}

TEST_CASE("every link within the page on the format leads somewhere, and every kind has an example") {
  auto page = vitac::test::vitac({"schema", "--markdown"}).out;
  std::string anchors, line;
  std::istringstream lines(page);
  while (std::getline(lines, line)) {
    if (!line.starts_with("#")) continue;
    anchors += "#";
    for (char c : line.substr(line.find(' ') + 1))
      anchors += c == ' ' ? "-" : c == '\'' ? "" : std::string(1, c);
    anchors += "\n";
  }
  for (auto at = page.find("](#"); at != std::string::npos; at = page.find("](#", at + 1)) {
    auto target = page.substr(at + 2, page.find(')', at) - at - 2);
    CAPTURE(target);
    CHECK(anchors.find(target + "\n") != std::string::npos);
  }
  for (auto kind : {"summary", "publications", "metrics", "custom"})
    CHECK(page.find(fmt::format("```yaml\n{}:\n", kind)) != std::string::npos);
}
