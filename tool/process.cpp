#include "process.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "errors.hpp"

extern char** environ;

namespace workbook {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void throw_not_started(const Command& command, int error) {
  throw CannotTell(
      fmt::format("Cannot start {}: {}.", command.words.front(), std::strerror(error)));
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Our environment with the command's own variables in front: the first of a name counts.
std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> all;
  for (const auto& [name, value] : command.environment) all.push_back(name + "=" + value);
  const std::size_t own = all.size();
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view inherited(*entry);
    const std::string_view name = inherited.substr(0, inherited.find('=') + 1);
    const bool replaced = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(own),
                                      [&](const std::string& o) { return o.starts_with(name); });
    if (!replaced) all.emplace_back(inherited);
  }
  return all;
}

struct Child {
  pid_t id = -1;
  int output = -1;  // The ends of the pipes that we read; -1 once they are closed.
  int report = -1;
  Finished finished;
};

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe open_pipe(const Command& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_not_started(command, errno);
  return {ends[0], ends[1]};
}

void close_end(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

// Where a program finds the pipe of its report.
constexpr int kReportDescriptor = 3;

Child start(Command command) {
  Child child;
  Pipe output = open_pipe(command);
  Pipe report;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.write_end, STDERR_FILENO);
  if (!command.report_variable.empty()) {
    report = open_pipe(command);
    posix_spawn_file_actions_adddup2(&actions, report.write_end, kReportDescriptor);
    command.environment.emplace_back(command.report_variable,
                                     fmt::format("/dev/fd/{}", kReportDescriptor));
  }
  std::vector<std::string> words = command.words;
  std::vector<std::string> environment = environment_of(command);
  const int error = posix_spawnp(&child.id, words.front().c_str(), &actions, nullptr,
                                 pointers_to(words).data(), pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close_end(output.write_end);
  close_end(report.write_end);
  child.output = output.read_end;
  child.report = report.read_end;
  if (error != 0) {
    close_end(child.output);
    close_end(child.report);
    throw_not_started(command, error);
  }
  return child;
}

// Returns what is there; nothing at the end of the pipe, which is closed then.
std::string read_some(int& descriptor) {
  char buffer[16384];
  for (;;) {
    const ssize_t n = read(descriptor, buffer, sizeof buffer);
    if (n > 0) return {buffer, static_cast<std::size_t>(n)};
    if (n < 0 && errno == EINTR) continue;
    close_end(descriptor);
    return "";
  }
}

void collect(Child& child) {
  int status = 0;
  while (waitpid(child.id, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) child.finished.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) child.finished.signal = WTERMSIG(status);
}

// Programs that run at the same time.
class Running {
 public:
  Running(const std::vector<Command>& commands, const Listeners& listeners)
      : listeners_(listeners) {
    for (const Command& command : commands) children_.push_back(start(command));
  }

  std::vector<Finished> wait(Clock::time_point deadline) {
    while (wait_for_something(deadline)) {
    }
    std::vector<Finished> all;
    for (Child& child : children_) {
      collect(child);
      all.push_back(std::move(child.finished));
    }
    if (interrupted_) throw Interrupted();
    return all;
  }

 private:
  // Returns false once there is nothing to wait for.
  bool wait_for_something(Clock::time_point deadline) {
    std::vector<pollfd> waiting;
    for (const Child& child : children_) {
      if (child.output >= 0) waiting.push_back({child.output, POLLIN, 0});
      if (child.report >= 0) waiting.push_back({child.report, POLLIN, 0});
    }
    if (waiting.empty()) return false;
    const std::size_t of_children = waiting.size();
    if (listeners_.attention != nullptr) {
      for (int d : listeners_.attention->descriptors) waiting.push_back({d, POLLIN, 0});
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return stop_all(SIGKILL, /*timed_out=*/true);
    if (poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) < 0) return true;
    for (std::size_t i = of_children; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      interrupted_ = listeners_.attention->stops();
      // A compiler that is told to end takes its half-written file with it.
      return interrupted_ ? stop_all(SIGTERM) : true;
    }
    waiting.resize(of_children);
    return read_what_is_ready(waiting) || stop_all(SIGKILL);
  }

  // Returns false if a listener wants no more.
  bool read_what_is_ready(const std::vector<pollfd>& waiting) {
    const auto is_ready = [&waiting](int descriptor) {
      return std::any_of(waiting.begin(), waiting.end(), [descriptor](const pollfd& one) {
        return one.fd == descriptor && one.revents != 0;
      });
    };
    for (std::size_t n = 0; n < children_.size(); ++n) {
      Child& child = children_[n];
      if (child.output >= 0 && is_ready(child.output)) {
        const std::string text = read_some(child.output);
        child.finished.output += text;
        if (listeners_.on_output && !text.empty()) listeners_.on_output(text);
      }
      if (child.report >= 0 && is_ready(child.report)) {
        const std::string text = read_some(child.report);
        if (listeners_.on_report && !listeners_.on_report(n, text)) return false;
      }
    }
    return true;
  }

  // Returns false: nothing is left to wait for.
  bool stop_all(int signal, bool timed_out = false) {
    for (Child& child : children_) {
      if (child.output < 0 && child.report < 0) continue;
      kill(child.id, signal);
      child.finished.timed_out = timed_out;
      close_end(child.output);
      close_end(child.report);
    }
    return false;
  }

  const Listeners& listeners_;
  std::vector<Child> children_;
  bool interrupted_ = false;
};

}  // namespace

std::vector<Finished> run_all(const std::vector<Command>& commands, std::chrono::seconds timeout,
                              const Listeners& listeners) {
  return Running(commands, listeners).wait(Clock::now() + timeout);
}

Finished run(const Command& command, std::chrono::seconds timeout, const Listeners& listeners) {
  return run_all({command}, timeout, listeners).front();
}

void become(const Command& command) {
  for (const auto& [name, value] : command.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<std::string> words = command.words;
  execvp(words.front().c_str(), pointers_to(words).data());
  throw_not_started(command, errno);
}

}  // namespace workbook
