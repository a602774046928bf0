#include "render/inline.hpp"

#include "reading.hpp"

/// Any text with inline markup, in LaTeX: what comes out closes each brace that it opens, so that a value
/// cannot reach beyond its place in a template.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vitac;
  auto source = fuzz::text_of(data, size);
  if (source.find('\0') != source.npos) return 0;  // no record has any
  Sources sources;
  Diagnostics problems;
  auto file = sources.add("cv.yaml", source);
  auto cite = [](std::string_view id) {
    return id == "a" ? LatexText::Cited{{"P1"}} : LatexText::Cited{{}, false, ""};
  };
  LatexText latex(sources, cite, problems);
  Span at{file, 0, std::uint32_t(source.size())};
  auto check = [](Value const& value) {
    fuzz::require(!first_malformed(value.text));
    std::size_t end = 0;
    for (auto const& detail : value.details) {
      fuzz::require(detail.begin >= end && detail.begin <= detail.end && detail.end <= value.text.size());
      end = detail.end;
    }
    int depth = 0;
    for (std::size_t i = 0; i < value.text.size(); ++i) {
      if (value.text[i] == '\\')
        ++i;
      else if (value.text[i] == '{')
        ++depth;
      else if (value.text[i] == '}')
        fuzz::require(--depth >= 0);
      else
        fuzz::require(value.text[i] != '%' && value.text[i] != '#');
    }
    fuzz::require(depth == 0);
  };
  Text::Version text{{}, source, at, false};
  check(latex.inline_text(text));
  check(latex.plain(source, at));
  check(latex.verbatim(source, at));
  fuzz::require(!first_malformed(latex.words(text)));
  fuzz::check_problems(problems, sources);
  return 0;
}
