#include "exchange/bibtex_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::size_t longest_value = 1 << 20, most_expanded = 64 << 20;

constexpr std::pair<std::string_view, std::string_view> month_strings[] = {
    {"jan", "January"},   {"feb", "February"}, {"mar", "March"},    {"apr", "April"},
    {"may", "May"},       {"jun", "June"},     {"jul", "July"},     {"aug", "August"},
    {"sep", "September"}, {"oct", "October"},  {"nov", "November"}, {"dec", "December"},
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// What names of entries, fields and strings are made of.
bool is_name_sign(char c) {
  constexpr std::string_view others = "\"#%'(),={}@\\";
  return static_cast<unsigned char>(c) > ' ' && others.find(c) == others.npos;
}

bool is_letter_or_digit(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c);
}

bool is_small_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::string small(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return out;
}

class Reader {
 public:
  Reader(std::uint32_t file, std::string_view text, BibFiles& files, Diagnostics& problems)
      : m_file(file), m_text(text), m_files(files), m_problems(problems) {}

  void run() {
    while (auto at = next_entry()) {
      m_at = *at + 1;
      block(*at);
    }
  }

 private:
  // Between entries

  /// The next `@` that begins something: all before it is a comment, as is what stands behind a `%`. The `@`
  /// of an e-mail address begins nothing.
  std::optional<std::size_t> next_entry() {
    for (auto at = m_text.find('@', m_at); at != m_text.npos; at = m_text.find('@', at + 1)) {
      auto before = m_text.substr(m_at, at - m_at);
      before.remove_prefix(before.rfind('\n') + 1);  // npos + 1 is 0
      bool is_address = !before.empty() && is_letter_or_digit(before.back());
      if (!is_address && before.find('%') == before.npos) return at;
    }
    return {};
  }

  void block(std::size_t begin) {
    skip_blanks();
    auto type = small(name());
    m_head = span(begin, m_at);
    skip_blanks();
    if (type == "comment") return comment();
    if (m_at == m_text.size() || (m_text[m_at] != '{' && m_text[m_at] != '(')) {
      bool is_meant = begin == 0 || m_text[begin - 1] == '\n';
      if (is_meant && !type.empty() && std::ranges::all_of(type, is_small_letter))
        warn("bib-syntax", m_head, fmt::format("`@{}` without a `{{`", type), "left out");
      return;
    }
    if (type.empty()) {
      warn("bib-syntax", span(begin, m_at + 1), "an entry without a type", "write it like `@article{`");
      return;
    }
    m_close = m_text[m_at++] == '{' ? '}' : ')';
    if (type == "string") return string();
    if (type == "preamble") return preamble();
    entry(std::move(type));
  }

  /// Everything up to the brace that closes it; without one, nothing: the text behind is between entries.
  void comment() {
    auto begin = m_at;
    if (m_at == m_text.size() || m_text[m_at] != '{') return;
    if (!skip_braces()) m_at = begin + 1;
  }

  void string() {
    skip_blanks();
    auto begin = m_at;
    auto defined = small(name());
    skip_blanks();
    if (defined.empty() || !taken('=')) {
      complain(begin, "a `@string` without its name", "write `@string{name = \"words\"}`");
      return;
    }
    if (auto found = value()) m_files.strings[defined] = std::move(found->value);
    end_block("`@string`");
  }

  void preamble() {
    if (auto found = value()) define_macros(found->value, m_files.macros);
    end_block("`@preamble`");
  }

  void end_block(std::string_view what) {
    skip_blanks();
    if (m_is_cut)
      warn("bib-syntax", m_opened, "this is never closed", "add what closes it");
    else if (!taken(m_close))
      complain(m_at, fmt::format("expected `{}` at the end of this {}", m_close, what), "");
    m_is_cut = false;
  }

  // An entry

  void entry(std::string type) {
    BibEntry entry;
    entry.type = std::move(type);
    entry.at = m_head;
    read_key(entry);
    m_is_cut = false;
    bool is_closed = fields(entry);
    if (m_is_cut) {
      m_is_cut = false;
      warn("bib-syntax", m_opened, "this is never closed", "add what closes it; the field is left out");
    } else if (!is_closed && !entry.fields.empty() && swallows_fields(entry.fields.back().value)) {
      auto [file, begin, end] = entry.fields.back().value_at;
      warn("bib-syntax", {file, begin - 1, begin}, "this is never closed",
           "add what closes it; the field is left out");
      entry.fields.pop_back();
    } else if (!is_closed) {
      warn("bib-syntax", m_head, "this entry is never closed", fmt::format("add the `{}`", m_close));
    }
    m_files.entries.push_back(std::move(entry));
  }

  /// Whether a value goes on into the next fields: the entry's brace closed it, and then the entry lacks one.
  static bool swallows_fields(std::string_view value) {
    for (auto line = value.find('\n'); line != value.npos; line = value.find('\n', line + 1)) {
      auto before = trimmed(value.substr(0, line));
      auto after = trimmed(value.substr(line));
      std::size_t length = 0;
      while (length < after.size() && is_name_sign(after[length])) ++length;
      if (before.ends_with(',') && length > 0 && trimmed(after.substr(length)).starts_with('=')) return true;
    }
    return false;
  }

