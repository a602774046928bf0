#include "engine/pdf_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace vitac {
namespace {

double number_in(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The line at the front of a text, which loses it.
std::string_view next_line(std::string_view& text) {
  auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view behind(std::string_view line, std::string_view label) {
  return trimmed(line.substr(label.size()));
}

/// `612 x 792 pts (letter)` is letter, without a name `612 x 792 pt`.
std::string paper_of(std::string_view size) {
  auto open = size.find('('), close = size.find(')');
  if (open != size.npos && close != size.npos && open < close) {
    std::string name(size.substr(open + 1, close - open - 1));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return name;
  }
  auto end = size.find(" pts");
  return fmt::format("{} pt", size.substr(0, std::min(end, size.size())));
}

/// `ABCDEF+Name` is a subset of Name.
std::string_view without_subset(std::string_view font) {
  return font.find('+') == 6 ? font.substr(7) : font;
}

/// Keeps the lesser of two measures.
void lessen(std::optional<Measured>& least, double value, int page) {
  if (!least || value < least->value) least = Measured{value, page};
}

// Words

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;  ///< from the upper left corner of the page
};

/// A line of a page as pdftotext found it.
struct Line {
  Box box;
  std::string text;
};

struct Page {
  double width = 0, height = 0;
  std::vector<Line> lines;
};

double attribute(std::string_view tag, std::string_view name) {
  auto at = tag.find(fmt::format("{}=\"", name));
  return at == tag.npos ? 0 : number_in(tag.substr(at + name.size() + 2));
}

Box box_of(std::string_view tag) {
  return {attribute(tag, "xMin"), attribute(tag, "yMin"), attribute(tag, "xMax"), attribute(tag, "yMax")};
}

std::vector<Page> read_pages(std::string_view output) {
  std::vector<Page> pages;
  while (!output.empty()) {
    auto line = trimmed(next_line(output));
    if (line.starts_with("<page ")) {
      pages.push_back({attribute(line, "width"), attribute(line, "height"), {}});
    } else if (line.starts_with("<line ") && !pages.empty()) {
      pages.back().lines.push_back({box_of(line), {}});
    } else if (line.starts_with("<word ") && !pages.empty() && !pages.back().lines.empty()) {
      auto begin = line.find('>') + 1, end = line.find("</word>");
      auto& text = pages.back().lines.back().text;
      if (!text.empty()) text += ' ';
      text += line.substr(begin, end == line.npos ? end : end - begin);
    }
  }
  return pages;
}

/// The number at the front of a text, which loses it and blanks behind; empty when there is none.
std::string_view take_number(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && is_ascii_digit(text[end])) ++end;
  auto number = text.substr(0, end);
  text = trimmed(text.substr(end));
  return number;
}

/// Whether a line is the number of a page, `3`, `- 3 -`, `Page 3`, `3 of 7`, or ends in one of several.
bool is_page_number(std::string_view line, int page) {
  auto is_ornament = [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); };
  while (!line.empty() && is_ornament(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_ornament(line.back())) line.remove_suffix(1);
  for (std::string_view word : {"Page ", "page ", "p. "})
    if (line.starts_with(word)) line = trimmed(line.substr(word.size()));
  auto own = fmt::format("{}", page);
  auto rest = line;
  if (take_number(rest) == own && rest.empty()) return true;
  for (auto between : {" of ", "/"})
    for (auto at = line.rfind(between); at != line.npos; at = line.npos) {
      auto before = trimmed(line.substr(0, at)),
           behind = trimmed(line.substr(at + std::string_view(between).size()));
      bool ends = before.ends_with(own) &&
                  (before.size() == own.size() || !is_ascii_digit(before[before.size() - own.size() - 1]));
      auto total = take_number(behind);
      if (ends && !total.empty() && behind.empty() && number_in(total) >= page) return true;
    }
  return false;
}

/// A number stands at the head or the foot of its page.
void find_page_number(Page const& page, int number, PdfFacts& facts) {
  if (facts.page_number) return;
  double first = page.height, last = 0;
  for (auto const& line : page.lines)
    first = std::min(first, line.box.top), last = std::max(last, line.box.bottom);
  for (auto const& line : page.lines) {
    bool is_at_edge = line.box.bottom >= last - 2 || line.box.top <= first + 2 ||
                      line.box.top < points_an_inch || line.box.bottom > page.height - points_an_inch;
    if (is_at_edge && is_page_number(line.text, number)) {
      facts.page_number = PdfFacts::PageNumber{number, line.text};
      return;
    }
  }
}

void find_margin(Page const& page, int number, PdfFacts& facts) {
  auto narrow = [&](double value, std::string_view side) {
    if (facts.narrowest_margin && value >= facts.narrowest_margin->value) return;
    facts.narrowest_margin = Measured{value, number};
    facts.narrowest_side = side;
  };
  for (auto const& [box, text] : page.lines) {
    narrow(box.left, "left");
    narrow(page.width - box.right, "right");
    narrow(box.top, "top");
    narrow(page.height - box.bottom, "bottom");
  }
}

// Type

/// Letters set in one go.
struct Word {
  double left, right, baseline, size;
  std::string_view font;  ///< its name
};

/// Reads as much of the PostScript that pdftops writes as sets type.
class TypeReader {
 public:
  explicit TypeReader(std::string_view text) : m_text(text) {}

