#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "model/record.hpp"
#include "test/support/support.hpp"

using namespace vitac;

namespace {

/// A value for a field, as YAML's flow style has it.
std::string sample(Shape const& shape, std::string_view name);

/// A record with the fields that `wanted` lets through.
std::string sample_record(Shape const& shape, auto const& wanted) {
  std::string out;
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    auto const& row = shape.fields[i];
    if (row.is_required || wanted(i))
      out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", row.name, sample(row.shape(), row.name));
  }
  return "{" + out + "}";
}

bool is_settled(std::string_view name) {
  for (auto other : {"id", "tags", "priority", "hidden", "extra", "for", "aliases", "currency"})
    if (name == other) return true;
  return false;
}

/// The record with each choice of up to two of its optional fields, each choice of all but up to two, and
/// each choice among five that stand side by side in its table.
std::vector<std::string> samples(Shape const& shape) {
  std::vector<std::size_t> optional;
  for (std::size_t i = 0; i < shape.fields.size(); ++i)
    if (!shape.fields[i].is_required && !is_settled(shape.fields[i].name)) optional.push_back(i);
  std::set<std::set<std::size_t>> choices;
  std::set<std::size_t> all(optional.begin(), optional.end());
  for (auto a : optional)
    for (auto b : optional) {
      choices.insert({a, b});
      auto rest = all;
      rest.erase(a), rest.erase(b);
      choices.insert(rest);
    }
  choices.insert(all);
  choices.insert({});
  for (std::size_t first = 0; first < optional.size(); ++first)
    for (unsigned bits = 0; bits < 32; ++bits) {
      std::set<std::size_t> choice;
      for (std::size_t i = 0; i < 5 && first + i < optional.size(); ++i)
        if (bits >> i & 1) choice.insert(optional[first + i]);
      choices.insert(choice);
    }
  std::vector<std::string> out;
  for (auto const& choice : choices) {
    auto has = [&](std::string_view name) {
      return std::ranges::any_of(choice, [&](auto i) { return shape.fields[i].name == name; });
    };
    if (!shape.any_of.empty() && std::ranges::none_of(shape.any_of, has)) continue;
    out.push_back(sample_record(shape, [&](auto i) { return choice.contains(i); }));
  }
  return out;
}

std::string sample(Shape const& shape, std::string_view name) {
  if (shape.kind == Shape::optional) return sample(*shape.item, name);
  if (shape.kind == Shape::choice) return std::string(shape.choices.back());
  if (shape.kind == Shape::dictionary) return "{2024: 1}";
  if (&shape == &vitac::shape<Location>()) return "{city: Bergen, country: Norway}";
  if (&shape == &vitac::shape<std::vector<Contributor>>()) return "[Ada Alder, Ben Birch]";
  if (&shape == &vitac::shape<std::vector<Evaluation>>() || &shape == &vitac::shape<std::vector<Role>>())
    return fmt::format("[{}]", fmt::join(samples(*shape.item), ", "));
  if (shape.kind == Shape::list) return fmt::format("[{}]", sample(*shape.item, name));
  if (&shape == &vitac::shape<Date>()) return name == "start" ? "2015-03" : "2016-04";
  if (&shape == &vitac::shape<Term>()) return "Fall 2024";
  if (&shape == &vitac::shape<Url>()) return "\"https://x.example.edu\"";
  if (&shape == &vitac::shape<EmailAddress>()) return "x@example.edu";
  if (&shape == &vitac::shape<Doi>()) return "10.5555/x";
  if (&shape == &vitac::shape<ArxivId>()) return "2401.00001";
  if (&shape == &vitac::shape<Pages>()) return "1-9";
  if (&shape == &vitac::shape<Integer>() || &shape == &vitac::shape<Rank>() ||
      &shape == &vitac::shape<Number>())
    return "7";
  if (&shape == &vitac::shape<Share>()) return "25%";
  if (&shape == &vitac::shape<Flag>()) return "true";
  return fmt::format("\"The {}\"", name);
}

/// What a macro of the .tex prints, an argument or a line at a time: commands dropped, ties made spaces.
std::vector<std::string> pieces(std::string text) {
  auto replace = [&](char const* pattern, char const* with) {
    text = std::regex_replace(text, std::regex(pattern), with);
  };
  replace("%\n", "\n");
  replace(R"(\\href\{[^}]*\})", "");
  replace(R"(\\cvmarks\{[^}]*\})", "");
  replace(R"(\\newline\b)", "\x01");
  replace(R"(\\([%$&#_]))", "$1");
  replace(R"(\\,)", " ");
  replace(R"(\\[a-z]+\*? ?)", "");
  replace(R"(\[---\])", "");
  replace(R"(\}\{)", "\x01");
  replace(R"([{}])", "");
  replace("[~ \n]+", " ");
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    auto end = std::min(text.find('\x01', at), text.size());
    auto piece = text.substr(at, end - at);
    at = end + 1;
    auto first = piece.find_first_not_of(' ');
    out.push_back(first == piece.npos ? "" : piece.substr(first, piece.find_last_not_of(' ') - first + 1));
  }
  return out;
}

