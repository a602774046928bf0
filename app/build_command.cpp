#include "build_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/printer.hpp"

namespace vitac::app {
namespace {

void say(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool wants_color(std::string const& choice) {
  if (choice != "auto") return choice == "always";
  return ::isatty(STDERR_FILENO) && !std::getenv("NO_COLOR");
}

std::string described(Built const& built) {
  if (built.pages == 0) return fmt::format("{}\n", built.output.string());
  return fmt::format("{}  {} page{}  {:.2f} s\n", built.output.string(), built.pages,
                     built.pages == 1 ? "" : "s", double(built.took.count()) / 1000);
}

}  // namespace

int run_build(BuildOptions options) {
  auto& request = options.request;
  request.to = options.to == "tex" ? BuildRequest::tex : BuildRequest::pdf;
  request.timeout = std::chrono::seconds(options.timeout_seconds);
  for (auto const& pair : options.option_pairs) {
    auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      say(fmt::format("error: `--option {}` has no value [usage]\n      = write `--option NAME=VALUE`\n",
                      pair));
      return int(Exit::usage);
    }
    request.options.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  bool color = wants_color(options.color), brief = options.message_format == "short";
  BuildEvents events;
  events.problem = [&](Diagnostic const& problem, Sources const& sources) {
    if (problem.severity == Severity::note && options.quiet) return;
    say(brief ? print_short(problem, sources) : print_human(problem, sources, color));
  };
  events.built = [&](Built const& built) {
    if (!options.quiet) say(described(built));
  };
  if (options.verbose) events.raw_log = say;
  return build(request, events);
}

}  // namespace vitac::app
