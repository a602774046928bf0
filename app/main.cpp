#include <cstdio>
#include <exception>

#include "base/diagnostic.hpp"
#include "cli.hpp"

// Whatever is thrown past the rooms is a mistake of ours.
int main(int count, char** words) {
  try {
    return vitac::app::run_command_line(count, words);
  } catch (std::exception const& e) {
    std::fprintf(stderr,
                 "error: vitac has a bug: %s [bug]\n      = please report it with the record that shows it\n",
                 e.what());
  } catch (...) {
    std::fputs("error: vitac has a bug [bug]\n", stderr);
  }
  return int(vitac::Exit::bug);
}
