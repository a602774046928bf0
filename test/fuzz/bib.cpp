#include "exchange/bibliography.hpp"
#include "reading.hpp"

/// Any bytes as a BibTeX file: nothing may crash, every span lies in its file, every text is UTF-8.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vitac;
  Sources sources;
  Diagnostics problems;
  std::vector files{sources.add("fuzz.bib", fuzz::text_of(data, size))};
  if (!check_encoding(files[0], sources.text(files[0]), problems)) return 0;
  auto publications = read_bibliography(files, sources, problems);
  fuzz::check_problems(problems, sources);
  fuzz::require(!problems.has_errors());
  for (auto const& publication : publications)
    for (auto const& version : publication.title.versions)
      fuzz::require(!version.text.empty() && !first_malformed(version.text));
  return 0;
}
