#include "render/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/suggest.hpp"

namespace vitac {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view blanks = " \t\r";  // a line of nothing but these is empty to TeX
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view drawing = "entry";  // the partial that draws a record with variants
constexpr std::string_view quotation = "for a quotation mark write `<{}<`";

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(blanks);
  return first == npos ? "" : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// A dotted name, split at its first dot.
struct Path {
  std::string_view first, rest;
};

Path split(std::string_view name) {
  auto dot = name.find('.');
  return dot == npos ? Path{name, ""} : Path{name.substr(0, dot), name.substr(dot + 1)};
}

bool is_path(std::string_view name) {
  if (name.empty() || name.back() == '.') return false;
  while (!name.empty()) {
    auto [first, rest] = split(name);
    if (first.empty() || !std::all_of(first.begin(), first.end(), is_name_byte)) return false;
    name = rest;
  }
  return true;
}

template <class Named>
auto find_named(std::vector<std::pair<std::string_view, Named>> const& all, std::string_view name) {
  return std::find_if(all.begin(), all.end(), [name](auto const& one) { return one.first == name; });
}

// Reading ---------------------------------------------------------------------------------------------

/// What stands between `<<` and `>>`.
struct Tag {
  char sigil;  ///< one of # ^ / > or a blank for a value
  std::string_view name;
  bool has_blanks;

  explicit Tag(std::string_view inside) : sigil(' '), name(trimmed(inside)) {
    if (!name.empty() && std::string_view("#^/>").find(name[0]) != npos) {
      sigil = name[0];
      name = trimmed(name.substr(1));
    }
    has_blanks = name.size() + (sigil != ' ') != inside.size();
  }

  bool is_legal() const { return is_path(name) || (name == "." && sigil != '>'); }
  std::string written() const {
    return fmt::format("<<{}{}>>", sigil == ' ' ? "" : std::string(1, sigil), name);
  }
};

class Parser {
 public:
  Parser(std::string_view source, std::uint32_t file, Diagnostics& sink)
      : m_source(source), m_file(file), m_sink(sink) {}

  Template parse() {
    m_open.push_back({Piece::section, "", {}});  // the template itself
    if (m_source.starts_with(byte_order_mark)) m_at = byte_order_mark.size();
    while (next_tag()) {
    }
    // A last line without its end is a line all the same, and must not leave blanks behind.
    if (m_has_tag) add({Piece::line_end, "", span(m_source.size(), m_source.size())});
    for (; m_open.size() > 1; close())
      if (is_legal(m_open.back()))  // else its tag was reported
        error(m_open.back().at, fmt::format("section `{}` is never closed", m_open.back().text),
              fmt::format("write `<</{}>>` where it ends", m_open.back().text));
    return {std::move(m_open.front().body)};
  }

 private:
  // Longer than any tag, so that a stray `<<` is not searched for its end through the whole text.
  static constexpr std::size_t longest_tag = 256;
  // Pieces nest as sections do, and what nests is walked by recursion.
  static constexpr std::size_t deepest = 100;

  bool next_tag() {
    auto open = find_open();
    if (open == npos) {
      literal(m_source.size());
      return false;
    }
    bool is_note = m_source.substr(open + 2, 1) == "!";
    auto inside = up_to_close(open + 2, is_note);
    auto end = open + 2 + inside.size() + 2;
    literal(is_alone(open, end, inside) ? line_begin(open) : open);
    m_has_tag = true;
    if (inside.data() == nullptr) return skip_unclosed(open, is_note);
    m_at = end;
    if (is_note)
      check_note(open, inside);
    else
      return read(Tag(inside), span(open, end));
    return true;
  }

  // Of `<<<` the first is text and the others open a tag.
  std::size_t find_open() const {
    auto open = m_source.find("<<", m_at);
    if (open == npos) return npos;
    auto next = m_source.substr(open + 2, 2);
    return next.starts_with('<') && next != "<<" ? open + 1 : open;
  }

