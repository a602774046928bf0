#include "status_line.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace vitac::app {
namespace {

void write(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

void StatusLine::say(std::string_view text) {
  clear();
  write(text);
}

void StatusLine::show(std::string_view text) {
  if (!m_is_shown) return;
  clear();
  write(text);
  m_is_written = true;
}

void StatusLine::clear() {
  if (m_is_written) write("\r\x1b[K");  // to its start, and erased to its end
  m_is_written = false;
}

bool is_terminal() {
  auto terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) && terminal && std::string_view(terminal) != "dumb";
}

}  // namespace vitac::app
