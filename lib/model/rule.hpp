#pragma once
#include "model/leaves.hpp"

namespace vitac {

inline constexpr std::array<std::string_view, 14> rule_checks{
    "maximum",        "required_fields", "excluded_values", "no_repeats",    "window",
    "only_slots",     "left_out",        "pages",           "paper",         "font_size",
    "lines_per_inch", "margins",         "no_page_numbers", "embedded_fonts"};
inline constexpr std::array<std::string_view, 3> severities{"note", "warning", "error"};

/// One rule of a style, with who made it and when: a check by name and the values that it takes.
struct Rule {
  OneOf<rule_checks> name;
  std::vector<Literal> of, wanted, values, slots, sizes;
  Dictionary<std::vector<Literal>> when;
  std::optional<Number> at_least, at_most;
  Dictionary<Number> families;
  std::optional<Literal> source;
  std::optional<Date> date;
  std::optional<OneOf<severities>> severity;
  Span at;

  static constexpr std::string_view kind_name = "rule";
  static constexpr std::array fields{
      row<&Rule::name>("check", "what is checked").required(),
      row<&Rule::of>("of", "the section kinds whose entries it is about; `position`: the one in the head"),
      row<&Rule::wanted>("fields", "what must be there, or is left out: `date`, `location.city`, `doi|url`"),
      row<&Rule::values>("values", "what those fields may not say"),
      row<&Rule::slots>("slots", "only within these slots of the style"),
      row<&Rule::sizes>("sizes", "sizes of paper: letter, a4"),
      row<&Rule::when>("when", "only of entries that say so: field -> values"),
      row<&Rule::at_least>("at_least", "the least: points of type, inches of margin"),
      row<&Rule::at_most>("at_most", "the most: entries, years, pages, lines an inch"),
      row<&Rule::families>("families", "another least for fonts: a part of the name -> points"),
      row<&Rule::source>("source", "who says so").required(),
      row<&Rule::date>("date", "since when").required(),
      row<&Rule::severity>("severity", "note, warning or error"),
  };
  static constexpr std::size_t unlisted = 1;

  /// That it has the values that its check takes and no others, and names kinds and fields that there are.
  void check(Span, Diagnostics&) const;

  /// What `of` calls the position that a document's head names.
  static constexpr std::string_view position = "position";
  /// The paths that an item of `fields` allows: `location.city|doi` is [[location, city], [doi]].
  static std::vector<std::vector<std::string>> alternatives(std::string_view fields);

  /// Whether it is measured in the finished PDF.
  bool is_of_pdf() const;
  /// `PAPPG 24-1, 2024-05-20`; empty when it has no source.
  std::string origin() const;
};

}  // namespace vitac
