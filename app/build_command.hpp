#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "vitac.hpp"

namespace vitac::app {

/// The words by which vitac calls itself beside a build. They are not for people.
inline constexpr std::string_view make_format_command = "make-format", trim_cache_command = "trim-cache";

/// What the words of the command line ask of `vitac build` and `vitac check`.
struct BuildOptions {
  BuildRequest request;
  std::string to = "pdf";                 ///< `tex`; `nothing`: checks
  std::vector<std::string> option_pairs;  ///< `K=V` each
  unsigned timeout_seconds = 60;
  std::string message_format = "human", color = "auto";
  std::string shard;        ///< `I/N`: the Ith of every N inputs; empty: all
  bool is_watched = false;  ///< go on, and build again what changes
  bool quiet = false, verbose = false;
};

/// Builds, or only checks, and tells: problems on standard error, a line for each document on standard error
/// too. The result is the exit status.
int run_build(BuildOptions);

}  // namespace vitac::app
