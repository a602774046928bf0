#include "test/pdf/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "test/support/support.hpp"

namespace vitac::test {
namespace {

/// The value of an attribute of an XML tag; empty when it has none of that name.
std::string attribute(std::string_view tag, std::string_view name) {
  auto at = tag.find(fmt::format(" {}=\"", name));
  if (at == tag.npos) return {};
  at += name.size() + 3;
  return std::string(tag.substr(at, tag.find('"', at) - at));
}

int number(std::string_view tag, std::string_view name) {
  return std::atoi(attribute(tag, name).c_str());
}

/// XML without its tags and entities.
std::string plain(std::string_view xml) {
  std::string out;
  for (std::size_t at = 0; at < xml.size(); ++at) {
    if (xml[at] == '<')
      at = std::min(xml.find('>', at), xml.size());
    else
      out += xml[at];
  }
  for (auto [entity, sign] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}})
    for (auto at = out.find(entity); at != out.npos; at = out.find(entity, at + 1))
      out.replace(at, std::string_view(entity).size(), sign);
  return out;
}

int middle(PageLine const& line) {
  return (line.top + line.bottom) / 2;
}

/// Pieces at one height make a line.
void add_piece(std::vector<PageLine>& lines, PageLine piece) {
  auto line = std::ranges::find_if(
      lines, [&](auto const& each) { return std::abs(middle(each) - middle(piece)) < 8; });
  if (line == lines.end()) {
    lines.push_back(std::move(piece));
    return;
  }
  line->is_table = line->is_table || piece.left > line->right + 25 || piece.right < line->left - 25;
  if (piece.left < line->left) {
    line->first_font = piece.first_font;
    line->text = piece.text + " " + line->text;
  } else {
    line->text += " " + piece.text;
  }
  if (piece.right > line->right) line->last_font = piece.last_font;
  line->left = std::min(line->left, piece.left);
  line->right = std::max(line->right, piece.right);
}

/// What stands at the foot of every page at the same height, whatever numbers it holds.
void drop_feet(std::vector<Page>& pages) {
  auto foot = [](Page const& page) {
    auto text = page.lines.empty() ? std::string() : page.lines.back().text;
    std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return std::pair(text, page.lines.empty() ? 0 : page.lines.back().top);
  };
  while (pages.size() > 1 && !pages[0].lines.empty() &&
         std::ranges::all_of(pages, [&](auto const& page) { return foot(page) == foot(pages[0]); }))
    for (auto& page : pages) page.lines.pop_back();
}

bool has_part(std::vector<std::string> const& whole, std::vector<std::string> const& part) {
  return !part.empty() && !std::ranges::search(whole, part).empty();
}

/// Whether a line is a heading, a line of a long one, or one with a few words beside it.
bool is_heading(std::vector<std::string> const& line, std::vector<std::string> const& heading) {
  return has_part(heading, line) || (has_part(line, heading) && 2 * heading.size() >= line.size());
}

/// Whether a line goes on with the paragraph of the line before it, as far as eyes can tell: it begins where
/// that one began, in the type in which that one ended, and its first word would not have fitted there.
bool goes_on(PageLine const& before, PageLine const& line, std::map<int, int> const& right_edges) {
  if (std::abs(before.left - line.left) > 2 || before.last_font != line.first_font) return false;
  if (before.is_table || line.text.starts_with("•") || line.text.empty()) return false;
  auto word = line.text.substr(0, line.text.find(' '));
  auto width = int(double(line.right - line.left) * double(word.size()) / double(line.text.size()));
  auto edge = right_edges.find(before.left / 4);
  return edge != right_edges.end() && before.right + width >= edge->second;
}

/// The distance of lines that most lines have.
int leading_of(std::vector<Page> const& pages) {
  std::map<int, int> distances;
  for (auto const& page : pages)
    for (std::size_t i = 1; i < page.lines.size(); ++i)
      ++distances[middle(page.lines[i]) - middle(page.lines[i - 1])];
  auto most = std::ranges::max_element(distances, {}, [](auto const& each) { return each.second; });
  return most == distances.end() ? 0 : most->first;
}

}  // namespace

std::vector<Page> pages_of(std::filesystem::path const& pdf) {
  auto xml = run({"pdftohtml", "-xml", "-i", "-q", "-stdout", pdf.string()}).out;
  std::vector<Page> pages;
  std::map<std::string, std::string> fonts;
  for (std::size_t at = 0; at < xml.size();) {
    auto end = std::min(xml.find('\n', at), xml.size());
    std::string_view line(xml.data() + at, end - at);
    at = end + 1;
    while (line.starts_with('\t')) line.remove_prefix(1);
    if (line.starts_with("<page ")) pages.emplace_back();
    if (line.starts_with("<fontspec "))
      fonts[attribute(line, "id")] =
          attribute(line, "family") + attribute(line, "size") + attribute(line, "color");
    if (line.starts_with("<text ") && !pages.empty()) {
      auto font = fonts[attribute(line, "font")];
      PageLine piece{number(line, "top"),
                     number(line, "top") + number(line, "height"),
                     number(line, "left"),
                     number(line, "left") + number(line, "width"),
                     font,
                     font,
                     false,
                     plain(line)};
      if (!words_of(piece.text).empty() || piece.text == "•") add_piece(pages.back().lines, std::move(piece));
    }
    if (line.starts_with("<item page="))
      pages.at(std::size_t(number(line, "page")) - 1).headings.push_back(plain(line));
  }
  for (auto& page : pages) std::ranges::sort(page.lines, {}, middle);
  drop_feet(pages);
  return pages;
}

std::vector<std::string> bad_breaks(std::vector<Page> const& pages) {
  std::vector<std::string> found;
  std::map<int, int> right_edges;  // by where lines begin
  std::map<std::string, int> fonts;
  for (auto const& page : pages)
    for (auto const& line : page.lines) {
      for (auto left : {line.left / 4 - 1, line.left / 4, line.left / 4 + 1})
        right_edges[left] = std::max(right_edges[left], line.right);
      ++fonts[line.first_font];
    }
  // A label may hang out to the left of a paragraph's first line.
  auto is_one_block = [leading = leading_of(pages)](PageLine const& before, PageLine const& line) {
    return before.left <= line.left + 2 && middle(line) - middle(before) <= leading + 2;
  };
  auto body = std::ranges::max_element(fonts, {}, [](auto const& each) { return each.second; });
  for (std::size_t i = 0; i < pages.size(); ++i) {
    auto const& lines = pages[i].lines;
    if (lines.empty()) continue;
    auto const& last = lines.back();
    for (auto const& heading : pages[i].headings)
      if (last.first_font != body->first && is_heading(words_of(last.text), words_of(heading)))
        found.push_back(fmt::format("page {} ends with the heading \"{}\"", i + 1, last.text));
    if (i + 1 == pages.size() || pages[i + 1].lines.empty()) continue;
    auto const& next = pages[i + 1].lines;
    if (!goes_on(last, next[0], right_edges)) continue;
    if (next.size() == 1 || !is_one_block(next[0], next[1]))
      found.push_back(fmt::format("page {} begins with the end of a paragraph: \"{}\"", i + 2, next[0].text));
    if (lines.size() == 1 || !is_one_block(lines[lines.size() - 2], last))
      found.push_back(fmt::format("page {} ends with the start of a paragraph: \"{}\"", i + 1, last.text));
  }
  return found;
}

}  // namespace vitac::test
