#include "base/process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "base/files.hpp"
#include "test/support/catch.hpp"

namespace vitac {
namespace {

Command shell(std::string script, std::string folder = {}) {
  Command command;
  command.arguments = {"/bin/sh", "-c", std::move(script)};
  command.folder = std::move(folder);
  command.environment = {"PATH=/usr/bin:/bin"};
  return command;
}

Outcome run(Command command) {
  Loop loop(1);
  Outcome result;
  loop.start(std::move(command), [&](Outcome outcome) { result = std::move(outcome); });
  loop.run();
  return result;
}

/// Whether a process has ended, if perhaps its parent has not asked for it yet. A kill is delivered soon but
/// not at once, so this waits; it gives up only when something is wrong.
bool is_gone(pid_t process) {
  for (int i = 0; i < 3000; ++i) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string status((std::istreambuf_iterator<char>(file)), {});
    auto state = status.find(") ");
    if (state == status.npos || status[state + 2] == 'Z' || status[state + 2] == 'X') return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::string contents(std::filesystem::path const& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What a signal means, for as long as this lives.
class Disposition {
 public:
  Disposition(int signal, void (*handler)(int)) : m_signal(signal) {
    struct sigaction action {};
    action.sa_handler = handler;
    ::sigaction(signal, &action, &m_before);
  }
  ~Disposition() { ::sigaction(m_signal, &m_before, nullptr); }
  Disposition(Disposition const&) = delete;
  Disposition& operator=(Disposition const&) = delete;

  void (*now() const)(int) {
    struct sigaction action {};
    ::sigaction(m_signal, nullptr, &action);
    return action.sa_handler;
  }

 private:
  int m_signal;
  struct sigaction m_before {};
};

TEST_CASE("a process gives its output and its exit status") {
  auto outcome = run(shell("echo one; echo two >&2; echo three; exit 7"));
  CHECK(outcome.how == Outcome::exited);
  CHECK(outcome.code == 7);
  CHECK(outcome.output == "one\ntwo\nthree\n");
}

TEST_CASE("a process has the folder, the environment and the arguments it is given, and no input") {
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto command = shell("pwd; cat; echo \"$A $0\"; env | wc -l", folder->path().string());
  command.arguments.emplace_back("a b $c");
  command.environment.emplace_back("A=b c");
  auto outcome = run(command);
  // Besides PATH and A, the shell sets PWD.
  CHECK(outcome.output == folder->path().string() + "\nb c a b $c\n3\n");
}

TEST_CASE("a process that ends by a signal says which") {
  auto outcome = run(shell("kill -SEGV $$"));
  CHECK(outcome.how == Outcome::signalled);
  CHECK(outcome.code == SIGSEGV);
}

TEST_CASE("a process that cannot start gives the system's reason") {
  Command command;
  SECTION("no such program") {
    command.arguments = {"/no/such/program"};
  }
  SECTION("no such folder") {
    command = shell("true", "/no/such/folder");
  }
  auto outcome = run(command);
  CHECK(outcome.how == Outcome::not_started);
  CHECK(outcome.code == ENOENT);
  CHECK(outcome.output == "no such file or directory");
}

TEST_CASE("a command without arguments does not start") {
  CHECK(run(Command()).how == Outcome::not_started);
}

TEST_CASE("output beyond the limit is read and dropped") {
  auto command = shell("head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2; exit 3");
  command.most_output = 1000;
  auto outcome = run(command);
  CHECK(outcome.code == 3);
  CHECK(outcome.output == std::string(1000, 'x'));
}

TEST_CASE("all output of a process that ends at once is there") {
  auto outcome = run(shell("head -c 200000 /dev/zero | tr '\\0' x; printf end"));
  CHECK(outcome.output == std::string(200'000, 'x') + "end");
}

TEST_CASE("a process that takes too long is killed with its whole group") {
  auto command = shell("sleep 1000 & echo $!; sleep 1000");
  command.timeout = std::chrono::milliseconds(1000);
  auto outcome = run(command);
  CHECK(outcome.how == Outcome::timed_out);
  REQUIRE(!outcome.output.empty());
  CHECK(is_gone(std::stoi(outcome.output)));
}

TEST_CASE("endless output does not outlast the timeout") {
  auto command = shell("yes");
  command.timeout = std::chrono::milliseconds(1000);
  auto outcome = run(command);
  CHECK(outcome.how == Outcome::timed_out);
  CHECK(outcome.output.size() == command.most_output);
}

TEST_CASE("what a process leaves running is killed when it ends") {
  auto outcome = run(shell("sleep 1000 & echo $!"));
  CHECK(outcome.how == Outcome::exited);
  REQUIRE(!outcome.output.empty());
  CHECK(is_gone(std::stoi(outcome.output)));
}

TEST_CASE("a grandchild in a session of its own that holds the pipe is not waited for") {
  // `read` makes sure that it has left the group before its parent ends.
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto outcome =
      run(shell("mkfifo ready; setsid sh -c 'echo $$ >ready; exec sleep 1000' & read pid <ready; echo $pid",
                folder->path().string()));
  CHECK(outcome.how == Outcome::exited);
  REQUIRE(!outcome.output.empty());
  auto grandchild = std::stoi(outcome.output);
  CHECK(::kill(grandchild, SIGKILL) == 0);
  CHECK(is_gone(grandchild));
}

TEST_CASE("nor is one that never stops writing") {
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto outcome =
      run(shell("mkfifo ready; setsid sh -c 'echo $$ >ready; exec yes' & read pid <ready; echo $pid >pid",
                folder->path().string()));
  CHECK(outcome.how == Outcome::exited);
  auto grandchild = std::stoi(contents(folder->path() / "pid"));
  CHECK(is_gone(grandchild));  // by SIGPIPE
}

TEST_CASE("limits of files and memory hold") {
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto command = shell("read x <start; exec head -c 100000 /dev/zero >file", folder->path().string());
  // The limits come a moment after the start, so the script waits for a pipe that the second one opens.
  SECTION("a file") {
    command.most_file = 1000;
  }
  SECTION("memory") {
    command =
        shell("read x <start; exec head -c 500m /dev/zero | tail -c 400m | wc -c", folder->path().string());
    command.most_memory = 200u << 20;
  }
  REQUIRE(run(shell("mkfifo start", folder->path().string())).code == 0);
  Loop loop(2);
  Outcome result;
  loop.start(command, [&](Outcome outcome) { result = std::move(outcome); });
  loop.start(shell("echo >start", folder->path().string()), [](Outcome const&) {});
  loop.run();
  if (command.most_file) {
    CHECK(result.how == Outcome::signalled);
    CHECK(result.code == SIGXFSZ);
    CHECK(std::filesystem::file_size(folder->path() / "file") == 1000);
  } else {
    CHECK(result.output.find("419430400") == std::string::npos);
  }
}

TEST_CASE("as many processes run as there are jobs") {
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto path = folder->path().string();
  unsigned jobs = GENERATE(0u, 1u, 2u, 3u);
  Loop loop(jobs);
  for (int i = 0; i < 8; ++i)
    loop.start(shell("echo + >>log; sleep 0.02; echo - >>log", path), [](Outcome const&) {});
  loop.run();
  int running = 0, most = 0, lines = 0;
  for (char c : contents(folder->path() / "log")) {
    running += c == '+' ? 1 : c == '-' ? -1 : 0;
    most = std::max(most, running);
    lines += c == '\n';
  }
  CHECK(lines == 16);
  CHECK(most <= static_cast<int>(std::max(1u, jobs)));
}

TEST_CASE("two jobs run side by side") {
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto path = folder->path().string();
  REQUIRE(run(shell("mkfifo meeting", path)).code == 0);
  Loop loop(2);
  std::string heard;
  // Each waits for the other to open the pipe.
  loop.start(shell("echo hello >meeting", path), [](Outcome const&) {});
  loop.start(shell("cat meeting", path), [&](Outcome const& outcome) { heard = outcome.output; });
  loop.run();
  CHECK(heard == "hello\n");
}

TEST_CASE("callbacks may ask for more, and run again works") {
  Loop loop(1);
  std::string order;
  loop.start(shell("printf a"), [&](Outcome const& outcome) {
    order += outcome.output;
    loop.start(shell("printf c"), [&](Outcome const& later) { order += later.output; });
    loop.post([&] { order += 'b'; });
  });
  loop.run();
  CHECK(order == "abc");
  loop.start(shell("printf d"), [&](Outcome const& outcome) { order += outcome.output; });
  loop.run();
  CHECK(order == "abcd");
  loop.run();
  CHECK(loop.interrupted_by() == 0);
}

TEST_CASE("work begun goes before what waits") {
  Loop loop(1);
  std::string order;
  auto keep = [&](Outcome const& outcome) { order += outcome.output; };
  loop.start(shell("printf a"), [&](Outcome const& outcome) {
    keep(outcome);
    loop.start_next(shell("printf b"), keep);
  });
  loop.start(shell("printf c"), keep);
  loop.run();
  CHECK(order == "abc");
}

TEST_CASE("a signal kills what runs and starts nothing more") {
  int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  CAPTURE(signal);
  auto number = std::to_string(signal);
  Disposition disposition(signal, SIG_DFL);
  Loop loop(2);
  std::vector<Outcome> outcomes;
  auto keep = [&](Outcome const& outcome) { outcomes.push_back(outcome); };
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto path = folder->path().string();
  loop.start(shell("mkfifo ready; sleep 1000 & echo $! >pid; echo >ready; wait", path), keep);
  loop.start(shell("until read x <ready; do :; done 2>/dev/null; kill -" + number + " $PPID; kill -" +
                       number + " $PPID; sleep 1000",
                   path),
             [&](Outcome const& outcome) {
               keep(outcome);
               loop.start(shell("echo never >>never"), keep);
             });
  loop.start(shell("echo never >>never", path), keep);
  loop.run();
  CHECK(loop.interrupted_by() == signal);
  REQUIRE(outcomes.size() == 4);
  for (auto const& outcome : outcomes) CHECK(outcome.how == Outcome::interrupted);
  CHECK(is_gone(std::stoi(contents(folder->path() / "pid"))));
  CHECK(!std::filesystem::exists(folder->path() / "never"));
  CHECK(disposition.now() == SIG_DFL);
}

TEST_CASE("a signal that comes during a callback stops what waits") {
  Disposition disposition(SIGTERM, SIG_DFL);
  Loop loop(1);
  Outcome second;
  loop.start(shell("true"), [](Outcome const&) { ::raise(SIGTERM); });
  loop.start(shell("echo started"), [&](Outcome outcome) { second = std::move(outcome); });
  loop.run();
  CHECK(second.how == Outcome::interrupted);
  CHECK(second.output.empty());
}

TEST_CASE("a signal that the process ignores stays ignored") {
  Disposition disposition(SIGHUP, SIG_IGN);
  auto outcome = run(shell("kill -HUP $PPID; echo done"));
  CHECK(outcome.how == Outcome::exited);
  CHECK(outcome.output == "done\n");
  CHECK(disposition.now() == SIG_IGN);
}

TEST_CASE("a handler of before is there again") {
  auto handler = [](int) {};
  Disposition disposition(SIGINT, handler);
  CHECK(run(shell("true")).code == 0);
  CHECK(disposition.now() == static_cast<void (*)(int)>(handler));
}

TEST_CASE("a callback may throw through run, and what runs is killed with the loop") {
  pid_t running = 0;
  auto folder = WorkFolder::make();
  REQUIRE(folder);
  auto path = folder->path().string();
  {
    Loop loop(2);
    loop.start(shell("mkfifo ready; echo $$ >pid; echo >ready; exec sleep 1000", path),
               [](Outcome const&) {});
    loop.start(shell("until read x <ready; do :; done 2>/dev/null", path),
               [](Outcome const&) { throw std::runtime_error("bug"); });
    CHECK_THROWS_WITH(loop.run(), "bug");
    running = std::stoi(contents(folder->path() / "pid"));
  }
  CHECK(::kill(running, 0) == -1);  // reaped, not only dead
}

TEST_CASE("closed standard streams do not matter") {
  int before[] = {::dup(0), ::dup(1), ::dup(2)};
  for (int number : {0, 1, 2}) ::close(number);
  auto outcome = run(shell("echo out; echo err >&2"));
  for (int number : {0, 1, 2}) {
    ::dup2(before[number], number);
    ::close(before[number]);
  }
  CHECK(outcome.how == Outcome::exited);
  CHECK(outcome.output == "out\nerr\n");
}

TEST_CASE("a loop that never ran goes without a trace") {
  Loop loop(1);
  loop.start(shell("touch /tmp/never"), [](Outcome const&) { FAIL(); });
}

TEST_CASE("a held process waits for its input, and nobody waits for it") {
  Loop loop(1);
  auto held = loop.hold(shell("read -r line; echo \"got $line\"; read -r line || echo and no more"));
  Outcome other, outcome;
  loop.start(shell("echo other"), [&](Outcome ended) { other = std::move(ended); });
  loop.run();
  CHECK(other.output == "other\n");
  loop.release(std::move(held), "word\n", [&](Outcome ended) { outcome = std::move(ended); });
  loop.run();
  CHECK(outcome.how == Outcome::exited);
  CHECK(outcome.output == "got word\nand no more\n");
}

TEST_CASE("a held process that is let go is gone") {
  auto folder = WorkFolder::make().value();
  Loop loop(1);
  auto file = folder.path() / "process";
  {
    auto held =
        loop.hold(shell(fmt::format("echo $$ >{}; echo >>{}; read -r line", file.string(), file.string())));
    while (std::ranges::count(contents(file), '\n') < 2)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(::kill(std::stoi(contents(file)), 0) == -1);
  CHECK(errno == ESRCH);
}

TEST_CASE("of a held process that ended by itself, or never began, one hears when it is to go on") {
  auto folder = WorkFolder::make().value();
  Loop loop(1);
  auto ended = loop.hold(shell("exit 7", folder.path().string()));
  Command nothing;
  nothing.arguments = {(folder.path() / "nothing").string()};
  auto unstarted = loop.hold(nothing);
  std::vector<Outcome> outcomes;
  auto note = [&](Outcome outcome) { outcomes.push_back(std::move(outcome)); };
  loop.release(std::move(ended), "word\n", note);
  loop.run();
  loop.release(std::move(unstarted), "word\n", note);
  loop.run();
  REQUIRE(outcomes.size() == 2);
  CHECK(outcomes[0].how == Outcome::exited);
  CHECK(outcomes[0].code == 7);
  CHECK(outcomes[1].how == Outcome::not_started);
  CHECK(outcomes[1].output == "no such file or directory");
}

TEST_CASE("a held process has its time from when it goes on") {
  Loop loop(1);
  auto command = shell("read -r line; sleep 1000");
  command.timeout = std::chrono::milliseconds(50);
  auto held = loop.hold(command);
  Outcome other, outcome;
  loop.start(shell("sleep 0.2"), [&](Outcome ended) { other = std::move(ended); });
  loop.run();
  CHECK(other.how == Outcome::exited);
  loop.release(std::move(held), "\n", [&](Outcome ended) { outcome = std::move(ended); });
  loop.run();
  CHECK(outcome.how == Outcome::timed_out);
}

TEST_CASE("nobody else holds the input of a held process open") {
  auto folder = WorkFolder::make().value();
  auto file = (folder.path() / "ended").string();
  Loop loop(2);
  auto held = loop.hold(shell("cat"));
  Outcome first, second;
  loop.start(shell("until [ -e " + file + " ]; do sleep 0.01; done"),
             [&](Outcome ended) { second = std::move(ended); });
  loop.release(std::move(held), "all\n", [&](Outcome ended) {
    first = std::move(ended);
    std::ofstream{file};
  });
  loop.run();
  CHECK(first.output == "all\n");
  CHECK(second.how == Outcome::exited);
}

TEST_CASE("after an interrupt what is held does not go on") {
  Loop loop(1);
  auto held = loop.hold(shell("read -r line; echo went on"));
  Outcome outcome;
  loop.start(shell("kill -TERM $PPID; sleep 1000"), [&](Outcome) {
    loop.release(std::move(held), "\n", [&](Outcome ended) { outcome = std::move(ended); });
  });
  loop.run();
  CHECK(outcome.how == Outcome::interrupted);
  CHECK(outcome.output.empty());
}

}  // namespace
}  // namespace vitac
