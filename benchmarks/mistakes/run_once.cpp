#include "mistakes/run_once.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>

extern char** environ;

namespace mistakes {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  return pointers;
}

// Takes what a program printed: memory that looks like a file.
class Printed {
 public:
  Printed() : descriptor_(memfd_create("printed", MFD_CLOEXEC)) {}
  ~Printed() { close(descriptor_); }
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;

  int descriptor() const { return descriptor_; }

  std::string text() const {
    std::string text(kBytesMax, '\0');
    const ssize_t bytes = pread(descriptor_, text.data(), text.size(), 0);
    text.resize(bytes < 0 ? 0 : static_cast<std::size_t>(bytes));
    return text;
  }

 private:
  static constexpr std::size_t kBytesMax = 1 << 16;

  int descriptor_;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

End end_of(int status, const std::string& output) {
  // Its runtime could not start: that says nothing of the program.
  if (output.find("FATAL: ThreadSanitizer") != std::string::npos) return End::kCouldNotTell;
  // However the program went on: the report came first, and says most.
  if (output.find("WARNING: ThreadSanitizer") != std::string::npos) return End::kSanitizer;
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGALRM ? End::kHung : End::kCrashed;
  if (WEXITSTATUS(status) == kSanitizerStatus) return End::kCrashed;  // It reports a signal.
  return WEXITSTATUS(status) == 0 ? End::kPassed : End::kCheckFailed;
}

// Returns the new process, or -1.
pid_t start(std::vector<std::string>& words, std::vector<std::string>& environment, int output) {
  std::vector<char*> arguments = pointers_to(words);
  arguments.push_back(nullptr);
  std::vector<char*> variables = pointers_to(environment);
  for (char** own = environ; *own != nullptr; ++own) variables.push_back(*own);
  variables.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  pid_t child = -1;
  const int error =
      posix_spawn(&child, arguments.front(), &actions, nullptr, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -1;
}

}  // namespace

void Times::add(const Times& other) {
  wall_seconds += other.wall_seconds;
  processor_seconds += other.processor_seconds;
}

Run run_once(std::vector<std::string> words, std::vector<std::string> environment) {
  const Printed printed;
  const auto before = std::chrono::steady_clock::now();
  const pid_t child = start(words, environment, printed.descriptor());
  if (child < 0) return {End::kCouldNotTell, {}, "cannot start " + words.front()};
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - before;
  Run run;
  run.output = printed.text();
  run.end = end_of(status, run.output);
  run.times = {wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime)};
  return run;
}

}  // namespace mistakes
