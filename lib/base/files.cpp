#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

namespace vitac {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<FileError>;

Failure failure(std::string reason) {
  return Failure(FileError{std::move(reason)});
}

/// What the system answered, in words. `deed` is "read" or "written".
Failure refused(int error, std::string_view deed) {
  switch (error) {
    case ENOENT:
      return failure("does not exist");
    case ENOTDIR:
      return failure("does not exist (a part of its path is not a folder)");
    case EISDIR:
      return failure("is a folder");
    case EACCES:
    case EPERM:
      return failure(fmt::format("may not be {} (permission denied)", deed));
    case EROFS:
      return failure(fmt::format("may not be {} (the file system is read-only)", deed));
    case ENXIO:
      return failure(fmt::format("cannot be {} (a socket, or a pipe without a reader)", deed));
    case ELOOP:
      return failure("is a link that leads back to itself");
    case EBADF:
      return failure("is closed");
    case EPIPE:
      return failure("was closed by its reader");
    case ENOSPC:
    case EDQUOT:
      return failure(fmt::format("cannot be {} (no space left)", deed));
    default:
      return failure(fmt::format("cannot be {} ({})", deed, std::generic_category().message(error)));
  }
}

Failure too_large(std::size_t most) {
  bool is_many = most >= 1u << 20;
  return Failure(FileError{
      fmt::format("is larger than {} {}", is_many ? most >> 20 : most, is_many ? "MB" : "bytes"), true});
}

/// An open file; closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : m_number(number) {}
  ~Descriptor() {
    if (m_number >= 0) ::close(m_number);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;

  bool open() const { return m_number >= 0; }
  int number() const { return m_number; }

  /// Some file systems (NFS, quotas) tell only here that the bytes were lost. Gives errno or 0.
  int close() {
    int error = ::close(std::exchange(m_number, -1)) == 0 ? 0 : errno;
    return error == EINTR ? 0 : error;
  }

 private:
  int m_number;
};

tl::expected<std::string, FileError> read_all(int from, std::size_t size, std::size_t most) {
  std::string bytes;
  bytes.reserve(size);
  char buffer[65536];
  for (;;) {
    auto count = ::read(from, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refused(errno, "read");
    if (count == 0) return bytes;
    if (static_cast<std::size_t>(count) > most - bytes.size()) return too_large(most);
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

/// Gives errno or 0.
int write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    auto count = ::write(to, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

bool lies_in(fs::path const& folder, fs::path const& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// What stands at a path instead of a regular file; empty when it is one.
std::string_view other_than_file(struct stat const& status) {
  if (S_ISREG(status.st_mode)) return {};
  if (S_ISDIR(status.st_mode)) return "is a folder";
  if (S_ISFIFO(status.st_mode)) return "is a pipe, not a file (`-` reads standard input)";
  if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) return "is a device, not a file";
  return "is not a file";
}

/// Where bytes for `target` have to go.
struct Destination {
  fs::path path;        ///< links followed
  bool direct = false;  ///< written into as it is
  bool exists = false;
  struct stat status {};  ///< if it exists
};

/// Follows links by hand: the last one may point at a file that is yet to be made.
tl::expected<Destination, FileError> find_destination(fs::path const& target) {
  Destination to;
  to.path = target;
  to.exists = ::stat(target.c_str(), &to.status) == 0;
  if (!to.exists && errno != ENOENT) return refused(errno, "written");
  if (to.exists && S_ISDIR(to.status.st_mode)) return failure("is a folder");
  if (to.exists && !S_ISREG(to.status.st_mode)) {
    to.direct = true;
    return to;
  }
  std::error_code error;
  while (fs::is_symlink(fs::symlink_status(to.path, error))) {
    // A link in /proc stands for a descriptor that someone holds; a file put in its place would miss them.
    if (fs::absolute(to.path).string().starts_with("/proc/")) {
      to.path = target;
      to.direct = true;
      return to;
    }
    auto next = fs::read_symlink(to.path, error);
    if (error) return refused(error.value(), "written");
    to.path = to.path.parent_path() / next;  // an absolute `next` replaces the whole
  }
  return to;
}

tl::expected<void, FileError> finish_write(Descriptor& file, std::string_view bytes) {
  int error = write_all(file.number(), bytes);
  if (int closing = file.close(); error == 0) error = closing;
  if (error) return refused(error, "written");
  return {};
}

tl::expected<void, FileError> write_into(fs::path const& path, std::string_view bytes) {
  // Non-blocking at first, lest a pipe without a reader holds us for ever.
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file.open()) return refused(errno, "written");
  ::fcntl(file.number(), F_SETFL, ::fcntl(file.number(), F_GETFL) & ~O_NONBLOCK);
  return finish_write(file, bytes);
}

/// A file that does not outlive its scope unless it takes the place of another.
class Temporary {
 public:
  explicit Temporary(fs::path path) : m_path(std::move(path)) {}
  ~Temporary() {
    if (!m_path.empty()) ::unlink(m_path.c_str());
  }
  Temporary(Temporary const&) = delete;
  Temporary& operator=(Temporary const&) = delete;

  /// Gives errno or 0.
  int replace(fs::path const& target) {
    if (::rename(m_path.c_str(), target.c_str()) != 0) return errno;
    m_path.clear();
    return 0;
  }

 private:
  fs::path m_path;
};

/// A name beside `target` that nobody has, not longer for a long name.
fs::path temporary_name(fs::path const& target, unsigned attempt) {
  return target.parent_path() / fmt::format(".vitac-{}-{}.tmp", ::getpid(), attempt);
}

Failure refused_temporary(int error) {
  if (error == ENOENT) return failure("is in a folder that does not exist");
  if (error == EACCES || error == EPERM)
    return failure("may not be written (permission denied for its folder)");
  return refused(error, "written");
}

/// The new file gets what the old one had, as far as we may give it.
void keep_permissions(int file, Destination const& to) {
  if (!to.exists) return;
  // Changing the owner clears bits of the mode, so that comes first. Who may not change it keeps their own.
  [[maybe_unused]] int ignored = ::fchown(file, to.status.st_uid, to.status.st_gid);
  ::fchmod(file, to.status.st_mode & 07777);
}

tl::expected<void, FileError> replace(Destination const& to, std::string_view bytes) {
  // A file that was made read-only was meant to stay, though its folder would let us replace it.
  if (to.exists && ::faccessat(AT_FDCWD, to.path.c_str(), W_OK, AT_EACCESS) != 0)
    return refused(errno, "written");
  for (unsigned attempt = 0;; ++attempt) {
    auto name = temporary_name(to.path, attempt);
    Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.open() && errno == EEXIST && attempt < 1000) continue;
    if (!file.open()) return refused_temporary(errno);
    Temporary temporary(name);
    keep_permissions(file.number(), to);
    if (auto written = finish_write(file, bytes); !written) return written;
    if (int error = temporary.replace(to.path)) return refused(error, "written");
    return {};
  }
}

}  // namespace

tl::expected<std::string, FileError> Files::read(fs::path const& path, std::size_t most,
                                                 std::optional<fs::path> const& within) {
  if (path == "-") return read_all(STDIN_FILENO, 0, most);
  if (std::find(m_wanted.begin(), m_wanted.end(), path) == m_wanted.end()) m_wanted.push_back(path);
  auto target = within ? settled(path) : path;
  if (within && !lies_in(settled(*within), target)) return failure("lies outside the folder of the record");
  // Non-blocking, lest a pipe holds us before we know that it is one. A link put there since is not followed.
  int following = within ? O_NOFOLLOW : 0;
  Descriptor file(::open(target.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | following));
  struct stat status {};
  if (!file.open() || ::fstat(file.number(), &status) != 0) return refused(errno, "read");
  if (auto other = other_than_file(status); !other.empty()) return failure(std::string(other));
  auto size = static_cast<std::size_t>(status.st_size);
  if (size > most) return too_large(most);
  auto bytes = read_all(file.number(), size, most);
  if (bytes && std::find(m_reads.begin(), m_reads.end(), path) == m_reads.end()) m_reads.push_back(path);
  return bytes;
}

tl::expected<void, FileError> Files::write(fs::path const& target, std::string_view bytes) {
  if (target == "-") {
    if (int error = write_all(STDOUT_FILENO, bytes)) return refused(error, "written");
    return {};
  }
  if (target.empty()) return refused(ENOENT, "written");
  if (target.filename().empty()) return failure("is the name of a folder");
  auto to = find_destination(target);
  if (!to) return Failure(to.error());
  return to->direct ? write_into(to->path, bytes) : replace(*to, bytes);
}

fs::path settled(fs::path const& path) {
  std::error_code error;
  if (path == "-") return path;
  auto whole = fs::weakly_canonical(fs::absolute(path.empty() ? "." : path, error), error);
  return error ? path.lexically_normal() : whole;
}

tl::expected<void, FileError> make_folders(fs::path const& folder) {
  std::error_code error;
  if (folder.empty() || fs::is_directory(folder, error)) return {};
  if (fs::exists(folder, error))
    return failure(fmt::format("cannot be written: `{}` is not a folder", folder.string()));
  fs::create_directories(folder, error);
  if (!error) return {};
  auto refusal = refused(error.value(), "made").value();
  return failure(fmt::format("cannot be written: the folder `{}` {}", folder.string(), refusal.reason));
}

fs::path user_folder(char const* variable, std::string_view below_home) {
  // Both are relative by mistake only, and would then mean another place in every folder.
  if (char const* named = std::getenv(variable); named && *named == '/') return named;
  char const* home = std::getenv("HOME");
  return home && *home == '/' ? fs::path(home) / below_home : fs::path{};
}

tl::expected<WorkFolder, FileError> WorkFolder::make() {
  char const* set = std::getenv("TMPDIR");
  std::error_code error;
  auto parent = fs::absolute(set && *set ? set : "/tmp", error);
  auto name = (parent / "vitac-XXXXXX").string();
  if (::mkdtemp(name.data())) return WorkFolder(name);
  auto refusal = refused(errno, "written").value();
  refusal.reason = fmt::format("the folder for temporary files, {}, {}", parent.string(), refusal.reason);
  return Failure(std::move(refusal));
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

WorkFolder& WorkFolder::operator=(WorkFolder&& other) noexcept {
  if (this != &other) {
    remove();
    m_path = std::exchange(other.m_path, {});
  }
  return *this;
}

WorkFolder::~WorkFolder() {
  remove();
}

void WorkFolder::remove() noexcept {
  std::error_code ignored;
  if (!m_path.empty()) fs::remove_all(m_path, ignored);
}

}  // namespace vitac
