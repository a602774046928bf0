#pragma once
#include <filesystem>
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

/// Runs a program without a shell and waits for it. SOURCE_DATE_EPOCH is unset, XDG_CACHE_HOME is a folder
/// of this process alone, unless `variables` say otherwise.
Ran run(std::vector<std::string> const& arguments, RunOptions const& = {});

/// Runs the vitac of this build.
Ran vitac(std::vector<std::string> arguments, RunOptions const& = {});

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

std::string read_file(std::filesystem::path const&);

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
