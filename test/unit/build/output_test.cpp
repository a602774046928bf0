#include "build/output.hpp"

#include "test/support/catch.hpp"

namespace vitac {
namespace {

OutputName of(std::string document, bool is_alone = false) {
  return {"there/ada.yaml", std::move(document), "moderncv", "King", is_alone, ".pdf"};
}

TEST_CASE("an output stands beside its record, named after it") {
  CHECK(output_path(of("", true), {}) == "there/ada.pdf");
  CHECK(output_path(of("ada"), {}) == "there/ada.pdf");
  CHECK(output_path(of("nsf"), {}) == "there/ada-nsf.pdf");
  CHECK(output_path(of(""), {}) == "there/ada-moderncv.pdf");
  auto piped = of("", true);
  piped.input = "-";
  CHECK(output_path(piped, {}) == "cv.pdf");
}

TEST_CASE("or where it is wanted") {
  CHECK(output_path(of("nsf"), "x.pdf") == "x.pdf");
  CHECK(output_path(of("nsf"), "-") == "-");
  CHECK(output_path(of("nsf"), "out/") == "out/ada-nsf.pdf");
  CHECK(output_path(of("nsf"), "/") == "/ada-nsf.pdf");
  CHECK(output_path(of("nsf"), "{parent}/{family}/{stem}.{document}.{style}") ==
        "there/King/ada.nsf.moderncv");
  CHECK(output_path(of(""), "{document}/") == "moderncv/ada-moderncv.pdf");
  CHECK(output_path(of("nsf"), "{stem}{stem}") == "adaada");
}

TEST_CASE("a name never leads elsewhere") {
  auto name = of("a/../../b");
  name.family = "/etc";
  CHECK(output_path(name, "out/{document}-{family}.pdf") == "out/a_.._.._b-_etc.pdf");
  CHECK(output_path(name, {}) == "there/ada-a_.._.._b.pdf");
  for (auto family : {"..", ".", ""}) {
    name.family = family;
    CHECK(output_path(name, "out/{family}/cv.pdf") == "out/_/cv.pdf");
  }
}

TEST_CASE("placeholders that are none") {
  CHECK(unknown_placeholder("{stem}-{document}").empty());
  CHECK(unknown_placeholder("plain").empty());
  CHECK(unknown_placeholder("{stem}-{nme}.pdf") == "{nme}");
  CHECK(unknown_placeholder("{stem") == "{stem");
  CHECK(unknown_placeholder("{}") == "{}");
  CHECK(unknown_placeholder("{") == "{");
}

}  // namespace
}  // namespace vitac
