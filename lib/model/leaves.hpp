#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/shape.hpp"

namespace vitac {

/// Whether a word is the code of a language: `en`, `pt-BR`.
bool is_language(std::string_view);

/// The month that a word names or shortens ("Mar.", "Sept"); 0 for none.
int month_named(std::string_view word);

/// A text with inline markup, in one language or several.
struct Text {
  struct Version {
    std::string language;  ///< `en`; empty: for every language
    std::string text;
    Span at;
    bool is_tex = false;  ///< tagged `!tex`
  };
  std::vector<Version> versions;
  Span at;

  /// The version for a language: its own, else the one for all, else the first.
  Version const& in(std::string_view language) const;

  static constexpr std::string_view kind_name = "text";
  static constexpr Form form{
      "words with `*italics*`, `**bold**`, `[links](https://example.edu)` and `$formulas$`; in several "
      "languages `{en: ..., de: ...}`",
      R"({"anyOf": [{"type": ["string", "number", "boolean"]},)"
      R"(           {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z]{2}(-[A-Za-z0-9-]+)?$"},)"
      R"(            "additionalProperties": {"type": ["string", "number", "boolean"]}}]})"};
  static bool read(Tree const&, Text&, Diagnostics&);
};

/// A text that prints just as it is, without markup: a number, a code, an address.
struct Literal {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "plain text";
  static constexpr Form form{"words or a number, printed as they are",
                             R"({"type": ["string", "number", "boolean"]})"};
  static bool read(Tree const&, Literal&, Diagnostics&);
};

/// A page range, its hyphen prints as an en dash; several between commas, or the number of an article.
struct Pages {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "page range";
  static constexpr Form form{
      "`101-112`, `e17`",
      R"({"type": ["string", "number"], "minimum": 0,)"
      R"( "pattern": "^\\s*(?![Pp]{1,2}\\.)[^-,;.\\s\\u2010-\\u2015](.*[^-,;\\s\\u2010-\\u2015])?\\s*$"})"};
  static bool read(Tree const&, Pages&, Diagnostics&);
};

