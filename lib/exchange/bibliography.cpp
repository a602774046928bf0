#include "exchange/bibliography.hpp"

#include "codec/decode.hpp"
#include "exchange/bibtex.hpp"
#include "exchange/csl_json.hpp"
#include "exchange/journal_macros.hpp"

namespace vitac {

std::vector<Publication> read_bibliography(std::span<std::uint32_t const> files, Sources const& sources,
                                           Diagnostics& problems) {
  std::vector<Publication> publications;
  auto take = [&](Tree const& tree) {
    Diagnostics found;
    decode(tree, shape<Publication>(), &publications.emplace_back(), found);
    for (auto problem : found.all()) {
      problem.severity = std::min(problem.severity, Severity::warning);
      problem.notes.emplace_back("it is left out; the rest of the entry stays");
      problems.add(std::move(problem));
    }
  };
  BibFiles bibtex;
  bibtex.macros = journal_macros();
  for (auto file : files)
    if (!sources.name(file).ends_with(".json")) read_bibtex_file(file, sources, bibtex, problems);
  bibtex_publications(std::move(bibtex), sources, take, problems);
  for (auto file : files)
    if (sources.name(file).ends_with(".json")) csl_publications(file, sources, take, problems);
  return publications;
}

}  // namespace vitac
