#include "codec/json.hpp"

#include "test/support/catch.hpp"

using namespace vitac;

namespace {

struct Json {
  Sources sources;
  Forest forest;
  Diagnostics problems;
  Tree const* tree;

  explicit Json(std::string text) {
    tree = read_json(sources.add("x.json", std::move(text)), sources, forest, problems);
  }
  std::string said() const {
    if (problems.all().empty()) return {};
    auto const& problem = problems.all().front();
    auto place = sources.begin(problem.at);
    return fmt::format("{}:{} {}", place.line, place.column, problem.message);
  }
};

}  // namespace

TEST_CASE("JSON becomes a tree with its places") {
  Json json("\xef\xbb\xbf {\"a\": [1.5, true, null, \"\\u00e9\\n\\\"\\ud83d\\ude00\"], \"b\": {}}");
  REQUIRE(json.tree);
  REQUIRE(json.tree->kind == Tree::map);
  auto const& a = *json.tree->find("a");
  REQUIRE(a.items.size() == 4);
  CHECK(a.items[0]->text == "1.5");
  CHECK(a.items[1]->text == "true");
  CHECK(a.items[2]->kind == Tree::absent);
  CHECK(a.items[3]->text == "é\n\"😀");
  CHECK(json.sources.text(a.items[0]->at) == "1.5");
  CHECK(json.sources.text(json.tree->entries[1].first->at) == "\"b\"");
  CHECK(json.tree->find("b")->kind == Tree::map);
}

TEST_CASE("what is no JSON is an error at its place") {
  CHECK(Json("").said() == "1:1 the file ends where a value should be");
  CHECK(Json("{\"a\" 1}").said() == "1:6 expected a `:` behind the key");
  CHECK(Json("[1 2]").said() == "1:4 expected a `,` or a `]`");
  CHECK(Json("[1]\nx").said() == "2:1 something stands behind the end");
  CHECK(Json("[\"a\nb\"]").said() == "1:2 this quote is not closed on its line");
  CHECK(Json("[\"\\ud800\"]").said() == "1:3 an escape that is no character");
  CHECK(Json("[yes]").said() == "1:2 expected a value");
  CHECK(Json(std::string(600, '[')).said() == "1:501 nested more than 499 deep");
}
