#include "build/depfile.hpp"

#include <algorithm>
#include <set>

#include "build/output.hpp"

namespace vitac {
namespace {

/// A path as both tools take it back: a blank and `#` after a backslash, `$` doubled, a backslash doubled
/// where a blank follows.
std::string escaped(std::filesystem::path const& path) {
  std::string out, slashes;
  for (char c : path.string()) {
    if (c == '\\') {
      slashes += c;
      continue;
    }
    out += slashes;
    if (c == ' ' || c == '#') out += slashes + '\\';
    slashes.clear();
    if (c == '$') out += '$';
    out += c;
  }
  return out + slashes;
}

}  // namespace

std::string depfile(std::vector<Dependencies> const& all) {
  std::string text;
  std::set<std::string> inputs, outputs;
  for (auto const& each : all) {
    if (each.outputs.empty()) continue;
    for (auto const& output : each.outputs) {
      text += (text.empty() || text.back() == '\n' ? "" : " ") + escaped(output);
      outputs.insert(output.string());
    }
    text += ':';
    for (auto const& input : each.inputs) {
      text += " \\\n  " + escaped(input);
      inputs.insert(input.string());
    }
    text += '\n';
  }
  for (auto const& input : inputs)
    if (!outputs.contains(input)) text += '\n' + escaped(input) + ":\n";
  return text;
}

std::filesystem::path own_depfile(std::filesystem::path const& output, std::filesystem::path const& input) {
  return output.parent_path() / (stem_of(input) + ".d");
}

}  // namespace vitac
