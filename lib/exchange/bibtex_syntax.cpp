#include "exchange/bibtex_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hpp"
#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::size_t longest_value = 1 << 20, most_expanded = 64 << 20, longest_bare = 200;

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
    auto found = m_text.find('@', m_at);
    for (; found != m_text.npos; found = m_text.find('@', found + 1)) {
      auto before = m_text.substr(m_at, found - m_at);
      before.remove_prefix(before.rfind('\n') + 1);  // npos + 1 is 0
      bool is_address = !before.empty() && is_letter_or_digit(before.back()) && !is_head(found + 1);
      if (!is_address && before.find('%') == before.npos) break;
    }
    look_between(std::min(found, m_text.size()));
    return found == m_text.npos ? std::nullopt : std::optional(found);
  }

  /// An entry that lacks its `@` is a comment, too, and hardly meant as one.
  void look_between(std::size_t end) {
    for (auto begin = m_at; begin < end; begin = std::min(m_text.find('\n', begin), end - 1) + 1) {
      while (begin < end && (m_text[begin] == ' ' || m_text[begin] == '\t')) ++begin;
      auto brace = is_head(begin);
      if (!brace || *brace >= end) continue;
      auto head = span(begin, *brace);
      warn("bib-syntax", head, "an entry without its `@` is left out",
           fmt::format("write `@{}`", m_text.substr(begin, *brace - begin)));
    }
  }

  /// Whether `article{key, author =` stands there, and where the brace is.
  std::optional<std::size_t> is_head(std::size_t at) const {
    auto skip = [&](auto const& belongs) {
      auto begin = at;
      while (at < m_text.size() && belongs(m_text[at])) ++at;
      return at > begin;
    };
    if (!skip(is_ascii_letter)) return {};
    auto brace = at;
    skip([](char c) { return c == ' ' || c == '\t'; });
    if (at == m_text.size() || m_text[at++] != '{') return {};
    skip(is_blank);
    if (!skip(is_name_sign)) return {};
    skip(is_blank);
    return at < m_text.size() && m_text[at] == ',' && !field_behind(at + 1).empty() ? std::optional(brace)
                                                                                    : std::nullopt;
  }

  /// The name of the field that begins at `at`, behind blanks; empty for another thing.
  std::string_view field_behind(std::size_t at, std::string_view values = {}) const {
    auto skip = [&](auto const& belongs) {
      while (at < m_text.size() && belongs(m_text[at])) ++at;
    };
    skip(is_blank);
    auto begin = at;
    skip(is_name_sign);
    auto name = m_text.substr(begin, at - begin);
    skip(is_blank);
    if (at == m_text.size() || m_text[at++] != '=') return {};
    skip(is_blank);
    bool is_field = values.empty() || (at < m_text.size() && values.find(m_text[at]) != values.npos);
    return is_field ? name : std::string_view{};
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
      lose(entry, m_cut_field, m_opened);
    } else if (!is_closed && !entry.fields.empty() && swallows_fields(entry.fields.back().value)) {
      auto [file, begin, end] = entry.fields.back().value_at;
      lose(entry, entry.fields.back().name, {file, begin - 1, begin});
      entry.fields.pop_back();
    } else if (!is_closed) {
      warn("bib-syntax", m_head, "this entry is never closed", fmt::format("add the `{}`", m_close));
    }
    m_files.entries.push_back(std::move(entry));
  }

  void lose(BibEntry& entry, std::string_view field, Span opened) {
    entry.lost_title = field == "title";
    warn("bib-syntax", opened, "this is never closed",
         fmt::format("add what closes it; the {} is left out", entry.lost_title ? "entry" : "field"));
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
      if (m_text[m_at] == '%') {  // a comment, as biber takes it
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
        continue;
      }
      if (taken(m_close)) {
        auto next = field_past_end();
        if (next.empty()) return true;
        warn("bib-syntax", span(m_at - 1, m_at), fmt::format("this closes the entry before its `{}`", next),
             fmt::format("remove the `{}`", m_close));
        is_separated = true;
        continue;
      }
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
      if (m_is_cut) return m_cut_field = small(written), false;
      is_separated = !found;
      if (found)
        add(entry, written, begin, std::move(*found));
      else if (!skip_to_comma(m_at))
        return m_at < m_text.size() && taken(m_close);
    }
  }

  /// The field that stands behind what closes the entry, which is one brace too many.
  std::string_view field_past_end() const {
    auto at = m_at;
    while (at < m_text.size() && is_blank(m_text[at])) ++at;
    bool has_comma = at < m_text.size() && m_text[at] == ',';
    return has_comma ? field_behind(at + 1) : field_behind(at, "{\"0123456789");
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
    if (auto words = bare_words(begin); !words.empty()) {
      m_at = begin + words.size();
      bool is_line = words.find('\n') == words.npos;
      warn("bib-syntax", span(begin, m_at), "words without braces",
           is_line ? fmt::format("write `{{{}}}`", words) : "a value of several words stands in braces");
      return literal(begin, m_at);
    }
    return string_named(word, begin);
  }

  /// `On engines` of `title = On engines, year = 1843`; empty for one word, or one that `#` joins to others.
  std::string_view bare_words(std::size_t begin) const {
    auto is_end = [&](std::size_t at) {
      char c = m_text[at];
      if (c == m_close || is_next_entry(at)) return true;
      if (c != ',' && c != '\n') return false;
      auto next = at + 1;
      while (next < m_text.size() && is_blank(m_text[next])) ++next;
      bool is_last = next == m_text.size() || m_text[next] == m_close || m_text[next] == '@';
      return is_last || (c == '\n' && m_text[next] == ',') || !field_behind(next).empty();
    };
    auto end = begin;
    while (end < m_text.size() && end - begin < longest_bare && !is_end(end)) ++end;
    auto words = trimmed(m_text.substr(begin, end - begin));
    if (words.ends_with(',')) words = trimmed(words.substr(0, words.size() - 1));
    bool is_plain = words.find_first_of("#={}\"\\@") == words.npos && end - begin < longest_bare;
    return is_plain && words.find_first_of(" \n'%()") != words.npos ? words : std::string_view{};
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
  Span m_head;              ///< the `@type` of what is being read
  Span m_opened;            ///< the delimiter that is never closed
  std::string m_cut_field;  ///< whose it is
  bool m_is_cut = false;    ///< the next entry, or the file's end, came within a value
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
