#pragma once
#include <filesystem>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"

namespace vitac {

/// Where what only saves time is kept between runs; empty when there is no place for it.
std::filesystem::path cache_folder();

/// What TeX's passes told each other at the last build of a document: the next needs one pass where nothing
/// moved. Losing it costs time only, so nothing here fails.
class KeptFiles {
 public:
  /// `key` says which document it is, and whatever else the files depend on.
  explicit KeptFiles(std::string_view key);

  std::vector<Companion> read() const;
  void write(std::vector<Companion> const&) const;

 private:
  std::filesystem::path m_folder;  ///< empty: there is no place for them
};

}  // namespace vitac
