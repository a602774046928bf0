#include "style/manifest.hpp"
#include "test/unit/reading.hpp"

using namespace vitac;
using vitac::test::Reading;

namespace {

constexpr std::string_view style = R"(contract: 1
title: T
target: latex
engines: [pdflatex]
slots:
  training: {kinds: [education], title: Training, ordered: true}
  best: {kinds: [publications, products], title: Best}
  other: {kinds: [publications], chosen: true}
sections:
  - {slot: training, sort: -start, dates: YYYY}
  - skills
  - title: Work
    parts: [{slot: best, sort: -date, limit: 5, number: {order: ascending}}, {slot: other}]
)";

std::string shown(SectionSpec const& section) {
  std::string out;
  for (auto const& kind : section.kind) out += (out.empty() ? "" : "+") + kind.text;
  if (section.title) out += (out.empty() ? "'" : " '") + section.title->in({}).text + "'";
  for (auto const& id : section.ids) out += " " + id.text;
  for (auto const& key : section.sort) out += " by " + key.text;
  if (section.limit) out += fmt::format(" at most {}", section.limit->value);
  if (section.number) out += " numbered";
  if (section.dates) out += " " + section.dates->text;
  std::string parts;
  for (auto const& part : section.parts) parts += (parts.empty() ? "" : "; ") + shown(part);
  return parts.empty() ? out : out + " [" + parts + "]";
}

/// The sections that a document of the style has, or what is wrong with it.
std::string completed(std::string const& document, std::string_view manifest_text = style) {
  Reading reading{std::string(manifest_text)}, asked(document);
  auto manifest = decode<Manifest>(*reading.tree, reading.problems);
  auto spec = decode<DocumentSpec>(*asked.tree, asked.problems);
  REQUIRE(manifest);
  REQUIRE(spec);
  auto whole = complete(*spec, *manifest, asked.problems);
  if (!asked.problems.all().empty()) return asked.said().front();
  std::string out;
  for (auto const& section : whole.sections) out += (out.empty() ? "" : "; ") + shown(section);
  return out;
}

}  // namespace

TEST_CASE("a document without sections shows the style's, but for slots that only a document fills") {
  CHECK(completed("title: x") ==
        "education 'Training' by -start YYYY; skills; "
        "'Work' [publications+products 'Best' by -date at most 5 numbered]");
}

TEST_CASE("what a document chooses stands in its order, but for slots that are ordered") {
  CHECK(
      completed("sections: [{slot: training, ids: [a, b]}, {slot: best, ids: [c, d]}]") ==
      "education 'Training' a b by -start YYYY; skills; 'Work' [publications+products 'Best' c d numbered]");
  CHECK(completed("sections: [{slot: training, ids: [a], sort: end}]") ==
        "education 'Training' a by end YYYY; skills; "
        "'Work' [publications+products 'Best' by -date at most 5 numbered]");
}

TEST_CASE("sections that all name slots fill the places of the style's list") {
  CHECK(completed("sections: [{slot: other, ids: [a]}, {slot: best, ids: [b, c]}]") ==
        "education 'Training' by -start YYYY; skills; "
        "'Work' [publications+products 'Best' b c numbered; publications a]");
  CHECK(completed("sections: [{slot: training, title: School, dates: MM/YYYY, sort: institution}]") ==
        "education 'School' by institution MM/YYYY; skills; "
        "'Work' [publications+products 'Best' by -date at most 5 numbered]");
  CHECK(
      completed("sections: [{slot: best, where: {tags: x}}]") ==
      "education 'Training' by -start YYYY; skills; 'Work' [publications+products 'Best' by -date numbered]");
}

TEST_CASE("a bare kind takes all that the style says of it, others the order of its entries") {
  constexpr std::string_view sorted =
      "contract: 1\ntitle: T\ntarget: latex\nengines: [pdflatex]\n"
      "sections: [{kind: grants, title: Money, sort: -date, number: {prefix: G}}, {kind: talks, sort: "
      "-date}, {kind: talks, sort: title}, "
      "{kind: media, sort: title}]\n";
  CHECK(completed("sections: [grants]", sorted) == "grants 'Money' by -date numbered");
  CHECK(completed("sections: [{title: T, parts: [grants, skills]}]", sorted) ==
        "'T' [grants 'Money' by -date numbered; skills]");
  CHECK(completed("sections: [{kind: grants, limit: 2}]", sorted) == "grants by -date at most 2");
  CHECK(completed("sections: [{kind: grants, limit: 2, sort: title}]", sorted) ==
        "grants by title at most 2");
  CHECK(completed("sections: [{kind: grants, ids: [b, a]}]", sorted) == "grants b a");
  CHECK(completed("sections: [{kind: [grants, talks], title: A}]", sorted) == "grants+talks 'A' by -date");
  CHECK(completed("sections: [{kind: [grants, media], title: A}]", sorted) == "grants+media 'A'");
  CHECK(completed("sections: [{kind: [grants, skills], title: A}]", sorted) == "grants+skills 'A'");
}

TEST_CASE("other sections stand instead of the style's list") {
  CHECK(completed("sections: [skills, {slot: best, ids: [b]}]") == "skills; publications+products 'Best' b");
  CHECK(completed("sections: [{slot: bets, ids: [b]}]") == "1:19 the style has no slot `bets`");
}
