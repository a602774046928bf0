#include "build/watch.hpp"

#include <algorithm>
#include <set>

#include "base/process.hpp"
#include "base/watch.hpp"
#include "engine/inputs.hpp"
#include "engine/waiting.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

/// An editor's burst of writes and renames is one change.
constexpr std::chrono::milliseconds rest{30};

struct Watched {
  std::string input;
  std::vector<fs::path> files = {};  ///< that it is made of, or would be were they there
  std::string stamps = {};           ///< of these, as they were when they were read
};

/// The folders in which a change of these files is seen. Those of files that are not there yet, too, or else
/// the nearest that are.
std::set<fs::path> folders_of(std::vector<Watched> const& all) {
  std::set<fs::path> folders;
  std::error_code error;
  for (auto const& watched : all) {
    for (auto const& file : watched.files) {
      auto folder = fs::absolute(file, error).lexically_normal().parent_path();
      while (!fs::is_directory(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
      folders.insert(folder);
    }
  }
  return folders;
}

}  // namespace

int watch(BuildRequest request, BuildEvents events) {
  std::vector<Watched> all;
  for (auto const& input : request.inputs) all.push_back({input, {input}});
  FolderWatch folders;  // before the engines, so that a signal never ends us while they wait
  Loop loop(request.jobs);
  WaitingEngines engines(loop);
  Watched* current = nullptr;
  events.planned = [&](std::vector<fs::path> const& files) {
    current->files = files;
    current->stamps = stamps_of(files);
  };
  for (bool is_first = true;; is_first = false) {
    // From now on, lest a change is missed while something is built.
    folders.listen(folders_of(all));
    for (auto& watched : all) {
      if (!is_first && are_as_stamped(watched.stamps)) continue;
      current = &watched;
      request.inputs = {watched.input};
      // A stranger's document has the time of a pass and no more.
      auto status = request.is_untrusted ? build(request, events) : build(request, events, loop, engines);
      if (status > 128) return 0;
      if (is_first && status == int(Exit::usage)) return status;
    }
    folders.listen(folders_of(all));
    engines.start();
    if (!folders.wait(rest)) return 0;
  }
}

}  // namespace vitac
