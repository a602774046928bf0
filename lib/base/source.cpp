#include "base/source.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/utf8.hpp"

namespace vitac {

std::uint32_t Sources::add(std::string name, std::string text) {
  std::vector<std::uint32_t> lines{0};
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1))
    lines.push_back(std::uint32_t(end + 1));
  m_sources.push_back({std::move(name), std::move(text), std::move(lines)});
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
  auto const& [name, text, lines] = at(file);
  auto behind = std::upper_bound(lines.begin(), lines.end(), offset);
  std::size_t line_start = behind[-1];
  if (line_start == 0 && text.starts_with("\xef\xbb\xbf")) line_start = 3;
  auto before = std::string_view(text).substr(0, offset);
  return {std::size_t(behind - lines.begin()),
          count_code_points(before.substr(std::min(line_start, before.size()))) + 1};
}

std::string_view Sources::line(std::uint32_t file, std::size_t offset) const {
  auto const& [name, text, lines] = at(file);
  auto behind = std::upper_bound(lines.begin(), lines.end(), offset);
  std::size_t begin = behind[-1], end = behind == lines.end() ? text.size() : *behind - 1;
  auto line = std::string_view(text).substr(begin, end - begin);
  if (begin == 0 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace vitac