  /// All up to the first comma; a key that is followed by `=` is a field, and the entry has no key.
  void read_key(BibEntry& entry) {
    skip_blanks();
    auto begin = m_at;
    auto is_end = [&](char c) { return c == ',' || c == '=' || c == m_close || c == '\n' || c == '\r'; };
    while (m_at < m_text.size() && !is_end(m_text[m_at])) ++m_at;
    auto key = trimmed(m_text.substr(begin, m_at - begin));
    auto behind = m_at;
    while (behind < m_text.size() && is_blank(m_text[behind])) ++behind;
    if (behind < m_text.size() && m_text[behind] == '=') {
      m_at = begin;
      key = {};
    }
    entry.key_at = key.empty() ? entry.at : span(begin, begin + key.size());
    entry.key = key;
  }

  /// True when the entry's end was found.
  bool fields(BibEntry& entry) {
    for (bool is_separated = true;;) {
      skip_blanks();
      if (m_at == m_text.size()) return false;
      if (taken(m_close)) return true;
      if (taken(',')) {
        is_separated = true;
        continue;
      }
      if (is_next_entry(m_at)) return false;
      auto begin = m_at;
      auto written = name();
      skip_blanks();
      if (written.empty() || !taken('=')) {
        if (!written.empty() && !is_separated)
          warn("bib-syntax", span(begin, begin + written.size()),
               fmt::format("{} is left over behind a value", in_backquotes(written)),
               "a value of several words stands in braces");
        else if (!written.empty())
          warn("bib-syntax", span(begin, begin + written.size()),
               fmt::format("{} has no value", in_backquotes(written)), "write `name = {words},`");
        else
          warn("bib-syntax", span(begin, begin + 1), fmt::format("a stray `{}`", sign_at(begin)),
               "it is passed over");
        if (!skip_to_comma(begin)) return m_at < m_text.size() && taken(m_close);
        is_separated = true;
        continue;
      }
      if (!is_separated && !entry.fields.empty())
        warn("bib-syntax", span(m_last_end, m_last_end),
             fmt::format("a comma is missing before `{}`", written), "");
      auto found = value();
      m_last_end = m_at;
      if (m_is_cut) return false;
      is_separated = !found;
      if (found)
        add(entry, written, begin, std::move(*found));
      else if (!skip_to_comma(m_at))
        return m_at < m_text.size() && taken(m_close);
    }
  }

  void add(BibEntry& entry, std::string_view written, std::size_t begin, BibField field) {
    field.name = small(written);
    field.name_at = span(begin, begin + written.size());
    if (entry.find(field.name))
      warn("bib-syntax", field.name_at, fmt::format("`{}` is there twice", field.name),
           "the first one is taken");
    else
      entry.fields.push_back(std::move(field));
  }

  /// Behind the next comma that separates fields. False at the entry's end, or at the next entry.
  bool skip_to_comma(std::size_t begin) {
    m_at = std::max(m_at, begin);
    for (; m_at < m_text.size(); ++m_at) {
      char c = m_text[m_at];
      if (c == '{') {
        if (!skip_braces()) return m_is_cut = false, false;
        --m_at;
      } else if (c == m_close || is_next_entry(m_at)) {
        return false;
      } else if (c == ',') {
        ++m_at;
        return true;
      }
    }
    return false;
  }

  // Values

  /// Pieces joined by `#`. Empty when it cannot be read, which was said; `m_is_cut` when the next entry
  /// begins within it.
  std::optional<BibField> value() {
    BibField all;
    bool is_readable = true;
    std::size_t count = 0;
    do {
      skip_blanks();
      auto piece = read_piece();
      if (m_is_cut) return {};
      if (!piece) return {};
      auto [text, at, is_exact, is_known] = *piece;
      is_readable = is_readable && is_known;
      all.value += text;
      all.value_at = count++ ? Span{at.file, all.value_at.begin, at.end} : at;
      all.is_exact = is_exact && count == 1;
      if (all.value.size() > longest_value) {
        warn("too-large", at, "a value of more than 1 MB", "the field is left out");
        return {};
      }
      m_last_end = m_at;
      skip_blanks();
    } while (taken('#'));
    m_at = m_last_end;
    if (!is_readable && all.value.empty()) return BibField{{}, {}, {}, all.value_at, false};
    return all;
  }

  struct Piece {
    std::string text;
    Span at;
    bool is_exact = false, is_known = true;
  };

  std::optional<Piece> read_piece() {
    if (m_at == m_text.size()) {
      complain(m_at, "the file ends where a value should be", "");
      return {};
    }
    char c = m_text[m_at];
    auto begin = m_at;
    if (c == '{') {
      if (!skip_braces()) return {};
      return literal(begin + 1, m_at - 1);
    }
    if (c == '"') {
      if (!skip_quotes()) return {};
      return literal(begin + 1, m_at - 1);
    }
    auto word = name();
    if (word.empty()) {
      complain(begin, fmt::format("expected a value, found `{}`", sign_at(begin)),
               "values stand in braces or quotation marks");
      return {};
    }
    if (std::ranges::all_of(word, [](char d) { return d >= '0' && d <= '9'; })) return literal(begin, m_at);
    return string_named(word, begin);
  }

