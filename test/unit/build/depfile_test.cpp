#include "build/depfile.hpp"

#include "test/support/catch.hpp"

namespace vitac {
namespace {

TEST_CASE("a depfile has a rule for the outputs of each record and one for each input") {
  CHECK(depfile({}) == "");
  CHECK(depfile({{{}, {"cv.yaml"}}}) == "");
  CHECK(depfile(
            {{{"cv.pdf", "out/cv-nsf.pdf"}, {"cv.yaml", "pubs.bib"}}, {{"b.pdf"}, {"b.yaml", "pubs.bib"}}}) ==
        "cv.pdf out/cv-nsf.pdf: \\\n  cv.yaml \\\n  pubs.bib\n"
        "b.pdf: \\\n  b.yaml \\\n  pubs.bib\n"
        "\nb.yaml:\n\ncv.yaml:\n\npubs.bib:\n");
}

TEST_CASE("what make and ninja take for something else is escaped in depfiles") {
  CHECK(depfile({{{"my cv.pdf"}, {"a#b.yaml", "c$d.bib", "e\\ f.yaml", "g\\h.yaml"}}}) ==
        "my\\ cv.pdf: \\\n  a\\#b.yaml \\\n  c$$d.bib \\\n  e\\\\\\ f.yaml \\\n  g\\h.yaml\n"
        "\na\\#b.yaml:\n\nc$$d.bib:\n\ne\\\\\\ f.yaml:\n\ng\\h.yaml:\n");
}

}  // namespace
}  // namespace vitac
