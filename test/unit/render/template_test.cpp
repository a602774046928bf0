#include "render/template.hpp"

#include <fmt/format.h>

#include <chrono>

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

// A record as the view makes it, small.
Type const text{};
Type const texts{.kind = Type::list, .item = &text};
Type const open{.kind = Type::open};
Type const place{.kind = Type::record, .fields = {{"city", &text}, {"country", &text}}};
Type const author{.kind = Type::record, .fields = {{"name", &text}, {"mark", &text}}};
Type const authors{.kind = Type::list, .item = &author};
Type const paper{.kind = Type::record, .fields = {{"venue", &text}, {"authors", &authors}}};
Type const talk{.kind = Type::record, .fields = {{"event", &text}, {"location", &place}}};
Type const honor{.kind = Type::record, .fields = {{"awarder", &text}}};
Type const entry{.kind = Type::record,
                 .fields = {{"title", &text}, {"note", &text}, {"tags", &texts}, {"extra", &open}},
                 .variants = {{"papers", &paper}, {"talks", &talk}, {"honors", &honor}}};
Type const entries{.kind = Type::list, .item = &entry};
extern Type const parts;
Type const section{.kind = Type::record,
                   .fields = {{"title", &text}, {"entries", &entries}, {"parts", &parts}, {"note", &text}}};
Type const parts{.kind = Type::list, .item = &section};
Type const person{.kind = Type::record, .fields = {{"name", &text}, {"home", &place}, {"emails", &texts}}};
Type const root{
    .kind = Type::record,
    .fields = {{"language", &text}, {"person", &person}, {"sections", &parts}, {"parts", &parts}}};

constexpr std::uint32_t record_file = 90;

Value value(std::string words, std::uint32_t at = 0) {
  return {.text = std::move(words), .at = at ? Span{record_file, at, at + 1} : Span{}};
}

Value list(std::vector<Value> items) {
  return {.kind = Type::list, .items = std::move(items)};
}

Value record(std::vector<std::pair<std::string_view, Value>> fields, std::uint32_t at = 0) {
  return {
      .kind = Type::record, .at = at ? Span{record_file, at, at + 1} : Span{}, .fields = std::move(fields)};
}

Value variant(std::string_view name, Value of) {
  of.variant = name;
  return of;
}

/// The template `top` and its partials; files are numbered from 1 in order of names, `top` is 100.
struct Style {
  Templates partials;
  Template top;
  Diagnostics problems;
  std::map<std::uint32_t, std::string> sources;

  explicit Style(std::string top_source, std::map<std::string, std::string> others = {}) {
    std::uint32_t file = 0;
    for (auto const& [name, source] : others) {
      sources[++file] = source;
      partials[name] = parse_template(source, file, problems);
    }
    sources[100] = top_source;
    top = parse_template(top_source, 100, problems);
  }

  std::vector<std::string> reported() const {
    std::vector<std::string> lines;
    for (auto const& problem : problems.all()) {
      auto line = fmt::format("{}:{}-{}: {} [{}]", problem.at.file, problem.at.begin, problem.at.end,
                              problem.message, problem.code);
      if (!problem.help.empty()) line += " -> " + problem.help;
      for (auto const& note : problem.notes) line += " (" + note + ")";
      lines.push_back(line);
    }
    return lines;
  }

  std::vector<std::string> checked(Type const& type = root) {
    check_template(top, partials, type, problems);
    return reported();
  }

  Rendered rendered(Value const& data, Type const& type = root) {
    CHECK(checked(type) == std::vector<std::string>{});
    return render_template(top, partials, type, data);
  }
};

using Lines = std::vector<std::string>;

std::string render(std::string source, Value const& data, std::map<std::string, std::string> partials = {},
                   Type const& type = root) {
  return Style(std::move(source), std::move(partials)).rendered(data, type).text;
}

Lines problems(std::string source, std::map<std::string, std::string> partials = {},
               Type const& type = root) {
  return Style(std::move(source), std::move(partials)).checked(type);
}

Value const ada = record({{"person", record({{"name", value("Ada")},
                                             {"home", record({{"city", value("Lansing")}})},
                                             {"emails", list({value("a@x"), value("b@x")})}})}});

Type const flat{.kind = Type::record, .fields = {{"a", &text}, {"b", &text}, {"l", &texts}}};

std::string flat_render(std::string source, Value const& data,
                        std::map<std::string, std::string> partials = {}) {
  return render(std::move(source), data, std::move(partials), flat);
}

}  // namespace

// Filling in ------------------------------------------------------------------------------------------

TEST_CASE("a value prints, and names with dots go inward") {
  CHECK(render("\\name{<<person.name>>}{<<person.home.city>>}\n", ada) == "\\name{Ada}{Lansing}\n");
  CHECK(render("[<<language>>][<<person.home.country>>]\n", ada) == "[][]\n");
}

TEST_CASE("text without tags is itself") {
  CHECK(render("", ada) == "");
  CHECK(render("a < b > c >> d\n\n\n  \n% e", ada) == "a < b > c >> d\n\n\n  \n% e");
  CHECK(render("\xEF\xBB\xBFx<<person.name>>", ada) == "xAda");
}