  /// The words of each page; empty when there is no page.
  std::vector<std::vector<Word>> run() {
    auto begin = m_text.find("\n%%Page: ");
    if (begin == m_text.npos) return {};
    note_fonts(m_text.substr(0, begin));
    m_at = begin + 1;
    while (m_at < m_text.size()) token();
    return std::move(m_pages);
  }

 private:
  using Matrix = std::array<double, 6>;

  static Matrix times(Matrix const& a, Matrix const& b) {
    return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],        a[2] * b[0] + a[3] * b[2],
            a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]};
  }

  /// `/F9_0 /ZXOAOW+TeXGyreTermes-Bold 1 1`: what pages call a font, and its name.
  void note_fonts(std::string_view setup) {
    while (!setup.empty()) {
      auto line = next_line(setup);
      auto space = line.find(" /");
      if (!line.starts_with("/F") || space == line.npos) continue;
      auto name = line.substr(space + 2);
      m_fonts.emplace(line.substr(0, space), without_subset(name.substr(0, name.find(' '))));
    }
  }

  void token() {
    char c = m_text[m_at];
    if (std::isspace(static_cast<unsigned char>(c)) || c == ']') {
      ++m_at;
    } else if (c == '%') {
      comment();
    } else if (c == '(') {
      string();
    } else if (c == '[') {
      m_numbers.clear();
      ++m_at;
    } else {
      auto end = std::min(m_text.find_first_of(" \t\r\n[]()%", m_at + 1), m_text.size());
      word(m_text.substr(m_at, end - m_at));
      m_at = end;
    }
  }

  void comment() {
    auto rest = m_text.substr(m_at);
    auto line = next_line(rest);
    if (line.starts_with("%%Page: ")) {
      m_pages.emplace_back();
      m_matrix = m_text_matrix = {1, 0, 0, 1, 0, 0};
      m_saved.clear();
    }
    m_at = m_text.size() - rest.size();
  }

  void string() {
    m_string.clear();
    ++m_at;
    for (int depth = 1; m_at < m_text.size(); ++m_at) {
      char c = m_text[m_at];
      if (c == '\n') return;  // pictures have such signs too
      if (c == '\\' && m_at + 1 < m_text.size()) {
        escape();
        continue;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) break;
      m_string += c;
    }
    ++m_at;
  }

  /// `\051`, `\(`; a line end behind a backslash is none.
  void escape() {
    char c = m_text[++m_at];
    if (c == '\n') return;
    if (!is_ascii_digit(c)) {
      m_string += c;
      return;
    }
    int code = 0;
    std::size_t digits = 0;
    while (digits < 3 && m_at < m_text.size() && is_ascii_digit(m_text[m_at]))
      code = code * 8 + (m_text[m_at++] - '0'), ++digits;
    --m_at;
    m_string += char(code);
  }

  void word(std::string_view name) {
    if (is_ascii_digit(name[0]) || name[0] == '-' || name[0] == '.')
      return m_numbers.push_back(number_in(name));
    if (name == "Tj" || name == "Tj16") return shown();
    if (name == "TJm") {
      auto move = operand(0);
      m_x -= move / 1000 * m_size;
      if (move < -widest_kern) end_word();
    } else {
      if (name == "Td") moved(operand(1), operand(0));
      if (name == "Tf") end_word(), m_size = operand(0), m_font = m_fonts[m_name];
      if (name == "Tm" || name == "cm" || name == "q" || name == "Q" || name == "showpage") turned(name);
    }
    if (name[0] != '/')
      m_numbers.clear();
    else
      m_name = name;
  }

  double operand(std::size_t from_end) const {
    return from_end < m_numbers.size() ? m_numbers[m_numbers.size() - 1 - from_end] : 0;
  }

  void moved(double x, double y) {
    // A step along the line may be less than a space; anything else ends the word.
    if (y != m_y || std::abs(x - m_x) > m_size * widest_kern / 1000) end_word();
    m_x = x, m_y = y;
  }

  void turned(std::string_view how) {
    end_word();
    Matrix given{1, 0, 0, 1, 0, 0};
    if (m_numbers.size() >= 6) std::copy_n(m_numbers.end() - 6, 6, given.begin());
    if (how == "Tm") m_text_matrix = given;
    if (how == "cm") m_matrix = times(given, m_matrix);
    if (how == "q") m_saved.push_back(m_matrix);
    if (how == "Q" && !m_saved.empty()) m_matrix = m_saved.back(), m_saved.pop_back();
  }

  /// A string with the way that each of its glyphs takes, across and down.
  void shown() {
    if (m_letters == 0) m_word_begin = m_x;
    for (std::size_t i = 0; i < m_numbers.size(); i += 2) m_x += m_numbers[i];
    auto glyphs = m_numbers.size() / 2;
    if (m_string.size() == glyphs)
      m_letters += std::size_t(std::ranges::count_if(m_string, is_letter_code));
    else
      m_letters += glyphs;  // two bytes each: numbers of glyphs, which may be anything
    m_numbers.clear();
  }

  /// Letters of ASCII, and where TeX's encodings have ligatures and letters with accents.
  static bool is_letter_code(char c) {
    auto code = static_cast<unsigned char>(c);
    return std::isalpha(code) || (code >= 0x1b && code <= 0x1f) || code >= 0x80;
  }

  /// Indices and marks are no words.
  void end_word() {
    if (m_letters >= least_letters && !m_pages.empty()) {
      auto whole = times(m_text_matrix, m_matrix);
      auto x = [&](double along) { return along * whole[0] + m_y * whole[2] + whole[4]; };
      auto scale = std::hypot(whole[2], whole[3]);
      m_pages.back().push_back(
          {x(m_word_begin), x(m_x), m_x * whole[1] + m_y * whole[3] + whole[5], m_size * scale, m_font});
    }
    m_letters = 0;
  }

  static constexpr double widest_kern = 190;  ///< thousandths of the size; a space is more
  static constexpr std::size_t least_letters = 3;

  std::string_view m_text;
  std::size_t m_at = 0;
  std::vector<double> m_numbers;
  std::string m_string;
  std::map<std::string_view, std::string_view> m_fonts;
  std::string_view m_name, m_font;  ///< the last that was named; the font that type is set in
  Matrix m_matrix{1, 0, 0, 1, 0, 0}, m_text_matrix{1, 0, 0, 1, 0, 0};
  std::vector<Matrix> m_saved;
  double m_x = 0, m_y = 0, m_size = 0, m_word_begin = 0;
  std::size_t m_letters = 0;
  std::vector<std::vector<Word>> m_pages;
};

