#include "render/citation.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "render/latex.hpp"

namespace vitac {
namespace {

constexpr std::string_view line_start = "\n  ";

using Fields = std::function<Value const*(std::string_view)>;

/// Calls back for each `{name}`; the text between goes to `literal`.
void walk(std::string_view pattern, auto const& literal, auto const& placeholder) {
  while (!pattern.empty()) {
    auto open = std::min(pattern.find('{'), pattern.size());
    auto close = pattern.find('}', open);
    if (open > 0) literal(pattern.substr(0, close == pattern.npos ? pattern.npos : open));
    if (close == pattern.npos) return;
    placeholder(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
}

/// The words of a format; its `~` keeps two of them on one line.
std::string escaped(std::string_view text) {
  std::string out;
  for (;;) {
    auto tie = std::min(text.find('~'), text.size());
    LatexWriter writer;
    writer.text(text.substr(0, tie));
    out += writer.out();
    if (tie == text.size()) return out;
    out += '~';
    text.remove_prefix(tie + 1);
  }
}

/// Up to the sign that ends its last word: quotation marks and emphasis close behind it.
std::string_view without_closings(std::string_view text) {
  constexpr std::array<std::string_view, 4> closings{latex_break, "”", "'", "}"};
  for (auto found = closings.begin(); found != closings.end();) {
    found = std::ranges::find_if(closings, [text](auto closing) { return text.ends_with(closing); });
    if (found != closings.end()) text.remove_suffix(found->size());
  }
  return text;
}

/// Whether no comma follows: behind a title's own stop, though not behind that of `et al.` or `Jr.`
bool is_ended(std::string_view text) {
  auto words = without_closings(text);
  if (words.empty()) return false;
  auto closings = text.substr(words.size());
  bool is_quotation = closings.find("”") != closings.npos || closings.find('\'') != closings.npos;
  return std::string_view("?!,").find(words.back()) != words.npos || (words.back() == '.' && is_quotation);
}

class Citation {
 public:
  explicit Citation(Fields const& field) : m_field(field) {}

  void add(CitationPart const& part) {
    bool complete = true;
    walk(
        part.text.text, [](auto) {},
        [&](std::string_view name) { complete = complete && (name.ends_with('?') || m_field(name)); });
    if (!complete) return;
    if (!m_value.text.empty()) join(part.before ? std::string_view(part.before->text) : ",");
    m_is_emphasised = false;
    walk(
        part.text.text, [this](std::string_view text) { literal(text); },
        [this](std::string_view name) { append(name); });
  }

  Value take() { return std::move(m_value); }

 private:
  void join(std::string_view joiner) {
    if (!(joiner.starts_with(',') && is_ended(m_value.text))) m_value.text += joiner;
    m_value.text += line_start;
  }

  void literal(std::string_view text) {
    while (!text.empty()) {
      auto star = std::min(text.find('*'), text.size());
      m_value.text += escaped(text.substr(0, star));
      if (star < text.size()) m_value.text += (m_is_emphasised = !m_is_emphasised) ? "\\emph{" : "}";
      text.remove_prefix(std::min(star + 1, text.size()));
    }
  }

  void append(std::string_view name) {
    if (name.ends_with('?')) name.remove_suffix(1);
    auto found = m_field(name);
    if (!found) return;
    vitac::append(m_value, *found);
  }

  Fields const& m_field;
  Value m_value;
  bool m_is_emphasised = false;
};

}  // namespace

Value cite(CitationFormat const& format, Fields const& field) {
  Citation citation(field);
  for (auto const& part : format.parts) citation.add(part);
  return citation.take();
}

}  // namespace vitac