  // The inside of a tag; without data when nothing closes it. Only a note may run over lines.
  std::string_view up_to_close(std::size_t begin, bool is_note) const {
    auto rest = m_source.substr(begin, is_note ? npos : longest_tag);
    auto close = rest.find(">>");
    if (close == npos) return {};
    rest = rest.substr(0, close);
    bool is_one_tag = is_note || (rest.find('\n') == npos && rest.find("<<") == npos);
    return is_one_tag ? rest : std::string_view{};
  }

  bool skip_unclosed(std::size_t open, bool is_note) {
    m_at = open + 2;
    if (!is_note) {
      error(span(open, open + 2), "`<<` opens a tag that is not closed on its line",
            fmt::format("close it with `>>`; {}", quotation));
      return true;
    }
    error(span(open, open + 3), "note is never closed", "write `>>` where it ends");
    m_at = m_source.size();  // whatever follows may be meant as part of the note
    return true;
  }

  void check_note(std::size_t open, std::string_view inside) {
    auto nested = inside.find("<<");
    if (nested == npos) return;
    auto at = open + 2 + nested;
    error(span(at, at + 2), "a note cannot hold a tag: it ends at the first `>>`",
          "leave out the `<<` and `>>` inside the note");
  }

  bool read(Tag const& tag, Span at) {
    if (!tag.is_legal()) return read_illegal(tag, at);
    if (tag.has_blanks) {
      error(at, "a tag has no blanks inside", fmt::format("write `{}`; {}", tag.written(), quotation));
      if (tag.sigil == ' ' || tag.sigil == '>') return true;
    }
    std::string name(tag.name);
    if (tag.sigil == '/') {
      close(tag.name, at);
    } else if (tag.sigil == '#' || tag.sigil == '^') {
      return open({tag.sigil == '#' ? Piece::section : Piece::inverted, std::move(name), at});
    } else if (tag.sigil == '>') {
      add({Piece::partial, std::move(name), at, {}, !ends_line(m_at)});
    } else {
      add({Piece::name, std::move(name), at});
    }
    return true;
  }

  // Sections with a name that cannot be still pair up, lest one mistake be reported as two.
  bool read_illegal(Tag const& tag, Span at) {
    bool is_pair = tag.sigil == '/' && m_open.size() > 1 && m_open.back().text == tag.name;
    if (!is_pair) not_a_tag(tag, at);
    if (tag.sigil == '#' || tag.sigil == '^') return open({Piece::section, std::string(tag.name), at});
    if (is_pair || (tag.sigil == '/' && tag.name.empty() && m_open.size() > 1)) close();
    return true;
  }

  void not_a_tag(Tag const& tag, Span at) {
    auto written = m_source.substr(at.begin, at.end - at.begin);
    auto message = written.size() > 60 ? "this is not a tag" : fmt::format("`{}` is not a tag", written);
    bool is_raw = tag.name.starts_with('&') || (tag.name.starts_with('{') && tag.name.ends_with('}'));
    auto name = is_raw ? trimmed(tag.name.substr(1, tag.name.size() - (tag.name[0] == '{' ? 2 : 1))) : "";
    if (is_path(name))
      error(at, message, fmt::format("write `<<{}>>`: every value is escaped already", name));
    else
      error(at, message, fmt::format("a tag is a name, as in `<<title>>`; {}", quotation));
  }

  bool open(Piece piece) {
    if (m_open.size() <= deepest) {
      m_open.push_back(std::move(piece));
      return true;
    }
    error(piece.at, fmt::format("more than {} sections inside each other", deepest),
          "move the inner ones to a partial");
    while (m_open.size() > 1) close();  // their ends will not be read
    return false;
  }

