#include "doctor_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/diagnostic.hpp"
#include "build/doctor.hpp"
#include "columns.hpp"

namespace vitac::app {
namespace {

std::string install(std::vector<std::string> const& packages) {
  return fmt::format("apt-get install {}", fmt::join(packages, " "));
}

}  // namespace

int run_doctor() {
  auto examination = examine_machine();
  std::string_view paint = wants_color(STDOUT_FILENO) ? "\x1b[35m" : "";
  std::vector<std::string> wanted;
  print("vitac " VITAC_VERSION "\n");
  for (auto const& [heading, findings] : examination.groups) {
    print_heading(heading);
    for (auto const& [name, words, is_good, packages] : findings) {
      auto help = packages.empty() ? "" : ": " + install(packages);
      print_row(name, words + help, is_good ? "" : paint);
      for (auto const& package : packages)
        if (std::ranges::find(wanted, package) == wanted.end()) wanted.push_back(package);
    }
  }
  print(fmt::format("\n{}\n", examination.verdict));
  if (!wanted.empty()) print(folded_at(0, 0, "All that is missing: " + install(wanted)));
  return int(examination.can_build ? Exit::done : Exit::environment);
}

}  // namespace vitac::app