void find_type(Word const& word, int page, PdfFacts& facts) {
  auto& all = facts.smallest_type;
  auto known = std::ranges::find(all, word.font, &PdfFacts::FontSize::font);
  if (known == all.end())
    all.push_back({std::string(word.font), {word.size, page}});
  else if (word.size < known->smallest.value)
    known->smallest = {word.size, page};
}

void find_closest_lines(std::vector<Word> words, int page, PdfFacts& facts) {
  std::ranges::sort(words, std::greater{}, &Word::baseline);
  for (auto upper = words.begin(); upper != words.end(); ++upper)
    for (auto lower = upper + 1; lower != words.end(); ++lower) {
      auto distance = upper->baseline - lower->baseline;
      if (facts.closest_lines && distance >= facts.closest_lines->value) break;
      bool is_below = upper->left < lower->right && lower->left < upper->right;
      if (is_below && distance > std::min(upper->size, lower->size) / 2)
        lessen(facts.closest_lines, distance, page);
    }
}

}  // namespace

bool read_pdf_info(std::string_view output, PdfFacts& facts) {
  while (!output.empty()) {
    auto line = next_line(output);
    if (line.starts_with("Pages:")) facts.pages = int(number_in(behind(line, "Pages:")));
    auto size = line.find(" size:");
    if (!line.starts_with("Page ") || size == line.npos) continue;
    auto paper = paper_of(behind(line.substr(size), " size:"));
    if (facts.paper.empty()) facts.paper = paper;
    if (paper != facts.paper) {
      facts.paper = paper;
      break;
    }
  }
  return facts.pages > 0 && !facts.paper.empty();
}

bool read_pdf_fonts(std::string_view output, PdfFacts& facts) {
  auto head = next_line(output);
  while (!head.starts_with("name ") && !output.empty()) head = next_line(output);  // behind warnings
  auto rule = next_line(output);
  auto type = head.find("type"), encoding = head.find("encoding"), embedded = head.find("emb");
  if (!rule.starts_with("----") || type == head.npos || encoding == head.npos || embedded == head.npos)
    return false;
  while (!output.empty()) {
    auto line = next_line(output);
    if (line.size() < embedded + 3) continue;
    auto name = without_subset(trimmed(line.substr(0, type)));
    facts.fonts.push_back({std::string(name), std::string(trimmed(line.substr(type, encoding - type))),
                           line.substr(embedded, 3) == "yes"});
  }
  return true;
}

bool read_pdf_words(std::string_view output, PdfFacts& facts) {
  auto pages = read_pages(output);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    find_margin(pages[i], int(i) + 1, facts);
    find_page_number(pages[i], int(i) + 1, facts);
  }
  return !pages.empty();
}

bool read_pdf_type(std::string_view output, PdfFacts& facts) {
  auto pages = TypeReader(output).run();
  for (std::size_t i = 0; i < pages.size(); ++i) {
    for (auto const& word : pages[i]) find_type(word, int(i) + 1, facts);
    find_closest_lines(pages[i], int(i) + 1, facts);
  }
  return !pages.empty();
}

}  // namespace vitac
