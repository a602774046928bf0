#pragma once
#include "model/leaves.hpp"

/// What a document shows, as its `documents:` entry says it.
namespace vitac {

inline constexpr std::array<std::string_view, 3> number_orders{"none", "ascending", "descending"};

struct Numbering {
  std::optional<Literal> prefix;
  std::optional<OneOf<number_orders>> order;
  std::optional<Literal> across;

  static constexpr std::string_view kind_name = "number";
  static constexpr std::string_view scalar_field = "order";
  static constexpr std::array fields{
      row<&Numbering::prefix>("prefix", "what stands before the number: P"),
      row<&Numbering::order>("order", "none, ascending (1 first) or descending (1 last)"),
      row<&Numbering::across>("across", "what the numbers run through: section or document").planned(),
  };
};

struct SectionSpec {
  std::vector<Literal> kind;
  std::optional<Id> slot;
  std::optional<Text> title, text;
  std::vector<SectionSpec> parts;
  std::vector<Id> ids;
  std::optional<Anything> where;
  std::vector<Literal> sort;
  std::optional<Integer> limit, keep;
  std::optional<Anything> group_by;
  std::optional<Numbering> number;
  std::optional<Anything> divide;
  std::vector<Literal> omit;
  std::optional<Literal> dates;
  std::vector<Literal> columns, total;
  Dictionary<Anything> options;
  Span at;

  static constexpr std::string_view kind_name = "section";
  static constexpr std::string_view scalar_field = "kind";
  static constexpr std::array fields{
      row<&SectionSpec::kind>("kind", "what it lists: one kind, or several merged into one list"),
      row<&SectionSpec::slot>("slot", "a place that the style names"),
      row<&SectionSpec::title>("title", "its heading"),
      row<&SectionSpec::text>("text", "a paragraph before its entries"),
      row<&SectionSpec::parts>("parts", "sections under this heading"),
      row<&SectionSpec::ids>("ids", "these entries, in this order"),
      row<&SectionSpec::where>("where", "which entries: field -> values"),
      row<&SectionSpec::sort>("sort", "fields to sort by; `-date` is newest first"),
      row<&SectionSpec::limit>("limit", "at most so many entries"),
      row<&SectionSpec::keep>("keep", "never cut below so many entries").planned(),
      row<&SectionSpec::group_by>("group_by", "a heading per value of a field").planned(),
      row<&SectionSpec::number>("number", "labels before the entries"),
      row<&SectionSpec::divide>("divide", "a line between newer and older entries").planned(),
      row<&SectionSpec::omit>("omit", "fields that are not shown"),
      row<&SectionSpec::dates>("dates", "how dates print: MM/YYYY"),
      row<&SectionSpec::columns>("columns", "columns of a table").planned(),
      row<&SectionSpec::total>("total", "fields to sum").planned(),
      row<&SectionSpec::options>("options", "options of the style, for this section").planned(),
  };
  static constexpr std::size_t unlisted = 1;

  /// That it shows something.
  void check(Span, Diagnostics&) const;
};

struct PersonSpec {
  std::vector<Literal> omit;
  std::optional<Text> headline;
  std::optional<Literal> email, phone;

  static constexpr std::string_view kind_name = "document's person";
  static constexpr std::array fields{
      row<&PersonSpec::omit>("omit", "fields of `person` that this document leaves out"),
      row<&PersonSpec::headline>("headline", "another line under the name"),
      row<&PersonSpec::email>("email", "the label of the one address to show"),
      row<&PersonSpec::phone>("phone", "the label of the one number to show"),
  };
};

struct DocumentSpec {
  std::optional<Literal> style;
  std::optional<Text> title;
  std::optional<Literal> output, language;
  std::optional<Date> as_of;
  std::optional<Anything> where;
  std::optional<PersonSpec> person;
  Dictionary<Anything> options;
  std::optional<Anything> pages, require;
  std::vector<SectionSpec> sections;
  Span at;

  static constexpr std::string_view kind_name = "document";
  static constexpr std::array fields{
      row<&DocumentSpec::style>("style", "the style that draws it"),
      row<&DocumentSpec::title>("title", "its title"),
      row<&DocumentSpec::output>("output", "its file, beside the record").planned(),
      row<&DocumentSpec::language>("language", "its language: en"),
      row<&DocumentSpec::as_of>("as_of", "the day that present, current and expected count from"),
      row<&DocumentSpec::where>("where", "which entries, in all its sections").planned(),
      row<&DocumentSpec::person>("person", "what it shows of the person"),
      row<&DocumentSpec::options>("options", "options of the style"),
      row<&DocumentSpec::pages>("pages", "how long it may be").planned(),
      row<&DocumentSpec::require>("require", "fields that must be there").planned(),
      row<&DocumentSpec::sections>("sections",
                                   "what it shows, in order; the style's own list when not given"),
  };
  static constexpr std::size_t unlisted = 1;
};

}  // namespace vitac
