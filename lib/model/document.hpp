#pragma once
#include "model/people.hpp"

/// What a document shows, as its `documents:` entry says it.
namespace vitac {

inline constexpr std::array<std::string_view, 3> number_orders{"none", "ascending", "descending"};
inline constexpr std::array<std::string_view, 3> number_reaches{"group", "section", "document"};

/// Labels before entries.
struct Numbering {
  std::optional<Literal> prefix;
  std::optional<OneOf<number_orders>> order;
  std::optional<OneOf<number_reaches>> across;

  static constexpr std::string_view kind_name = "number";
  static constexpr std::string_view scalar_field = "order";
  static constexpr std::array fields{
      row<&Numbering::prefix>("prefix",
                              "what stands before the number: P; `{heading}` is its heading's number"),
      row<&Numbering::order>("order", "none, ascending (1 first) or descending (1 last)"),
      row<&Numbering::across>("across",
                              "what the numbers run through: group, section (the default), document"),
  };
};

/// Headings inside a section, one per value of a field.
struct Grouping {
  Literal field;
  std::vector<Literal> order;
  Dictionary<Text> titles;

  static constexpr std::string_view kind_name = "group_by";
  static constexpr std::string_view scalar_field = "field";
  static constexpr std::array fields{
      row<&Grouping::field>("field", "the field whose values make the groups; `date`: its year").required(),
      row<&Grouping::order>("order", "values that come first, in this order"),
      row<&Grouping::titles>("titles", "value -> heading"),
  };
};

/// A line between what is newer and what is older.
struct Division {
  Date at;
  std::optional<Text> above, below;
  std::optional<Literal> mark;

  static constexpr std::string_view kind_name = "divide";
  static constexpr std::string_view scalar_field = "at";
  static constexpr std::array fields{
      row<&Division::at>("at", "the day from which on an entry is new").required(),
      row<&Division::above>("above", "heading of what comes first"),
      row<&Division::below>("below", "heading of what comes after"),
      row<&Division::mark>("mark", "in place of headings, a sign before the labels of what is new: *"),
  };
};

/// A column of a table.
struct ColumnSpec {
  Literal field;
  std::optional<Text> title;

  static constexpr std::string_view kind_name = "column";
  static constexpr std::string_view scalar_field = "field";
  static constexpr std::array fields{
      row<&ColumnSpec::field>("field", "the field that it shows").required(),
      row<&ColumnSpec::title>("title", "its heading, where it is to be another than the field's own"),
  };
};

inline constexpr std::array<std::string_view, 3> heading_numbers{"none", "arabic", "letters"};

/// Numbers before a document's headings.
struct HeadingNumbering {
  std::optional<OneOf<heading_numbers>> number;
  std::optional<Literal> prefix;

  static constexpr std::string_view kind_name = "headings";
  static constexpr std::string_view scalar_field = "number";
  static constexpr std::array fields{
      row<&HeadingNumbering::number>("number", "none, arabic (1, 1.1) or letters (A, A.1)"),
      row<&HeadingNumbering::prefix>("prefix", "what stands before the number: C."),
  };
};

/// What stands where a section has no entries: nothing, `N/A` under its heading, or its heading alone.
inline constexpr std::array<std::string_view, 3> empty_policies{"omit", "na", "heading"};

struct SectionSpec {
  std::vector<Literal> kind;
  std::optional<Id> slot;
  std::optional<Text> title, text;
  std::vector<SectionSpec> parts;
  std::vector<Id> ids;
  std::optional<Anything> where;
  std::vector<Literal> sort;
  std::optional<Integer> limit, keep;
  std::optional<Grouping> group_by;
  std::optional<Numbering> number;
  std::optional<Division> divide;
  std::optional<Flag> split_roles;
  std::vector<Literal> omit;
  std::optional<Literal> dates;
  std::vector<ColumnSpec> columns;
  std::vector<Literal> total;
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
      row<&SectionSpec::sort>("sort",
                              "fields to sort by; `-date` is newest first, `written` as the record has them; "
                              "else as the style says"),
      row<&SectionSpec::limit>("limit", "at most so many entries"),
      row<&SectionSpec::keep>("keep", "a page budget never cuts it below so many entries"),
      row<&SectionSpec::group_by>("group_by", "headings inside it: one per value of a field"),
      row<&SectionSpec::number>("number", "labels before the entries"),
      row<&SectionSpec::divide>("divide", "where newer entries end and older ones begin"),
      row<&SectionSpec::split_roles>("split_roles", "true: each role of an employer is an entry of its own"),
      row<&SectionSpec::omit>("omit", "fields that are not shown"),
      row<&SectionSpec::dates>("dates", "how dates print: MM/YYYY"),
      row<&SectionSpec::columns>(
          "columns", "fields that make the columns of a table; `{field, title}` to name one otherwise"),
      row<&SectionSpec::total>("total", "fields whose sum stands below: amount, share"),
      row<&SectionSpec::options>("options", "options of the style for this section"),
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

/// How long a document may be.
struct PageBudget {
  Integer max;

  static constexpr std::string_view kind_name = "page budget";
  static constexpr std::string_view scalar_field = "max";
  static constexpr std::array fields{
      row<&PageBudget::max>("max", "the most pages: entries of the lowest `priority`, then the oldest, go")
          .required(),
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
  Dictionary<Mark> marks;
  std::optional<HeadingNumbering> headings;
  std::optional<OneOf<empty_policies>> empty;
  std::optional<PageBudget> pages;
  std::vector<Literal> require;
  std::vector<SectionSpec> sections;
  Span at;

  static constexpr std::string_view kind_name = "document";
  static constexpr std::array fields{
      row<&DocumentSpec::style>("style", "the style that draws it"),
      row<&DocumentSpec::title>("title", "its title"),
      row<&DocumentSpec::output>("output", "its file, beside the record: cv.pdf, out/cv"),
      row<&DocumentSpec::language>("language", "its language: en"),
      row<&DocumentSpec::as_of>("as_of", "the day that present, current and expected count from"),
      row<&DocumentSpec::where>("where", "which entries, in all its sections: field -> values"),
      row<&DocumentSpec::person>("person", "what it shows of the person"),
      row<&DocumentSpec::options>("options", "options of the style"),
      row<&DocumentSpec::marks>("marks",
                                "its own signs after names, over the record's: role -> symbol and legend"),
      row<&DocumentSpec::headings>("headings", "numbers before its headings"),
      row<&DocumentSpec::empty>("empty", "sections without entries: omit them, na (`N/A`) or heading alone"),
      row<&DocumentSpec::pages>("pages", "how long it may be: `{max: 2}`"),
      row<&DocumentSpec::require>("require",
                                  "what must be there: `person.orcid`, `education`, `grants[].share`"),
      row<&DocumentSpec::sections>("sections",
                                   "what it shows, in order; the style's own list when not given"),
  };
  static constexpr std::size_t unlisted = 1;
};

}  // namespace vitac
