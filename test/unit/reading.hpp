#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/printer.hpp"
#include "codec/decode.hpp"
#include "codec/yaml.hpp"
#include "plan/plan.hpp"
#include "record/load.hpp"

namespace vitac::test {

/// A text on its way through the rooms, with all that was said of it.
struct Reading {
  Sources sources;
  Forest forest;
  Diagnostics problems;
  Tree const* tree = nullptr;
  PersonRecord record;

  explicit Reading(std::string text) {
    tree = read_yaml(sources.add("cv.yaml", std::move(text)), sources, forest, problems);
  }

  /// As a person's record, resolved.
  static Reading as_record(std::string text) {
    Reading reading(std::move(text));
    if (reading.tree) decode(*reading.tree, shape<PersonRecord>(), &reading.record, reading.problems);
    reading.record.files = {1};
    if (reading.tree) resolve(reading.record, reading.problems);
    return reading;
  }

  /// "3:5 message", in the order of saying.
  std::vector<std::string> said() const {
    std::vector<std::string> all;
    for (auto const& problem : problems.all()) {
      auto place = problem.at.somewhere() ? sources.begin(problem.at) : Place{0, 0};
      all.push_back(fmt::format("{}:{} {}", place.line, place.column, problem.message));
    }
    return all;
  }

  std::string help() const { return problems.all().empty() ? "" : problems.all().front().help; }

  /// The source of a tree, as written.
  std::string_view written(Tree const& part) const { return sources.text(part.at); }
};

using Said = std::vector<std::string>;

}  // namespace vitac::test
