#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "exchange/bibliography.hpp"

namespace vitac::test {

/// A bibliography on its way to publications, with all that was said of it.
struct Bib {
  Sources sources;
  Diagnostics problems;
  std::vector<Publication> all;

  explicit Bib(std::string text, std::string name = "pubs.bib") {
    std::vector files{sources.add(std::move(name), std::move(text))};
    all = read_bibliography(files, sources, problems);
  }

  /// "3:5 message [code]", in the order of saying; notes only where they are asked for.
  std::vector<std::string> said(Severity least = Severity::warning) const {
    std::vector<std::string> lines;
    for (auto const& problem : problems.all()) {
      if (problem.severity < least) continue;
      auto place = sources.begin(problem.at);
      lines.push_back(fmt::format("{}:{} {} [{}]", place.line, place.column, problem.message, problem.code));
    }
    return lines;
  }

  /// What a field of one publication says, people and dates in one line; empty when it is absent.
  std::string of(std::string_view field, std::size_t i = 0) const {
    auto found = held(shape<Publication>(), &all.at(i), field);
    if (auto text = found.as<Text>()) return text->in("en").text;
    if (auto literal = found.as<Literal>()) return literal->text;
    if (auto pages = found.as<Pages>()) return pages->text;
    if (auto id = found.as<Id>()) return id->text;
    if (auto doi = found.as<Doi>()) return doi->text;
    if (auto url = found.as<Url>()) return url->text;
    if (auto arxiv = found.as<ArxivId>()) return arxiv->text;
    if (auto location = found.as<Location>()) return location->text->text;
    if (auto date = found.as<Date>())
      return date->text.empty() ? iso(*date) : fmt::format("{} ({})", date->text, iso(*date));
    if (auto tags = found.as<std::vector<Id>>()) return joined(*tags, [](Id const& tag) { return tag.text; });
    if (auto people = found.as<std::vector<Contributor>>()) return joined(*people, name_and_roles);
    if (found && found.shape->chosen)
      return std::string(found.shape->choices[found.shape->chosen(found.value)]);
    return {};
  }

 private:
  static std::string iso(Date const& date) {
    auto text = fmt::format("{}", date.year);
    if (date.month) text += fmt::format("-{:02}", date.month);
    if (date.day) text += fmt::format("-{:02}", date.day);
    return text;
  }

  static std::string name_and_roles(Contributor const& person) {
    auto text = person.name.text;
    for (auto const& role : person.roles) text += " +" + role.text;
    return text;
  }

  static std::string joined(auto const& items, auto const& text_of) {
    std::string all_of_them;
    for (auto const& item : items) all_of_them += (all_of_them.empty() ? "" : " | ") + text_of(item);
    return all_of_them;
  }
};

using Said = std::vector<std::string>;

}  // namespace vitac::test
