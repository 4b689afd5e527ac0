#include "run/process_server.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "execution/execution.hpp"
#include "failures.hpp"
#include "story/recorder.hpp"
#include "story/symbolizer.hpp"

namespace interleave {
namespace {

constexpr std::size_t kExplorerStackBytes = 16 * 1024 * 1024;
constexpr std::size_t kThreadsAtFirst = 8;

char* map_explorer_stack() {
  void* memory = mmap(nullptr, kExplorerStackBytes, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return static_cast<char*>(memory);
}

// Where a child stands that has taken no step for so long, in real time. No verdict depends on it:
// such a program cannot be explored.
constexpr int kSecondsOfStanding = 10;
Stack standing_at;
std::string standing_thread;
std::string refusal;

void on_alarm(int) {
  static std::uint64_t progress_before = 0;
  if (current_execution == nullptr || !in_program) return;
  Execution& execution = *current_execution;
  const bool moved = execution.progress() != progress_before;
  progress_before = execution.progress();
  if (moved) return;
  in_program = false;
  standing_at = Recorder::unwound();
  standing_thread = execution.self().name;
  _exit(0);
}

void watch_standing() {
  signal(SIGALRM, on_alarm);
  const itimerval every{{kSecondsOfStanding / 2, 0}, {kSecondsOfStanding / 2, 0}};
  setitimer(ITIMER_REAL, &every, nullptr);
}

// A process that ended by itself: by a signal that cannot be caught, or by a way out that the
// explorer does not stand in.
std::optional<Breakdown> breakdown_of(int status, ThreadId thread) {
  if (WIFSIGNALED(status)) {
    const char* name = strsignal(WTERMSIG(status));
    return Breakdown{
        .kind = FailureKind::kCrash,
        .message = std::string("is ended by a signal: ") + (name == nullptr ? "?" : name),
        .thread = thread};
  }
  if (WEXITSTATUS(status) == 0) return std::nullopt;
  const std::string number = std::to_string(WEXITSTATUS(status));
  return Breakdown{.kind = FailureKind::kWrongResult,
                   .message = "The program ended with exit status " + number + ".",
                   .thread = thread,
                   .step = "ends with exit status " + number};
}

}  // namespace

bool ProcessServer::serve(void (*explorer)()) {
  explorer_ = explorer;
  processes = this;
  exploring_.prepare(map_explorer_stack() + kExplorerStackBytes, kExplorerStackBytes,
                     &ProcessServer::explorer_main);
  Flow::switch_to(waiting_, exploring_);
  bool sound = true;
  while (sound && wish_ != Wish::kDone) {
    if (wish_ == Wish::kHome) {
      at_home_ = true;
      Flow::switch_to(waiting_, exploring_);
    } else {
      sound = run_child();
    }
  }
  processes = nullptr;
  return sound;
}

void ProcessServer::explorer_main() {
  auto& server = static_cast<ProcessServer&>(*processes);
  server.explorer_();
  server.ask(Wish::kDone);
}

void ProcessServer::ask(Wish wish) {
  wish_ = wish;
  Flow::switch_to(exploring_, waiting_);
}

void ProcessServer::next(Execution& execution) {
  if (threads_made_ == 0 || execution.threads_in_stock() > threads_made_) make_threads(execution);
  ask(Wish::kChild);
}

void ProcessServer::go_home() {
  if (!at_home_) ask(Wish::kHome);
}

// Threads run on memory of helper threads. A child inherits that of those made before the fork.
void ProcessServer::make_threads(Execution& execution) {
  go_home();
  const std::size_t wanted = std::max(kThreadsAtFirst, 2 * execution.threads_in_stock());
  execution.stock_threads(threads_made_, wanted);
  threads_made_ = execution.threads_in_stock();
}

// Returns false if the explorer itself came to grief in it.
bool ProcessServer::run_child() {
  wish_ = Wish::kNone;
  at_home_ = false;
  lseek(STDIN_FILENO, 0, SEEK_SET);  // Each run reads the same.
  // Not fork(): that would take the helper threads' stacks for free.
  const pid_t child = _Fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    watch_progress_in_child();
    watch_standing();
    Flow::switch_to(waiting_, exploring_);
    _exit(0);
  }
  if (child < 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return wish_ != Wish::kNone || go_on_after_death(status);
}

bool ProcessServer::go_on_after_death(int status) {
  if (current_execution == nullptr || explorer_crashed || !standing_at.empty() ||
      !refusal.empty()) {
    return false;
  }
  Execution& execution = *current_execution;
  at_home_ = true;
  execution.go_on_without_process(waiting_, breakdown_of(status, execution.self().id));
  return true;
}

void ProcessServer::refuse(const std::string& why) {
  in_program = false;
  refusal = why;
  _exit(0);
}

std::string ProcessServer::why_not() const {
  if (!refusal.empty()) return refusal;
  if (explorer_crashed) {
    return "the explorer itself crashed. That is a mistake in interleave, not in the program.";
  }
  if (standing_at.empty()) return "a run of the program took the explorer with it.";
  Symbolizer symbolizer;
  const std::vector<Location> lines = symbolizer.user_lines(standing_at);
  const std::string who = standing_thread.empty() ? "a thread" : standing_thread;
  const std::string where = lines.empty() ? ""
                                          : " (" + lines.back().source.file + ":" +
                                                std::to_string(lines.back().source.line) + ")";
  return who + " has been in one call for " + std::to_string(kSecondsOfStanding) + " s" + where +
         ".\nIt waits for something that is not under control: another process, a socket, a lock "
         "of "
         "another\nlibrary. Give the program a part of itself in its place.";
}

}  // namespace interleave
