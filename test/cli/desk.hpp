#pragma once
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "test/support/support.hpp"

namespace vitac::test {

inline std::string const note =
    "note: the record names no documents; its style is moderncv [no-documents]\n"
    "      = `documents:` names them\n";

/// A folder with records in which vitac runs, and a place for its work folders in which nothing may be left.
class Desk {
 public:
  Desk() {
    std::filesystem::create_directory(folder.path() / "tmp");
    std::filesystem::create_directory(folder.path() / "bin");
    variables = {{"TMPDIR", path("tmp")}, {"HOME", path("home")}};
    everybody_may(path(""));
    everybody_may(path("tmp"));
  }
  ~Desk() { CHECK(std::filesystem::is_empty(path("tmp"))); }

  std::string path(std::string_view name) const { return (folder.path() / name).string(); }
  std::string read(std::string_view name) const { return read_file(path(name)); }
  bool has(std::string_view name) const { return std::filesystem::exists(path(name)); }
  void write(std::string_view name, std::string_view bytes) const { folder.file(name, bytes); }

  /// A record that makes the fake engine do `deed`.
  void write_doing(std::string_view name, std::string_view deed) {
    use_fake_engine();
    write(name, fmt::format("person: {{name: Ada Lovelace, headline: \"fake-engine:{}\"}}\n", deed));
  }

  void use_fake_engine() {
    if (!has("bin/pdflatex"))
      std::filesystem::copy_file(source_folder() / "test/cli/fake-engine", path("bin/pdflatex"));
    variables["PATH"] = path("bin") + ":/usr/bin:/bin";
  }
  void use_no_engine() { variables["PATH"] = path("bin"); }

  RunOptions options(std::string input = {}) const { return {path(""), variables, std::move(input)}; }
  Ran run(std::vector<std::string> arguments, std::string input = {}) const {
    return vitac(std::move(arguments), options(std::move(input)));
  }
  Ran run_as_nobody(std::vector<std::string> arguments) const {
    return vitac_as_nobody(std::move(arguments), options());
  }

  /// What stands there besides what Desk made, sorted, with blanks between.
  std::string files(std::string_view below = "") const {
    std::vector<std::string> names;
    for (auto const& file : std::filesystem::directory_iterator(path(below)))
      if (auto name = file.path().filename().string(); name != "tmp" && name != "bin") names.push_back(name);
    std::sort(names.begin(), names.end());
    return fmt::format("{}", fmt::join(names, " "));
  }

  static void everybody_may(std::string const& folder) { ::chmod(folder.c_str(), 0777); }

  TemporaryFolder folder;
  std::map<std::string, std::string> variables;
};

inline std::string const plain_record = "person: {name: Ada Lovelace}\nskills: [Maths]\n";

/// The lines of what vitac tells of outputs that are done, with the time as `N`.
inline std::string without_times(std::string const& text) {
  std::string out;
  for (std::size_t from = 0, end; from < text.size(); from = end) {
    end = std::min(text.find('\n', from), text.size() - 1) + 1;
    auto line = text.substr(from, end - from);
    if (line.ends_with(" s\n")) line.replace(line.rfind("  ") + 2, std::string::npos, "N s\n");
    out += line;
  }
  return out;
}

}  // namespace vitac::test
