#pragma once
#include "model/leaves.hpp"

namespace vitac {

/// The words of one language, from `locales/LANGUAGE.yaml`. Sentences are inline text with `{placeholders}`.
struct Locale {
  Literal language;
  Literal babel;
  std::vector<Literal> months, short_months, seasons;
  Literal present, expected, since, conjunction;
  Dictionary<Literal> dates;
  Dictionary<Literal> words;
  Dictionary<Literal> sections;
  Dictionary<Literal> choices;
  Dictionary<Literal> groups;
  Dictionary<Literal> columns;
  Dictionary<Literal> legends;
  Dictionary<Literal> sentences;

  static constexpr std::string_view kind_name = "locale";
  static constexpr std::array fields{
      row<&Locale::language>("language", "its code: en").required(),
      row<&Locale::babel>("babel", "what babel calls it").required(),
      row<&Locale::months>("months", "the twelve months").required(),
      row<&Locale::short_months>("short_months", "the twelve months as dates print them").required(),
      row<&Locale::seasons>("seasons", "winter, spring, summer, fall").required(),
      row<&Locale::present>("present", "the end of what goes on").required(),
      row<&Locale::expected>("expected", "what stands with an end to come: `{date} (expected)`").required(),
      row<&Locale::since>("since", "what goes on without a word of its end: `{date} –`").required(),
      row<&Locale::conjunction>("conjunction", "the word before the last of several").required(),
      row<&Locale::dates>("dates", "patterns of a whole date, a month and a year").required(),
      row<&Locale::words>("words", "words that templates print").required(),
      row<&Locale::sections>("sections", "section kind -> heading").required(),
      row<&Locale::choices>("choices", "how a choice prints: spotlight -> Spotlight").required(),
      row<&Locale::groups>("groups", "heading over entries of one choice: phd -> Ph.D. Students"),
      row<&Locale::columns>("columns", "field -> heading of its column in a table"),
      row<&Locale::legends>("legends", "role -> what its mark denotes").required(),
      row<&Locale::sentences>("sentences", "sentences with placeholders").required(),
  };
};

}  // namespace vitac