TEST_CASE("a section shows a record once, a list for each item, a value when present") {
  CHECK(render("<<#person>><<name>> in <<#home>><<city>><</home>><</person>>", ada) == "Ada in Lansing");
  CHECK(render("<<#person.emails>>[<<.>>]<</person.emails>>", ada) == "[a@x][b@x]");
  CHECK(render("<<#person>><<#name>>\\emph{<<.>>}<</name>><</person>>", ada) == "\\emph{Ada}");
  CHECK(render("<<#language>>x<</language>>.", ada) == ".");
}

TEST_CASE("an inverted section shows what stands for the absent") {
  CHECK(render("<<^language>>none<</language>><<^person>>nobody<</person>>", ada) == "none");
  CHECK(render("<<^sections>>none<</sections>>", record({{"sections", list({})}})) == "none");
  CHECK(render("<<#sections>>some<</sections>>.", record({{"sections", list({})}})) == ".");
}

TEST_CASE("a value without text is present and prints nothing") {
  CHECK(flat_render("<<#a>>yes<</a>><<^a>>no<</a>><<a>>.", record({{"a", value("")}})) == "yes.");
}

TEST_CASE("a name means the innermost record that may have it") {
  auto data =
      record({{"sections", list({record({{"title", value("Honors")},
                                         {"note", value("n")},
                                         {"entries", list({record({{"title", value("Prize")}}), record({})})},
                                         {"parts", list({record({})})}})})},
              {"language", value("en")}});
  SECTION("outer names can be seen") {
    CHECK(render("<<#sections>><<#entries>>[<<language>>]<</entries>><</sections>>", data) == "[en][en]");
  }
  SECTION("an absent name is not looked for further out") {
    CHECK(render("<<#sections>><<#entries>>[<<title>>]<</entries>><</sections>>", data) == "[Prize][]");
    CHECK(render("<<#sections>><<#parts>>[<<title>>]<</parts>><</sections>>", data) == "[]");
  }
}

TEST_CASE("inside extra every name is legal, and extra's own") {
  auto extra = Value{.kind = Type::open,
                     .fields = {{"orcid", value("0000")},
                                {"links", list({value("x"), value("y")})},
                                {"größe", value("9")},
                                {"deep", Value{.kind = Type::open, .fields = {{"er", value("z")}}}}}};
  auto data = record({{"title", value("T")}, {"extra", extra}});
  CHECK(render("<<extra.orcid>> <<extra.links>><<extra.no>><<extra.no.no>>", data, {}, entry) == "0000 ");
  CHECK(render("<<#extra.links>><<.>>;<</extra.links>>", data, {}, entry) == "x;y;");
  CHECK(render("<<#extra>><<title>><<größe>><<deep.er>><<#deep>><<er>><<orcid>><</deep>><</extra>>", data, {},
               entry) == "9zz");
}

// Lines -----------------------------------------------------------------------------------------------

TEST_CASE("tags that print nothing take their line with them") {
  CHECK(render("a\n<<! a note>>\nb\n", ada) == "a\nb\n");
  CHECK(render("a\n  <<! a note\n over lines>>  \nb\n", ada) == "a\nb\n");
  CHECK(render("a\n  <<#person>>  \n  <<name>>\n\t<</person>>\nb\n", ada) == "a\n  Ada\nb\n");
  CHECK(render("a\n<<#language>>\nx\n<</language>>\nb\n", ada) == "a\nb\n");
  CHECK(render("a\n<<^language>>\nx\n<</language>>\nb\n", ada) == "a\nx\nb\n");
  CHECK(render("<<#person>><<#home>>\n<<city>>\n<</home>><</person>>\n", ada) == "Lansing\n");
}

TEST_CASE("so they do with the line ends of Windows") {
  CHECK(render("a\r\n<<#person>>\r\n  <<name>>\r\n<</person>> \r\nb\r\n", ada) == "a\r\n  Ada\r\nb\r\n");
  CHECK(render("a\r\n<<language>>\r\nb\r\n", ada) == "a\r\nb\r\n");
  CHECK(render("a\r\n<<#language>>\r\nx\r\n<</language>>\r\nb <<person.name>>\r\n", ada) == "a\r\nb Ada\r\n");
}

TEST_CASE("so they do at the beginning and the end of the text") {
  CHECK(render("<<#person>>\nx\n<</person>>", ada) == "x\n");
  CHECK(render("<<#person>>\nx\n  <</person>>", ada) == "x\n");
  CHECK(render("<<#person>>\nx\n  <</person>>  ", ada) == "x\n");
  CHECK(render("<<! note>>", ada) == "");
}

