#include "cli.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <thread>

#include "build_command.hpp"

namespace vitac::app {
namespace {

void add_build(CLI::App& command, BuildOptions& options) {
  auto& request = options.request;
  auto one = [](CLI::Option* option) { return option->allow_extra_args(false); };
  command.add_option("INPUT", request.inputs, "records (YAML); - is standard input")->required();
  one(command.add_option("-d,--document", request.document, "build this document only"));
  one(command.add_option("-s,--style", request.style, "draw it in this style: a name, or a folder's path"));
  one(command.add_option("-t,--to", options.to, "pdf or tex"))->check(CLI::IsMember({"pdf", "tex"}));
  one(command.add_option("-o,--output", request.output,
                         "a file, a folder, - or a pattern: out/{stem}-{document}.pdf"));
  one(command.add_option("--option", options.option_pairs, "set an option of the style: NAME=VALUE"));
  one(command.add_option("--engine", request.engine, "auto, pdflatex, lualatex or xelatex"));
  one(command.add_option("--timeout", options.timeout_seconds, "seconds that one pass of TeX may take"))
      ->check(CLI::Range(1, 86'400));
  one(command.add_option("-j,--jobs", request.jobs, "TeX engines at once"))->check(CLI::Range(1, 1024));
  one(command.add_option("--message-format", options.message_format, "human or short"))
      ->check(CLI::IsMember({"human", "short"}));
  one(command.add_option("--color", options.color, "auto, always or never"))
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command.add_flag("-q,--quiet", options.quiet, "only errors and warnings");
  command.add_flag("-v,--verbose", options.verbose, "all that TeX writes");
}

/// `vitac cv.yaml` is `vitac build cv.yaml`.
std::vector<std::string> with_command(int count, char** words) {
  std::vector<std::string> all(words + 1, words + count);
  bool is_file = !all.empty() && all[0] != "build" && !all[0].empty() && (all[0] == "-" || all[0][0] != '-');
  if (is_file &&
      (all[0] == "-" || all[0].find('.') != std::string::npos || all[0].find('/') != std::string::npos))
    all.insert(all.begin(), "build");
  return all;
}

}  // namespace

int run_command_line(int count, char** words) {
  CLI::App app("vitac: one record of a working life, every document made of it", "vitac");
  app.set_version_flag("--version", "vitac " VITAC_VERSION);
  app.require_subcommand(1);
  app.failure_message([](CLI::App const*, CLI::Error const& e) {
    return fmt::format("error: {} [usage]\n      = `vitac --help` and `vitac build --help` tell more\n",
                       e.what());
  });
  BuildOptions options;
  options.request.jobs = std::max(1u, std::thread::hardware_concurrency());
  auto command = app.add_subcommand("build", "make documents of records");
  add_build(*command, options);
  auto all = with_command(count, words);
  if (all.empty()) {
    std::fputs(app.help().c_str(), stderr);
    return int(Exit::usage);
  }
  std::reverse(all.begin(), all.end());  // CLI11 takes them from the back
  try {
    app.parse(all);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : int(Exit::usage);
  }
  return run_build(std::move(options));
}

}  // namespace vitac::app
