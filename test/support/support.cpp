#include "test/support/support.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/utf8.hpp"

namespace vitac::test {
namespace {

namespace fs = std::filesystem;

int open_or_die(fs::path const& path, int flags) {
  int file = ::open(path.c_str(), flags, 0600);
  if (file < 0) ::_exit(126);
  return file;
}

}  // namespace

Running::Running(std::vector<std::string> const& arguments, RunOptions const& options) {
  auto in = m_folder.file("in", options.input);
  auto out = m_folder.path() / "out", err = m_folder.path() / "err";
  m_process = ::fork();
  if (m_process != 0) return;
  ::dup2(open_or_die(in, O_RDONLY), STDIN_FILENO);
  ::dup2(open_or_die(out, O_WRONLY | O_CREAT), STDOUT_FILENO);
  ::dup2(open_or_die(err, O_WRONLY | O_CREAT), STDERR_FILENO);
  for (int number : {SIGINT, SIGHUP}) ::signal(number, SIG_DFL);  // whatever started us may have ignored them
  ::unsetenv("SOURCE_DATE_EPOCH");
  ::setenv("XDG_CACHE_HOME", "/dev/null", 1);
  for (auto const& [name, value] : options.variables)
    value.empty() ? ::unsetenv(name.c_str()) : ::setenv(name.c_str(), value.c_str(), 1);
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
  std::vector<char*> words;
  for (auto const& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  ::_exit(127);
}

void Running::signal(int number) const {
  ::kill(m_process, number);
}

Ran Running::wait() {
  int status = 0;
  ::waitpid(m_process, &status, 0);
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
          read_file(m_folder.path() / "out"), read_file(m_folder.path() / "err")};
}

Ran run(std::vector<std::string> const& arguments, RunOptions const& options) {
  return Running(arguments, options).wait();
}

bool comes_true(std::function<bool()> const& holds) {
  for (int i = 0; i < 3000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

Ran vitac(std::vector<std::string> arguments, RunOptions const& options) {
  arguments.insert(arguments.begin(), binary());
  return run(arguments, options);
}

Ran vitac_as_nobody(std::vector<std::string> arguments, RunOptions const& options) {
  arguments.insert(arguments.begin(), binary());
  if (::geteuid() == 0)
    arguments.insert(arguments.begin(), {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  return run(arguments, options);
}

TemporaryFolder::TemporaryFolder() {
  auto pattern = (fs::temp_directory_path() / "vitac-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  // What goes on beside a build may be writing there still.
  auto is_at_rest = [this] {
    std::error_code error;
    fs::recursive_directory_iterator files(m_path, fs::directory_options::skip_permission_denied, error);
    for (; !error && files != fs::recursive_directory_iterator(); files.increment(error))
      if (files->path().extension() == ".making") return false;
    return true;
  };
  comes_true(is_at_rest);
  std::error_code error;
  fs::remove_all(m_path, error);
}

std::string TemporaryFolder::file(std::string_view name, std::string_view bytes) const {
  auto path = m_path / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

std::string read_file(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

fs::path shared_file(std::string_view name) {
  auto path = source_folder().parent_path() / "shared" / name;
  return fs::exists(path) ? path : fs::path{};
}

std::string text_of_pdf(fs::path const& pdf, bool raw) {
  std::vector<std::string> command{"pdftotext", "-enc", "UTF-8"};
  if (raw) command.push_back("-raw");
  command.insert(command.end(), {pdf.string(), "-"});
  return run(command).out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  auto finish = [&] {
    if (!word.empty()) words.push_back(folded(std::exchange(word, {})));
  };
  for (std::size_t at = 0; at < text.size();) {
    auto begin = at;
    auto c = next_code_point(text, at);
    bool is_apostrophe = c == U'\'' || c == U'\u2019';
    if (is_alphanumeric(c))
      word += text.substr(begin, at - begin);
    else if (!is_apostrophe)
      finish();
  }
  finish();
  return words;
}

}  // namespace vitac::test