TEST_CASE("a value that prints nothing does not leave its line empty") {
  CHECK(render("a\n  <<language>>\nb\n", ada) == "a\nb\n");
  CHECK(render("a\n<<language>> <<person.home.country>>\nb\n", ada) == "a\nb\n");
  CHECK(render("a\n<<language>>", ada) == "a\n");
  CHECK(flat_render("a\n<<a>>\nb\n", record({{"a", value("")}})) == "a\nb\n");
  CHECK(flat_render("a\n<<a>>\nb\n", record({{"a", value("  ")}})) == "a\nb\n");
  CHECK(render("a\n\\x{<<language>>}\nb\n", ada) == "a\n\\x{}\nb\n");
}

TEST_CASE("nor does a section within one line") {
  CHECK(render("a\n<<#language>>\\x{<<.>>}<</language>>\nb\n", ada) == "a\nb\n");
  CHECK(render("a\n<<#person>>\\x{<<name>>}<</person>>\nb\n", ada) == "a\n\\x{Ada}\nb\n");
}

TEST_CASE("nor a section that begins or ends within a line") {
  CHECK(flat_render("x<<#a>>\ny\n<</a>>\nz\n", record({})) == "x\nz\n");
  CHECK(flat_render("x<<#a>>\ny\n<</a>>\nz\n", record({{"a", value("A")}})) == "x\ny\nz\n");
  CHECK(flat_render("<<#a>>\ny<</a>>\nz\n", record({})) == "z\n");
  CHECK(flat_render("<<#a>>\ny<</a>>\nz\n", record({{"a", value("A")}})) == "y\nz\n");
  auto data = record({{"l", list({value("1"), value("2")})}});
  CHECK(flat_render("\\x{<<#l>>\n  <<.>>,\n<</l>>\n}\n", data) == "\\x{\n  1,\n  2,\n}\n");
  CHECK(flat_render("<<#l>>\n<<.>>\n\n<</l>>\n", data) == "1\n\n2\n\n");
}

TEST_CASE("a value that ends its own line leaves no empty one") {
  CHECK(flat_render("<<a>>\nb\n", record({{"a", value("A\n")}})) == "A\nb\n");
  CHECK(flat_render("<<a>>\nb\n", record({{"a", value("A\n\nB")}})) == "A\n\nB\nb\n");
}

TEST_CASE("empty lines that the template has stay") {
  CHECK(flat_render("a\n\n<<#a>>\n\nb\n\n<</a>>\n\nc\n", record({{"a", value("A")}})) == "a\n\n\nb\n\n\nc\n");
  CHECK(flat_render("a\n\n<<#a>>\n\nb\n\n<</a>>\nc\n", record({})) == "a\n\nc\n");
}

// Partials --------------------------------------------------------------------------------------------

TEST_CASE("a partial on its own line brings its own line end") {
  auto a = record({{"a", value("A")}});
  CHECK(flat_render("x\n<<>p>>\ny\n", a, {{"p", "[<<a>>]\n"}}) == "x\n[A]\ny\n");
  CHECK(flat_render("x\n<<>p>>\ny\n", a, {{"p", "[<<a>>]"}}) == "x\n[A]\ny\n");
  CHECK(flat_render("x\n  <<>p>>  \ny\n", a, {{"p", "1\n2\n"}}) == "x\n1\n2\ny\n");
  CHECK(flat_render("x\r\n<<>p>>\r\ny\r\n", a, {{"p", "[<<a>>]\r\n"}}) == "x\r\n[A]\r\ny\r\n");
  CHECK(flat_render("x\n<<>p>>\ny\n", a, {{"p", ""}}) == "x\ny\n");
  CHECK(flat_render("x\n<<>p>>\ny\n", a, {{"p", "<<b>>\n"}}) == "x\ny\n");
  CHECK(flat_render("x\n<<>p>>", a, {{"p", "[<<a>>]\n"}}) == "x\n[A]\n");
  CHECK(flat_render("<<#l>><<>p>><</l>>\n", record({{"l", list({value("1"), value("2")})}}),
                    {{"p", "[<<.>>]\n"}}) == "[1]\n[2]\n");
}

TEST_CASE("a partial inside a line leaves its line end out") {
  auto a = record({{"a", value("A")}});
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "[<<a>>]\n"}}) == "{[A]}\n");
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "[<<a>>]\r\n"}}) == "{[A]}\n");
  CHECK(flat_render("<<>p>><<a>>\n", a, {{"p", "x\n"}}) == "xA\n");
  CHECK(flat_render("<<>p>><<>p>>\n", a, {{"p", "x\n"}}) == "xx\n");
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "<<#a>>\nx\n<</a>>\n"}}) == "{x}\n");
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "<<#b>>\nx\n<</b>>\n"}}) == "{}\n");
  CHECK(flat_render("{\n<<>p>>}\n", a, {{"p", "\n"}}) == "{\n}\n");
  CHECK(flat_render("at <<>p>>\nb\n", a, {{"p", "x\n"}}) == "at x\nb\n");
  CHECK(flat_render("at <<>p>>\nb\n", a, {{"p", ""}}) == "at \nb\n");
}

