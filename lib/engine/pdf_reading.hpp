#pragma once
#include <string_view>

#include "engine/pdf_facts.hpp"

/// What poppler's programs write, read into facts. Each is false when it is nothing that such a program
/// writes.
namespace vitac {

/// `pdfinfo -f 1 -l 9999`: pages and paper.
bool read_pdf_info(std::string_view output, PdfFacts&);
/// `pdffonts`.
bool read_pdf_fonts(std::string_view output, PdfFacts&);
/// `pdftotext -bbox-layout`: margins and page numbers.
bool read_pdf_words(std::string_view output, PdfFacts&);
/// `pdftops`, where sizes and baselines are exact.
bool read_pdf_type(std::string_view output, PdfFacts&);

}  // namespace vitac
