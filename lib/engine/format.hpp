#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "engine/texmf_tree.hpp"

namespace vitac {

/// What an engine reads before the first word of a document: classes, packages, settings. It is the same for
/// every document of a style with the same options, so the engine's memory after reading it can be kept: a
/// format, from which a pass starts in half the time.
struct Preamble {
  std::string_view tex;
  std::vector<Companion> const& companions;  ///< the style's files, that it may read
};

/// A format that is there and undamaged.
struct Format {
  std::filesystem::path file;
  std::string stamps;                        ///< of all that went into it
  std::vector<std::filesystem::path> roots;  ///< the trees of TeX files when it was made, first before others
  TexmfTree tree;  ///< learned from the documents that start from it; may not be there
};

/// The formats kept between runs. All of it only saves time: whatever is missing, damaged, of another
/// version of TeX, or in a place that cannot be written, is as if it had never been made.
class Formats {
 public:
  /// `folder` holds them; an empty path: none are kept.
  Formats(std::filesystem::path folder, Engine const&, Preamble const&);

  /// The format of this preamble. Verified at each call: its bytes against their hash, since TeX itself takes
  /// damaged ones, and every file that went into it, and the lists of all that could, by size and time.
  std::optional<Format> find() const;

  /// Starts `maker`, a command that calls `make_format` with the path put behind it, unless the format is
  /// there, is being made, or cannot be made. Waits for nothing.
  void begin(std::vector<std::string> const& maker) const;

  /// No more of a format with which TeX fails where it does not without.
  void drop() const;

 private:
  std::filesystem::path m_folder;
  std::string m_program, m_key;  ///< no key: none are kept
  Preamble m_preamble;
};

/// Makes the format that `Formats::begin` prepared in `folder`, at the lowest priority, and puts it in its
/// place. Gives the process's exit status.
int make_format(std::filesystem::path const& folder);

/// The document with its preamble, which the format has, taken away; lines keep their numbers.
std::string without_preamble(std::string_view tex, std::size_t preamble);

}  // namespace vitac
