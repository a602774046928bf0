#pragma once
#include "model/leaves.hpp"

namespace vitac {

inline constexpr std::array<std::string_view, 3> name_orders{"given_first", "family_first", "first_inverted"};
inline constexpr std::array<std::string_view, 3> name_forms{"as_written", "initials", "full"};

/// How a format writes the authors of a work.
struct CitationNames {
  std::optional<OneOf<name_orders>> order;
  std::optional<OneOf<name_forms>> given;
  std::optional<Literal> between, before_last, between_two, others;
  std::optional<Integer> most, first, last;

  static constexpr std::string_view kind_name = "names";
  static constexpr std::array fields{
      row<&CitationNames::order>(
          "order", "given_first; family_first: Liu, S.; first_inverted: so for the first alone"),
      row<&CitationNames::given>("given",
                                 "given names as_written, as initials, or full where they are known"),
      row<&CitationNames::between>("between", "what stands between two names; a comma when not given"),
      row<&CitationNames::before_last>("before_last", "what stands before the last one: `, and`"),
      row<&CitationNames::between_two>("between_two", "what stands between two that are all: `and`"),
      row<&CitationNames::others>("others", "what stands for those left out: `, et al.`"),
      row<&CitationNames::most>("most", "longer lists are cut"),
      row<&CitationNames::first>("first", "how many a list that is cut begins with"),
      row<&CitationNames::last>("last", "how many it ends with"),
  };
};

/// One part of a citation: a text with `{field}` placeholders, `*emphasis*` and `~` for a space that does not
/// break. It is left out where one of its fields is absent, unless that is written `{field?}`;
/// `{status|year|'n.d.'}` is the first of these that is there.
struct CitationPart {
  Literal text;
  std::optional<Literal> before;
  std::optional<Flag> tight, open;
  std::vector<Literal> when, unless;

  static constexpr std::string_view kind_name = "citation part";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array fields{
      row<&CitationPart::text>("text", "what it prints: `pp. {pages}`").required(),
      row<&CitationPart::before>("before", "what joins it to the part before; a comma when not given"),
      row<&CitationPart::tight>("tight", "true: no space before it"),
      row<&CitationPart::open>("open", "true: the citation's `end` does not follow it: a link"),
      row<&CitationPart::when>("when", "only where these fields are there"),
      row<&CitationPart::unless>("unless", "only where none of these fields is there"),
  };
};

/// The parts of works of one type.
struct CitationType {
  std::vector<CitationPart> parts;

  static constexpr std::string_view kind_name = "citations of a type";
  static constexpr std::string_view list_field = "parts";
  static constexpr std::array fields{
      row<&CitationType::parts>("parts", "what it prints, in order").required(),
  };
};

/// How a publication is cited, from `citations/NAME.yaml`.
struct CitationFormat {
  Literal title;
  std::optional<CitationNames> names;
  std::vector<CitationPart> parts;
  Dictionary<CitationType> types;
  std::optional<Literal> end;

  static constexpr std::string_view kind_name = "citation format";
  static constexpr std::array fields{
      row<&CitationFormat::title>("title", "what people call it").required(),
      row<&CitationFormat::names>("names", "how it writes the authors"),
      row<&CitationFormat::parts>("parts", "what it prints, in order").required(),
      row<&CitationFormat::types>("types", "type of publication -> other parts for it"),
      row<&CitationFormat::end>("end", "what stands at the end: a full stop"),
  };
};

}  // namespace vitac
