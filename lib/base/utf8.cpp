#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace vitac {
namespace {

auto bytes(std::string_view text) {
  return reinterpret_cast<utf8proc_uint8_t const*>(text.data());
}

bool is_ascii(std::string_view text) {
  for (unsigned char c : text)
    if (c >= 0x80) return false;
  return true;
}

/// Letters whose stroke or ligature Unicode does not take apart, in their folded form.
constexpr std::pair<char32_t, std::string_view> plain_letters[] = {
    {U'ł', "l"}, {U'ø', "o"},  {U'đ', "d"},  {U'ð', "d"},  {U'ħ', "h"},      {U'ŧ', "t"},
    {U'ı', "i"}, {U'æ', "ae"}, {U'œ', "oe"}, {U'þ', "th"}, {U'\u2019', "'"}, {U'\u2018', "'"},
};

std::string without_strokes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto begin = at;
    auto c = next_code_point(text, at);
    auto plain = std::ranges::find(plain_letters, c, [](auto const& row) { return row.first; });
    out += plain == std::end(plain_letters) ? text.substr(begin, at - begin) : plain->second;
  }
  return out;
}

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* result = nullptr;
  auto size = utf8proc_map(bytes(text), utf8proc_ssize_t(text.size()), &result, utf8proc_option_t(options));
  if (size < 0) return std::string(text);  // malformed text was refused before it came here
  std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
  return {reinterpret_cast<char const*>(result), std::size_t(size)};
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return ++at, first;
  utf8proc_int32_t code_point = 0;
  auto size = utf8proc_iterate(bytes(text) + at, utf8proc_ssize_t(text.size() - at), &code_point);
  if (size <= 0) return ++at, U'\uFFFD';
  at += std::size_t(size);
  return char32_t(code_point);
}

void append_utf8(std::string& to, char32_t code_point) {
  utf8proc_uint8_t buffer[4];
  auto size = utf8proc_encode_char(utf8proc_int32_t(code_point), buffer);
  to.append(reinterpret_cast<char const*>(buffer), std::size_t(size));
}

std::optional<std::size_t> first_malformed(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t code_point = 0;
    auto size = utf8proc_iterate(bytes(text) + at, utf8proc_ssize_t(text.size() - at), &code_point);
    if (size <= 0) return at;
    at += std::size_t(size);
  }
  return {};
}

std::size_t count_code_points(std::string_view text) {
  constexpr std::uint64_t one_each = 0x0101010101010101;
  std::size_t count = 0, at = 0;
  for (std::uint64_t eight; at + sizeof eight <= text.size();
       at += sizeof eight) {  // a line may be 8 MB long
    std::memcpy(&eight, text.data() + at, sizeof eight);
    auto continued = (eight >> 7) & ~(eight >> 6) & one_each;  // bytes that start with the bits 10
    count += sizeof eight - std::size_t(std::popcount(continued));
  }
  for (unsigned char c : text.substr(at)) count += (c & 0xC0) != 0x80;
  return count;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();)
    width += std::size_t(utf8proc_charwidth(utf8proc_int32_t(next_code_point(text, at))));
  return width;
}

std::string composed(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string folded(std::string_view text) {
  auto letters = mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                  UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  return is_ascii(letters) ? letters : without_strokes(letters);
}

std::string_view trimmed(std::string_view text) {
  auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string replaced(std::string text, std::string_view part, std::string_view by) {
  auto at = text.find(part);
  if (at == std::string::npos) return text;
  std::string out;
  std::size_t done = 0;
  for (; at != std::string::npos; at = text.find(part, done)) {
    out.append(text, done, at - done).append(by);
    done = at + part.size();
  }
  return out.append(text, done);
}

std::string capitalized(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  if (!text.empty())
    append_utf8(out, char32_t(utf8proc_toupper(utf8proc_int32_t(next_code_point(text, at)))));
  return out.append(text.substr(at));
}

Writing writing_of(char32_t c) {
  switch (utf8proc_get_property(utf8proc_int32_t(c))->bidi_class) {
    case UTF8PROC_BIDI_CLASS_L:
      return Writing::left_to_right;
    case UTF8PROC_BIDI_CLASS_R:
    case UTF8PROC_BIDI_CLASS_AL:
      return Writing::right_to_left;
    case UTF8PROC_BIDI_CLASS_EN:
    case UTF8PROC_BIDI_CLASS_AN:
      return Writing::number;
    case UTF8PROC_BIDI_CLASS_NSM:
      return Writing::mark;
    default:
      return Writing::neutral;
  }
}

bool is_letter(char32_t c) {
  auto category = utf8proc_category(utf8proc_int32_t(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_alphanumeric(char32_t c) {
  auto category = utf8proc_category(utf8proc_int32_t(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') ||
         utf8proc_category(utf8proc_int32_t(c)) == UTF8PROC_CATEGORY_ZS;
}

}  // namespace vitac