/// A name that other places of the file refer to: an entry's id, a tag, a citation key.
struct Id {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "id";
  static constexpr Form form{
      "one word of letters, digits and `_ - . : + /`",
      R"({"type": ["string", "number", "boolean"], "pattern": "^[^\\u0000-*,;-@\\[-^`{-\\u007f]+$"})"};
  static bool read(Tree const&, Id&, Diagnostics&);
};

/// A calendar date as exact as it was written, `present`, or words with a date to sort by.
struct Date {
  enum Season { none, winter, spring, summer, fall };

  int year = 0;
  int month = 0, day = 0;  ///< 0 when not given
  Season season = none;
  bool is_present = false;
  std::string text;  ///< printed instead of the date when not empty
  Span at;

  /// Orders dates by time: yyyymmdd, a missing part at its earliest, or (`latest`) at its last.
  long order(bool latest = false) const;

  static constexpr std::string_view kind_name = "date";
  static constexpr Form form{
      "`2016`, `2016-03`, `2016-03-14`, `present`, or words with a date to sort by: `{text: Summers 2000 and "
      "2001, sort: 2001-08}`",
      R"({"anyOf": [{"type": ["string", "integer"], "minimum": 1000, "maximum": 9999,)"
      R"(             "pattern": "^\\s*(present|[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)\\s*$"},)"
      R"(            {"type": "object", "required": ["text", "sort"], "additionalProperties": false,)"
      R"(             "properties": {"text": {"type": ["string", "number", "boolean"]},)"
      R"(                            "sort": {"$ref": "#/$defs/date/anyOf/0"}}}]})"};
  static bool read(Tree const&, Date&, Diagnostics&);
};

/// The term of a course: a date, or a season and a year.
struct Term : Date {
  static constexpr std::string_view kind_name = "term";
  static constexpr Form form{
      "`Fall 2024`, or a date",
      R"({"anyOf": [{"type": "string", "pattern": "^\\s*([Ww]inter|[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn) +[0-9]{4}\\s*$"},)"
      R"(            {"$ref": "#/$defs/date"}]})"};
  static bool read(Tree const&, Term&, Diagnostics&);
};

struct Url {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "URL";
  static constexpr Form form{
      "`https://example.edu/page`",
      R"({"type": "string", "pattern": "^\\s*(?!javascript:|data:|file:|(https?|ftp)://([-/.?#:]|https?:|$))\\S*[.:]\\S*\\s*$"})"};
  static bool read(Tree const&, Url&, Diagnostics&);
};

struct EmailAddress {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "e-mail address";
  static constexpr Form form{"`name@example.edu`",
                             R"({"type": "string", "pattern": "^\\s*[^\\s<>,;@]+@[^\\s<>,;@]+\\s*$"})"};
  static bool read(Tree const&, EmailAddress&, Diagnostics&);
};

/// An ORCID iD, `0000-0002-1825-0097`, its ISO 7064 check digit verified; a link to it is accepted.
struct Orcid {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "ORCID iD";
  static constexpr Form form{
      "`0000-0002-1825-0097`",
      R"({"type": "string", "pattern": "^\\s*((https?://)?orcid\\.org/)?([0-9]{4}-){3}[0-9]{3}[0-9Xx]\\s*$"})"};
  static bool read(Tree const&, Orcid&, Diagnostics&);
};

/// A DOI, `10.1000/182`; a link to it or a `doi:` before it is accepted and dropped.
struct Doi {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "DOI";
  static constexpr Form form{
      "`10.1000/182`, or a link to it",
      R"({"type": "string", "pattern": "^\\s*((https?://)?(dx\\.)?doi\\.org/|[Dd][Oo][Ii]:\\s*)?10\\.[^/\\s]+/[^?\\s\\u2010-\\u2015]*[^.,;:?\\s\\u2010-\\u2015]\\s*$"})"};
  static bool read(Tree const&, Doi&, Diagnostics&);
};

/// An arXiv identifier, `2401.00001v2`; a link to it or an `arXiv:` before it is accepted and dropped.
struct ArxivId {
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "arXiv identifier";
  static constexpr Form form{"`2401.00001`, or a link to it",
                             R"({"type": ["string", "number"], "pattern": "\\S"})"};
  static bool read(Tree const&, ArxivId&, Diagnostics&);
};

/// So many of something.
struct Integer {
  long value = 0;
  Span at;

  static constexpr std::string_view kind_name = "whole number";
  static constexpr Form form{
      "`412`", R"({"type": ["integer", "string"], "minimum": 0, "pattern": "^\\s*[0-9]+\\s*$"})"};
  static bool read(Tree const&, Integer&, Diagnostics&);
};

/// Where something comes among others: below 0, too.
struct Rank {
  long value = 0;
  Span at;

  static constexpr std::string_view kind_name = "rank";
  static constexpr Form form{"`10` or `-1`",
                             R"({"type": ["integer", "string"], "pattern": "^\\s*-?[0-9]+\\s*$"})"};
  static bool read(Tree const&, Rank&, Diagnostics&);
};

/// A decimal number; `text` keeps its digits as written.
struct Number {
  double value = 0;
  std::string text;
  Span at;

  static constexpr std::string_view kind_name = "number";
  static constexpr Form form{
      "`3.87`",
      R"({"type": ["number", "string"], "pattern": "^\\s*-?([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*$"})"};
  static bool read(Tree const&, Number&, Diagnostics&);
};

/// A part of an amount: money, or per cent of the whole.
struct Share {
  double value = 0;
  bool is_percent = false;
  std::string text;  ///< the number's digits as written
  Span at;

  static constexpr std::string_view kind_name = "share";
  static constexpr Form form{
      "`740000` (money) or `25%`",
      R"({"type": ["number", "string"], "minimum": 0, "pattern": "^\\s*([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*%?\\s*$"})"};
  static bool read(Tree const&, Share&, Diagnostics&);
};

struct Flag {
  bool value = false;
  Span at;

  static constexpr std::string_view kind_name = "flag";
  static constexpr Form form{"`true` or `false`",
                             R"({"type": ["boolean", "string"], "pattern": "^(true|false)$"})"};
  static bool read(Tree const&, Flag&, Diagnostics&);
};

/// Data that only a style or a later step understands, kept as written; its owner outlives it.
struct Anything {
  Tree const* tree = nullptr;
  Span at;

  static constexpr std::string_view kind_name = "data";
  static constexpr Form form{"whatever it takes", R"({})"};
  static bool read(Tree const&, Anything&, Diagnostics&);
};

/// One of a fixed list of words.
template <auto const& Names>
struct OneOf {
  /// A word that the compiler checked against the list.
  struct Known {
    std::size_t choice;
    consteval Known(char const* word) : choice(0) {
      while (std::string_view(word) != Names.at(choice)) ++choice;
    }
  };

  std::size_t choice = 0;
  Span at;

  std::string_view name() const { return Names[choice]; }
  bool is(Known word) const { return choice == word.choice; }

  static constexpr std::string_view kind_name = "choice";
  static constexpr std::span<std::string_view const> names = Names;
};

}  // namespace vitac
