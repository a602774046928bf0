#include "base/source.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/utf8.hpp"

namespace vitac {

std::uint32_t Sources::add(std::string name, std::string text) {
  m_sources.push_back({std::move(name), std::move(text)});
  return std::uint32_t(m_sources.size());
}

Sources::Source const& Sources::at(std::uint32_t file) const {
  if (file == 0 || file > m_sources.size()) throw std::logic_error("a span into no source");
  return m_sources[file - 1];
}

std::string_view Sources::name(std::uint32_t file) const {
  return at(file).name;
}
std::string_view Sources::text(std::uint32_t file) const {
  return at(file).text;
}

std::string_view Sources::text(Span span) const {
  return text(span.file).substr(span.begin, span.end - span.begin);
}

Place Sources::begin(Span span) const {
  return place(span.file, span.begin);
}
Place Sources::end(Span span) const {
  return place(span.file, span.end);
}

Place Sources::place(std::uint32_t file, std::size_t offset) const {
  auto before = text(file).substr(0, offset);
  auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  if (line_start == 0 && before.starts_with("\xef\xbb\xbf")) line_start = 3;
  return {std::size_t(std::count(before.begin(), before.end(), '\n')) + 1,
          count_code_points(before.substr(std::min(line_start, before.size()))) + 1};
}

std::string_view Sources::line(std::uint32_t file, std::size_t offset) const {
  auto all = text(file);
  offset = std::min(offset, all.size());
  auto begin = offset == 0 ? 0 : all.rfind('\n', offset - 1) + 1;
  auto line = all.substr(begin, all.find('\n', begin) - begin);
  if (begin == 0 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace vitac
