#pragma once
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "build/build.hpp"
#include "build/document.hpp"
#include "check/allowances.hpp"
#include "engine/engine.hpp"
#include "style/store.hpp"

namespace vitac {

/// The one engine that runs for strangers.
constexpr std::string_view untrusted_engine = "pdflatex";

/// A document that can be made.
struct Work {
  DocumentRequest request;
  Written written;
  std::vector<Companion> companions;  ///< of its style, which TeX needs beside it
  std::vector<Companion> pictures;    ///< of its person, likewise
  std::filesystem::path output;
};

/// A record as it was read, with all that its documents point into.
struct Planned {
  Planned(std::filesystem::path file, BuildRequest const&);

  /// What was found, as it is to be said: without the warnings that the record allows, the others as errors
  /// where the command line wants them so.
  Diagnostics weighed(Diagnostics const& found);

  std::filesystem::path path;
  std::optional<std::filesystem::path> within;  ///< the folder that what it names may not lie outside of
  Files files;
  Sources sources;
  Forest forest;
  Store store;
  Library library;
  std::optional<PersonRecord> record;
  Allowances allowances;
  bool is_strict;
  std::deque<Work> work;                  ///< its documents that are sound
  Diagnostics problems;                   ///< all that can be said without an engine, weighed
  std::vector<std::string> explanations;  ///< where they are asked for
};

/// Reads a record, checks it, and writes in LaTeX the documents that are asked for.
std::unique_ptr<Planned> plan_record(std::filesystem::path const&, BuildRequest const&);

/// Whether what the document shows is known only when it is typeset.
bool is_cut_to_pages(Work const&, BuildRequest const&);

/// What `--explain` prints of a document.
std::string explanation(Planned const&, Work const&);

/// The problem of a whole run or file, which has no place in one.
Diagnostic failure(std::string_view code, std::string message, std::string help, Exit);

}  // namespace vitac