TEST_CASE("a comment at the end of a partial does not swallow the rest of the line") {
  auto a = record({{"a", value("A")}});
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "x%\n"}}) == "{x%\n}\n");
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "%\n5\\%\n"}}) == "{%\n5\\%}\n");
  CHECK(flat_render("{<<>p>>}\n", a, {{"p", "x\\\\% note\n"}}) == "{x\\\\% note\n}\n");
  CHECK(flat_render("at <<>p>>\nb\n", a, {{"p", "x%\n"}}) == "at x%\nb\n");
}

TEST_CASE("a partial may come back inside what it draws") {
  std::map<std::string, std::string> partials{
      {"section", "\\part{<<title>>}\n<<#parts>>\n<<>section>>\n<</parts>>\n"}};
  auto leaf = record({{"title", value("leaf")}});
  auto inner = record({{"title", value("inner")}, {"parts", list({leaf, leaf})}});
  auto data = record({{"sections", list({record({{"title", value("outer")}, {"parts", list({inner})}})})}});
  CHECK(render("<<#sections>>\n<<>section>>\n<</sections>>\n", data, partials) ==
        "\\part{outer}\n\\part{inner}\n\\part{leaf}\n\\part{leaf}\n");
}

TEST_CASE("the partial entry draws a record by the template of its variant") {
  std::map<std::string, std::string> partials{{"entry", "<<title>>, plain\n"},
                                              {"papers", "<<title>>, <<venue>><<#note>> (<<.>>)<</note>>\n"}};
  auto data =
      record({{"sections",
               list({record({{"title", value("S")},
                             {"note", value("of the section")},
                             {"entries",
                              list({variant("papers", record({{"title", value("P")}, {"venue", value("V")}})),
                                    variant("talks", record({{"title", value("T")}})), record({})})}})})}});
  CHECK(render("<<#sections>>\n<<#entries>>\n<<>entry>>\n<</entries>>\n<</sections>>\n", data, partials) ==
        "P, V\nT, plain\n, plain\n");
}

TEST_CASE("the template for all variants may name what only some of them have") {
  Type all = entry;
  Type const shared{.kind = Type::record, .fields = {{"event", &text}, {"venue", &text}, {"awarder", &text}}};
  all.shared_variants = {{"papers", &shared}, {"talks", &shared}, {"honors", &shared}};
  Type const document{.kind = Type::record, .fields = {{"venue", &text}, {"one", &all}}};
  auto drawn = [&](std::string_view papers) {
    Diagnostics problems;
    Templates templates{{"entry", parse_template("<<event>><<venue>>", 1, problems)}};
    if (!papers.empty()) templates.emplace("papers", parse_template(papers, 2, problems));
    auto top = parse_template("<<#one>><<>entry>><</one>>", 3, problems);
    check_template(top, templates, document, problems);
    auto data =
        record({{"venue", value("outside")}, {"one", variant("talks", record({{"event", value("E")}}))}});
    return problems.has_errors() ? problems.all().front().message
                                 : render_template(top, templates, document, data).text;
  };
  CHECK(drawn("") == "E");  // a talk has no venue, and must not take that of what is around it
  CHECK(drawn("<<venue>>") == "E");
  CHECK(drawn("<<event>>") == "unknown name `event`");
}

TEST_CASE("without a record with variants entry is a partial like others") {
  CHECK(render("<<>entry>>", ada, {{"entry", "<<person.name>>"}}) == "Ada");
}

// Checking --------------------------------------------------------------------------------------------

TEST_CASE("an unknown name is reported at its own bytes, with the name that was meant") {
  CHECK(problems("\\x{<<persn>>}") ==
        Lines{"100:5-10: unknown name `persn` [template-name] -> did you mean `person`?"});
  CHECK(problems("<<person.home.citty>>") ==
        Lines{"100:14-19: unknown name `citty` in `person.home` [template-name] -> did you mean `city`?"});
  CHECK(problems("<<person.zzz>>") == Lines{"100:9-12: unknown name `zzz` in `person` [template-name] -> it "
                                            "can be `name`, `home` or `emails`"});
  CHECK(problems("<<^langauge>>x<</langauge>>") ==
        Lines{"100:3-11: unknown name `langauge` [template-name] -> did you mean `language`?"});
  CHECK(problems("<<#person>><<langage>><</person>>") ==
        Lines{"100:13-20: unknown name `langage` [template-name] -> did you mean `language`?"});
}

TEST_CASE("a word in French quotation marks is told from a misspelt name") {
  CHECK(problems("<<Bonjour>>") ==
        Lines{"100:2-9: unknown name `Bonjour` [template-name] -> for a quotation mark write `<{}<`"});
}

TEST_CASE("what stands in an unknown section is not reported after it") {
  CHECK(problems("<<#sektions>><<whatever>><</sektions>>") ==
        Lines{"100:3-11: unknown name `sektions` [template-name] -> did you mean `sections`?"});
}

