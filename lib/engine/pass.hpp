#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "engine/engine.hpp"
#include "engine/feedback.hpp"
#include "engine/format.hpp"

namespace vitac {

/// The same for every document, since names get into the PDF and into what LaTeX writes for the next pass.
constexpr std::string_view document_name = "document.tex";

/// What a pass starts from. What goes wrong with less than all is tried again with all, so that it costs time
/// and nothing else.
struct Start {
  enum From {
    whole,       ///< the preamble, and all of TeX's files
    format,      ///< the format in place of the preamble
    format_tree  ///< and only the files that such documents were seen to read
  };

  From from = whole;
  std::optional<Format> kept = {};  ///< the format; unless it was `whole` from the first
};

/// Where the format of a manuscript's preamble is kept. Points into both.
Formats formats_of(Manuscript const&, Engine const&);

/// The least that a manuscript can start from. Has a format made where there is none.
Start quickest_start(Manuscript const&, Engine const&);

/// A folder with all that a pass reads but the document. Files are named by plain names alone.
tl::expected<WorkFolder, FileError> make_work_folder(Manuscript const&, Start const&);

/// Writes a file into such a folder.
tl::expected<void, FileError> write_into(WorkFolder const&, std::string_view name, std::string_view bytes);

/// The document as it is for that start; its lines keep their numbers.
std::string text_for(Start const&, Manuscript const&);

/// The pass itself, over a file of the folder.
Command pass_over(std::string_view file, WorkFolder const&, Start const&, Manuscript const&, Engine const&);

/// The style's files and the pictures.
Feedback given_files(Manuscript const&);

/// Whether a file can be one that an earlier pass wrote.
bool is_plain_name(std::string_view);

}  // namespace vitac