  void close(std::string_view name, Span at) {
    auto& innermost = m_open.back();
    if (m_open.size() > 1 && innermost.text == name) return close();
    if (is_open(name)) {
      error(at, fmt::format("`{}` is closed while `{}` inside it is still open", name, innermost.text),
            fmt::format("write `<</{}>>` before it", innermost.text));
      for (; m_open.back().text != name; close()) m_cut_short.push_back(m_open.back().text);
      return close();
    }
    // The ends of sections that were cut short are part of a problem that was already reported.
    if (auto cut = std::find(m_cut_short.begin(), m_cut_short.end(), name); cut != m_cut_short.end()) {
      m_cut_short.erase(cut);
      return;
    }
    if (m_open.size() == 1)
      return error(at, fmt::format("`{}` closes no section", name),
                   fmt::format("open it with `<<#{}>>` or leave this out", name));
    std::string_view expected = innermost.text;
    error(at, fmt::format("`{}` closes no section; the open one is `{}`", name, expected),
          fmt::format("write `<</{}>>` where that ends", expected));
    if (!nearest(name, {&expected, 1}).empty()) close();  // misspelt
  }

  bool is_open(std::string_view name) const {
    return std::any_of(m_open.begin() + 1, m_open.end(),
                       [name](Piece const& open) { return open.text == name; });
  }

  void close() {
    auto done = std::move(m_open.back());
    m_open.pop_back();
    if (is_legal(done)) add(std::move(done));
  }

  static bool is_legal(Piece const& section) { return section.text == "." || is_path(section.text); }

  void add(Piece piece) { m_open.back().body.push_back(std::move(piece)); }

  // Adds the text from here to `end`; the end of a line that has a tag is a piece of its own.
  void literal(std::size_t end) {
    if (m_has_tag) {
      if (auto line = m_source.substr(m_at, end - m_at).find('\n'); line != npos) {
        line += m_at;
        auto begin = line > m_at && m_source[line - 1] == '\r' ? line - 1 : line;
        add_text(Piece::literal, m_at, begin);
        add_text(Piece::line_end, begin, line + 1);
        m_at = line + 1;
        m_has_tag = false;
      }
    }
    add_text(Piece::literal, m_at, end);
  }

  void add_text(Piece::Kind kind, std::size_t begin, std::size_t end) {
    if (begin < end) add({kind, std::string(m_source.substr(begin, end - begin)), span(begin, end)});
  }

  // A partial that has its line to itself brings its own indentation.
  bool is_alone(std::size_t open, std::size_t end, std::string_view inside) const {
    return inside.starts_with('>') && line_begin(open) >= m_at && line_begin(open) != npos && ends_line(end);
  }

  // Where the line begins when only blanks stand before `open`.
  std::size_t line_begin(std::size_t open) const {
    auto before = m_source.substr(0, open).find_last_not_of(blanks);
    if (before == npos) return 0;
    return m_source[before] == '\n' ? before + 1 : npos;
  }