TEST_CASE("a list or a record is not a value") {
  CHECK(problems("<<person.emails>>") ==
        Lines{"100:2-15: `person.emails` is a list, not a value [template-name] -> write "
              "`<<#person.emails>><<.>><</person.emails>>`"});
  CHECK(problems("<<sections>>") ==
        Lines{"100:2-10: `sections` is a list, not a value [template-name] -> write "
              "`<<#sections>><<title>><</sections>>`"});
  CHECK(problems("<<person>>") ==
        Lines{"100:2-8: `person` is a record, not a value [template-name] -> write `<<person.name>>`"});
  CHECK(problems("<<#person>><<.>><</person>>") ==
        Lines{"100:13-14: `.` is a record, not a value [template-name] -> write `<<name>>`"});
}

TEST_CASE("lists and values have no names inside") {
  CHECK(
      problems("<<sections.title>>") ==
      Lines{
          "100:11-16: `sections` is a list: it has names only for each of its items [template-name] -> write "
          "`<<#sections>><<title>><</sections>>`"});
  CHECK(problems("<<person.name.family>>") == Lines{"100:14-20: `person.name` is a value and has no names "
                                                    "inside [template-name] -> write `<<person.name>>`"});
}

TEST_CASE("a partial that does not exist") {
  CHECK(problems("<<>headr>>", {{"header", ""}, {"section", ""}}) ==
        Lines{"100:3-8: no template `headr` [template-partial] -> did you mean `header`?"});
  CHECK(problems("<<>headr>>") == Lines{"100:3-8: no template `headr` [template-partial]"});
}

TEST_CASE("a partial is checked in the scope of each caller, and a problem is reported once") {
  std::string top = "<<#person>><<>p>><</person>><<#sections>><<>p>><<>p>><</sections>><<>p>>";
  CHECK(problems(top, {{"p", "<<language>>"}}) == Lines{});
  CHECK(problems(top, {{"p", "<<lnguage>>"}}) ==
        Lines{"1:2-9: unknown name `lnguage` [template-name] -> did you mean `language`?"});
  CHECK(
      problems(top, {{"p", "<<emails>>"}}) ==
      Lines{"1:2-8: `emails` is a list, not a value [template-name] -> write `<<#emails>><<.>><</emails>>`",
            "1:2-8: unknown name `emails` [template-name] -> it can be `title`, `entries`, `parts`, `note`, "
            "`language`, `person` or `sections`"});
}

TEST_CASE("a scope that differs only further out is another scope") {
  std::string top = "<<#person.home>><<>p>><</person.home>><<#person>><<#home>><<>p>><</home>><</person>>";
  CHECK(problems(top, {{"p", "<<emails.x>>"}}).size() == 2);
  CHECK(problems(top, {{"p", "<<city>><<language>>"}}) == Lines{});
}

TEST_CASE("all problems are reported") {
  CHECK(problems("<<a1>>\n<<#person>><<b1>><</person>>\n<<>c1>>\n<<d1 >>\n").size() == 4);
}

TEST_CASE("every variant's template is checked against its variant") {
  std::string top = "<<#sections>><<#entries>><<>entry>><</entries>><</sections>>";
  SECTION("own templates") {
    CHECK(problems(top, {{"papers", "<<title>><<venue>><<#authors>><<name>><</authors>>"},
                         {"talks", "<<title>><<event>><<location.city>>"},
                         {"honors", "<<awarder>>"}}) == Lines{});
    CHECK(problems(top, {{"papers", "<<event>>"}, {"talks", "<<evnt>>"}, {"honors", ""}}) ==
          Lines{"2:2-7: unknown name `event` [template-name] -> only entries of `talks` have it",
                "3:2-6: unknown name `evnt` [template-name] -> did you mean `event`?"});
  }
  SECTION("the template for the others") {
    CHECK(problems(top, {{"entry", "<<venue>>"}, {"honors", "<<awarder>>"}}) ==
          Lines{"1:2-7: unknown name `venue` [template-name] -> only entries of `papers` have it (when it "
                "draws `talks`)"});
    // What is wrong in all of them needs no list of them.
    CHECK(problems(top, {{"entry", "<<venue>><<titel>>"}}) ==
          Lines{"1:2-7: unknown name `venue` [template-name] -> only entries of `papers` have it (when it "
                "draws `talks` or `honors`)",
                "1:11-16: unknown name `titel` [template-name] -> did you mean `title`?"});
    CHECK(problems(top, {{"entry", "<<>p>>"}, {"talks", "<<>p>>"}, {"p", "<<venue>>"}}) ==
          Lines{"2:2-7: unknown name `venue` [template-name] -> only entries of `papers` have it (when it "
                "draws `talks` or `honors`)"});
    CHECK(problems(top + "<<>p>>", {{"entry", "<<>p>>"}, {"p", "<<venue>>"}}) ==
          Lines{"2:2-7: unknown name `venue` [template-name] -> only entries of `papers` have it"});
  }
  SECTION("no template") {
    CHECK(problems(top, {{"papers", ""}}) ==
          Lines{"100:28-33: no template `entry` [template-partial] -> write "
                "`entry.tex`, which draws every kind that has no template of its own "
                "(when it draws `talks` or `honors`)"});
  }
  SECTION("outside of it only the common names are legal") {
    CHECK(problems("<<#sections>><<#entries>><<title>><<venue>><</entries>><</sections>>").size() == 1);
  }
}

