#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"

namespace vitac {

/// One data file that the binary carries: `styles/NAME/style.yaml`, `locales/en.yaml`, `citations/ieee.yaml`.
struct EmbeddedFile {
  std::string_view path, bytes;
};
std::vector<EmbeddedFile> const& embedded_files();
/// The bytes of one of them; empty when there is none of that path.
std::string_view embedded_file(std::string_view path);

/// The folders that hold a user's style folders: `styles` in `beside`, the record's folder, and that of the
/// user's data.
std::vector<std::filesystem::path> style_roots(std::optional<std::filesystem::path> const& beside);

/// The files of one style or locale, read.
struct DataFile {
  std::string name;   ///< within its folder
  std::string shown;  ///< how diagnostics name it
  std::string bytes;
};
struct DataFolder {
  std::string name;
  std::vector<DataFile> files;
  std::filesystem::path path = {};           ///< as it was found; empty: the binary carries it
  std::vector<std::string> unreadable = {};  ///< in words, for each file that the system does not give us

  DataFile const* find(std::string_view file) const;
};

/// Finds styles, locales and citation formats: a folder that was named, folders beside the input and of the
/// user, then what the binary carries. Nothing here knows a name.
class Store {
 public:
  /// `roots`: folders that hold style folders, searched in order.
  Store(Files& files, std::vector<std::filesystem::path> roots) : m_files(files), m_roots(std::move(roots)) {}

  /// A style by name, or by path when `name` holds a `/`; empty when there is none.
  std::optional<DataFolder> style(std::string_view name);
  std::vector<std::filesystem::path> const& roots() const { return m_roots; }
  /// The names of all styles that `style` finds, sorted.
  std::vector<std::string> style_names() const;
  /// The style of records that name none: what the file `styles/default` says.
  std::string default_style() const;
  /// The file NAME.yaml of `locales` or `citations`, folders beside those of the styles; empty when there is
  /// none.
  std::optional<DataFile> data(std::string_view folder, std::string_view name) const;
  std::vector<std::string> data_names(std::string_view folder) const;

 private:
  std::optional<DataFolder> read_folder(std::filesystem::path const&);

  Files& m_files;
  std::vector<std::filesystem::path> m_roots;
};

}  // namespace vitac