  // Whether nothing that prints stands between `at` and the end of the line.
  bool ends_line(std::size_t at) const {
    for (;;) {
      at = m_source.find_first_not_of(blanks, at);
      if (at == npos || m_source[at] == '\n') return true;
      auto is_silent = m_source.substr(at, 2) == "<<" && at + 2 < m_source.size() &&
                       std::string_view("#^/!").find(m_source[at + 2]) != npos;
      auto close = is_silent ? m_source.find(">>", at) : npos;
      if (close == npos) return false;
      at = close + 2;
    }
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {m_file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void error(Span at, std::string message, std::string help) {
    m_sink.error("template-syntax", at, std::move(message), std::move(help));
  }

  std::string_view m_source;
  std::uint32_t m_file;
  Diagnostics& m_sink;
  std::size_t m_at = 0;
  bool m_has_tag = false;                // the line that m_at stands on
  std::vector<Piece> m_open;             // sections, outermost first
  std::vector<std::string> m_cut_short;  // sections ended by the end of an outer one
};

// Looking up ------------------------------------------------------------------------------------------

/// The innermost frame of a scope whose type has a name; `npos` when none does. The one rule for checking and
/// rendering.
template <class Frame>
std::size_t holder(std::vector<Frame> const& scope, std::string_view name) {
  for (auto i = scope.size(); i-- > 0;)
    if (scope[i].type->find(name)) return i;
  return npos;
}

/// The frame that `<<>entry>>` draws; `npos` when it is a partial like others.
template <class Frame>
std::size_t drawn(std::vector<Frame> const& scope, std::string_view partial) {
  if (partial != drawing) return npos;
  for (auto i = scope.size(); i-- > 0;)
    if (!scope[i].type->variants.empty()) return i;
  return npos;
}

Template const* find_template(Templates const& templates, std::string_view name) {
  auto found = templates.find(name);
  return found == templates.end() ? nullptr : &found->second;
}

// Checking --------------------------------------------------------------------------------------------

class Checker {
 public:
  Checker(Templates const& partials, Type const& root, Diagnostics& sink)
      : m_partials(partials), m_sink(sink), m_scope{{&root, 0, 0}} {}

  void check(Template const& top) {
    visit(top);
    find_endless();
    std::stable_sort(m_problems.begin(), m_problems.end(), [](Problem const& a, Problem const& b) {
      auto const &first = a.diagnostic.at, &second = b.diagnostic.at;
      return std::pair(first.file, first.begin) < std::pair(second.file, second.begin);
    });
    for (auto& [diagnostic, variants, alternatives] : m_problems) {
      if (variants.size() < alternatives) diagnostic.notes.push_back("when it draws " + one_of(variants));
      m_sink.add(std::move(diagnostic));
    }
  }

 private:
  struct Frame {
    Type const* type;
    std::size_t value;   // the frame that brought this value in: itself, unless only its type is refined
    std::size_t parent;  // the value that this one is a part of
    std::string_view variant = {};
    Template const* own = nullptr;  // the template named as the variant
    std::size_t alternatives = 0;   // how many variants may be drawn here
  };

  struct Problem {
    Diagnostic diagnostic;
    std::vector<std::string_view> variants;
    std::size_t alternatives = 0;  // of these variants; 0 when it has nothing to do with them
  };

  // One template in one scope.
  using State = std::pair<Template const*, std::vector<Type const*>>;

  // How the record on top changes from a template's beginning to a partial in it. Values are trees, so a
  // partial that comes back deeper in one must end; one that comes back anywhere else need not.
  enum Way { stays, inward, sideways };

  struct Inclusion {
    std::size_t from, to;
    Way way;
    Piece const* piece;
    bool counts = true;
  };

  struct Here {
    Template const* text = nullptr;
    std::size_t state = 0, value = 0;
  };

  // Equal for scopes in which all names mean the same: an outer frame of the same type is hidden by an inner.
  std::vector<Type const*> visible() const {
    std::vector<Type const*> types;
    for (auto frame = m_scope.rbegin(); frame != m_scope.rend(); ++frame)
      if (std::find(types.begin(), types.end(), frame->type) == types.end()) types.push_back(frame->type);
    return types;
  }

  // Checks a template in this scope, unless that was done.
  std::size_t visit(Template const& text) {
    auto [state, is_new] = m_states.try_emplace({&text, visible()}, m_states.size());
    auto number = state->second;
    if (is_new) {
      auto outer = std::exchange(m_here, {&text, number, m_scope.back().value});
      check(text.pieces);
      m_here = outer;
    }
    return number;
  }

  void check(std::vector<Piece> const& pieces) {
    for (auto const& piece : pieces) {
      if (piece.kind == Piece::partial) check_partial(piece);
      if (piece.kind == Piece::name) check_value(piece);
      if (piece.kind == Piece::section) check_section(piece);
      if (piece.kind == Piece::inverted) {
        look_up(piece);
        check(piece.body);
      }
    }
  }

  void check_section(Piece const& piece) {
    auto [type, frame] = look_up(piece);
    if (!type) return;  // what the names inside mean cannot be told
    bool is_itself = piece.text == "." && type->kind != Type::list;
    auto outer = m_scope[frame].value;
    m_scope.push_back(
        {type->kind == Type::list ? type->item : type, is_itself ? outer : m_scope.size(), outer});
    check(piece.body);
    m_scope.pop_back();
  }

  void check_value(Piece const& piece) {
    auto type = look_up(piece).first;
    if (!type || type->kind == Type::value || type->kind == Type::open) return;
    auto const* kind = type->kind == Type::list ? "list" : "record";
    auto help =
        piece.text == "." && type->kind == Type::record ? example("", *type) : example(piece.text, *type);
    problem("template-name", place(piece, piece.text),
            fmt::format("`{}` is a {}, not a value", piece.text, kind),
            help.empty() ? "" : fmt::format("write `{}`", help));
  }

  // How a value in a list or a record is written; empty when it holds none.
  static std::string example(std::string_view name, Type const& type) {
    if (type.kind == Type::list) {
      auto inside = type.item->kind == Type::value ? "<<.>>" : example("", *type.item);
      return fmt::format("<<#{0}>>{1}<</{0}>>", name, inside.empty() ? ".." : inside);
    }
    for (auto const& [field, of] : type.fields)
      if (of->kind == Type::value) return fmt::format("<<{}{}{}>>", name, name.empty() ? "" : ".", field);
    return "";
  }

  // The type that a tag names and the frame it is found in; reports it when there is none.
  std::pair<Type const*, std::size_t> look_up(Piece const& piece) {
    std::string_view name = piece.text;
    auto top = m_scope.size() - 1;
    if (name == ".") return {m_scope[top].type, top};
    auto [first, rest] = split(name);
    auto frame = holder(m_scope, first);
    if (frame == npos) {
      unknown(piece, first);
      return {};
    }
    auto const* type = m_scope[frame].type->find(first);
    for (auto step = split(rest); type && !step.first.empty(); step = split(step.rest)) {
      auto const* inner = type->find(step.first);
      if (!inner) unknown_inside(piece, *type, step.first);
      type = inner;
    }
    return {type, frame};
  }

  void unknown(Piece const& piece, std::string_view name) {
    std::vector<std::string_view> names;
    for (auto frame = m_scope.rbegin(); frame != m_scope.rend(); ++frame) append_names(*frame->type, names);
    auto help = suggestion(name, names);
    // Our names are in snake case; this is more likely a word of the document.
    bool is_word =
        std::any_of(name.begin(), name.end(), [](char c) { return !(c >= 'a' && c <= 'z') && c != '_'; });
    if (is_word && nearest(name, names).empty()) help = quotation;
    problem("template-name", place(piece, name), fmt::format("unknown name `{}`", name), help);
  }

  static void append_names(Type const& type, std::vector<std::string_view>& names) {
    for (auto const& field : type.fields)
      if (std::find(names.begin(), names.end(), field.first) == names.end()) names.push_back(field.first);
  }

  // The name that was meant, else all that there are if they can be read at a glance.
  static std::string suggestion(std::string_view name, std::vector<std::string_view> const& names) {
    auto help = did_you_mean(name, names);
    return help.empty() && !names.empty() && names.size() <= 8 ? "it can be " + one_of(names) : help;
  }

  void unknown_inside(Piece const& piece, Type const& outer, std::string_view name) {
    auto at = place(piece, name);
    auto path =
        std::string_view(piece.text).substr(0, static_cast<std::size_t>(name.data() - piece.text.data()) - 1);
    if (outer.kind == Type::list) {
      auto rest = std::string_view(piece.text).substr(path.size() + 1);
      problem("template-name", at,
              fmt::format("`{}` is a list: it has names only for each of its items", path),
              fmt::format("write `<<#{0}>><<{1}>><</{0}>>`", path, rest));
    } else if (outer.kind == Type::value) {
      problem("template-name", at, fmt::format("`{}` is a value and has no names inside", path), "");
    } else {
      std::vector<std::string_view> names;
      append_names(outer, names);
      problem("template-name", at, fmt::format("unknown name `{}` in `{}`", name, path),
              suggestion(name, names));
    }
  }

  void check_partial(Piece const& piece) {
    if (auto frame = drawn(m_scope, piece.text); frame != npos) return check_drawing(piece, frame);
    if (auto const* text = find_template(m_partials, piece.text)) return include(piece, *text);
    std::vector<std::string_view> names;
    for (auto const& partial : m_partials) names.push_back(partial.first);
    problem("template-partial", place(piece, piece.text), fmt::format("no template `{}`", piece.text),
            suggestion(piece.text, names));
  }

  void check_drawing(Piece const& piece, std::size_t frame) {
    auto value = m_scope[frame].value, parent = m_scope[frame].parent;
    auto const& variants = m_scope[frame].type->variants;
    auto owning = std::count_if(variants.begin(), variants.end(),
                                [this](auto const& one) { return m_partials.contains(one.first); });
    for (auto const& [variant, type] : variants) {
      auto const* own = find_template(m_partials, variant);
      auto const* text = own ? own : find_template(m_partials, drawing);
      auto alternatives = variants.size() - (own ? 0 : owning);
      if (!text) ++alternatives;  // name them even when it is all of them
      m_scope.push_back({type, value, parent, variant, own, alternatives});
      if (text)
        include(piece, *text);
      else
        problem("template-partial", place(piece, piece.text), fmt::format("no template `{}`", piece.text),
                "add it, or one named as each of those that it draws");
      m_scope.pop_back();
    }
  }

  void include(Piece const& piece, Template const& text) {
    auto from = m_here.state;
    auto way = way_to_top();
    auto to = visit(text);
    m_inclusions.push_back({from, to, way, &piece});
  }

  Way way_to_top() const {
    auto value = m_scope.back().value;
    if (value == m_here.value) return stays;
    while (value != m_here.value && value != 0) value = m_scope[value].parent;
    return value == m_here.value ? inward : sideways;
  }

  // Reports one inclusion of each circle that need not end: all of it stays at one value, or somewhere it
  // leaves the value it came from, so that going inward elsewhere brings no end nearer.
  void find_endless() {
    for (auto& inclusion : m_inclusions) {
      if (inclusion.way == inward || !reaches(inclusion.to, inclusion.from, inclusion.way == sideways))
        continue;
      inclusion.counts = false;
      auto const& piece = *inclusion.piece;
      problem("template-partial", place(piece, piece.text),
              fmt::format("template `{}` includes itself without end", piece.text),
              "a template can include itself only in a section that goes inward, as `<<#parts>>` does");
    }
  }

  bool reaches(std::size_t from, std::size_t to, bool even_inward) const {
    std::vector<bool> seen(m_states.size());
    std::vector<std::size_t> open{from};
    seen[from] = true;
    while (!open.empty() && !seen[to]) {
      auto state = open.back();
      open.pop_back();
      for (auto const& next : m_inclusions) {
        if (next.from != state || !next.counts || seen[next.to] || (next.way == inward && !even_inward))
          continue;
        seen[next.to] = true;
        open.push_back(next.to);
      }
    }
    return seen[to];
  }

  // The bytes of a name, which is a part of the piece's text unless it is the whole.
  static Span place(Piece const& piece, std::string_view name) {
    auto size = static_cast<std::uint32_t>(piece.text.size());
    auto begin = piece.at.end - 2 - size;  // before the `>>`
    auto skipped = static_cast<std::uint32_t>(name.data() - piece.text.data());
    return {piece.at.file, begin + skipped, begin + skipped + static_cast<std::uint32_t>(name.size())};
  }

  // A template is checked in the scope of each of its callers; what is wrong in several is said once.
  void problem(std::string_view code, Span at, std::string message, std::string help) {
    auto [known, is_new] = m_known.try_emplace({at.file, at.begin, message}, m_problems.size());
    if (is_new) m_problems.push_back({{Severity::error, code, at, std::move(message), std::move(help)}, {}});
    note_variant(m_problems[known->second], is_new);
  }

  void note_variant(Problem& problem, bool is_new) const {
    auto frame =
        std::find_if(m_scope.rbegin(), m_scope.rend(), [](auto const& one) { return one.alternatives > 0; });
    bool is_general = frame == m_scope.rend() || frame->own == m_here.text;
    if (is_general || (!is_new && problem.alternatives == 0)) {
      problem.alternatives = 0;
      return;
    }
    problem.alternatives = std::max(problem.alternatives, frame->alternatives);
    if (std::find(problem.variants.begin(), problem.variants.end(), frame->variant) == problem.variants.end())
      problem.variants.push_back(frame->variant);
  }

  Templates const& m_partials;
  Diagnostics& m_sink;
  std::vector<Frame> m_scope;  // innermost last
  Here m_here;
  std::map<State, std::size_t> m_states;
  std::vector<Inclusion> m_inclusions;
  std::vector<Problem> m_problems;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, std::size_t> m_known;
};

// Rendering -------------------------------------------------------------------------------------------

// Whether TeX would read what is written behind this text on its last line as a comment.
bool ends_in_comment(std::string_view text) {
  auto line = text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == '%')
      return true;
  }
  return false;
}

class Renderer {
 public:
  Renderer(Templates const& partials, Type const& type, Value const& root)
      : m_partials(partials), m_scope{{&type, &root, root.at}} {}