TEST_CASE("a partial that includes itself without going inward never ends") {
  auto endless = [](std::uint32_t file, int begin, std::string name) {
    return fmt::format(
        "{}:{}-{}: template `{}` includes itself without end [template-partial] -> a template can include "
        "itself only "
        "in a section that goes inward, as `<<#parts>>` does",
        file, begin, begin + static_cast<int>(name.size()), name);
  };
  CHECK(problems("<<>p>>", {{"p", "<<>p>>"}}) == Lines{endless(1, 3, "p")});
  CHECK(problems("<<>p>>", {{"p", "<<>q>>"}, {"q", "<<^language>><<>p>><</language>>"}}) ==
        Lines{endless(2, 16, "p")});
  SECTION("also when the circle is first met from elsewhere") {
    CHECK(problems("<<#sections>><<>a>><</sections>>", {{"a", "<<>b>><<#parts>><<>b>><</parts>>"},
                                                        {"b", "<<>a>>"}}) == Lines{endless(2, 3, "a")});
  }
  SECTION("a section that goes outward does not end it") {
    CHECK(problems("<<#sections>><<>p>><</sections>>", {{"p", "<<#sections>><<>p>><</sections>>"}}) ==
          Lines{endless(1, 16, "p")});
    CHECK(
        problems("<<#sections>><<>p>><</sections>>", {{"p", "<<#person>><<#home>><<>q>><</home>><</person>>"},
                                                      {"q", "<<#sections>><<>p>><</sections>>"}})
            .size() == 1);
  }
  SECTION("nor does going inward and out again") {
    CHECK(problems("<<>p>>", {{"p", "<<#person>><<>p>><</person>>"}}) == Lines{endless(1, 14, "p")});
    CHECK(problems("<<>p>>", {{"p", "<<#person>><<#.>><<>p>><</.>><</person>>"}}).size() == 1);
  }
  SECTION("a variant's template does not draw its own record") {
    CHECK(problems("<<#sections>><<#entries>><<>entry>><</entries>><</sections>>",
                   {{"entry", ""}, {"papers", "<<>entry>>"}}) == Lines{endless(2, 3, "entry")});
  }
}

TEST_CASE("a partial that includes itself going inward is legal") {
  CHECK(problems("<<#sections>><<>s>><</sections>>", {{"s", "<<title>><<#parts>><<>s>><</parts>>"}}) ==
        Lines{});
  CHECK(problems("<<#sections>><<>s>><</sections>>",
                 {{"s", "<<>body>>"},
                  {"body", "<<title>><<#parts>><<>s>><</parts>><<#person>><<>p>><</person>>"},
                  {"p", "<<name>>"}}) == Lines{});
  CHECK(problems("<<#extra>><<>x>><</extra>>", {{"x", "<<name>><<#inside>><<>x>><</inside>>"}}, entry) ==
        Lines{});
}

// Reading ---------------------------------------------------------------------------------------------

TEST_CASE("a literal << is an error that says what to write") {
  CHECK(problems("a << b\n<<person.name>>") == Lines{"100:2-4: `<<` opens a tag that is not closed on its "
                                                     "line [template-syntax] -> close it with `>>`; for a "
                                                     "quotation mark write `<{}<`"});
  CHECK(problems("<<dit-il, bonjour>>") == Lines{"100:0-19: `<<dit-il, bonjour>>` is not a tag "
                                                 "[template-syntax] -> a tag is a name, as in `<<title>>`; "
                                                 "for a quotation mark write `<{}<`"});
  CHECK(problems("<<a <<person.name>>") == Lines{"100:0-2: `<<` opens a tag that is not closed on its line "
                                                 "[template-syntax] -> close it with `>>`; for a "
                                                 "quotation mark write `<{}<`"});
  CHECK(problems("<<>>").size() == 1);
  CHECK(problems("<<" + std::string(70, '!' + 1) + ">>")[0].starts_with("100:0-74: this is not a tag"));
}

TEST_CASE("a bracket before a tag is text") {
  CHECK(render("1<<<person.name>>>", ada) == "1<Ada>");
  CHECK(problems("<<<<person.name>>").size() == 1);
}

TEST_CASE("a tag has no blanks inside") {
  CHECK(problems("<< person.name >>") == Lines{"100:0-17: a tag has no blanks inside [template-syntax] -> "
                                               "write `<<person.name>>`; for a quotation mark "
                                               "write `<{}<`"});
  CHECK(problems("<<# person>><<name>><</person>>") ==
        Lines{"100:0-12: a tag has no blanks inside [template-syntax] -> write `<<#person>>`; for a "
              "quotation mark "
              "write `<{}<`"});
  CHECK(problems("<< Bonjour >>").size() == 1);
}

