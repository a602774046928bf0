#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace vitac {

/// Outputs with all the files that they were made of.
struct Dependencies {
  std::vector<std::filesystem::path> outputs, inputs;
};

/// A rule for each, as GNU make and ninja (`deps = gcc`) read them, and an empty rule for each input, so that
/// one that is gone is no error but a reason to build. Paths stay as they were spelt: make compares them as
/// text.
std::string depfile(std::vector<Dependencies> const&);

/// Where `--depfile` alone puts that of an input: beside its first output.
std::filesystem::path own_depfile(std::filesystem::path const& output, std::filesystem::path const& input);

}  // namespace vitac