  Rendered render(Template const& top) {
    render(top.pieces);
    return std::move(m_out);
  }

 private:
  struct Frame {
    Type const* type;
    Value const* value;
    Span at;  // of the innermost value that has a place
  };

  struct Found {
    Type const* type = nullptr;
    Value const* value = nullptr;

    bool present() const { return value && (value->kind != Type::list || !value->items.empty()); }
  };

  void render(std::vector<Piece> const& pieces) {
    for (auto const& piece : pieces) {
      switch (piece.kind) {
        case Piece::literal:
          emit(piece.text, piece.at, m_scope.back().at);
          break;
        case Piece::line_end:
          end_line(piece);
          break;
        case Piece::name:
          print(look_up(piece.text), piece);
          break;
        case Piece::section:
          section(look_up(piece.text), piece.body);
          break;
        case Piece::inverted:
          if (!look_up(piece.text).present()) render(piece.body);
          break;
        case Piece::partial:
          partial(piece);
          break;
      }
    }
  }

  Found look_up(std::string_view name) const {
    if (name == ".") return {m_scope.back().type, m_scope.back().value};
    auto [first, rest] = split(name);
    auto frame = holder(m_scope, first);
    if (frame == npos) return {};
    auto found = step({m_scope[frame].type, m_scope[frame].value}, first);
    for (auto path = split(rest); found.value && !path.first.empty(); path = split(path.rest))
      found = step(found, path.first);
    return found;
  }