TEST_CASE("what other Mustaches have") {
  CHECK(problems("<<&title>>") ==
        Lines{"100:0-10: `<<&title>>` is not a tag [template-syntax] -> write `<<title>>`: "
              "every value is escaped already"});
  CHECK(problems("<<{title}>>") == Lines{"100:0-11: `<<{title}>>` is not a tag [template-syntax] -> write "
                                         "`<<title>>`: every value is escaped already"});
  CHECK(problems("<<=[[ ]]=>>").size() == 1);
  CHECK(problems("<<.a>><<a.>><<a..b>><<>.>>").size() == 4);
}

TEST_CASE("a section that is not closed") {
  CHECK(problems("<<#person>>\n<<name>>") == Lines{"100:0-11: section `person` is never closed "
                                                   "[template-syntax] -> write `<</person>>` where it ends"});
  CHECK(problems("<<#sections>><<^parts>>").size() == 2);
}

TEST_CASE("sections closed in the wrong order") {
  CHECK(problems("<<#person>><<#home>><</person>><</home>>") ==
        Lines{"100:20-31: `person` is closed while `home` inside it is still open [template-syntax] -> write "
              "`<</home>>` before it"});
  CHECK(problems("<<#person>><<#home>><</person>>").size() == 1);
}

TEST_CASE("an end without a section") {
  CHECK(problems("x<</person>>") ==
        Lines{"100:1-12: `person` closes no section [template-syntax] -> open it with "
              "`<<#person>>` or leave this out"});
  CHECK(problems("<<#person>><</persom>>") ==
        Lines{"100:11-22: `persom` closes no section; the open one is `person` [template-syntax] -> write "
              "`<</person>>` where that ends"});
  CHECK(problems("<<#person>><</home>><</person>>").size() == 1);
  CHECK(problems("<<#person>><</>>").size() == 1);
  CHECK(problems("<<#if person>>x").size() == 1);
  CHECK(problems("<<#if person>>x<</if person>>").size() == 1);
}

TEST_CASE("notes") {
  CHECK(problems("<<! never") ==
        Lines{"100:0-3: note is never closed [template-syntax] -> write `>>` where it ends"});
  CHECK(problems("<<! not <<person>> now>>") == Lines{"100:8-10: a note cannot hold a tag: it ends at the "
                                                      "first `>>` [template-syntax] -> leave out the `<<` "
                                                      "and `>>` inside the note"});
  CHECK(render("a<<!>>b<<! x > y >>c", ada) == "abc");
}

