#include "render/networks.hpp"

#include <catch2/catch.hpp>

using namespace vitac;

namespace {

std::string page(std::string_view network, std::string_view user) {
  return page_in(*find_network(network), user);
}

}  // namespace

TEST_CASE("networks are known however they are written") {
  for (auto name : {"Stack Overflow", "stackoverflow", "STACK-OVERFLOW"})
    CHECK(find_network(name)->name == "Stack Overflow");
  CHECK(find_network("x")->name == "X");
  CHECK(find_network("telegram")->name == "Telegram");
  CHECK(find_network("Foo") == nullptr);
}

TEST_CASE("a user's page has the address that the network gives it") {
  CHECK(page("github", "ada") == "https://github.com/ada");
  CHECK(page("youtube", "@ada") == "https://www.youtube.com/@ada");
  CHECK(page("mastodon", "@ada@example.edu") == "https://example.edu/@ada");
  CHECK(page("mastodon", "ada") == "");
  CHECK(page("linkedin", "https://www.linkedin.com/in/ada") == "https://www.linkedin.com/in/ada");
  CHECK(page("github", "Ada King") == "");
  CHECK(page("signal", "ada") == "");
}
