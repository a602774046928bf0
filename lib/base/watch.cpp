#include "base/watch.hpp"

#include <signal.h>
#include <uv.h>

#include <array>
#include <map>

#include "base/uv_handles.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

}  // namespace

struct FolderWatch::State {
  State();
  ~State();

  void heard();
  void listen_to(uv_signal_t&, int signal);

  static State& of(void* handle) { return *static_cast<State*>(static_cast<uv_handle_t*>(handle)->data); }

  uv_loop_t loop;
  uv_timer_t timer;
  std::array<uv_signal_t, stop_signals.size()> signals;
  std::map<fs::path, std::unique_ptr<uv_fs_event_t>> folders;
  std::chrono::milliseconds rest{0};
  bool is_changed = false, is_stopped = false;
};

FolderWatch::State::State() {
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  timer.data = this;
  for (std::size_t i = 0; i < stop_signals.size(); ++i) listen_to(signals[i], stop_signals[i]);
}

FolderWatch::State::~State() {
  uv_walk(
      &loop,
      [](uv_handle_t* handle, void*) {
        if (!uv_is_closing(handle)) uv_close(handle, nullptr);
      },
      nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}

void FolderWatch::State::heard() {
  auto over = [](uv_timer_t* handle) {
    of(handle).is_changed = true;
    uv_stop(handle->loop);
  };
  uv_timer_start(&timer, over, std::uint64_t(rest.count()), 0);
}

/// To one that the process ignores (nohup) it goes on ignoring.
void FolderWatch::State::listen_to(uv_signal_t& handle, int signal) {
  uv_signal_init(&loop, &handle);
  handle.data = this;
  struct sigaction before {};
  ::sigaction(signal, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return;
  auto stop = [](uv_signal_t* heard, int) {
    of(heard).is_stopped = true;
    uv_stop(heard->loop);
  };
  uv_signal_start(&handle, stop, signal);
}

FolderWatch::FolderWatch() : m_state(std::make_unique<State>()) {}
FolderWatch::~FolderWatch() = default;

void FolderWatch::listen(std::set<fs::path> const& folders) {
  auto heard = [](uv_fs_event_t* handle, char const*, int, int) { State::of(handle).heard(); };
  for (auto known = m_state->folders.begin(); known != m_state->folders.end();) {
    if (folders.contains(known->first)) {
      ++known;
      continue;
    }
    auto handle = known->second.release();
    known = m_state->folders.erase(known);
    uv_close(base_of(*handle), [](uv_handle_t* gone) { delete reinterpret_cast<uv_fs_event_t*>(gone); });
  }
  for (auto const& folder : folders) {
    if (m_state->folders.contains(folder)) continue;
    auto handle = std::make_unique<uv_fs_event_t>();
    uv_fs_event_init(&m_state->loop, handle.get());
    handle->data = m_state.get();
    if (uv_fs_event_start(handle.get(), heard, folder.c_str(), 0) == 0)
      m_state->folders.emplace(folder, std::move(handle));
    else
      uv_close(base_of(*handle.release()),
               [](uv_handle_t* gone) { delete reinterpret_cast<uv_fs_event_t*>(gone); });
  }
}

bool FolderWatch::wait(std::chrono::milliseconds rest) {
  m_state->rest = rest;
  m_state->is_changed = false;
  while (!m_state->is_changed && !m_state->is_stopped) uv_run(&m_state->loop, UV_RUN_DEFAULT);
  return !m_state->is_stopped;
}

}  // namespace vitac
