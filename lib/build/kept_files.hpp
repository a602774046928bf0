#pragma once
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"

namespace vitac {

/// What came of a document.
struct KeptResult {
  Typeset typeset;
  std::size_t left_out = 0;  ///< how many entries, to keep to its pages
};

/// What is kept of a document's last build. Losing it costs time only, so nothing here fails.
class KeptFiles {
 public:
  /// `key` says which document it is.
  explicit KeptFiles(std::string_view key);

  /// What TeX's passes told each other: the next build needs one pass where nothing moved.
  std::vector<Companion> feedback() const;

  /// What came of the last build, if it was of the same `identity` and no file of TeX has changed since.
  std::optional<KeptResult> result(std::string_view identity) const;

  void write(Typeset const&, std::string_view identity, std::size_t left_out) const;

 private:
  std::filesystem::path m_folder;  ///< empty: there is no place for them
};

}  // namespace vitac
