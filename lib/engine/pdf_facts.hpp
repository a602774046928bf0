#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/process.hpp"

namespace vitac {

inline constexpr double points_an_inch = 72;

/// A measure in PDF points and the page where it was found.
struct Measured {
  double value = 0;
  int page = 0;
};

/// What a finished PDF is like, measured.
struct PdfFacts {
  struct Font {
    std::string name, type;
    bool is_embedded = false;
  };
  struct FontSize {
    std::string font;  ///< its name, without the sign of a subset
    Measured smallest;
  };
  struct PageNumber {
    int page = 0;
    std::string text;  ///< as it is printed
  };

  int pages = 0;
  std::string paper;  ///< letter, a4, else `612 x 792 pt`; of the first page that differs from the first
  std::vector<Font> fonts;
  std::vector<FontSize> smallest_type;    ///< of words; marks, indices and other signs may be smaller
  std::optional<Measured> closest_lines;  ///< the least distance of two baselines of a column
  std::optional<Measured> narrowest_margin;
  std::string_view narrowest_side;  ///< left, right, top or bottom
  std::optional<PageNumber> page_number;
};

/// Measures a PDF by poppler's programs, as processes on the loop. `done` is called from `loop.run()`; it
/// gets nothing when a program is missing or does not understand the PDF, and then the reason in words.
void read_pdf_facts(Loop&, std::string const& pdf,
                    std::function<void(std::optional<PdfFacts>, std::string reason)> done);

}  // namespace vitac
