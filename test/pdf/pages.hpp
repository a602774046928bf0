#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace vitac::test {

/// A line of a page: what stands at one height, in pixels of two thirds of a point.
struct PageLine {
  int top = 0, bottom = 0, left = 0, right = 0;
  std::string first_font, last_font;  ///< of its first and its last piece
  bool is_table = false;              ///< there is room between its pieces, as no text has it
  std::string text;
};

struct Page {
  std::vector<PageLine> lines;        ///< from top to bottom, without the foot that all pages share
  std::vector<std::string> headings;  ///< the bookmarks that lead here
};

/// What pdftohtml sees in a PDF.
std::vector<Page> pages_of(std::filesystem::path const& pdf);

/// What is wrong with how the text falls onto its pages: a heading that nothing follows, the first line of a
/// paragraph alone at the end of a page, the last line alone at the start of one. Empty when all is well.
std::vector<std::string> bad_breaks(std::vector<Page> const&);

}  // namespace vitac::test
