#include "codec/yaml.hpp"
#include "reading.hpp"

/// Any bytes as a YAML file: a tree or what is wrong with it, and every value has a place in the file.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vitac;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  auto file = sources.add("fuzz.yaml", {reinterpret_cast<char const*>(data), size});
  auto tree = read_yaml(file, sources, forest, problems);
  fuzz::require(tree || problems.has_errors());
  fuzz::check_problems(problems, sources);
  auto text = sources.text(file);
  for (auto const& node : forest) {
    fuzz::require(node.at.file == file && node.at.begin <= node.at.end && node.at.end <= text.size());
    if (node.kind != Tree::scalar) continue;
    auto half = within(node.at, text, node.text, node.text.size() / 2, node.text.size());
    fuzz::require(half.begin <= half.end && half.end <= text.size());
  }
  return 0;
}
