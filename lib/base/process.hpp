#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitac {

/// A program to run, without a shell; unless it is held, with nothing on its standard input.
struct Command {
  std::vector<std::string> arguments;         ///< [0] is the program's path
  std::string folder;                         ///< where it runs; empty is where we run
  std::vector<std::string> environment;       ///< all of it, `NAME=value` each
  std::chrono::milliseconds timeout{60'000};  ///< 0 is none
  std::size_t most_output = 1u << 20;         ///< bytes of output kept; the rest is read and dropped
  std::uint64_t most_file = 0;    ///< bytes of one file that it may write, or SIGXFSZ ends it; 0 is no limit
  std::uint64_t most_memory = 0;  ///< bytes of address space that each of its processes may have; 0 likewise
};

struct Outcome {
  enum How { exited, signalled, timed_out, not_started, interrupted };

  How how = not_started;
  int code = 0;        ///< exit status, signal number, or errno of the failed start
  std::string output;  ///< stdout and stderr as they came; not_started: the system's reason
  std::chrono::milliseconds took{0};
};

/// Opens those of the descriptors 0 to 2 that whoever runs us has closed (`>&-`): else the next files we open
/// get their numbers, what we say goes into them, and libuv aborts when it closes one.
void fill_standard_streams();

/// Starts a program and forgets it: it has a session of its own and nothing on its standard streams, and goes
/// on when we end. Gives whether it was started.
bool launch(std::vector<std::string> const& arguments);

/// A program that was started and has nothing to read on its standard input yet, though it may come to ask.
/// It is ended when this goes, and gone by then; its Loop outlives it.
class HeldProcess {
 public:
  HeldProcess(HeldProcess&&) noexcept;
  HeldProcess& operator=(HeldProcess&&) noexcept;
  ~HeldProcess();

 private:
  friend class Loop;
  struct Hold;
  explicit HeldProcess(std::unique_ptr<Hold>);
  std::unique_ptr<Hold> m_hold;
};

/// One event loop that runs child processes, at most `jobs` at once, the rest in order of asking. Each child
/// is its own process group and the whole group is killed when it ends, times out, or when we are told to
/// stop by SIGINT, SIGTERM, SIGHUP or SIGQUIT. Single-threaded: callbacks run inside `run` and may throw
/// through it; what still runs is killed when the Loop goes.
class Loop {
 public:
  explicit Loop(unsigned jobs);
  ~Loop();
  Loop(Loop const&) = delete;
  Loop& operator=(Loop const&) = delete;

  /// Asks for a process, which starts inside `run`, after the callbacks of those that have ended. `done` may
  /// ask for more. After an interrupt nothing is
  /// started and `done` gets `interrupted`.
  void start(Command, std::function<void(Outcome)> done);

  /// The same, before all that wait: what goes on with work begun.
  void start_next(Command, std::function<void(Outcome)> done);

  /// Starts a program at once, beside those that are counted. It may be called outside of `run`, which does
  /// not wait for it. Should it not start, `release` tells.
  HeldProcess hold(Command);

  /// Asks for it to go on in its turn, before all that wait, with `input` and then nothing more to read. Its
  /// time counts from then.
  void release(HeldProcess, std::string input, std::function<void(Outcome)> done);

  /// Asks for a call from inside `run`.
  void post(std::function<void()>);

  /// Runs until nothing is left to do. Listens to these signals meanwhile, except to those that the
  /// process ignores (nohup), and not from inside a callback.
  void run();

  /// The first signal that told us to stop; 0 if none did.
  int interrupted_by() const;

 private:
  friend class HeldProcess;
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace vitac
