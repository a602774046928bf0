#pragma once
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitac::test {

/// How a program ended and what it said.
struct Ran {
  int status = 0;  ///< exit status; 128 + signal when one ended it
  std::string out, err;
};

struct RunOptions {
  std::string folder = {};                            ///< where it runs; empty: here
  std::map<std::string, std::string> variables = {};  ///< over the environment; an empty value unsets
  std::string input = {};                             ///< its standard input
};

/// A folder that is removed with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;

  std::filesystem::path const& path() const { return m_path; }
  /// Writes a file into it and gives its path.
  std::string file(std::string_view name, std::string_view bytes) const;

 private:
  std::filesystem::path m_path;
};

/// A program that was started.
class Running {
 public:
  /// Without a shell. SOURCE_DATE_EPOCH is unset and nothing is kept between runs, unless `variables` say
  /// otherwise (XDG_CACHE_HOME).
  explicit Running(std::vector<std::string> const& arguments, RunOptions const& = {});
  Running(Running const&) = delete;
  Running& operator=(Running const&) = delete;

  void signal(int number) const;
  /// Waits until it ends. To be called once.
  Ran wait();

 private:
  TemporaryFolder m_folder;
  pid_t m_process;
};

/// Runs a program and waits for it.
Ran run(std::vector<std::string> const& arguments, RunOptions const& = {});

/// Runs `binary`.
Ran vitac(std::vector<std::string> arguments, RunOptions const& = {});

/// The same as a user who is not root: whom permissions bind.
Ran vitac_as_nobody(std::vector<std::string> arguments, RunOptions const& = {});

std::string read_file(std::filesystem::path const&);

/// Waits until that holds; false when it does not within half a minute.
bool comes_true(std::function<bool()> const&);

/// The vitac of this build.
std::string binary();

/// Where tests let lualatex keep what it knows of fonts: to find that out takes seconds.
std::filesystem::path font_cache();

/// The project's checkout.
std::filesystem::path source_folder();

/// A file of the folder `shared` beside the checkout, which has the inputs that are not part of it; empty
/// when it is not there.
std::filesystem::path shared_file(std::string_view name);

/// The text of a PDF as pdftotext gives it; `raw`: in the order of the page's content.
std::string text_of_pdf(std::filesystem::path const&, bool raw = true);

/// Words for comparing: quotation marks, dashes, marks at names and case folded, ligatures taken apart,
/// punctuation dropped, words that a line end hyphenated left in two.
std::vector<std::string> words_of(std::string_view text);

}  // namespace vitac::test
