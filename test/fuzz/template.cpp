#include "render/template.hpp"

#include "reading.hpp"

namespace {

using namespace vitac;

// What a view is like, small: lists of records, a record in variants, one that holds its own kind.
Type const text{};
Type const texts{.kind = Type::list, .item = &text};
Type const open{.kind = Type::open};
Type const place{.kind = Type::record, .fields = {{"city", &text}, {"country", &text}}};
Type const paper{.kind = Type::record, .fields = {{"venue", &text}, {"location", &place}}};
Type const talk{.kind = Type::record, .fields = {{"event", &text}}};
Type const entry{.kind = Type::record,
                 .fields = {{"title", &text}, {"tags", &texts}, {"extra", &open}},
                 .variants = {{"papers", &paper}, {"talks", &talk}}};
Type const entries{.kind = Type::list, .item = &entry};
extern Type const parts;
Type const section{.kind = Type::record,
                   .fields = {{"title", &text}, {"entries", &entries}, {"parts", &parts}}};
Type const parts{.kind = Type::list, .item = &section};
Type const root{.kind = Type::record, .fields = {{"name", &text}, {"home", &place}, {"parts", &parts}}};

Value word(std::string written) {
  return {.text = std::move(written)};
}

Value record(std::vector<std::pair<std::string_view, Value>> fields, std::string_view variant = {}) {
  return {.kind = Type::record, .fields = std::move(fields), .variant = variant};
}

Value list(std::vector<Value> items) {
  return {.kind = Type::list, .items = std::move(items)};
}

Value document() {
  auto first = record({{"title", word("One")},
                       {"venue", word("V")},
                       {"tags", list({word("a"), word("b")})},
                       {"location", record({{"city", word("Rome")}})}},
                      "papers");
  auto second = record({{"event", word("E")}, {"extra", {.kind = Type::open}}}, "talks");
  auto inner = record({{"title", word("Inner")}, {"entries", list({second})}});
  auto outer = record({{"title", word("")}, {"entries", list({first, second})}, {"parts", list({inner})}});
  return record({{"name", word("Ada")}, {"parts", list({outer, inner})}});
}

}  // namespace

/// Any text as the templates of a style, split at lines of `====`: what the check lets through can be
/// rendered, and tells for each byte where it comes from.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  constexpr std::string_view names[] = {"top", "a", "entry", "papers"}, border = "\n====\n";
  Sources sources;
  Diagnostics problems;
  Templates templates;
  auto rest = fuzz::text_of(data, size);
  for (auto name : names) {
    auto end = name == std::end(names)[-1] ? rest.npos : rest.find(border);
    auto file = sources.add(std::string(name), rest.substr(0, end));
    templates.emplace(name, parse_template(sources.text(file), file, problems));
    if (end == rest.npos) break;
    rest.erase(0, end + border.size());
  }
  auto const& top = templates.find("top")->second;
  check_template(top, templates, root, problems);
  fuzz::check_problems(problems, sources);
  if (problems.has_errors()) return 0;
  auto rendered = render_template(top, templates, root, document());
  fuzz::require(rendered.text.empty() || (!rendered.origins.empty() && rendered.origins[0].begin == 0));
  for (std::size_t i = 1; i < rendered.origins.size(); ++i)
    fuzz::require(rendered.origins[i - 1].begin < rendered.origins[i].begin &&
                  rendered.origins[i].begin < rendered.text.size());
  for (auto const& origin : rendered.origins)
    if (origin.template_at.somewhere())
      fuzz::require(origin.template_at.end <= sources.text(origin.template_at.file).size());
  return 0;
}
