#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>

#include "base/diagnostic.hpp"
#include "base/process.hpp"
#include "cli.hpp"

namespace {

/// What was printed may be lost only here. A reader that has enough (`| head`) loses nothing.
int after_flush(int status) {
  errno = 0;
  if ((std::fflush(stdout) == 0 && !std::ferror(stdout)) || errno == EPIPE) return status;
  std::fputs("error: standard output cannot be written [unwritable]\n", stderr);
  return std::max(status, int(vitac::Exit::environment));
}

}  // namespace

// Whatever is thrown past the rooms is a mistake of ours.
int main(int count, char** words) {
  vitac::fill_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away ends no run: work folders are removed
  try {
    return after_flush(vitac::app::run_command_line(count, words));
  } catch (std::exception const& e) {
    std::fprintf(stderr,
                 "error: vitac has a bug: %s [bug]\n      = please report it with the record that shows it\n",
                 e.what());
  } catch (...) {
    std::fputs("error: vitac has a bug [bug]\n", stderr);
  }
  return int(vitac::Exit::bug);
}
