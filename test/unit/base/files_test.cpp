#include "base/files.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "test/support/catch.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

WorkFolder make_folder() {
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  return std::move(*folder);
}

void put(fs::path const& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string contents(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t count_files(fs::path const& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

unsigned mode_of(fs::path const& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

std::string reason_of(tl::expected<std::string, FileError> const& result) {
  return result ? "none" : result.error().reason;
}
std::string reason_of(tl::expected<void, FileError> const& result) {
  return result ? "none" : result.error().reason;
}

/// Nobody in particular, if we are root, whom permissions do not hold.
class Unprivileged {
 public:
  Unprivileged() : m_before(::geteuid()) {
    if (m_before == 0) REQUIRE(::seteuid(65534) == 0);
  }
  ~Unprivileged() {
    if (m_before == 0 && ::seteuid(0) != 0) std::abort();
  }
  Unprivileged(Unprivileged const&) = delete;
  Unprivileged& operator=(Unprivileged const&) = delete;

 private:
  uid_t m_before;
};

class Umask {
 public:
  explicit Umask(mode_t mask) : m_before(::umask(mask)) {}
  ~Umask() { ::umask(m_before); }
  Umask(Umask const&) = delete;
  Umask& operator=(Umask const&) = delete;

 private:
  mode_t m_before;
};

/// A descriptor that means another file for a while.
class Redirected {
 public:
  Redirected(int number, fs::path const& to, int flags) : m_number(number), m_before(::dup(number)) {
    int file = ::open(to.c_str(), flags);
    REQUIRE(file >= 0);
    ::dup2(file, number);
    ::close(file);
  }
  ~Redirected() {
    ::dup2(m_before, m_number);
    ::close(m_before);
  }
  Redirected(Redirected const&) = delete;
  Redirected& operator=(Redirected const&) = delete;

 private:
  int m_number, m_before;
};

class Variable {
 public:
  Variable(char const* name, char const* value) : m_name(name) {
    if (char const* before = std::getenv(name)) m_before = before;
    ::setenv(name, value, 1);
  }
  ~Variable() {
    if (m_before)
      ::setenv(m_name, m_before->c_str(), 1);
    else
      ::unsetenv(m_name);
  }
  Variable(Variable const&) = delete;
  Variable& operator=(Variable const&) = delete;

 private:
  char const* m_name;
  std::optional<std::string> m_before;
};

TEST_CASE("a file is read whole and remembered once") {
  auto folder = make_folder();
  auto path = folder.path() / "a";
  std::string bytes(200'000, 'x');
  bytes[7] = '\0';
  put(path, bytes);
  put(folder.path() / "empty", "");
  Files files;
  CHECK(files.read(path) == bytes);
  CHECK(files.read(folder.path() / "empty") == "");
  CHECK(files.read(path) == bytes);
  CHECK(!files.read(folder.path() / "missing"));
  CHECK(files.reads() == std::vector<fs::path>{path, folder.path() / "empty"});
}

TEST_CASE("what is not a file says what it is") {
  auto folder = make_folder();
  auto at = [&](char const* name) { return folder.path() / name; };
  put(at("file"), "x");
  ::mkfifo(at("pipe").c_str(), 0600);
  fs::create_symlink("loop", at("loop"));
  fs::create_symlink("nowhere", at("dangling"));
  Files files;
  CHECK(reason_of(files.read(folder.path())) == "is a folder");
  CHECK(reason_of(files.read(at("missing"))) == "does not exist");
  CHECK(reason_of(files.read("")) == "does not exist");
  CHECK(reason_of(files.read(at("dangling"))) == "does not exist");
  CHECK(reason_of(files.read(at("file") / "below")) == "does not exist (a part of its path is not a folder)");
  CHECK(reason_of(files.read(at("pipe"))) == "is a pipe, not a file (`-` reads standard input)");
  CHECK(reason_of(files.read("/dev/zero")) == "is a device, not a file");
  CHECK(reason_of(files.read(at("loop"))) == "is a link that leads back to itself");
  CHECK(reason_of(files.read(at(std::string(300, 'n').c_str()))) == "cannot be read (File name too long)");
  CHECK(files.reads().empty());
}

TEST_CASE("a file that may not be read says so") {
  auto folder = make_folder();
  auto path = folder.path() / "secret";
  fs::permissions(folder.path(), fs::perms(0755));
  put(path, "x");
  fs::permissions(path, fs::perms(0));
  Unprivileged unprivileged;
  CHECK(reason_of(Files().read(path)) == "may not be read (permission denied)");
}

TEST_CASE("a file beyond the limit is refused") {
  auto folder = make_folder();
  auto path = folder.path() / "a";
  put(path, "12345");
  Files files;
  CHECK(files.read(path, 5) == "12345");
  CHECK(reason_of(files.read(path, 4)) == "is larger than 4 bytes");
  fs::resize_file(path, 9u << 20);
  CHECK(reason_of(files.read(path, 8u << 20)) == "is larger than 8 MB");
  Redirected input(STDIN_FILENO, path, O_RDONLY);
  CHECK(reason_of(files.read("-", 8u << 20)) == "is larger than 8 MB");
}

TEST_CASE("- is standard input and standard output") {
  auto folder = make_folder();
  put(folder.path() / "in", "text");
  put(folder.path() / "out", "");
  Files files;
  {
    Redirected input(STDIN_FILENO, folder.path() / "in", O_RDONLY);
    CHECK(files.read("-") == "text");
  }
  CHECK(files.reads().empty());
  {
    Redirected output(STDOUT_FILENO, folder.path() / "out", O_WRONLY);
    CHECK(files.write("-", "bytes").has_value());
  }
  CHECK(contents(folder.path() / "out") == "bytes");
  std::string reason;
  {
    Redirected output(STDOUT_FILENO, "/dev/full", O_WRONLY);
    reason = reason_of(files.write("-", "bytes"));
  }
  CHECK(reason == "cannot be written (no space left)");
}

TEST_CASE("a new file gets what the umask leaves") {
  auto folder = make_folder();
  auto path = folder.path() / "new";
  Umask mask(027);
  CHECK(Files().write(path, "text").has_value());
  CHECK(contents(path) == "text");
  CHECK(mode_of(path) == 0640);
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("a file that is replaced keeps its permissions") {
  auto folder = make_folder();
  auto path = folder.path() / "old";
  put(path, "old text");
  fs::permissions(path, fs::perms(0604));
  CHECK(Files().write(path, "new").has_value());
  CHECK(contents(path) == "new");
  CHECK(mode_of(path) == 0604);
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("a reader of the old file keeps it: the new one takes its place") {
  auto folder = make_folder();
  auto path = folder.path() / "file";
  put(path, "old");
  std::ifstream reader(path);
  CHECK(Files().write(path, "new").has_value());
  std::string text;
  reader >> text;
  CHECK(text == "old");
  CHECK(contents(path) == "new");
}

TEST_CASE("links are kept and what they point at is replaced") {
  auto folder = make_folder();
  auto at = [&](char const* name) { return folder.path() / name; };
  fs::create_directory(at("other"));
  put(at("other") / "file", "old");
  fs::create_symlink("other/file", at("direct"));
  fs::create_symlink(at("direct"), at("absolute"));
  fs::create_symlink("other/made", at("dangling"));
  Files files;
  CHECK(files.write(at("absolute"), "new").has_value());
  CHECK(contents(at("other") / "file") == "new");
  CHECK(fs::is_symlink(at("absolute")));
  CHECK(fs::is_symlink(at("direct")));
  CHECK(files.write(at("dangling"), "made").has_value());
  CHECK(contents(at("other") / "made") == "made");
  CHECK(fs::is_symlink(at("dangling")));
  CHECK(count_files(at("other")) == 2);
}

TEST_CASE("a name without a folder is written in the current one") {
  auto folder = make_folder();
  auto before = fs::current_path();
  fs::current_path(folder.path());
  auto written = Files().write("name", "x");
  fs::current_path(before);
  CHECK(written.has_value());
  CHECK(contents(folder.path() / "name") == "x");
}

TEST_CASE("writing where one cannot says why and leaves nothing behind") {
  auto folder = make_folder();
  auto at = [&](char const* name) { return folder.path() / name; };
  put(at("file"), "x");
  fs::create_directory(at("folder"));
  fs::create_symlink("loop", at("loop"));
  fs::create_symlink("missing/file", at("link"));
  ::mkfifo(at("pipe").c_str(), 0600);
  Files files;
  CHECK(reason_of(files.write(at("folder"), "y")) == "is a folder");
  CHECK(reason_of(files.write(at("folder") / "", "y")) == "is the name of a folder");
  CHECK(reason_of(files.write(at("missing") / "file", "y")) == "is in a folder that does not exist");
  CHECK(reason_of(files.write(at("link"), "y")) == "is in a folder that does not exist");
  CHECK(reason_of(files.write(at("file") / "below", "y")) ==
        "does not exist (a part of its path is not a folder)");
  CHECK(reason_of(files.write(at("loop"), "y")) == "is a link that leads back to itself");
  CHECK(reason_of(files.write(at("pipe"), "y")) ==
        "cannot be written (a socket, or a pipe without a reader)");
  CHECK(reason_of(files.write("", "y")) == "does not exist");
  CHECK(count_files(folder.path()) == 5);
  CHECK(contents(at("file")) == "x");
}

TEST_CASE("writing without permission says so") {
  auto folder = make_folder();
  auto closed = folder.path() / "closed", open = folder.path() / "open";
  fs::create_directory(closed);
  fs::create_directory(open);
  put(closed / "file", "old");
  put(open / "file", "old");
  fs::permissions(folder.path(), fs::perms(0755));
  fs::permissions(open, fs::perms(0777));
  fs::permissions(closed / "file", fs::perms(0666));
  fs::permissions(open / "file", fs::perms(0444));
  fs::permissions(closed, fs::perms(0555));
  std::string new_one, in_closed, read_only;
  {
    Unprivileged unprivileged;
    Files files;
    new_one = reason_of(files.write(closed / "new", "new"));
    in_closed = reason_of(files.write(closed / "file", "new"));
    read_only = reason_of(files.write(open / "file", "new"));
  }
  fs::permissions(closed, fs::perms(0755));
  CHECK(new_one == "may not be written (permission denied for its folder)");
  CHECK(in_closed == "may not be written (permission denied for its folder)");
  CHECK(read_only == "may not be written (permission denied)");
  CHECK(contents(open / "file") == "old");
  CHECK(contents(closed / "file") == "old");
  CHECK(count_files(open) == 1);
}

TEST_CASE("a write that fails half-way leaves the old file and no other") {
  auto folder = make_folder();
  auto path = folder.path() / "file";
  put(path, "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 1000;
  auto handler = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  auto written = Files().write(path, std::string(5000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  CHECK(reason_of(written) == "cannot be written (File too large)");
  CHECK(contents(path) == "old");
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("a full disk is told apart") {
  auto folder = make_folder();
  auto written = Files().write("/dev/full", "x");
  REQUIRE(!written);
  CHECK(written.error().reason == "cannot be written (no space left)");
  fs::create_symlink("/dev/full", folder.path() / "link");
  CHECK(reason_of(Files().write(folder.path() / "link", "x")) == "cannot be written (no space left)");
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("what is no file is written into") {
  auto folder = make_folder();
  CHECK(Files().write("/dev/null", "x").has_value());
  put(folder.path() / "out", "");
  {
    Redirected output(STDOUT_FILENO, folder.path() / "out", O_WRONLY);
    CHECK(Files().write("/dev/stdout", "bytes").has_value());
  }
  CHECK(contents(folder.path() / "out") == "bytes");
  CHECK(count_files(folder.path()) == 1);

  auto pipe = folder.path() / "pipe";
  ::mkfifo(pipe.c_str(), 0600);
  int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  CHECK(Files().write(pipe, "through").has_value());
  char buffer[16] = {};
  CHECK(::read(reader, buffer, sizeof buffer) == 7);
  ::close(reader);
  CHECK(std::string(buffer) == "through");
}

TEST_CASE("a work folder is ours alone and goes with all it holds") {
  fs::path path;
  {
    auto folder = make_folder();
    path = folder.path();
    CHECK(mode_of(path) == 0700);
    CHECK(path.is_absolute());
    fs::create_directories(path / "a" / "b");
    put(path / "a" / "b" / "file", "x");
  }
  CHECK(!fs::exists(path));
}

TEST_CASE("a work folder moves") {
  auto first = make_folder();
  auto kept = first.path();
  WorkFolder second(std::move(first));
  CHECK(second.path() == kept);
  auto other = make_folder();
  auto dropped = other.path();
  other = std::move(second);
  CHECK(other.path() == kept);
  CHECK(fs::exists(kept));
  CHECK(!fs::exists(dropped));
}

TEST_CASE("work folders stand where TMPDIR says") {
  auto folder = make_folder();
  {
    Variable variable("TMPDIR", folder.path().c_str());
    CHECK(make_folder().path().parent_path() == folder.path());
  }
  auto missing = (folder.path() / "missing").string();
  Variable variable("TMPDIR", missing.c_str());
  auto made = WorkFolder::make();
  REQUIRE(!made);
  CHECK(made.error().reason == "the folder for temporary files, " + missing + ", does not exist");
}

}  // namespace
}  // namespace vitac
