#include "style/store.hpp"

#include <algorithm>
#include <fstream>

#include "test/support/catch.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

void write(fs::path const& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << bytes;
}

TEST_CASE("the store finds a named folder, then its roots in order, then what the binary carries") {
  auto folder = WorkFolder::make().value();
  write(folder.path() / "near/own/style.yaml", "near");
  write(folder.path() / "far/own/style.yaml", "far");
  write(folder.path() / "far/else/style.yaml", "else");
  write(folder.path() / "far/else/.hidden", "x");
  write(folder.path() / "far/none/body.tex", "x");
  Files files;
  Store store(files, {folder.path() / "near", folder.path() / "far", folder.path() / "gone"});
  auto manifest = [&](std::string const& name) {
    auto found = store.style(name);
    return found ? found->find("style.yaml")->bytes : "none";
  };
  CHECK(manifest("own") == "near");
  CHECK(manifest("else") == "else");
  CHECK(manifest((folder.path() / "far/own").string()) == "far");
  CHECK(manifest((folder.path() / "far/own/").string()) == "far");
  CHECK(manifest("none") == "none");
  CHECK(manifest("") == "none");
  CHECK(manifest("..") == "none");
  CHECK(manifest("no/such") == "none");
  CHECK(manifest(store.default_style()).find("contract: 1") != std::string::npos);
  CHECK(store.style("else")->files.size() == 1);
  CHECK(store.style((folder.path() / "far/own/").string())->name == "own");
  CHECK(std::ranges::count(store.style_names(), "own") == 1);
  CHECK(std::ranges::count(store.style_names(), store.default_style()) == 1);
  CHECK(std::ranges::count(store.style_names(), "none") == 0);
}

TEST_CASE("the store carries locales and citation formats") {
  Files files;
  Store store(files, {});
  CHECK(store.data("locales", "en"));
  CHECK(!store.data("locales", "xx"));
  CHECK(std::ranges::count(store.data_names("locales"), "en") == 1);
  CHECK(embedded_file("no/such").empty());
}

}  // namespace
}  // namespace vitac
