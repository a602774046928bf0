#include "base/hash.hpp"

#include "base/files.hpp"
#include "test/support/catch.hpp"

using namespace vitac;

TEST_CASE("a file has the hash of its bytes, however many they are") {
  auto folder = WorkFolder::make().value();
  auto path = folder.path() / "file";
  for (auto size : {0u, 1u, 256u << 10, (256u << 10) + 1, 3u << 20}) {
    std::string bytes(size, 'x');
    if (size > 0) bytes.back() = 'y';
    REQUIRE(Files().write(path, bytes));
    CHECK(hash_of_file(path) == hash_of(bytes));
  }
  CHECK(hash_of_file(folder.path() / "nothing") == std::nullopt);
  CHECK(hash_of_file(folder.path()) == std::nullopt);
}
