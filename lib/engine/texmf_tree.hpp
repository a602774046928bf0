#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// A tree of TeX files in which an engine finds what one style's documents ask for, without reading the lists
/// of the whole installation (10 MB and a quarter of a short pass). It holds links to folders of the real
/// trees and a list, `ls-R`, of what stands in those from which some document has read a file.
///
/// What is not in the list does not exist for the engine, which may then go on with something else and say
/// little: see `complaints_of`.
class TexmfTree {
 public:
  /// `folder` is where it stands, or is to stand.
  explicit TexmfTree(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  /// Whether it stands there undamaged.
  bool is_whole() const;

  /// Makes it anew, of all that it had and of the folders of `inputs`. `roots` are the real trees, the first
  /// before the others. Complaints that came with the real trees too are no reason to doubt this one.
  void learn(std::vector<std::filesystem::path> const& roots,
             std::vector<std::filesystem::path> const& inputs,
             std::vector<std::string> const& complaints) const;

  /// Whether a log has complaints that a pass with the real trees may not have.
  bool is_doubted_by(std::string_view log) const;

  /// The files that were read, of all from which it was made.
  std::vector<std::filesystem::path> inputs() const;

  /// What an engine is to find the tree by.
  std::vector<std::string> environment() const;

 private:
  std::filesystem::path m_folder;
};

/// What an engine says when a file or a font that it could do without is not there, a line each.
std::vector<std::string> complaints_of(std::string_view log);

}  // namespace vitac
