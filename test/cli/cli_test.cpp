#include "test/support/support.hpp"

using namespace vitac::test;

TEST_CASE("without words vitac says how it is called and ends with 2") {
  auto said = vitac::test::vitac({});
  CHECK(said.status == 2);
  CHECK(said.out == "");
  CHECK(said.err.find("build") != std::string::npos);
}
