#include "grade/box.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "errors.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kReportMax = 64 * 1024 * 1024;
constexpr rlim_t kFileBytesMax = 256 * 1024 * 1024;
constexpr int kReportDescriptor = 3;
constexpr int kSecretDescriptor = 4;

void add(std::vector<std::string>& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

// The command line that builds the box around `command`.
std::vector<std::string> with_bubblewrap(const BoxedCommand& command) {
  std::vector<std::string> words = {"bwrap",         "--unshare-all", "--die-with-parent",
                                    "--new-session", "--cap-drop",    "ALL",
                                    "--ro-bind",     "/usr",          "/usr"};
  for (const char* folder : {"bin", "sbin", "lib", "lib64"}) {
    if (fs::is_symlink(fs::path("/") / folder)) {
      add(words, {"--symlink", std::string("usr/") + folder, std::string("/") + folder});
    } else {
      add(words, {"--ro-bind-try", std::string("/") + folder, std::string("/") + folder});
    }
  }
  add(words, {"--ro-bind-try", "/etc/alternatives", "/etc/alternatives"});
  add(words, {"--proc", "/proc", "--dev", "/dev", "--size", "67108864", "--tmpfs", "/tmp"});
  for (const fs::path& path : command.readable) add(words, {"--ro-bind-try", path, path});
  add(words, {command.may_write ? "--bind" : "--ro-bind", command.folder, command.folder});
  add(words, {"--remount-ro", "/", "--chdir", command.folder, "--"});
  words.insert(words.end(), command.words.begin(), command.words.end());
  return words;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// A descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  void reset(int number = -1) {
    if (number_ >= 0) close(number_);
    number_ = number;
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;

  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw CannotTell(fmt::format("No more pipes: {}.", std::strerror(errno)));
    }
    // Out of the way of the numbers that the program finds them under.
    read_end.reset(fcntl(ends[0], F_DUPFD_CLOEXEC, 10));
    write_end.reset(fcntl(ends[1], F_DUPFD_CLOEXEC, 10));
    close(ends[0]);
    close(ends[1]);
  }
};

void limit(int resource, rlim_t most) {
  const rlimit both{most,
                    resource == RLIMIT_CPU ? most + 5 : most};  // First a signal, then the end.
  setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

// The child from here: only calls that are safe between fork and exec.
struct Child {
  std::vector<char*> words;
  std::vector<char*> environment;
  const char* folder;
  int output;
  int report;
  int secret;
  rlim_t cpu_seconds;
  rlim_t memory_bytes;

  [[noreturn]] void become() const {
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    personality(ADDR_NO_RANDOMIZE);  // The same addresses in each run, where the system allows it.
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, cpu_seconds);
    limit(RLIMIT_AS, memory_bytes);
    limit(RLIMIT_FSIZE, kFileBytesMax);
    limit(RLIMIT_NOFILE, 256);
    if (chdir(folder) != 0) _exit(127);
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    dup2(report, kReportDescriptor);
    if (secret >= 0) dup2(secret, kSecretDescriptor);
    umask(077);
    execvpe(words.front(), words.data(), environment.data());
    _exit(127);
  }
};

// Takes what there is; at most `most` of all of it is kept. Returns false at the end.
bool take_some(int descriptor, std::string& text, std::size_t most) {
  std::array<char, 65536> buffer;
  const ssize_t n = read(descriptor, buffer.data(), buffer.size());
  if (n < 0) return errno == EINTR;
  if (n > 0 && text.size() < most) {
    text.append(buffer.data(), std::min(static_cast<std::size_t>(n), most - text.size()));
  }
  return n > 0;
}