/// What is wrong with the punctuation of a piece; empty when nothing is.
std::string fault(std::string const& piece) {
  static std::pair<std::regex, char const*> const faults[] = {
      {std::regex(R"(^[,;:.)])"), "begins with a sign"},
      {std::regex(R"([,;(]$)"), "ends with a sign that something should follow"},
      {std::regex(R"( [,;:.)](?! ?\d))"), "a space before a sign"},
      {std::regex(R"([,;:] ?[,;:.]|\.\.|;,)"), "a sign after a sign"},
      {std::regex(R"([.?!,]”[,.;:])"), "a sign before and after a closing quotation mark"},
      {std::regex(R"(with [A-Z][A-Za-z ]+ \d{4}$)"), "a date that runs on"},
      {std::regex(R"(\( |\(\)|“ | ”|“”)"), "brackets or quotation marks with a gap"},
  };
  for (auto const& [pattern, name] : faults)
    if (std::regex_search(piece, pattern)) return name;
  return {};
}

/// The LaTeX of a document that shows one kind, with entries of many choices of fields.
std::string drawn(SectionKind const& kind, std::vector<std::string> const& entries,
                  std::string const& document, std::string const& more = "") {
  auto is_custom = kind.name == "custom";
  std::string yaml = "person: {name: Cy Cedar}\n";
  yaml += is_custom ? "custom:\n  own:\n" : fmt::format("{}:\n", kind.name);
  for (auto const& entry : entries) yaml += fmt::format("    - {}\n", entry);
  yaml += fmt::format("documents:\n  all: {{{}, as_of: 2026-01-01, sections: [{{kind: {}{}}}]}}\n", document,
                      is_custom ? "custom.own" : kind.name, more);
  test::TemporaryFolder folder;
  auto file = folder.file("all.yaml", yaml);
  auto built = test::vitac({"build", file, "-t", "tex", "-q", "-o", (folder.path() / "all.tex").string()});
  INFO(built.err.substr(0, 2000));
  REQUIRE(built.status == 0);
  return test::read_file(folder.path() / "all.tex");
}

}  // namespace

TEST_CASE("no combination of absent fields leaves stray punctuation in moderncv") {
  static std::regex const macro(R"(\\(cventry|cvrole|cvlabelitem|cvlistitem|cvitem)\b)");
  for (auto const& kind : section_kinds())
    for (auto number : {"", ", number: {prefix: N}"}) {
      CAPTURE(kind.name, number);
      auto tex = drawn(kind, samples(*kind.entry), "style: moderncv", number);
      auto body = tex.substr(tex.find("\\section"));
      std::string last_fault;
      for (auto at = std::sregex_iterator(body.begin(), body.end(), macro); at != std::sregex_iterator();
           ++at) {
        auto from = std::size_t(at->position() + at->length()), to = body.find("\n\\", from);
        auto written = std::regex_replace(body.substr(from, to - from), std::regex(R"(\\cvnote\b)"), "}{");
        for (auto const& part : pieces(written)) {
          auto wrong = fault(part);
          if (wrong.empty() || wrong == last_fault) continue;
          last_fault = wrong;
          FAIL_CHECK(wrong << ": `" << part << "` of\n\\" << at->str(1) << written);
        }
      }
    }
}

TEST_CASE("no combination of absent fields leaves stray punctuation or empty lines in the dossier") {
  for (auto const& kind : section_kinds()) {
    CAPTURE(kind.name);
    auto entries = samples(*kind.entry);
    auto tex = drawn(kind, entries, "style: faculty-dossier, options: {talk_kinds: true}");
    CHECK(tex.find(" \n") == std::string::npos);
    auto body = tex.substr(tex.find("\\section"));
    if (kind.name != "summary") CHECK(body.find("\n\n") == body.rfind("\n\n"));  // before \end{document}

    static std::regex const macro(R"(\\(cventry|cvrole|cvwork|cvitem|cvnote|item)\b)");
    std::size_t shown = 0;
    std::string last_fault;
    auto begin = std::sregex_iterator(body.begin(), body.end(), macro);
    for (auto at = begin; at != std::sregex_iterator(); ++at) {
      auto from = std::size_t(at->position()), to = body.find("\n\\", from);
      auto name = at->str(1);
      auto written = body.substr(from + at->length(), to - from - at->length());
      if (name == "cventry" || name == "cvwork" || name == "cvitem") ++shown;
      auto parts = pieces(written);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        bool may_be_empty =
            (i + 1 == parts.size() && (name == "cventry" || name == "cvrole" || name == "cvitem")) ||
            (i == 0 && name == "cvwork");
        auto wrong = fault(parts[i]);
        if (parts[i].empty() && !may_be_empty) wrong = "prints nothing";
        if (wrong.empty() || wrong == last_fault) continue;  // one of a sort is enough
        last_fault = wrong;
        FAIL_CHECK(wrong << ": `" << parts[i] << "` of\n\\" << name << written);
      }
    }
    if (kind.name != "summary" && kind.name != "metrics") CHECK(shown == entries.size());
  }
}
