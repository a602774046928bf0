#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>

namespace vitac {

/// Folders that are listened to for changes of what stands in them: folders, since editors write another file
/// and rename it, which leaves who listens to the file alone with the old one. What happens between two calls
/// of `wait` is not lost, and as long as one of these lives, SIGINT, SIGTERM, SIGHUP and SIGQUIT, unless they
/// are ignored, do no more than end a wait.
class FolderWatch {
 public:
  FolderWatch();
  ~FolderWatch();
  FolderWatch(FolderWatch const&) = delete;
  FolderWatch& operator=(FolderWatch const&) = delete;

  /// Listens to these folders from now on, and to no others. Those that are not there are left out.
  void listen(std::set<std::filesystem::path> const& folders);

  /// Waits until something has changed and then nothing for `rest`. Gives false when a signal told us to
  /// stop, however long ago.
  bool wait(std::chrono::milliseconds rest);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace vitac