// Reads both pipes to their ends. Returns false if that takes too long.
bool drain(Pipe& output, Pipe& report, std::size_t output_max, BoxedRun& run,
           Clock::time_point deadline) {
  while (output.read_end.get() >= 0 || report.read_end.get() >= 0) {
    std::array<pollfd, 2> both = {
        {{output.read_end.get(), POLLIN, 0}, {report.read_end.get(), POLLIN, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    if (poll(both.data(), both.size(), static_cast<int>(left.count())) < 0) continue;
    if (both[0].revents != 0 && !take_some(both[0].fd, run.output, output_max)) {
      output.read_end.reset();
    }
    if (both[1].revents != 0 && !take_some(both[1].fd, run.report, kReportMax)) {
      report.read_end.reset();
    }
  }
  return true;
}

// Waits for its end, not much longer than its pipes were open. Kills it if it stays.
void wait_or_kill(pid_t id, Clock::time_point deadline) {
  constexpr std::chrono::seconds kAfterPipes{20};
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, id, 0)));
  const auto last = std::min(deadline, Clock::now() + kAfterPipes);
  pollfd ended{process.get(), POLLIN, 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(last - Clock::now());
    if (left.count() <= 0 || process.get() < 0) break;
    if (poll(&ended, 1, static_cast<int>(left.count())) > 0) break;
  }
  kill(-id, SIGKILL);
  kill(id, SIGKILL);
}

// Where a program is not alone with its processes, they are known by a variable that each of them
// inherits: one that left its group and its session, too.
constexpr const char* kMark = "WORKBOOK_BOX=";

std::string new_mark() {
  static std::atomic<int> last = 0;
  return fmt::format("{}{}.{}", kMark, getpid(), ++last);
}

void kill_marked(const std::string& mark) {
  for (bool found = true; found;) {
    found = false;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const pid_t id = std::atoi(entry.path().filename().c_str());
      if (id <= 0 || id == getpid()) continue;
      std::ifstream file(entry.path() / "environ", std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      if (('\0' + text).find('\0' + mark + '\0') == std::string::npos) continue;
      found = kill(id, SIGKILL) == 0;
    }
  }
}

void collect(pid_t id, std::chrono::seconds cpu_max, BoxedRun& run) {
  int status = 0;
  rusage used{};
  while (wait4(id, &status, 0, &used) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) run.signal = WTERMSIG(status);
  // bwrap tells a signal as a shell does.
  if (run.exit_code > 128) run.signal = run.exit_code - 128;
  const auto seconds = used.ru_utime.tv_sec + used.ru_stime.tv_sec;
  run.out_of_time = run.signal != 0 && seconds + 1 >= cpu_max.count();
}

}  // namespace

std::string name_of(Isolation isolation) {
  return isolation == Isolation::kBubblewrap ? "bubblewrap" : "limits";
}

Isolation probe_isolation() {
  BoxedCommand probe;
  probe.words = {"/usr/bin/true"};
  probe.folder = fs::temp_directory_path();
  probe.environment = {"PATH=/usr/bin:/bin"};
  probe.may_write = false;
  try {
    if (run_in_box(Isolation::kBubblewrap, probe).ok()) return Isolation::kBubblewrap;
  } catch (const CannotTell&) {
  }
  return Isolation::kLimits;
}

BoxedRun run_in_box(Isolation isolation, const BoxedCommand& command) {
  Pipe output;
  Pipe report;
  Pipe secret;
  const std::string text = command.secret + "\n";
  if (write(secret.write_end.get(), text.data(), text.size()) < 0) {
    throw CannotTell("A pipe does not take what is written to it.");
  }
  secret.write_end.reset();
  std::vector<std::string> words =
      isolation == Isolation::kBubblewrap ? with_bubblewrap(command) : command.words;
  const std::string mark = new_mark();
  std::vector<std::string> environment = command.environment;
  environment.push_back(mark);
  const std::string folder = command.folder.string();
  const Child child{pointers_to(words),
                    pointers_to(environment),
                    folder.c_str(),
                    output.write_end.get(),
                    report.write_end.get(),
                    command.secret.empty() ? -1 : secret.read_end.get(),
                    static_cast<rlim_t>(command.cpu_max.count()),
                    command.memory_bytes_max};
  const pid_t id = fork();
  if (id < 0) throw CannotTell(fmt::format("No more processes: {}.", std::strerror(errno)));
  if (id == 0) child.become();
  output.write_end.reset();
  report.write_end.reset();
  BoxedRun run;
  const auto deadline = Clock::now() + command.wall_max;
  run.out_of_patience = !drain(output, report, command.output_bytes_max, run, deadline);
  wait_or_kill(id, deadline);
  if (isolation == Isolation::kLimits) kill_marked(mark);
  collect(id, command.cpu_max, run);
  if (run.out_of_time) run.out_of_patience = false;
  return run;
}

}  // namespace workbook
