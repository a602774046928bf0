#include "model/people.hpp"

#include "base/utf8.hpp"

namespace vitac {
namespace {

void append_split(std::string_view text, std::string_view separator, std::vector<std::string_view>& to) {
  for (std::size_t begin = 0; begin <= text.size();) {
    auto end = std::min(text.find(separator, begin), text.size());
    if (auto part = trimmed(text.substr(begin, end - begin)); !part.empty()) to.push_back(part);
    begin = end + separator.size();
  }
}

/// Whether a part between two `and` holds several names ("Y. Zhang, J. Jia") rather than one in the order
/// "Lovelace, Ada": more than one comma, or an initial before it.
bool is_comma_list(std::string_view part) {
  auto comma = part.find(',');
  if (comma == part.npos) return false;
  return part.ends_with(',') || part.find(',', comma + 1) != part.npos ||
         part.substr(0, comma).find('.') != part.npos;
}

}  // namespace

std::vector<std::string_view> Contributor::split(std::string_view text) {
  std::vector<std::string_view> parts;
  if (text.find(';') != text.npos) {
    append_split(text, ";", parts);
    return parts;
  }
  append_split(text, " and ", parts);
  if (parts.size() > 1 && std::ranges::none_of(parts, is_comma_list)) return parts;  // BibTeX's way
  parts.clear();
  append_split(text, ",", parts);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto part = parts[i];
    if (part.starts_with("and ")) parts[i] = part = trimmed(part.substr(4));
    if (auto conjunction = part.find(" and "); conjunction != part.npos) {
      parts[i] = trimmed(part.substr(0, conjunction));
      parts.insert(parts.begin() + std::ptrdiff_t(i) + 1, trimmed(part.substr(conjunction + 5)));
    }
  }
  return parts;
}

std::string PersonName::printed() const {
  if (text) return text->text;
  std::string out;
  for (auto const* part : {&prefix, &given, &family, &suffix})
    if (*part) out += (out.empty() ? "" : " ") + (*part)->text;
  return out;
}

}  // namespace vitac
