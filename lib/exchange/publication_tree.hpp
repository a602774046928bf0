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

/// An edition as it stands before `ed.`: `2`, `Second` and `2nd ed.` are `2nd`; other words stay.
std::string edition_of(std::string_view words);

/// Pages without the `pp.` before them and what ends a sentence; empty for `??--??`, which says nothing.
std::string pages_of(std::string_view words);

/// A day or month in words, `2020 Apr 30`, `May 2016`, as we write it; empty for anything else.
std::string date_of(std::string_view words);

/// `10.48550/arXiv.2401.00001`, arXiv's own DOI of a work, has the work's identifier there; empty for
/// another.
std::string_view arxiv_in_doi(std::string_view doi);

/// Whether reference managers wrote a note for themselves: fields that they have no place for, by their names
/// (`Publisher: IEEE`, `_eprint: https://...`).
bool is_managers_note(std::string_view);

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
  /// An edition, where it is one that need be told of: not the first.
  void put_edition(Span key_at, Span at, std::string_view words);
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
