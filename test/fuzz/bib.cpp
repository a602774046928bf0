#include <cstdint>

#include "base/encoding.hpp"
#include "base/printer.hpp"
#include "base/utf8.hpp"
#include "exchange/bibliography.hpp"

/// Any bytes as a BibTeX file: nothing may crash, every span lies in its file, every text is UTF-8.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vitac;
  std::string bytes(reinterpret_cast<char const*>(data), size);
  if (first_malformed(bytes)) bytes = from_latin1(bytes);
  Sources sources;
  Diagnostics problems;
  std::vector files{sources.add("fuzz.bib", std::move(bytes))};
  if (!check_encoding(files[0], sources.text(files[0]), problems)) return 0;
  auto publications = read_bibliography(files, sources, problems);
  for (auto const& problem : problems.all()) {
    if (problem.at.begin > problem.at.end || problem.at.end > sources.text(files[0]).size()) __builtin_trap();
    if (problem.severity == Severity::error || first_malformed(problem.message)) __builtin_trap();
    print_human(problem, sources, false);
  }
  for (auto const& publication : publications)
    for (auto const& version : publication.title.versions)
      if (version.text.empty() || first_malformed(version.text)) __builtin_trap();
  return 0;
}
