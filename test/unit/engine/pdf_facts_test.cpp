#include "engine/pdf_facts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "engine/engine.hpp"
#include "test/support/catch.hpp"

using namespace vitac;

namespace {

struct PdfPage {
  std::string content;
  std::string box = "0 0 612 792";
};

/// A PDF whose one font, Helvetica, is not in it.
std::string pdf_of(std::vector<PdfPage> const& pages) {
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) kids += fmt::format("{} 0 R ", 4 + 2 * i);
  std::vector<std::string> objects{
      "<< /Type /Catalog /Pages 2 0 R >>",
      fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size()),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  };
  for (auto const& [content, box] : pages) {
    objects.push_back(
        fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [{}] /Contents {} 0 R "
                    "/Resources << /Font << /F 3 0 R >> >> >>",
                    box, objects.size() + 2));
    objects.push_back(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content));
  }
  std::string pdf = "%PDF-1.4\n",
              table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  auto at = pdf.size();
  return pdf + table +
         fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, at);
}

struct Line {
  double x, y, size;
  std::string words;
};

PdfPage page_of(std::vector<Line> const& lines) {
  PdfPage page;
  for (auto const& [x, y, size, words] : lines)
    page.content += fmt::format("BT /F {} Tf {} {} Td ({}) Tj ET\n", size, x, y, words);
  return page;
}

PdfFacts facts_of(std::vector<PdfPage> const& pages) {
  Loop loop(1);
  std::optional<PdfFacts> found;
  read_pdf_facts(loop, pdf_of(pages), [&](std::optional<PdfFacts> facts, std::string const& reason) {
    INFO(reason);
    REQUIRE(facts);
    found = std::move(facts);
  });
  loop.run();
  REQUIRE(found);
  return *found;
}

/// "11.0 on page 2"
std::string shown(std::optional<Measured> const& measured) {
  return measured ? fmt::format("{:.1f} on page {}", measured->value, measured->page) : "none";
}

/// The smallest type of a PDF with one font.
std::optional<Measured> smallest_type(std::vector<PdfPage> const& pages) {
  auto facts = facts_of(pages);
  if (facts.smallest_type.empty()) return {};
  CHECK(facts.smallest_type.size() == 1);
  CHECK(facts.smallest_type[0].font == "Helvetica");
  return facts.smallest_type[0].smallest;
}

bool has_poppler() {
  bool has = find_program("pdftops") && find_program("pdftotext");
  if (!has) WARN("skipped: no poppler-utils");
  return has;
}

Line const first{72, 700, 11, "Words of the first line"}, second{72, 687, 11, "Words of another one"};

}  // namespace

TEST_CASE("a PDF's pages, paper and fonts") {
  if (!has_poppler()) return;
  auto facts = facts_of({page_of({first}), page_of({second})});
  CHECK(facts.pages == 2);
  CHECK(facts.paper == "letter");
  REQUIRE(facts.fonts.size() == 1);
  CHECK(facts.fonts[0].name == "Helvetica");
  CHECK(facts.fonts[0].type == "Type 1");
  CHECK_FALSE(facts.fonts[0].is_embedded);

  auto odd = page_of({second});
  odd.box = "0 0 595.28 841.89";
  CHECK(facts_of({page_of({first}), odd}).paper == "a4");
  odd.box = "0 0 300 400.5";
  CHECK(facts_of({odd}).paper == "300 x 400.5 pt");
}

