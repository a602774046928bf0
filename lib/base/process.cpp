#include "base/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <list>
#include <optional>
#include <utility>

#include "base/uv_handles.hpp"

namespace vitac {
namespace {

using Done = std::function<void(Outcome)>;

/// Strings as exec wants them: a null-terminated array of pointers, valid as long as the strings are.
std::vector<char*> pointers(std::vector<std::string> const& strings) {
  std::vector<char*> to;
  for (auto const& string : strings) to.push_back(const_cast<char*>(string.c_str()));
  to.push_back(nullptr);
  return to;
}

/// One process with its output and its timer. libuv holds pointers to the three handles until each is
/// closed, so a Child stays where it is until `gone`.
class Child {
 public:
  explicit Child(Command command) : m_command(std::move(command)) {}
  ~Child() { close_input(); }
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;

  void start(uv_loop_t&, Done);
  /// Starts it with a standard input that stays empty.
  void hold(uv_loop_t&);
  void release(uv_loop_t&, std::string_view input, Done);
  /// Ends it as `how`, unless it has already ended or is about to for another reason.
  void stop(Outcome::How how);

  bool gone() const { return m_open == 0; }
  Done& done() { return m_done; }
  Outcome& outcome() { return m_outcome; }

 private:
  template <class Handle>
  static Child& of(Handle* handle) {
    return *static_cast<Child*>(handle->data);
  }
  static void allocate(uv_handle_t*, std::size_t, uv_buf_t*);
  static void on_read(uv_stream_t*, ssize_t, uv_buf_t const*);
  static void on_exit(uv_process_t*, std::int64_t status, int signal);
  static void on_timeout(uv_timer_t*);
  static void on_closed(uv_handle_t*);

  template <class Handle>
  void adopt(Handle& handle) {
    handle.data = this;
    ++m_open;
  }
  void begin(uv_loop_t&, int input);
  int spawn(uv_loop_t&, int input, int output);
  void limit_time(uv_loop_t&);
  void close_input();
  void limit(__rlimit_resource, std::uint64_t most);
  void refuse(int error);
  void keep(std::size_t bytes);
  void drain();
  void kill_group();
  void close(uv_handle_t*);
  void close_all();

