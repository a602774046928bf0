#pragma once
#include <tl/expected.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitac {

/// Why the system refused, in words that follow the path in a message: "is a folder", "does not exist",
/// "may not be read (permission denied)".
struct FileError {
  std::string reason;
  bool is_too_large = false;
};

/// The file system as one run uses it: every read is recorded (for depfiles and caches), every write is
/// atomic (a temporary file beside the target, renamed when whole).
class Files {
 public:
  /// The bytes of a regular file of at most `most` bytes. `-` is standard input. Where `within` names a
  /// folder, a file that does not lie in it, or in a folder below, is refused, links being followed first.
  tl::expected<std::string, FileError> read(std::filesystem::path const&, std::size_t most = 1u << 30,
                                            std::optional<std::filesystem::path> const& within = {});

  /// Replaces `target` with these bytes, or leaves it as it was. A link is kept and what it points at is
  /// replaced; the permissions of what was there are kept. What is no regular file (a device, a pipe, a file
  /// named through `/proc` or `/dev/fd`) is written into as it is. `-` is standard output.
  tl::expected<void, FileError> write(std::filesystem::path const& target, std::string_view bytes);

  /// Every path that was read, in order of first reading, as it was given.
  std::vector<std::filesystem::path> const& reads() const { return m_reads; }

  /// Every path that was asked for, read or not.
  std::vector<std::filesystem::path> const& wanted() const { return m_wanted; }

 private:
  std::vector<std::filesystem::path> m_reads, m_wanted;
};

/// Where a path leads when links are followed, as far as it exists: paths that name one file are equal then.
std::filesystem::path settled(std::filesystem::path const&);

/// Makes a folder with those it stands in, as far as they are not there; an empty path is where we are.
tl::expected<void, FileError> make_folders(std::filesystem::path const&);

/// The folder that the variable names, else `below_home` in the user's home; empty without either.
std::filesystem::path user_folder(char const* variable, std::string_view below_home);

/// A folder of our own under `$TMPDIR` (or `/tmp`), removed with all it holds when this goes out of scope.
class WorkFolder {
 public:
  static tl::expected<WorkFolder, FileError> make();
  WorkFolder(WorkFolder&&) noexcept;
  WorkFolder& operator=(WorkFolder&&) noexcept;
  ~WorkFolder();

  std::filesystem::path const& path() const { return m_path; }

 private:
  explicit WorkFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  void remove() noexcept;

  std::filesystem::path m_path;  ///< empty when moved from
};

}  // namespace vitac
