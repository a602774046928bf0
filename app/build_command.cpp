#include "build_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <utility>

#include "base/printer.hpp"
#include "codec/diagnostic_json.hpp"
#include "columns.hpp"
#include "status_line.hpp"

namespace vitac::app {
namespace {

std::function<std::string(Diagnostic const&, Sources const&)> printer(BuildOptions const& options) {
  if (options.message_format == "json") return print_json;
  if (options.message_format == "short") return print_short;
  return
      [color = options.color == "auto" ? wants_color(STDERR_FILENO) : options.color == "always"](
          Diagnostic const& problem, Sources const& sources) { return print_human(problem, sources, color); };
}

/// Whether what is done is told. Between JSON it would be no JSON.
bool tells(BuildOptions const& options) {
  return !options.quiet && options.message_format != "json";
}

std::string described(Built const& built) {
  auto output = built.output == "-" ? "standard output" : built.output.string();
  if (built.pages == 0) return output + "\n";
  auto pages = fmt::format("{} page{}", built.pages, built.pages == 1 ? "" : "s");
  if (built.passes == 0) return fmt::format("{}  {}  unchanged\n", output, pages);
  return fmt::format("{}  {}  {:.2f} s\n", output, pages, double(built.took.count()) / 1000);
}

/// `120 files: 96 ok, 21 with warnings, 3 with errors`, without those that are none.
std::string described(BuildTotals const& totals) {
  auto text = fmt::format("{} files:", totals.good + totals.with_warnings + totals.with_errors);
  char const* comma = " ";
  auto add = [&](std::size_t count, char const* what) {
    if (count > 0) text += fmt::format("{}{} {}", std::exchange(comma, ", "), count, what);
  };
  add(totals.good, "ok");
  add(totals.with_warnings, "with warnings");
  add(totals.with_errors, "with errors");
  return text + "\n";
}

std::string described(BuildProgress const& progress) {
  return fmt::format("{} of {} {}", progress.done, progress.all,
                     progress.of == BuildProgress::records ? "files read" : "documents");
}

/// Leaves the inputs whose turn it is: with `2/3` the second, fifth, eighth.
void keep_shard(std::vector<std::string>& inputs, std::string const& shard) {
  if (shard.empty()) return;
  auto slash = shard.find('/');
  auto turn = std::stoul(shard.substr(0, slash)), of = std::stoul(shard.substr(slash + 1));
  std::vector<std::string> ours;
  for (std::size_t i = turn - 1; i < inputs.size(); i += of) ours.push_back(std::move(inputs[i]));
  inputs = std::move(ours);
}

}  // namespace

int run_build(BuildOptions options) {
  auto& request = options.request;
  request.to = options.to == "pdf"   ? BuildRequest::pdf
               : options.to == "tex" ? BuildRequest::tex
                                     : BuildRequest::nothing;
  request.timeout = std::chrono::seconds(options.timeout_seconds);
  for (auto const& pair : options.option_pairs) {
    auto equals = pair.find('=');
    request.options.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  std::string const ourselves = "/proc/self/exe";
  request.format_maker = {ourselves, std::string(make_format_command)};
  request.cache_trimmer = {ourselves, std::string(trim_cache_command)};
  keep_shard(request.inputs, options.shard);
  auto print = printer(options);
  StatusLine line(is_terminal() && tells(options) && request.inputs.size() > 1 && !options.is_watched);
  auto say = [&](std::string_view text) { line.say(text); };
  BuildEvents events;
  events.progress = [&](BuildProgress const& progress) { line.show(described(progress)); };
  events.problem = [&](Diagnostic const& problem, Sources const& sources) {
    if (problem.severity != Severity::note || !options.quiet) say(print(problem, sources));
  };
  events.built = [&](Built const& built) {
    if (tells(options)) say(described(built));
  };
  events.ended = [&](BuildTotals const& totals) {
    if (!tells(options)) return;
    if (request.inputs.size() > 1)
      say(described(totals));
    else if (request.to == BuildRequest::nothing && totals.good == 1)
      say(fmt::format("{}: ok\n", request.inputs[0] == "-" ? "standard input" : request.inputs[0]));
  };
  // It was asked for; beside a document on standard output it would be in the way.
  auto explanations = request.output == "-" ? stderr : stdout;
  events.explained = [&](std::string_view text) {
    line.clear();
    std::fwrite(text.data(), 1, text.size(), explanations);
  };
  if (options.verbose) events.raw_log = say;
  return options.is_watched ? watch(request, events) : build(request, events);
}

}  // namespace vitac::app
