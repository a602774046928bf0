#pragma once
#include "model/leaves.hpp"

namespace vitac {

/// One part of a citation: a text with `{field}` placeholders, `*emphasis*` and `~` for a space
/// that does not break. It is left out where one of
/// its fields is absent, unless that is written `{field?}`.
struct CitationPart {
  Literal text;
  std::optional<Literal> before;

  static constexpr std::string_view kind_name = "citation part";
  static constexpr std::string_view scalar_field = "text";
  static constexpr std::array fields{
      row<&CitationPart::text>("text", "what it prints: `pp. {pages}`").required(),
      row<&CitationPart::before>("before", "what joins it to the part before; a comma when not given"),
  };
};

/// How a publication is cited, from `citations/NAME.yaml`.
struct CitationFormat {
  Literal title;
  std::vector<CitationPart> parts;

  static constexpr std::string_view kind_name = "citation format";
  static constexpr std::array fields{
      row<&CitationFormat::title>("title", "what people call it").required(),
      row<&CitationFormat::parts>("parts", "what it prints, in order").required(),
  };
};

}  // namespace vitac