  Piece literal(std::size_t begin, std::size_t end) const {
    return {std::string(m_text.substr(begin, end - begin)), span(begin, end), true};
  }

  Piece string_named(std::string_view word, std::size_t begin) {
    auto key = small(word);
    auto at = span(begin, begin + word.size());
    if (auto found = m_files.strings.find(key); found != m_files.strings.end()) {
      m_files.expanded += found->second.size();
      if (m_files.expanded <= most_expanded) return {found->second, at};
      warn("too-large", at, "`@string`s make more than 64 MB of text", "they print as nothing from here");
      return {{}, at, false, false};
    }
    for (auto [macro, month] : month_strings)
      if (macro == key) return {std::string(month), at};
    std::vector<std::string_view> names;
    for (auto const& [known, text] : m_files.strings) names.push_back(known);
    auto help = did_you_mean(word, names);
    warn("bib-string", at, fmt::format("no `@string` defines {}", in_backquotes(word)),
         help.empty() ? "it prints as nothing; words stand in braces" : help);
    return {{}, at, false, false};
  }

  /// From a `{` to behind the brace that closes it. False when the file ends first, or the next entry begins.
  bool skip_braces() {
    auto begin = m_at;
    std::size_t open = 0;
    for (; m_at < m_text.size(); ++m_at) {
      char c = m_text[m_at];
      if (c == '{') ++open;
      if (c == '}' && --open == 0) return ++m_at, true;
      if (c == '@' && is_next_entry(m_at)) break;
    }
    return cut(begin);
  }

  bool skip_quotes() {
    auto begin = m_at++;
    std::size_t open = 0;
    for (; m_at < m_text.size(); ++m_at) {
      char c = m_text[m_at];
      if (c == '"' && open == 0) return ++m_at, true;
      if (c == '{') ++open;
      if (c == '}' && open-- == 0) break;
      if (c == '@' && is_next_entry(m_at)) break;
    }
    return cut(begin);
  }

  bool cut(std::size_t begin) {
    m_opened = span(begin, begin + 1);
    m_is_cut = true;
    return false;
  }

  /// Whether an `@` at the beginning of a line opens an entry: what stands open then was never closed.
  bool is_next_entry(std::size_t at) const {
    if (m_text[at] != '@' || at == 0 || m_text[at - 1] != '\n') return false;
    auto skip = [&](auto const& belongs) {
      auto begin = at;
      while (at < m_text.size() && belongs(m_text[at])) ++at;
      return at > begin;
    };
    ++at;
    bool has_type = skip([](char c) { return is_letter_or_digit(c); });
    skip([](char c) { return c == ' ' || c == '\t'; });
    if (!has_type || at == m_text.size() || (m_text[at] != '{' && m_text[at] != '(')) return false;
    ++at;
    skip(is_blank);
    skip([](char c) { return is_name_sign(c); });
    skip(is_blank);
    return at < m_text.size() && (m_text[at] == ',' || m_text[at] == '=');
  }

  // Signs

  void skip_blanks() {
    while (m_at < m_text.size() && is_blank(m_text[m_at])) ++m_at;
  }

  bool taken(char c) {
    if (m_at >= m_text.size() || m_text[m_at] != c) return false;
    ++m_at;
    return true;
  }

  std::string_view name() {
    auto begin = m_at;
    while (m_at < m_text.size() && is_name_sign(m_text[m_at])) ++m_at;
    return m_text.substr(begin, m_at - begin);
  }

  std::string_view sign_at(std::size_t at) const {
    auto end = at;
    if (end < m_text.size()) next_code_point(m_text, end);
    return m_text.substr(at, end - at);
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {m_file, std::uint32_t(begin), std::uint32_t(end)};
  }

  void warn(std::string_view code, Span at, std::string message, std::string help) {
    m_problems.warning(code, at, std::move(message), std::move(help));
  }

  void complain(std::size_t at, std::string message, std::string help) {
    warn("bib-syntax", span(at, std::min(at + 1, m_text.size())), std::move(message), std::move(help));
  }

  std::uint32_t m_file;
  std::string_view m_text;
  BibFiles& m_files;
  Diagnostics& m_problems;
  std::size_t m_at = 0, m_last_end = 0;
  Span m_head;            ///< the `@type` of what is being read
  Span m_opened;          ///< the delimiter that is never closed
  bool m_is_cut = false;  ///< the next entry, or the file's end, came within a value
  char m_close = '}';
};

}  // namespace

BibField const* BibEntry::find(std::string_view name) const {
  for (auto const& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

void read_bibtex_file(std::uint32_t file, Sources const& sources, BibFiles& files, Diagnostics& problems) {
  Reader(file, sources.text(file), files, problems).run();
}

}  // namespace vitac
