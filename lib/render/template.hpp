#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/span.hpp"

/// Strict, logic-less templates: <<x>> <<x.y>> <<.>> <<#x>>..<</x>> <<^x>>..<</x>> <<>partial>>
/// <<! note>>, and nothing else. All names are checked when a style loads; rendering cannot fail.
///
/// A name means the innermost record around it whose type has that name, present or not; dots go inward.
/// A line of a template that has tags, and of which nothing but blanks comes out, leaves no line: an empty
/// line in TeX is a paragraph. A partial ends with its own line end where it ends its line in the template;
/// where more follows on that line it goes without, unless it ends in a comment.
namespace vitac {

/// What a template may name. Types refer to each other by address and may be recursive (a section has parts).
struct Type {
  enum Kind {
    value,   ///< prints; as a section: shown when present
    record,  ///< names inside it
    list,    ///< of `item`
    open     ///< `extra`: any name inside it is legal, prints, and is open again
  };

  struct Field {
    std::string_view name;
    Type const* type;
    std::string_view doc = {};
  };

  Kind kind = value;
  std::vector<Field> fields = {};  ///< record
  Type const* item = nullptr;      ///< list
  /// A record drawn differently by what it is: (variant, its type). `<<>entry>>` draws the innermost such
  /// record by the template named like its variant, else by the template `entry`.
  std::vector<std::pair<std::string_view, Type const*>> variants = {};
  /// The variants as the template `entry` sees them, which draws several: each has the names of all, though
  /// those of others are never present in it. Empty: as they are.
  std::vector<std::pair<std::string_view, Type const*>> shared_variants = {};

  Type const* find(std::string_view name) const;
};

/// Where a stretch of a value's text comes from, finer than the value: maths inside a title.
struct Detail {
  std::size_t begin, end;  ///< bytes of Value::text
  Span at;
};

/// What a name holds in one document, escaped for the style's dialect. A name that a record lacks is absent.
struct Value {
  Type::Kind kind = Type::value;
  std::string text = {};  ///< value
  Span at = {};           ///< where the user wrote it
  std::vector<Detail> details = {};
  std::vector<std::pair<std::string_view, Value>> fields = {};  ///< record, open; names outlive the value
  std::vector<Value> items = {};                                ///< list; an empty list is absent
  std::string_view variant = {};                                ///< see Type::variants

  Value const* find(std::string_view name) const;
};

/// Puts a part behind the rest of a value's text, with the places that it comes from.
void append(Value& whole, Value const& part);

struct Piece {
  enum Kind {
    literal,
    line_end,  ///< of a line that has tags: not printed when the line came out blank
    name,
    section,
    inverted,
    partial
  } kind;
  std::string text;              ///< literal, line_end: what it prints; else the name in the tag
  Span at;                       ///< literal, line_end: its bytes; else the whole tag
  std::vector<Piece> body = {};  ///< section, inverted
  bool inside_line = false;      ///< partial: more of its line follows
};

struct Template {
  std::vector<Piece> pieces;
};

using Templates = std::map<std::string, Template, std::less<>>;

/// From `begin` to the next origin, the output came from `written_at` (a place in the user's data; nowhere
/// for the template's own text) through `template_at`.
struct Origin {
  std::size_t begin;
  Span template_at, written_at;
};

struct Rendered {
  std::string text;
  std::vector<Origin> origins;  ///< sorted by `begin`, without gaps from 0

  /// The origin of the output byte at an offset.
  Origin const& origin(std::size_t offset) const;
};

/// Reads one template; `file` is its number in Sources. Problems (unclosed, misnested, not a name) go to the
/// sink with their place and the rest is still read, so that one run shows all of them.
Template parse_template(std::string_view source, std::uint32_t file, Diagnostics&);

/// Reports every name, section and partial reached from `top` that `root` does not give it, and partials that
/// would include themselves for ever. Gives the templates that were reached.
std::set<Template const*> check_template(Template const& top, Templates const& partials, Type const& root,
                                         Diagnostics&);

/// Warns of a brace in one of the templates, with what it includes, that in some document has none that pairs
/// with it. TeX would stop far below, where it cannot tell which.
void check_braces(std::set<Template const*> const& tops, Templates const& partials, Diagnostics&);

/// Fills in a template that was checked against `type`, the type of `root`. Types decide which record a name
/// means: an entry without a title must not print the title of the section around it.
Rendered render_template(Template const& top, Templates const& partials, Type const& type, Value const& root);

}  // namespace vitac
