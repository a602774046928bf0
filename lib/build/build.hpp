#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace vitac {

/// What to make of which records.
struct BuildRequest {
  enum To { pdf, tex, nothing };  ///< nothing: what can be said without an engine is said, and no more

  std::vector<std::string> inputs;      ///< files; `-` is standard input
  std::optional<std::string> style;     ///< a name, or the path of a folder
  bool is_style_alone = false;          ///< what `style` makes of the record, whatever documents it names
  std::optional<std::string> document;  ///< one of the record's; else all
  To to = pdf;
  std::optional<std::string> output;  ///< see output_path
  /// Where to write what the outputs were made of, for make and ninja; `auto`: STEM.d beside the outputs of
  /// each record.
  std::optional<std::string> depfile;
  std::string engine = "auto";
  std::vector<std::pair<std::string, std::string>> options;  ///< of the style
  std::vector<std::string> settings;                         ///< `PATH=VALUE`, laid over each record
  bool is_strict = false;                                    ///< warnings are errors
  bool is_forced = false;                                    ///< build what did not change, too
  /// Records are not to be trusted: no raw LaTeX, no file outside a record's folder, no style of its own,
  /// pdflatex alone, with 20 s a pass and 1 GB.
  bool is_untrusted = false;
  bool is_broken_off = false;        ///< nothing is begun after the first record with errors
  bool is_explained = false;         ///< tell what each document shows, and why not the rest
  std::chrono::seconds timeout{60};  ///< of one pass
  unsigned jobs = 1;                 ///< engines at once
  /// Commands that are run beside a build and go on after it; empty: that is not done. One calls
  /// `make_format` with the folder that is put behind it, the other `trim_cache`.
  std::vector<std::string> format_maker, cache_trimmer;
};

/// One document that is done.
struct Built {
  std::string input, document;
  std::filesystem::path output;
  int pages = 0;        ///< 0 for a .tex
  unsigned passes = 0;  ///< of the engine; 0: nothing had changed, or a .tex
  std::chrono::milliseconds took{0};
};

/// How many records came through, each counted by the worst that was said of it.
struct BuildTotals {
  std::size_t good = 0, with_warnings = 0, with_errors = 0;
};

/// How far a build is: through its records first, then through their documents.
struct BuildProgress {
  enum { records, documents } of;
  std::size_t done, all;
};

/// What a build tells while it runs, in the order in which things happen.
struct BuildEvents {
  std::function<void(Diagnostic const&, Sources const&)> problem;
  std::function<void(Built const&)> built;
  std::function<void(std::string_view)> explained = {};  ///< a document's heading and what it shows
  /// The files that a record is made of, or would be were they there; after they were read, before TeX runs.
  std::function<void(std::vector<std::filesystem::path> const&)> planned = {};
  std::function<void(BuildProgress)> progress = {};
  std::function<void(std::string_view)> raw_log = {};  ///< what TeX wrote
  std::function<void(BuildTotals const&)> ended = {};  ///< not after an interrupt or a usage error
};

class Loop;
class WaitingEngines;

/// Builds all documents, or only checks them, engines side by side on one loop. The result is what the
/// process ends with; 128 and the signal's number when one stopped it.
int build(BuildRequest const&, BuildEvents const&);

/// The same where another build follows: on a loop that outlives it, and with engines that may wait for its
/// documents and are told what to expect of the next.
int build(BuildRequest const&, BuildEvents const&, Loop&, WaitingEngines&);

}  // namespace vitac