TEST_CASE("sections too deep to walk are refused") {
  std::string source;
  for (int i = 0; i < 100'000; ++i) source += "<<#parts>>";
  CHECK(problems(source).size() == 1);
  CHECK(
      problems(source)[0] ==
      "100:1000-1010: more than 100 sections inside each other [template-syntax] -> move the inner ones to a "
      "partial");
}

// Where the output came from --------------------------------------------------------------------------

namespace {

struct Stretch {
  std::string text;
  Span template_at, written_at;
  bool operator==(Stretch const&) const = default;
};

[[maybe_unused]] std::ostream& operator<<(std::ostream& out, Stretch const& s) {
  return out << fmt::format("'{}' {}:{}-{} {}:{}-{}", s.text, s.template_at.file, s.template_at.begin,
                            s.template_at.end, s.written_at.file, s.written_at.begin, s.written_at.end);
}

std::vector<Stretch> stretches(Rendered const& rendered) {
  std::vector<Stretch> all;
  for (std::size_t i = 0; i < rendered.origins.size(); ++i) {
    auto const& origin = rendered.origins[i];
    auto end = i + 1 < rendered.origins.size() ? rendered.origins[i + 1].begin : rendered.text.size();
    REQUIRE(origin.begin < end);
    all.push_back(
        {rendered.text.substr(origin.begin, end - origin.begin), origin.template_at, origin.written_at});
  }
  if (!rendered.origins.empty()) CHECK(rendered.origins[0].begin == 0);
  return all;
}

Span written(std::uint32_t begin, std::uint32_t end) {
  return {record_file, begin, end};
}
Span in_top(std::uint32_t begin, std::uint32_t end) {
  return {100, begin, end};
}

}  // namespace

TEST_CASE("every byte knows its place in the template and in the record") {
  auto data =
      record({{"person", record({{"name", value("Ada", 20)}, {"home", record({{"city", value("L")}})}}, 10)},
              {"language", value("en")}});
  Style style("\\x{<<person.name>>}\n<<#person>>\n\\y{<<home.city>>}\n<</person>>\n<<language>>");
  CHECK(stretches(style.rendered(data)) == std::vector<Stretch>{{"\\x{", in_top(0, 3), {}},
                                                                {"Ada", in_top(3, 18), written(20, 21)},
                                                                {"}", in_top(18, 19), {}},
                                                                {"\n", in_top(19, 20), {}},
                                                                {"\\y{", in_top(32, 35), written(10, 11)},
                                                                {"L", in_top(35, 48), written(10, 11)},
                                                                {"}", in_top(48, 49), written(10, 11)},
                                                                {"\n", in_top(49, 50), written(10, 11)},
                                                                {"en", in_top(62, 74), {}}});
}

TEST_CASE("text in a section knows the innermost value that has a place") {
  auto data =
      record({{"sections", list({record({{"title", value("T", 7)}, {"parts", list({record({})})}}, 5)})}});
  Style style("<<#sections>><<#title>>a<</title>><<#parts>>b<</parts>><<>p>><</sections>>c", {{"p", "d"}});
  auto all = stretches(style.rendered(data));
  REQUIRE(all.size() == 4);
  CHECK(all[0].written_at == written(7, 8));
  CHECK(all[1].written_at == written(5, 6));
  CHECK(all[2] == Stretch{"d", {1, 0, 1}, written(5, 6)});
  CHECK(all[3].written_at == Span{});
}

TEST_CASE("details of a value are places of their own") {
  auto at = [](std::vector<Detail> details) {
    Value title{.text = "on $x^2$ and $y$", .at = written(10, 30), .details = std::move(details)};
    return stretches(Style("[<<a>>]").rendered(record({{"a", title}}), flat));
  };
  CHECK(at({{3, 8, written(13, 18)}, {13, 16, written(23, 26)}}) ==
        std::vector<Stretch>{{"[", in_top(0, 1), {}},
                             {"on ", in_top(1, 6), written(10, 30)},
                             {"$x^2$", in_top(1, 6), written(13, 18)},
                             {" and ", in_top(1, 6), written(10, 30)},
                             {"$y$", in_top(1, 6), written(23, 26)},
                             {"]", in_top(6, 7), {}}});
  SECTION("from the first byte, next to each other, past the end, overlapping, nowhere") {
    auto all = at({{0, 2, written(1, 2)}, {2, 3, {}}, {2, 5, written(3, 4)}, {8, 99, written(5, 6)}});
    REQUIRE(all.size() == 6);
    CHECK(all[1] == Stretch{"on", in_top(1, 6), written(1, 2)});
    CHECK(all[2] == Stretch{" ", in_top(1, 6), written(10, 30)});
    CHECK(all[3] == Stretch{"$x^2$", in_top(1, 6), written(10, 30)});
    CHECK(all[4] == Stretch{" and $y$", in_top(1, 6), written(5, 6)});
  }
}

TEST_CASE("blanks that were taken back leave no origin") {
  auto rendered = Style("  <<a>>\n  <<b>>\n\t<<! >>\nx").rendered(record({{"b", value("B", 4)}}), flat);
  CHECK(stretches(rendered) == std::vector<Stretch>{{"  ", in_top(8, 10), {}},
                                                    {"B", in_top(10, 15), written(4, 5)},
                                                    {"\n", in_top(15, 16), {}},
                                                    {"x", in_top(24, 25), {}}});
}

TEST_CASE("the origin of an offset") {
  auto rendered = Style("ab<<a>>c").rendered(record({{"a", value("XYZ", 4)}}), flat);
  CHECK(rendered.text == "abXYZc");
  CHECK(rendered.origin(0).begin == 0);
  CHECK(rendered.origin(1).begin == 0);
  CHECK(rendered.origin(2).written_at == written(4, 5));
  CHECK(rendered.origin(4).written_at == written(4, 5));
  CHECK(rendered.origin(5).template_at == in_top(7, 8));
  CHECK(rendered.origin(99).template_at == in_top(7, 8));
  CHECK(Rendered{}.origin(0).template_at == Span{});
}

// Size ------------------------------------------------------------------------------------------------

TEST_CASE("a long list renders in time that grows with its length") {
  auto took = [](int count) {
    auto item = variant("papers", record({{"title", value("A title", 3)},
                                          {"venue", value("Somewhere", 4)},
                                          {"authors", list({record({{"name", value("A")}})})}}));
    auto data = record({{"sections", list({record({{"entries", list({})}})})}});
    data.fields[0].second.items[0].fields[0].second.items.assign(count, item);
    Style style(
        "<<#sections>>\n<<#entries>>\n  <<>entry>>\n<</entries>>\n<</sections>>\n",
        {{"entry", ""},
         {"papers", "\\item <<title>>, <<venue>>\n<<note>>\n<<#authors>>\n  <<name>>\n<</authors>>\n"}});
    auto start = std::chrono::steady_clock::now();
    auto rendered = style.rendered(data);
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CHECK(rendered.text.size() == count * std::string_view("\\item A title, Somewhere\n  A\n").size());
    CHECK(rendered.origin(rendered.text.size() - 1).template_at.file == 2);
    return seconds.count();
  };
  CHECK(took(100'000) < 5);
}

TEST_CASE("values nested as deep as a record may be") {
  auto data = record({{"title", value("0")}});
  for (int i = 1; i < 500; ++i) {
    auto outer = record({{"title", value("x")}, {"parts", list({})}});
    outer.fields[1].second.items.push_back(std::move(data));
    data = std::move(outer);
  }
  auto text = render("<<>s>>", data, {{"s", "<<title>><<#parts>><<>s>><</parts>>"}}, section);
  CHECK(text == std::string(499, 'x') + "0");
}
