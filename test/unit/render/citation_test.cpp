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

CitationFormat format_of(std::vector<CitationPart> parts) {
  CitationFormat format;
  format.parts = std::move(parts);
  return format;
}

CitationFormat const format =
    format_of({part("{authors}"), part("“{title}{end?}”"), part("*{venue} ({short?})*", ""),
               part("vol.~{volume}"), part("{year}"), part("({award})", "")});

Value cited(std::map<std::string, std::string, std::less<>> const& fields,
            CitationFormat const& by = format, std::string_view type = "") {
  static std::map<std::string, Value, std::less<>> values;
  values.clear();
  std::uint32_t at = 10;
  for (auto const& [name, text] : fields) values[name] = {.text = text, .at = {1, at, at + 1}}, at += 10;
  return cite(by, type, [](std::string_view name) -> Value const* {
    auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
  });
}

std::string text(std::map<std::string, std::string, std::less<>> const& fields,
                 CitationFormat const& by = format, std::string_view type = "") {
  auto out = cited(fields, by, type).text;
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
  CHECK(text({{"title", "“Why?”"}, {"year", "2024"}}) == "“‘Why?’” 2024");
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

TEST_CASE("the first of several fields that is there, or words", "[citation]") {
  auto by = format_of({part("{authors|editors}"), part("({status|year|'n.d.'})", "")});
  CHECK(text({{"authors", "A"}, {"editors", "B"}, {"year", "2024"}}, by) == "A (2024)");
  CHECK(text({{"editors", "B"}, {"status", "in press"}, {"year", "2024"}}, by) == "B (in press)");
  CHECK(text({}, by) == "(n.d.)");
}

TEST_CASE("parts for what is there and what is not, close up, and the end", "[citation]") {
  auto when = part("[{title}]", ""), unless = part("{year}"), tight = part("({number})", ""),
       open = part("{url}", ".");
  when.when = {Literal{"authors", {}}};
  unless.unless = {Literal{"authors", {}}};
  tight.tight = Flag{true, {}};
  open.open = Flag{true, {}};
  auto by = format_of({part("{authors}"), when, unless, part("{volume}"), tight, open});
  by.end = Literal{".", {}};
  CHECK(text({{"authors", "A"}, {"title", "T"}, {"year", "1"}}, by) == "A [T].");
  CHECK(text({{"title", "T"}, {"year", "1"}, {"volume", "2"}, {"number", "3"}}, by) == "1, 2(3).");
  CHECK(text({{"authors", "A et al."}, {"url", "u"}}, by) == "A et al. u");
  CHECK(text({{"volume", "Inc."}}, by) == "Inc.");
  CHECK(text({}, by) == "");
}

TEST_CASE("a stop is lost behind another, through what closes there", "[citation]") {
  auto by = format_of({part("{authors}"), part("“{title}”", "."), part("*{venue}*.", "")});
  CHECK(text({{"authors", "A. Jr."}, {"title", "T?"}, {"venue", "V."}}, by) ==
        "A. Jr. “T?” \\emph{V.}");
  CHECK(text({{"authors", "\\cvself{A. B.}\\cvmarks{*,+}"}, {"title", "T"}}, by) ==
        "\\cvself{A. B.}\\cvmarks{*,+} “T”");
}

TEST_CASE("a type may have parts of its own", "[citation]") {
  auto by = format_of({part("{title}")});
  by.types.items.push_back({"book", {}, {{part("*{title}*")}}});
  CHECK(text({{"title", "T"}}, by, "book") == "\\emph{T}");
  CHECK(text({{"title", "T"}}, by, "journal") == "T");
}
