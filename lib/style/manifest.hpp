#pragma once
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/document.hpp"
#include "model/rule.hpp"
#include "render/view.hpp"

namespace vitac {

inline constexpr std::array<std::string_view, 5> option_types{"text", "flag", "choice", "number", "length"};
inline constexpr std::array<std::string_view, 1> targets{"latex"};
/// Those that lib/engine runs; a test holds the two lists together.
inline constexpr std::array<std::string_view, 3> style_engines{"pdflatex", "lualatex", "xelatex"};

/// One option that a style offers.
struct OptionSpec {
  OneOf<option_types> type;
  std::optional<Literal> fallback;
  std::vector<Literal> choices;
  std::optional<Number> minimum, maximum;
  std::optional<Flag> section;
  std::optional<Literal> help;

  static constexpr std::string_view kind_name = "option";
  static constexpr std::array fields{
      row<&OptionSpec::type>("type", "text, flag, choice, number (1.5) or length (12pt)").required(),
      row<&OptionSpec::fallback>("default", "its value when a document does not give one"),
      row<&OptionSpec::choices>("choices", "the words that a choice takes"),
      row<&OptionSpec::minimum>("minimum", "the least that a number or length may be"),
      row<&OptionSpec::maximum>("maximum", "the most that a number or length may be"),
      row<&OptionSpec::section>("section", "true: a section may set it for itself"),
      row<&OptionSpec::help>("help", "what it does"),
  };
};

/// A place that a style names, to be filled by a document's section.
struct SlotSpec {
  std::vector<Literal> kinds;
  std::optional<Text> title;
  std::optional<Integer> maximum;
  std::optional<Literal> source;
  std::optional<Date> date;
  std::optional<Flag> chosen, ordered;

  static constexpr std::string_view kind_name = "slot";
  static constexpr std::array fields{
      row<&SlotSpec::kinds>("kinds", "the section kinds that it takes").required(),
      row<&SlotSpec::title>("title", "its heading"),
      row<&SlotSpec::maximum>("maximum", "how many entries it takes; more are an error"),
      row<&SlotSpec::source>("source", "who sets that maximum"),
      row<&SlotSpec::date>("date", "since when"),
      row<&SlotSpec::chosen>("chosen", "true: it is there only where a document fills it"),
      row<&SlotSpec::ordered>("ordered", "true: the style sorts also what a document chooses by `ids`"),
  };
};

/// Kinds whose sections look alike; the name is the style's own and its templates ask for it.
struct LayoutSpec {
  std::vector<Literal> kinds;

  static constexpr std::string_view kind_name = "layout";
  static constexpr std::string_view list_field = "kinds";
  static constexpr std::array fields{
      row<&LayoutSpec::kinds>("kinds", "section kinds").required(),
  };
};

/// A file that TeX needs and the Debian package that brings it.
struct PackageSpec {
  Literal file, package;
  std::optional<OneOf<style_engines>> engine;

  static constexpr std::string_view kind_name = "package";
  static constexpr std::array fields{
      row<&PackageSpec::file>("file", "a class, package or font definition").required(),
      row<&PackageSpec::package>("package", "the Debian package").required(),
      row<&PackageSpec::engine>("engine", "the one that needs it, where the style's first does not"),
  };
};

/// What a style says of itself in `style.yaml`.
struct Manifest {
  Integer contract;
  Literal title;
  std::optional<Literal> description;
  OneOf<targets> target;
  std::optional<Literal> extends;
  std::optional<Text> notice;
  std::vector<OneOf<style_engines>> engines;
  Dictionary<OptionSpec> options;
  std::vector<PackageSpec> packages;
  std::vector<SectionSpec> sections;
  std::optional<OneOf<empty_policies>> empty;
  Dictionary<SlotSpec> slots;
  Dictionary<LayoutSpec> layouts;
  Dictionary<Rule> rules;

  static constexpr std::string_view kind_name = "style";
  static constexpr std::array fields{
      row<&Manifest::contract>("contract", "the version of the rules for styles: 1").required(),
      row<&Manifest::title>("title", "what people call it").required(),
      row<&Manifest::description>("description", "what it is for, in a sentence"),
      row<&Manifest::target>("target", "what its templates write: latex").required(),
      row<&Manifest::extends>("extends", "a style whose files and keys stand in for those missing here"),
      row<&Manifest::notice>("notice", "what its user must know; said when a document is built"),
      row<&Manifest::engines>("engines", "TeX engines that can set it, best first").required(),
      row<&Manifest::options>("options", "what a document may choose"),
      row<&Manifest::packages>("packages", "files that TeX needs, with their Debian packages"),
      row<&Manifest::sections>("sections", "what a document shows that names no sections").required(),
      row<&Manifest::empty>("empty",
                            "sections without entries, where a document does not say: omit, na, heading"),
      row<&Manifest::slots>("slots", "places that a document's sections fill by name"),
      row<&Manifest::layouts>("layouts", "name -> the section kinds whose entries are laid out so"),
      row<&Manifest::rules>("rules", "name -> what its documents are held to"),
  };
};

/// Says what is wrong in a manifest that no single key can say: an option whose default it does not take
/// itself, a layout of a kind that there is not.
void check_manifest(Manifest const&, Diagnostics&);

/// What an option takes, in words: "`letter` or `a4`", "a number from 8 to 14".
std::string values_of(OptionSpec const&);

/// The values that a style's options have before any document asks for others.
std::vector<OptionValue> default_options(Manifest const&);

/// The options of one document: the style's defaults, the document's own, then `given` on the command line.
/// Unknown options and bad values go to the sink.
std::vector<OptionValue> settle_options(Manifest const&, DocumentSpec const&,
                                        std::vector<std::pair<std::string, std::string>> const& given,
                                        Diagnostics&);

/// The options of the sections that set some, over those of their document. `whole` is what `complete` made.
SectionOptions settle_section_options(Manifest const&, DocumentSpec const& whole,
                                      std::vector<OptionValue> const& of_document, Diagnostics&);

/// The layouts in the form of a view.
Layouts layouts_of(Manifest const&);

/// All that the style's documents are held to: its rules, and the maxima of its slots.
std::vector<Rule> rules_of(Manifest const&);

/// The document with what it leaves to its style filled in: sections, what slots take, and how the style
/// shows a kind of which the document says nothing but its name. Sections that all name slots fill the places
/// of the style's own list; else they stand instead of it.
DocumentSpec complete(DocumentSpec const&, Manifest const&, Diagnostics&);

}  // namespace vitac
