#include "engine/shown_line.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace vitac {
namespace {

constexpr std::string_view cut = "...";

bool is_control(char byte) {
  return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f;
}

/// How an engine may show a control character: pdfTeX and XeTeX as `^^A`, LuaTeX as `^A`, and a tab also as
/// it is. All else is shown as it is.
std::array<std::string, 3> shown_forms(char control) {
  std::string letter(1, static_cast<char>(control ^ 0x40));
  return {std::string(1, control), "^^" + letter, "^" + letter};
}

/// The offset in `line` where `shown` ends when it begins at `from`.
std::optional<std::size_t> match_after(std::string_view line, std::size_t from, std::string_view shown) {
  while (!shown.empty()) {
    if (from == line.size()) return {};
    if (!is_control(line[from])) {
      if (shown.front() != line[from]) return {};
      shown.remove_prefix(1);
    } else {
      std::size_t length = 0;
      for (auto const& form : shown_forms(line[from]))
        if (length == 0 && shown.starts_with(form)) length = form.size();
      if (length == 0) return {};
      shown.remove_prefix(length);
    }
    ++from;
  }
  return from;
}

/// Whether what is shown ends where `line` ends at `to`.
bool matches_before(std::string_view line, std::size_t to, std::string_view shown) {
  while (!shown.empty()) {
    if (to == 0) return false;
    char byte = line[--to];
    if (!is_control(byte)) {
      if (shown.back() != byte) return false;
      shown.remove_suffix(1);
      continue;
    }
    std::size_t length = 0;
    for (auto const& form : shown_forms(byte))
      if (form.size() > length && shown.ends_with(form)) length = form.size();
    if (length == 0) return false;
    shown.remove_suffix(length);
  }
  return true;
}

/// The rest of the line stands below its beginning, moved right by an amount that engines count differently,
/// so its own leading blanks cannot be told. TeX drops blanks at the end of a line.
bool rest_matches(std::string_view line, std::size_t from, std::string_view rest) {
  while (from < line.size() && line[from] == ' ') ++from;
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (auto end = match_after(line, from, rest))
    if (line.find_first_not_of(" \t\r", *end) == line.npos) return true;
  return rest.ends_with(cut) && match_after(line, from, rest.substr(0, rest.size() - cut.size()));
}

}  // namespace

std::size_t bytes_read(std::string_view line, std::string_view read, std::string_view rest) {
  auto whole = match_after(line, 0, read);
  if (whole && rest_matches(line, *whole, rest)) return *whole;
  if (!read.starts_with(cut)) return 0;
  auto tail = read.substr(cut.size());
  for (std::size_t to = 1; to <= line.size(); ++to)
    if (matches_before(line, to, tail) && rest_matches(line, to, rest)) return to;
  return 0;
}

}  // namespace vitac
