#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/process.hpp"
#include "engine/log.hpp"

namespace vitac {

/// A TeX engine on this machine.
struct Engine {
  std::string name;  ///< pdflatex, lualatex, xelatex
  std::filesystem::path program;
  bool keeps_formats = false;  ///< whether what it has read can be kept for the next document
};

/// A program on PATH; empty when there is none.
std::optional<std::filesystem::path> find_program(std::string_view name);
/// The engine of that name on PATH; empty when there is none.
std::optional<Engine> find_engine(std::string_view name);
/// The names of the engines that can be asked for.
std::vector<std::string_view> engine_names();
/// Whether an engine's fonts are Unicode's, and not the 256 characters of an encoding.
bool has_unicode_fonts(std::string_view engine);
/// Whether an engine takes from other fonts what the text's own lack; such a one prints any script.
bool has_fallback_fonts(std::string_view engine);
/// The Debian package that brings an engine; empty for a name that is none.
std::string_view engine_package(std::string_view name);

/// Whether an engine that keeps a cache of fonts has none yet: its first run then takes long.
bool must_build_font_cache(Engine const&);

/// A file that stands beside the document when TeX reads it: the class, a photo, what an earlier pass wrote.
struct Companion {
  std::string name;  ///< a plain file name: no `/`, no `.` in front (TeX refuses those), not `document.tex`
  std::string bytes;
};

class WaitingEngines;

/// One document as it goes to TeX.
struct Manuscript {
  std::string tex;
  std::size_t preamble = 0;           ///< how many bytes of it are the same for every document of the style
  std::vector<Companion> companions;  ///< of the style, which the preamble may read
  std::vector<Companion> pictures = {};  ///< of the document
  /// `Typeset::kept` of the last build; empty at the first. If TeX fails with these, it is asked once more
  /// without them.
  std::vector<Companion> kept;
  std::int64_t epoch = 0;                     ///< seconds since 1970, UTC: what SOURCE_DATE_EPOCH is set to
  std::chrono::milliseconds timeout{60'000};  ///< of one pass
  unsigned most_passes = 4;
  std::uint64_t most_memory = 0;               ///< bytes that the engine may have; 0 is no limit
  std::filesystem::path formats = {};          ///< the folder where formats are kept; empty: none are
  std::vector<std::string> format_maker = {};  ///< the command that makes one, see `Formats::begin`
  std::string name = {};                       ///< which document it is, among those that engines wait for
  WaitingEngines* waiting = nullptr;           ///< where one may wait for it
};

/// What came of it.
struct Typeset {
  enum How {
    done,     ///< `pdf` is whole and nothing in it is missing
    failed,   ///< TeX found errors or missing characters, though it may have gone on; `log` says which
    no_pdf,   ///< ended well but without a whole PDF
    crashed,  ///< ended by a signal
    timed_out,
    not_started,
    interrupted,
    no_folder  ///< the work folder could not be made or filled (see `detail`): full disk, unwritable
  };

  How how = failed;
  std::string pdf;  ///< the bytes, when done
  std::vector<Companion>
      kept;  ///< the files by which a pass tells the next, when done: .aux, .out, .toc, ...
  Log log;   ///< of the last pass
  int pages = 0;
  unsigned passes = 0;
  bool settled = true;  ///< false: the last of `most_passes` would still have changed something
  int code = 0;         ///< exit status or signal
  /// In words: for not_started and no_folder the system's reason; for timed_out the time it had; for failed
  /// and no_pdf the last line that TeX wrote, for when `log` has nothing to say.
  std::string detail;
  std::string inputs = {};  ///< the stamps of what TeX read, when done; empty: it does not say
  std::string raw_log;      ///< all TeX wrote, for -v; of a log beyond 8 MB the beginning and the end
  std::chrono::milliseconds took{0};  ///< of all passes
};

/// What a PDF depends on, all but the installation of TeX: the same for manuscripts that come out the same.
std::string identity_of(Manuscript const&, Engine const&);

/// What came of it, read again from what TeX wrote when it was done.
void read_again(Typeset&, Manuscript const&);

/// Runs an engine over a manuscript as often as its .aux asks, in a folder of its own, never with a shell;
/// `done` is called from `loop.run()`.
void typeset(Loop&, Engine const&, Manuscript, std::function<void(Typeset)> done);

}  // namespace vitac
