#include "codec/decode.hpp"

#include "check/record_lints.hpp"
#include "codec/yaml.hpp"
#include "reading.hpp"
#include "record/load.hpp"

/// Any text as a person's record, decoded, resolved and looked over.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace vitac;
  Sources sources;
  Forest forest;
  Diagnostics problems;
  auto tree = read_yaml(sources.add("cv.yaml", fuzz::text_of(data, size)), sources, forest, problems);
  if (!tree) return 0;
  PersonRecord record;
  bool is_good = decode(*tree, shape<PersonRecord>(), &record, problems);
  fuzz::require(is_good || problems.has_errors());
  resolve(record, problems);
  check_record(record, {.year = 2024, .month = 7, .day = 16}, sources, problems);
  if (!problems.has_errors()) check_use(record, problems);
  fuzz::check_problems(problems, sources);
  return 0;
}