  static Found step(Found outer, std::string_view name) {
    auto const* type = outer.type->find(name);
    return {type, type ? outer.value->find(name) : nullptr};
  }

  void print(Found found, Piece const& piece) {
    if (!found.value || found.value->kind != Type::value) return;
    auto const& value = *found.value;
    std::string_view text = value.text;
    auto at = value.at.somewhere() ? value.at : m_scope.back().at;
    std::size_t done = 0;
    for (auto const& detail : value.details) {
      auto end = std::min(detail.end, text.size());
      if (detail.begin < done || detail.begin >= end) continue;
      emit(text.substr(done, detail.begin - done), piece.at, at);
      emit(text.substr(detail.begin, end - detail.begin), piece.at, detail.at.somewhere() ? detail.at : at);
      done = end;
    }
    emit(text.substr(done), piece.at, at);
  }

  void section(Found found, std::vector<Piece> const& body) {
    if (!found.present()) return;
    if (found.value->kind != Type::list) return within(found, body);
    auto const* item_type =
        found.type->kind == Type::list ? found.type->item : found.type;  // else it is open
    for (auto const& item : found.value->items) within({item_type, &item}, body);
  }

  void within(Found found, std::vector<Piece> const& body) {
    m_scope.push_back(
        {found.type, found.value, found.value->at.somewhere() ? found.value->at : m_scope.back().at});
    render(body);
    m_scope.pop_back();
  }