  Command m_command;
  Done m_done;
  Outcome m_outcome;
  std::optional<Outcome::How> m_stopped;  ///< why we killed it
  std::uint64_t m_begun = 0;
  int m_open = 0;    ///< handles that libuv still knows
  int m_input = -1;  ///< our end of what it reads, while it is held
  bool m_running = false;
  uv_process_t m_process{};
  uv_pipe_t m_output{};
  uv_timer_t m_timer{};
  std::array<char, 65536> m_buffer;
};

void Child::start(uv_loop_t& loop, Done done) {
  m_done = std::move(done);
  begin(loop, -1);
  limit_time(loop);
}

void Child::hold(uv_loop_t& loop) {
  // Sockets: to write to one that nobody reads any more need not be a signal.
  std::array<int, 2> ends;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return refuse(-errno);
  m_input = ends[0];
  begin(loop, ends[1]);
  ::close(ends[1]);
}

/// Should it have ended by now, its outcome is what it was.
void Child::release(uv_loop_t& loop, std::string_view input, Done done) {
  m_done = std::move(done);
  m_begun = uv_hrtime();
  if (m_input >= 0) ::send(m_input, input.data(), input.size(), MSG_NOSIGNAL);
  close_input();
  limit_time(loop);
}

void Child::close_input() {
  if (m_input >= 0) ::close(std::exchange(m_input, -1));
}

void Child::limit_time(uv_loop_t& loop) {
  if (!m_running || m_command.timeout.count() <= 0) return;
  uv_update_time(&loop);
  uv_timer_start(&m_timer, on_timeout, static_cast<std::uint64_t>(m_command.timeout.count()), 0);
}

/// `input` is its standard input; -1 for none.
void Child::begin(uv_loop_t& loop, int input) {
  m_begun = uv_hrtime();
  uv_timer_init(&loop, &m_timer);
  adopt(m_timer);
  uv_pipe_init(&loop, &m_output, 0);
  adopt(m_output);

  // One pipe of our own for both streams keeps what the child says in the order in which it says it.
  std::array<uv_file, 2> ends;
  if (int error = uv_pipe(ends.data(), UV_NONBLOCK_PIPE, 0)) return refuse(error);
  if (int error = uv_pipe_open(&m_output, ends[0])) {
    ::close(ends[0]);
    ::close(ends[1]);
    return refuse(error);
  }
  int error = spawn(loop, input, ends[1]);
  ::close(ends[1]);
  if (error) return refuse(error);

  m_running = true;
  limit(RLIMIT_FSIZE, m_command.most_file);
  limit(RLIMIT_AS, m_command.most_memory);
  uv_read_start(reinterpret_cast<uv_stream_t*>(&m_output), allocate, on_read);
}

int Child::spawn(uv_loop_t& loop, int input, int output) {
  if (m_command.arguments.empty()) return UV_EINVAL;
  auto arguments = pointers(m_command.arguments);
  auto environment = pointers(m_command.environment);
  std::array<uv_stdio_container_t, 3> streams{};
  streams[0].flags = input < 0 ? UV_IGNORE : UV_INHERIT_FD;  // ignored: /dev/null
  streams[0].data.fd = input;
  for (auto* stream : {&streams[1], &streams[2]}) {
    stream->flags = UV_INHERIT_FD;
    stream->data.fd = output;
  }
  uv_process_options_t options{};
  options.file = arguments[0];
  options.args = arguments.data();
  options.env = environment.data();
  if (!m_command.folder.empty()) options.cwd = m_command.folder.c_str();
  options.stdio = streams.data();
  options.stdio_count = static_cast<int>(streams.size());
  options.flags = UV_PROCESS_DETACHED;  // a session and so a group of its own, which can be killed whole
  options.exit_cb = on_exit;
  adopt(m_process);
  return uv_spawn(&loop, &m_process, &options);
}

/// libuv has no place for this between fork and exec; a moment later does as well against what runs away.
void Child::limit(__rlimit_resource resource, std::uint64_t most) {
  rlimit limits{most, most};
  if (most > 0) ::prlimit(m_process.pid, resource, &limits, nullptr);
}

void Child::refuse(int error) {
  m_outcome.how = Outcome::not_started;
  m_outcome.code = -error;
  m_outcome.output = uv_strerror(error);
  close_all();
}

void Child::stop(Outcome::How how) {
  if (!m_running) return;
  if (!m_stopped) m_stopped = how;
  kill_group();
}

void Child::kill_group() {
  ::kill(-m_process.pid, SIGKILL);
}

void Child::allocate(uv_handle_t* handle, std::size_t, uv_buf_t* to) {
  auto& buffer = of(handle).m_buffer;
  *to = uv_buf_init(buffer.data(), static_cast<unsigned>(buffer.size()));
}

void Child::on_read(uv_stream_t* stream, ssize_t bytes, uv_buf_t const*) {
  auto& child = of(stream);
  if (bytes > 0) child.keep(static_cast<std::size_t>(bytes));
  if (bytes < 0) child.close(base_of(child.m_output));
}

void Child::keep(std::size_t bytes) {
  auto room = m_command.most_output - std::min(m_command.most_output, m_outcome.output.size());
  m_outcome.output.append(m_buffer.data(), std::min(room, bytes));
}

void Child::on_timeout(uv_timer_t* timer) {
  of(timer).stop(Outcome::timed_out);
}

void Child::on_exit(uv_process_t* process, std::int64_t status, int signal) {
  auto& child = of(process);
  child.kill_group();  // whom the leader left behind
  child.m_running = false;
  auto ended = signal ? Outcome::signalled : Outcome::exited;
  child.m_outcome.how = child.m_stopped.value_or(ended);
  child.m_outcome.code = signal ? signal : static_cast<int>(status);
  child.m_outcome.took = std::chrono::milliseconds((uv_hrtime() - child.m_begun) / 1'000'000);
  child.drain();
  child.close_all();
}

/// All that the leader wrote is in the pipe by now. We take that and do not wait for its end, which never
/// comes when a grandchild in a session of its own holds the pipe; nor do we listen to that one for ever.
void Child::drain() {
  uv_os_fd_t pipe;
  if (uv_is_closing(base_of(m_output)) || uv_fileno(base_of(m_output), &pipe) != 0) return;
  for (std::size_t left = 1u << 20; left > 0;) {
    auto bytes = ::read(pipe, m_buffer.data(), std::min(left, m_buffer.size()));
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0) return;
    keep(static_cast<std::size_t>(bytes));
    left -= static_cast<std::size_t>(bytes);
  }
}

void Child::close(uv_handle_t* handle) {
  if (uv_handle_get_type(handle) != UV_UNKNOWN_HANDLE && !uv_is_closing(handle)) uv_close(handle, on_closed);
}

void Child::close_all() {
  for (auto* handle : {base_of(m_process), base_of(m_output), base_of(m_timer)}) close(handle);
}

void Child::on_closed(uv_handle_t* handle) {
  --of(handle).m_open;
}

}  // namespace

