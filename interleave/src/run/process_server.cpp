#include "run/process_server.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "failures.hpp"
#include "model/execution.hpp"

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
  if (current_execution == nullptr) return false;
  Execution& execution = *current_execution;
  at_home_ = true;
  execution.go_on_without_process(waiting_, breakdown_of(status, execution.self().id));
  return true;
}

}  // namespace interleave
