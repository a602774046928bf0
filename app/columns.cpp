#include "columns.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/utf8.hpp"

namespace vitac::app {
namespace {

constexpr std::size_t width = 80, middle = 24;

}  // namespace

bool wants_color(int descriptor) {
  auto is_set = [](char const* name) { return std::getenv(name) && *std::getenv(name); };
  auto is_dumb = is_set("TERM") && std::string_view(std::getenv("TERM")) == "dumb";
  return ::isatty(descriptor) && !is_set("NO_COLOR") && !is_dumb;
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

std::string folded_at(std::size_t column, std::size_t now, std::string_view text) {
  std::string out(column > now ? column - now : 0, ' ');
  auto at = std::max(column, now);
  auto first = true;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = std::min(text.find(' ', begin), text.size());
    auto word = text.substr(begin, end - begin);
    auto size = display_width(word);
    if (!first && at + 1 + size > width) {
      out += '\n' + std::string(column, ' ');
      at = column;
    } else if (!first) {
      out += ' ', ++at;
    }
    out += word, at += size, first = false;
    begin = end + 1;
  }
  return out + '\n';
}

void print_row(std::string_view left, std::string_view right, std::string_view paint) {
  auto size = 2 + display_width(left);
  auto line = fmt::format("  {}", left);
  if (right.empty()) return print(line + '\n');
  if (size + 2 > middle) {
    line += '\n';
    size = 0;
  }
  auto told = folded_at(middle, size, right);
  print(paint.empty() ? line + told : fmt::format("{}{}{}\x1b[0m", line, paint, told));
}

void print_heading(std::string_view heading) {
  print(fmt::format("\n{}\n", heading));
}

}  // namespace vitac::app