TEST_CASE("the smallest type of a PDF is that of words, however it was scaled") {
  if (!has_poppler()) return;
  CHECK(shown(smallest_type({page_of({first, second})})) == "11.0 on page 1");
  CHECK(shown(smallest_type({page_of({first}), page_of({second, {72, 600, 8.5, "small words"}})})) ==
        "8.5 on page 2");
  // Marks, indices, figures: two letters and any number of signs are no word.
  CHECK(shown(smallest_type(
            {page_of({first, {200, 704, 6, "*,+"}, {210, 696, 6, "ij"}, {230, 704, 6, "2024"}})})) ==
        "11.0 on page 1");
  CHECK(shown(smallest_type({{"0.5 0 0 0.5 0 0 cm BT /F 22 Tf 144 1400 Td (Scaled words) Tj ET"}})) ==
        "11.0 on page 1");
  CHECK(shown(smallest_type({{"q 0.5 0 0 0.5 0 0 cm Q BT /F 1 Tf 9 0 0 9 72 700 Tm (Matrix) Tj ET"}})) ==
        "9.0 on page 1");
  // A word that is kerned is one word; words of two letters are not.
  CHECK(shown(smallest_type({{"BT /F 7 Tf 72 700 Td [(A) 80 (V) 80 (A)] TJ ET"}})) == "7.0 on page 1");
  CHECK(shown(smallest_type({{"BT /F 7 Tf 72 700 Td [(ab) -300 (cd)] TJ ET"}})) == "none");
  CHECK(shown(smallest_type({{"BT /F 7 Tf 72 700 Td (\\101\\)b(c)d) Tj ET"}})) == "7.0 on page 1");
}

TEST_CASE("the closest lines of a PDF are those that stand above each other") {
  if (!has_poppler()) return;
  CHECK(shown(facts_of({page_of({first, second})}).closest_lines) == "13.0 on page 1");
  CHECK(shown(facts_of({page_of({first}), page_of({first, second, {72, 676.5, 11, "A third line"}})})
                  .closest_lines) == "10.5 on page 2");
  // Columns have lines of their own.
  CHECK(shown(facts_of({page_of({first, second, {350, 695, 11, "Of another column"}})}).closest_lines) ==
        "13.0 on page 1");
  CHECK(shown(facts_of({page_of({first})}).closest_lines) == "none");
}

TEST_CASE("the narrowest margin of a PDF") {
  if (!has_poppler()) return;
  auto margin = [](Line const& line) {
    auto facts = facts_of({page_of({first}), page_of({first, line})});
    return fmt::format("{} {:.0f} on page {}", facts.narrowest_side,
                       std::floor(facts.narrowest_margin->value), facts.narrowest_margin->page);
  };
  CHECK(margin({50, 400, 11, "out"}) == "left 50 on page 2");
  CHECK(margin({560, 400, 11, "out"}) == "right 36 on page 2");
  CHECK(margin({72, 770, 11, "above"}).starts_with("top 1"));
  CHECK(margin({72, 30, 11, "below"}).starts_with("bottom 2"));
}

TEST_CASE("page numbers stand at the head or foot of a page and are those of the page") {
  if (!has_poppler()) return;
  auto number = [](std::vector<Line> const& lines) {
    auto facts = facts_of({page_of({first, second}), page_of(lines)});
    return facts.page_number ? fmt::format("{}: {}", facts.page_number->page, facts.page_number->text) : "";
  };
  CHECK(number({first, second}) == "");
  CHECK(number({first, {300, 40, 11, "2"}}) == "2: 2");
  CHECK(number({first, {300, 40, 11, "- 2 -"}}) == "2: - 2 -");
  CHECK(number({first, {300, 40, 11, "Page 2"}}) == "2: Page 2");
  CHECK(number({first, {300, 40, 11, "2 of 2"}}) == "2: 2 of 2");
  CHECK(number({first, {72, 40, 11, "Ada Lovelace 2/7"}}) == "2: Ada Lovelace 2/7");
  CHECK(number({{300, 750, 11, "2"}, first}) == "2: 2");
  CHECK(number({first, {72, 100, 11, "2020"}}) == "");
  CHECK(number({first, {72, 100, 11, "12 of 70"}}) == "");
  CHECK(number({first, {72, 500, 11, "2"}, {72, 400, 11, "a last line"}}) == "");
}

TEST_CASE("what is no PDF is not measured, and said so") {
  if (!has_poppler()) return;
  Loop loop(1);
  std::string said;
  read_pdf_facts(loop, "no PDF", [&](std::optional<PdfFacts> facts, std::string const& reason) {
    CHECK_FALSE(facts);
    said = reason;
  });
  loop.run();
  CHECK(said == "pdfinfo does not understand it");
}