  void partial(Piece const& piece) {
    auto floor = std::exchange(m_floor, m_out.text.size());
    if (auto frame = drawn(m_scope, piece.text); frame != npos)
      draw(m_scope[frame]);
    else if (auto const* text = find_template(m_partials, piece.text))
      render(text->pieces);
    if (piece.inside_line) drop_line_end();
    m_floor = floor;
  }

  void draw(Frame const& frame) {
    auto const& variants = frame.type->variants;
    auto variant = find_named(variants, frame.value->variant);
    auto const* type = variant == variants.end() ? frame.type : variant->second;
    auto const* text = find_template(m_partials, frame.value->variant);
    if (!text) text = find_template(m_partials, drawing);
    if (text) within({type, frame.value}, text->pieces);
  }

  // An editor ends every file with a line end; in the middle of a line it would be a space to TeX.
  void drop_line_end() {
    auto printed = std::string_view(m_out.text).substr(m_floor);
    if (!printed.ends_with('\n')) return;
    printed.remove_suffix(printed.ends_with("\r\n") ? 2 : 1);
    if (!ends_in_comment(printed)) cut(m_floor + printed.size());
  }

  // Nothing but blanks on this line: away with it.
  void end_line(Piece const& piece) {
    auto printed = std::string_view(m_out.text).substr(m_floor);
    auto last = printed.find_last_not_of(blanks);
    if (last != npos && printed[last] != '\n') return emit(piece.text, piece.at, m_scope.back().at);
    cut(m_floor + last + 1);  // npos + 1 is 0
  }