void fill_standard_streams() {
  // The wrong way round, so that to read or write them is an error still.
  for (int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    int mode = number == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::fcntl(number, F_GETFD) < 0) ::open("/dev/null", mode);  // takes the lowest number that is free
  }
}

bool launch(std::vector<std::string> const& arguments) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  for (int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  auto words = pointers(arguments);
  pid_t process = 0;
  int error = ::posix_spawn(&process, words[0], &actions, &attributes, words.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  return error == 0;
}

/// What holds a process; afterwards it is among the others.
struct HeldProcess::Hold {
  Hold(Loop::State& loop_state, Command);
  ~Hold();
  Hold(Hold const&) = delete;
  Hold& operator=(Hold const&) = delete;

  Loop::State& state;
  std::list<Child> child;  ///< one; a list, so that it can go among the others and stay where it is
};

struct Loop::State {
  /// Listens to the signals as long as it lives; then they mean what they meant before.
  class Listening;

  /// A process that is asked for.
  struct Request {
    Done done;
    Command command = {};
    std::unique_ptr<HeldProcess::Hold> held = {};  ///< in place of the command
    std::string input = {};                        ///< of what is held
  };

  explicit State(unsigned most);
  ~State();

  void interrupt(int signal);
  void deliver();
  void start_waiting();
  void start(Request);
  void turn(uv_run_mode);
  void collect();

  uv_loop_t loop;
  std::array<uv_signal_t, stop_signals.size()> listeners;
  std::size_t jobs;
  int interrupted_by = 0;
  std::deque<Request> waiting;
  std::list<Child> children;
  std::deque<std::function<void()>> calls;  ///< made between turns of the loop, so that they may throw
};

class Loop::State::Listening {
 public:
  explicit Listening(State& state) : m_state(state) {
    for (std::size_t i = 0; i < stop_signals.size(); ++i) {
      ::sigaction(stop_signals[i], nullptr, &m_before[i]);
      if (m_before[i].sa_handler != SIG_IGN) uv_signal_start(&state.listeners[i], on_signal, stop_signals[i]);
    }
  }
  ~Listening() {
    for (std::size_t i = 0; i < stop_signals.size(); ++i) {
      uv_signal_stop(&m_state.listeners[i]);
      ::sigaction(stop_signals[i], &m_before[i], nullptr);  // libuv leaves the default, not what was there
    }
  }
  Listening(Listening const&) = delete;
  Listening& operator=(Listening const&) = delete;

 private:
  static void on_signal(uv_signal_t* listener, int signal) {
    static_cast<State*>(listener->data)->interrupt(signal);
  }

  State& m_state;
  std::array<struct sigaction, stop_signals.size()> m_before{};
};

Loop::State::State(unsigned most) : jobs(std::max(1u, most)) {
  fill_standard_streams();
  uv_loop_init(&loop);
  for (auto& listener : listeners) {
    uv_signal_init(&loop, &listener);
    listener.data = this;
  }
}

Loop::State::~State() {
  waiting.clear();
  for (auto& child : children) child.stop(Outcome::interrupted);
  for (auto& listener : listeners) uv_close(base_of(listener), nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);  // until every child is reaped and every handle closed
  uv_loop_close(&loop);
}

void Loop::State::interrupt(int signal) {
  if (interrupted_by == 0) interrupted_by = signal;
  for (auto& child : children) child.stop(Outcome::interrupted);
}

void Loop::State::deliver() {
  for (auto left = calls.size(); left > 0; --left) {  // signals are heard before what these ask for
    auto call = std::move(calls.front());
    calls.pop_front();
    call();
  }
}

void Loop::State::start_waiting() {
  while (!waiting.empty() && (interrupted_by || children.size() < jobs)) {
    auto request = std::move(waiting.front());
    waiting.pop_front();
    if (interrupted_by) {
      calls.emplace_back([done = std::move(request.done)] {
        Outcome outcome;
        outcome.how = Outcome::interrupted;
        done(std::move(outcome));
      });
    } else {
      start(std::move(request));
    }
  }
}

void Loop::State::start(Request request) {
  if (!request.held)
    return children.emplace_back(std::move(request.command)).start(loop, std::move(request.done));
  children.splice(children.end(), request.held->child);
  children.back().release(loop, request.input, std::move(request.done));
  collect();  // it may have ended long ago
}

void Loop::State::turn(uv_run_mode mode) {
  uv_run(&loop, mode);
  collect();
}

/// Makes calls of the children that are gone.
void Loop::State::collect() {
  for (auto child = children.begin(); child != children.end();) {
    if (!child->gone()) {
      ++child;
      continue;
    }
    calls.emplace_back([done = std::move(child->done()), outcome = std::move(child->outcome())]() mutable {
      done(std::move(outcome));
    });
    child = children.erase(child);
  }
}

HeldProcess::Hold::Hold(Loop::State& loop_state, Command command) : state(loop_state) {
  child.emplace_back(std::move(command)).hold(state.loop);
}

HeldProcess::Hold::~Hold() {
  if (child.empty()) return;
  child.front().stop(Outcome::interrupted);
  while (!child.front().gone()) state.turn(UV_RUN_ONCE);
}

HeldProcess::HeldProcess(std::unique_ptr<Hold> hold) : m_hold(std::move(hold)) {}
HeldProcess::HeldProcess(HeldProcess&&) noexcept = default;
HeldProcess& HeldProcess::operator=(HeldProcess&&) noexcept = default;
HeldProcess::~HeldProcess() = default;

Loop::Loop(unsigned jobs) : m_state(std::make_unique<State>(jobs)) {}
Loop::~Loop() = default;

void Loop::start(Command command, std::function<void(Outcome)> done) {
  m_state->waiting.push_back({std::move(done), std::move(command)});
}

void Loop::start_next(Command command, std::function<void(Outcome)> done) {
  m_state->waiting.push_front({std::move(done), std::move(command)});
}

HeldProcess Loop::hold(Command command) {
  return HeldProcess(std::make_unique<HeldProcess::Hold>(*m_state, std::move(command)));
}

void Loop::release(HeldProcess held, std::string input, std::function<void(Outcome)> done) {
  m_state->waiting.push_front({std::move(done), {}, std::move(held.m_hold), std::move(input)});
}

void Loop::post(std::function<void()> call) {
  m_state->calls.push_back(std::move(call));
}

void Loop::run() {
  State::Listening listening(*m_state);
  for (;;) {
    m_state->deliver();
    m_state->turn(UV_RUN_NOWAIT);  // a signal that came during the calls stops what waits
    if (!m_state->calls.empty()) continue;
    m_state->start_waiting();
    if (!m_state->calls.empty()) continue;
    if (m_state->children.empty()) return;
    m_state->turn(UV_RUN_ONCE);
  }
}

int Loop::interrupted_by() const {
  return m_state->interrupted_by;
}

}  // namespace vitac
