#include "render/citation.hpp"

#include <map>

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

CitationPart part(std::string text, std::optional<std::string> before = {}) {
  CitationPart made;
  made.text.text = std::move(text);
  if (before) made.before = Literal{*before, {}};
  return made;
}

CitationFormat const format{{"", {}},
                            {part("{authors}"), part("“{title}{end?}”"), part("*{venue} ({short?})*", ""),
                             part("vol.~{volume}"), part("{year}"), part("({award})", "")}};

Value cited(std::map<std::string, std::string, std::less<>> const& fields) {
  static std::map<std::string, Value, std::less<>> values;
  values.clear();
  std::uint32_t at = 10;
  for (auto const& [name, text] : fields) values[name] = {.text = text, .at = {1, at, at + 1}}, at += 10;
  return cite(format, [](std::string_view name) -> Value const* {
    auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
  });
}

std::string text(std::map<std::string, std::string, std::less<>> const& fields) {
  auto out = cited(fields).text;
  for (auto at = out.find("\n  "); at != out.npos; at = out.find("\n  ")) out.replace(at, 3, " ");
  return out;
}

}  // namespace

TEST_CASE("the parts of a citation, joined", "[citation]") {
  CHECK(text({{"authors", "A. B"}, {"title", "T"}, {"end", "."}, {"venue", "V"}, {"year", "2024"}}) ==
        "A. B, “T.” \\emph{V ()}, 2024");
  CHECK(cited({{"authors", "A"}, {"year", "1"}}).text == "A,\n  1");
}

TEST_CASE("a part that lacks a field is left out with its words", "[citation]") {
  CHECK(text({{"authors", "A"}, {"year", "2024"}}) == "A, 2024");
  CHECK(text({{"title", "T"}, {"volume", "3"}}) == "“T”, vol.~3");
  CHECK(text({{"award", "Best"}}) == "(Best)");
  CHECK(text({}).empty());
}

TEST_CASE("punctuation never doubles", "[citation]") {
  CHECK(text({{"title", "Why?"}, {"year", "2024"}}) == "“Why?” 2024");
  CHECK(text({{"title", "Stop"}, {"end", "."}, {"year", "2024"}}) == "“Stop.” 2024");
  CHECK(text({{"title", "\\emph{Why?}"}, {"year", "2024"}}) == "“\\emph{Why?}” 2024");
  CHECK(text({{"title", "“Why?”"}, {"year", "2024"}}) == "““Why?”” 2024");
  CHECK(text({{"title", "a,\\kern0pt{}"}, {"year", "2024"}}) == "“a,\\kern0pt{}” 2024");
  CHECK(text({{"authors", "A. Jr."}, {"year", "2024"}}) == "A. Jr., 2024");
  CHECK(text({{"venue", "Proc. X."}, {"short", "a"}, {"year", "2024"}}) == "\\emph{Proc. X. (a)}, 2024");
  CHECK(text({{"title", "T"}, {"venue", "Proc."}, {"short", "a"}}) == "“T” \\emph{Proc. (a)}");
}

TEST_CASE("each stretch of a citation knows where it comes from", "[citation]") {
  auto value = cited({{"authors", "A. B"}, {"year", "2024"}});
  REQUIRE(value.details.size() == 2);
  CHECK(value.details[0].at.begin == 10);
  CHECK(value.text.substr(value.details[1].begin) == "2024");
  CHECK(value.details[1].at.begin == 20);
}
