#pragma once
#include <signal.h>
#include <uv.h>

#include <array>

namespace vitac {

/// The signals by which we are told to stop.
inline constexpr std::array stop_signals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/// Any handle of libuv as what they all are.
template <class Handle>
uv_handle_t* base_of(Handle& handle) {
  return reinterpret_cast<uv_handle_t*>(&handle);
}

}  // namespace vitac
