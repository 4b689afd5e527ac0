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
  int output = -1;  // The end of the pipe that we read; -1 once it is closed.
  Finished finished;
};

Child start(const Command& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_not_started(command, errno);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);

  std::vector<std::string> words = command.words;
  std::vector<std::string> environment = environment_of(command);
  Child child;
  child.output = ends[0];
  const int error = posix_spawnp(&child.id, words.front().c_str(), &actions, nullptr,
                                 pointers_to(words).data(), pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    throw_not_started(command, error);
  }
  return child;
}

// Reads what is there. Closes the pipe at its end.
void read_some(Child& child, const OutputListener& listener) {
  char buffer[16384];
  const ssize_t n = read(child.output, buffer, sizeof buffer);
  if (n > 0) {
    const std::string_view text(buffer, static_cast<std::size_t>(n));
    child.finished.output += text;
    if (listener) listener(text);
  } else if (n == 0 || errno != EINTR) {
    close(child.output);
    child.output = -1;
  }
}

void collect(Child& child) {
  int status = 0;
  while (waitpid(child.id, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) child.finished.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) child.finished.signal = WTERMSIG(status);
}

void kill_those_left(std::vector<Child>& children) {
  for (Child& child : children) {
    if (child.output < 0) continue;
    kill(child.id, SIGKILL);
    child.finished.timed_out = true;
    close(child.output);
    child.output = -1;
  }
}

// Returns false once no pipe is open any more.
bool wait_for_output(std::vector<Child>& children, Clock::time_point deadline,
                     const OutputListener& listener) {
  std::vector<pollfd> waiting;
  for (const Child& child : children) {
    if (child.output >= 0) waiting.push_back({child.output, POLLIN, 0});
  }
  if (waiting.empty()) return false;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  if (left.count() <= 0) {
    kill_those_left(children);
    return false;
  }
  poll(waiting.data(), waiting.size(), static_cast<int>(left.count()));
  for (const pollfd& ready : waiting) {
    if (ready.revents == 0) continue;
    for (Child& child : children) {
      if (child.output == ready.fd) read_some(child, listener);
    }
  }
  return true;
}

}  // namespace

std::vector<Finished> run_all(const std::vector<Command>& commands, std::chrono::seconds timeout,
                              const OutputListener& listener) {
  std::vector<Child> children;
  for (const Command& command : commands) children.push_back(start(command));
  const Clock::time_point deadline = Clock::now() + timeout;
  while (wait_for_output(children, deadline, listener)) {
  }
  std::vector<Finished> all;
  for (Child& child : children) {
    collect(child);
    all.push_back(std::move(child.finished));
  }
  return all;
}

Finished run(const Command& command, std::chrono::seconds timeout, const OutputListener& listener) {
  return run_all({command}, timeout, listener).front();
}

void become(const Command& command) {
  for (const auto& [name, value] : command.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<std::string> words = command.words;
  execvp(words.front().c_str(), pointers_to(words).data());
  throw_not_started(command, errno);
}

}  // namespace workbook
