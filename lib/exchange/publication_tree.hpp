#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/tree.hpp"

namespace vitac {

/// A foreign word and ours for it.
using WordPair = std::pair<std::string_view, std::string_view>;

/// Our word for a foreign one; empty when there is none.
std::string_view word_for(std::string_view foreign, std::span<WordPair const>);

/// A key of another program made an id: signs that ids do not have become hyphens.
std::string id_of_key(std::string_view key);

/// A publication being put together: the tree that a record would have for it.
class PublicationTree {
 public:
  PublicationTree(Forest&, Span at);

  Tree const& tree() const { return m_map; }
  bool has(std::string_view key) const { return m_map.find(key); }
  Tree& scalar(Span, std::string text);
  Tree& list(Span);
  Tree& map(Span);

  void put(std::string_view key, Span key_at, Tree const& value);
  void remove(std::string_view key);
  /// Words that a date is printed as, and the year that it is sorted by.
  void put_worded_date(Span key_at, Span at, std::string words, std::string year);
  /// Keywords between commas or semicolons.
  void put_tags(Span key_at, Span at, std::string_view keywords);
  /// Somebody of that name, and what else the name is not enough for: a family name of several words, a body.
  Tree const& person(Span, std::string name, std::string const& family, bool is_body);
  /// Says behind the last of some people that they edited a book and did not write it.
  void mark_editors(Tree& people);

 private:
  Forest& m_forest;
  Tree& m_map;
};

}  // namespace vitac