  void cut(std::size_t size) {
    m_out.text.resize(size);
    while (!m_out.origins.empty() && m_out.origins.back().begin >= size) m_out.origins.pop_back();
  }

  void emit(std::string_view text, Span template_at, Span written_at) {
    if (text.empty()) return;
    m_out.origins.push_back({m_out.text.size(), template_at, written_at});
    m_out.text += text;
  }

  Templates const& m_partials;
  std::vector<Frame> m_scope;  // innermost last
  std::size_t m_floor = 0;     // where the output of the innermost partial begins
  Rendered m_out;
};

}  // namespace

Type const* Type::find(std::string_view name) const {
  if (kind == open) return this;
  auto field = find_named(fields, name);
  return field == fields.end() ? nullptr : field->second;
}

Value const* Value::find(std::string_view name) const {
  auto field = find_named(fields, name);
  return field == fields.end() ? nullptr : &field->second;
}

Origin const& Rendered::origin(std::size_t offset) const {
  static constexpr Origin nowhere{};
  auto after = std::upper_bound(origins.begin(), origins.end(), offset,
                                [](std::size_t at, Origin const& origin) { return at < origin.begin; });
  return after == origins.begin() ? nowhere : *(after - 1);
}

Template parse_template(std::string_view source, std::uint32_t file, Diagnostics& sink) {
  return Parser(source, file, sink).parse();
}

void check_template(Template const& top, Templates const& partials, Type const& root, Diagnostics& sink) {
  Checker(partials, root, sink).check(top);
}

Rendered render_template(Template const& top, Templates const& partials, Type const& type,
                         Value const& root) {
  return Renderer(partials, type, root).render(top);
}

}  // namespace vitac
