#include "base/source.hpp"

#include "base/printer.hpp"

using namespace vitac;

namespace {

std::string printed(std::string text, std::uint32_t begin, std::uint32_t end, std::string help = {}) {
  Sources sources;
  auto file = sources.add("cv.yaml", std::move(text));
  return print_human({Severity::error, "code", {file, begin, end}, "wrong", std::move(help)}, sources, false);
}

}  // namespace

TEST_CASE("places count lines, and columns in code points") {
  Sources sources;
  auto file = sources.add("a", "x: é†\r\n\ty: z\n\nlast");
  auto at = [&](std::uint32_t offset) {
    auto place = sources.begin({file, offset, offset});
    return std::pair(place.line, place.column);
  };
  CHECK(at(0) == std::pair<std::size_t, std::size_t>(1, 1));
  CHECK(at(8) == std::pair<std::size_t, std::size_t>(1, 6));   // behind é (2 bytes) and † (3)
  CHECK(at(11) == std::pair<std::size_t, std::size_t>(2, 2));  // a tab is one column
  CHECK(at(16) == std::pair<std::size_t, std::size_t>(3, 1));
  CHECK(at(21) == std::pair<std::size_t, std::size_t>(4, 5));  // the end of a file without a line end
  CHECK(sources.line(file, 3) == "x: é†");
  CHECK(sources.line(file, 16).empty());
  CHECK(sources.line(file, 99) == "last");
}

TEST_CASE("a byte order mark takes no column and is not shown") {
  Sources sources;
  auto file = sources.add("a",
                          "\xef\xbb\xbf"
                          "key: x\n");
  CHECK(sources.begin({file, 3, 6}).column == 1);
  CHECK(sources.begin({file, 0, 0}).column == 1);
  CHECK(sources.line(file, 3) == "key: x");
  CHECK(printed("\xef\xbb\xbf"
                "key: x\n",
                0, 0) == "cv.yaml:1:1: error: wrong [code]\n    1 | key: x\n      | ^\n");
}

TEST_CASE("carets stand under wide, combining and tabbed text") {
  CHECK(printed("最優: x", 6, 7) == "cv.yaml:1:3: error: wrong [code]\n    1 | 最優: x\n      |     ^\n");
  CHECK(printed("最優: x", 0, 6) == "cv.yaml:1:1: error: wrong [code]\n    1 | 最優: x\n      | ^~~~\n");
  CHECK(printed("e\xcc\x81t: x", 3, 4) ==
        "cv.yaml:1:3: error: wrong [code]\n    1 | e\xcc\x81t: x\n      |  ^\n");
  CHECK(printed("\tab", 1, 3, "go") == "cv.yaml:1:2: error: wrong [code]\n    1 |  ab\n      |  ^~ go\n");
}

TEST_CASE("a span over several lines underlines its first") {
  CHECK(printed("a: b\nc", 3, 6) == "cv.yaml:1:4: error: wrong [code]\n    1 | a: b\n      |    ^\n");
}

TEST_CASE("a very long line is cut at both sides of the caret") {
  auto shown = printed(std::string(5000, 'x') + "!" + std::string(5000, 'y'), 5000, 5001);
  CHECK(shown.size() < 500);
  CHECK(shown.find("...xxx") != shown.npos);
  CHECK(shown.find("x!y") != shown.npos);
  auto line = shown.substr(shown.find('|')), caret = shown.substr(shown.rfind('|'));
  CHECK(line.find('!') == caret.find('^'));
}

TEST_CASE("what the user wrote cannot break the lines of a message, nor command the terminal") {
  Sources sources;
  Diagnostic problem{Severity::error, "code", {}, "key `a\nb\x1b[31m`", "x\ty"};
  CHECK(print_short(problem, sources) == "error: key `a b [31m` [code]\n");
  CHECK(print_human(problem, sources, false) == "error: key `a b [31m` [code]\n      = x y\n");
  CHECK(printed("caf\xe9!", 3, 4).find("caf?!") != std::string::npos);
  CHECK(printed("a\xc2\x9b"
                "31m\u202eb",
                6, 9)
            .find(" | a??31m???b\n      |       ^~~\n") != std::string::npos);
  CHECK(in_backquotes("short") == "`short`");
  CHECK(in_backquotes(std::string(60, 'a')) == "`" + std::string(60, 'a') + "`");
  CHECK(in_backquotes(std::string(1'000'000, 'a')) == "`" + std::string(57, 'a') + "...`");
}

TEST_CASE("a problem is said once; the worst decides the exit") {
  Diagnostics problems;
  problems.warning("w", {1, 2, 3}, "same");
  problems.warning("w", {1, 2, 3}, "same");
  CHECK(problems.all().size() == 1);
  CHECK(problems.worst() == Exit::done);
  problems.error("e", {1, 2, 3}, "other");
  Diagnostic usage{Severity::error, "u", {}, "usage"};
  usage.exit = Exit::usage;
  problems.add(usage);
  CHECK(problems.worst() == Exit::usage);
}
