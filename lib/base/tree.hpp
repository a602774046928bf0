#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/span.hpp"

namespace vitac {

/// One value as written: every scalar is text; what it means is the field tables' business.
struct Tree {
  enum Kind { absent, scalar, list, map };

  Kind kind = absent;
  bool quoted = false;
  bool is_damaged = false;  ///< some of it could not be read, which was said: nobody need miss that
  std::string text;  ///< scalar: its text; absent: as written (`~`, or nothing, or the comment in its place)
  std::string tag;   ///< `!tex`, the only one; empty without it
  Span at;
  std::vector<Tree const*> items;                            ///< list
  std::vector<std::pair<Tree const*, Tree const*>> entries;  ///< map, in order of writing
  std::uint64_t weight = 1;                                  ///< nodes reachable, aliases counted each time

  /// Nothing, or an empty text: neither says anything.
  bool is_absent() const { return kind == absent || (kind == scalar && text.empty() && tag.empty()); }

  /// The value under a key of a map; null when there is none.
  Tree const* find(std::string_view key) const;
};

/// Owns the trees of one run. Aliases share nodes, so a tree is a directed graph without cycles.
using Forest = std::deque<Tree>;

/// "a list", "a text", ...: how messages name what was found.
std::string_view described(Tree const&);

/// Where bytes [begin, end) of a scalar's text stand in the source it was read from, through quotes, escapes
/// and folded lines; the whole scalar when that cannot be told. `source` is the text of `scalar.file`.
Span within(Span scalar, std::string_view source, std::string_view text, std::size_t begin, std::size_t end);

}  // namespace vitac
