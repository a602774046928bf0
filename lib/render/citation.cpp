#include "render/citation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/suggest.hpp"
#include "base/utf8.hpp"
#include "model/entries.hpp"
#include "render/latex.hpp"

namespace vitac {
namespace {

constexpr std::string_view line_start = "\n  ";

using Fields = std::function<Value const*(std::string_view)>;

/// Calls back for each `{...}` with what stands in it; the text between goes to `literal`. False when a brace
/// stays open.
bool walk(std::string_view pattern, auto const& literal, auto const& placeholder) {
  while (!pattern.empty()) {
    auto open = std::min(pattern.find('{'), pattern.size());
    auto close = pattern.find('}', open);
    if (open > 0) literal(pattern.substr(0, close == pattern.npos ? pattern.npos : open));
    if (close == pattern.npos) return open == pattern.size();
    placeholder(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
  return true;
}

/// The names of `{status|year|'n.d.'}`, in order; words of the format's own keep their quotation marks.
void each_name(std::string_view placeholder, auto const& visit) {
  while (!placeholder.empty()) {
    auto end = std::min(placeholder.find('|'), placeholder.size());
    if (visit(placeholder.substr(0, end))) return;
    placeholder.remove_prefix(std::min(end + 1, placeholder.size()));
  }
}

bool is_words(std::string_view name) {
  return name.size() > 1 && name.front() == '\'' && name.back() == '\'';
}

std::string_view without_question_mark(std::string_view name) {
  return name.substr(0, name.size() - name.ends_with('?'));
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

/// As a text prints between the quotation marks of a format; not a byte is moved.
Value with_single_quotes(Value value) {
  value.text = replaced(replaced(std::move(value.text), "“", "‘"), "”", "’");
  return value;
}

/// Up to the sign that ends its last word: marks at a name, quotation marks and emphasis close behind it.
std::string_view without_closings(std::string_view text) {
  constexpr std::array<std::string_view, 5> closings{latex_break, "”", "’", "'", "}"};
  if (auto marks = text.rfind("\\cvmarks{"); marks != text.npos && text.find('}', marks) == text.size() - 1)
    text.remove_suffix(text.size() - marks);
  for (auto found = closings.begin(); found != closings.end();) {
    found = std::ranges::find_if(closings, [text](auto closing) { return text.ends_with(closing); });
    if (found != closings.end()) text.remove_suffix(found->size());
  }
  return text;
}

/// Whether a comma or stop is lost behind a text. A comma gives way to a title's own stop, though not to that
/// of `et al.` or `Jr.`
bool swallows(std::string_view text, char sign) {
  auto words = without_closings(text);
  if (words.empty()) return sign == ',' || sign == '.';
  auto last = words.back();
  if (sign == '.') return std::string_view("?!.").find(last) != std::string_view::npos;
  if (sign != ',') return false;
  auto closings = text.substr(words.size());
  bool is_quotation = closings.find("”") != closings.npos || closings.find("’") != closings.npos ||
                      closings.find('\'') != closings.npos;
  return std::string_view("?!,").find(last) != std::string_view::npos || (last == '.' && is_quotation);
}

class Citation {
 public:
  explicit Citation(Fields const& field) : m_field(field) {}

  void add(CitationPart const& part) {
    if (!is_wanted(part)) return;
    if (!m_value.text.empty()) {
      put(part.before ? part.before->text : ",");
      if (!part.tight || !part.tight->value) m_value.text += line_start;
    }
    m_is_emphasised = false;
    m_is_open = part.open && part.open->value;
    walk(
        part.text.text, [this](std::string_view text) { literal(text); },
        [this](std::string_view placeholder) { fill(placeholder); });
  }

  Value end(std::optional<Literal> const& sign) {
    if (sign && !m_is_open && !m_value.text.empty()) put(sign->text);
    return std::move(m_value);
  }

 private:
  bool is_wanted(CitationPart const& part) const {
    auto has = [this](Literal const& name) { return m_field(name.text) != nullptr; };
    bool complete = std::ranges::all_of(part.when, has) && std::ranges::none_of(part.unless, has);
    walk(
        part.text.text, [](auto) {},
        [&](std::string_view placeholder) {
          bool is_there = false;
          each_name(placeholder, [&](std::string_view name) {
            return is_there = name.ends_with('?') || is_words(name) || m_field(name);
          });
          complete = complete && is_there;
        });
    return complete;
  }

  /// Words of the format, without a sign that would double.
  void put(std::string_view words) {
    auto opening = words.rfind("“"), closing = words.rfind("”");
    if (opening != words.npos || closing != words.npos)
      m_is_quoted = closing == words.npos || (opening != words.npos && opening > closing);
    if (!words.empty() && swallows(m_value.text, words.front())) words.remove_prefix(1);
    m_value.text += escaped(words);
  }

  void literal(std::string_view text) {
    while (!text.empty()) {
      auto star = std::min(text.find('*'), text.size());
      put(text.substr(0, star));
      if (star < text.size()) m_value.text += (m_is_emphasised = !m_is_emphasised) ? "\\emph{" : "}";
      text.remove_prefix(std::min(star + 1, text.size()));
    }
  }

  void fill(std::string_view placeholder) {
    each_name(placeholder, [this](std::string_view name) {
      if (is_words(name)) return put(name.substr(1, name.size() - 2)), true;
      auto found = m_field(without_question_mark(name));
      if (!found) return false;
      auto value = m_is_quoted ? with_single_quotes(*found) : *found;
      // The locale's words, which stand behind a comma elsewhere.
      if (without_question_mark(name) == "status" && ends_sentence(m_value.text))
        value.text = capitalized(value.text);
      append(m_value, std::move(value));
      return true;
    });
  }

  Fields const& m_field;
  Value m_value;
  bool m_is_emphasised = false, m_is_open = false, m_is_quoted = false;
};

class FormatCheck {
 public:
  FormatCheck(std::span<std::string_view const> fields, Sources const& sources, Diagnostics& problems)
      : m_fields(fields), m_sources(sources), m_problems(problems) {}

  void check(CitationPart const& part) {
    auto const& text = part.text;
    bool is_closed = walk(
        text.text, [](auto) {},
        [&](std::string_view placeholder) {
          if (placeholder.empty()) name(placeholder, text.at);
          each_name(placeholder, [&](std::string_view each) {
            if (!is_words(each)) name(without_question_mark(each), place(text, each));
            return false;
          });
        });
    if (!is_closed)
      m_problems.error("unclosed", text.at, "a brace that is not closed", "close it: `{title}`");
    if (std::ranges::count(text.text, '*') % 2)
      m_problems.error("unclosed", text.at, "an emphasis that is not closed", "close it: `*{venue}*`");
    for (auto const* names : {&part.when, &part.unless})
      for (auto const& each : *names) name(each.text, each.at);
  }

 private:
  void name(std::string_view name, Span at) {
    if (std::ranges::find(m_fields, name) != m_fields.end()) return;
    m_problems.error("unknown-field", at, fmt::format("a citation has no {}", in_backquotes(name)),
                     suggested(name, m_fields, "it has"));
  }

  /// Where a name stands in the file.
  Span place(Literal const& text, std::string_view name) const {
    auto source = m_sources.text(text.at.file);
    auto found = source.find(name, text.at.begin);
    if (found == source.npos || found > text.at.begin + 2 * text.text.size()) return text.at;
    return {text.at.file, std::uint32_t(found), std::uint32_t(found + name.size())};
  }

  std::span<std::string_view const> m_fields;
  Sources const& m_sources;
  Diagnostics& m_problems;
};

}  // namespace

bool takes_no_comma(std::string_view text) {
  return !text.empty() && swallows(text, ',');
}

bool ends_sentence(std::string_view text) {
  text = without_closings(trimmed(text));
  return !text.empty() && std::string_view("?!.").find(text.back()) != std::string_view::npos;
}

Value cite(CitationFormat const& format, std::string_view type, Fields const& field) {
  auto own = format.types.find(type);
  Citation citation(field);
  for (auto const& part : own ? own->parts : format.parts) citation.add(part);
  return citation.end(format.end);
}

void check_citation_format(CitationFormat const& format, std::span<std::string_view const> fields,
                           Sources const& sources, Diagnostics& problems) {
  FormatCheck check(fields, sources, problems);
  for (auto const& part : format.parts) check.check(part);
  for (auto const& [type, at, own] : format.types.items) {
    if (std::ranges::find(publication_types, type) == publication_types.end())
      problems.error("unknown-choice", at,
                     fmt::format("{} is none of {}", in_backquotes(type), one_of(publication_types)),
                     did_you_mean(type, publication_types));
    for (auto const& part : own.parts) check.check(part);
  }
}

}  // namespace vitac
