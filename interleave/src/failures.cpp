#include "failures.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <signal.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "body_observers.hpp"
#include "execution/execution.hpp"
#include "execution/processes.hpp"
#include "interpose/real.hpp"
#include "output.hpp"
#include "program.hpp"

namespace interleave {
namespace {

constexpr std::array kSignals = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
constexpr std::size_t kSignalStackBytes = 64 * 1024;

std::array<struct sigaction, kSignals.size()> signal_actions_before;
std::terminate_handler terminate_before = nullptr;
stack_t signal_stack_before;
std::unique_ptr<char[]> signal_stack;

// Where the program itself is: the innermost place of the stack that is not in a library.
_Unwind_Reason_Code stop_in_program(_Unwind_Context* context, void* found) {
  const auto* pc = reinterpret_cast<const void*>(_Unwind_GetIP(context));
  if (!is_in_program(pc)) return _URC_NO_REASON;
  *static_cast<const void**>(found) = pc;
  return _URC_END_OF_STACK;
}

Breakdown terminated(ThreadId thread) {
  const std::exception_ptr exception = std::current_exception();
  if (exception == nullptr) {
    Breakdown breakdown{FailureKind::kCrash, "calls std::terminate()", "", thread};
    breakdown.terminated = true;
    return breakdown;
  }
  Breakdown breakdown{FailureKind::kCrash, "", type_of_exception(), thread};
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    const char* what = error.what();  // Its author may return nullptr.
    if (what != nullptr) breakdown.message = what;
  } catch (...) {
  }
  return breakdown;
}

void on_terminate() {
  if (current_execution == nullptr) {
    if (terminate_before != nullptr) terminate_before();
    real().abort();
  }
  in_program = false;
  Execution& execution = *current_execution;
  execution.self().pc = place_in_program();
  execution.fail(terminated(execution.self().id));
}

// What the thread does that the signal is the answer to.
std::string describe_signal(int number, const siginfo_t& info, const Thread& thread) {
  switch (number) {
    case SIGSEGV:
      if (thread.flow.is_guard(info.si_addr))
        return "overflows its stack: a recursion without end?";
      if (reinterpret_cast<std::uintptr_t>(info.si_addr) < 4096) {
        return "uses a null pointer: segmentation fault";
      }
      return "uses an address that is not its own: segmentation fault";
    case SIGBUS:
      return "uses an address without memory: bus error";
    case SIGFPE:
      if (info.si_code == FPE_INTDIV) return "divides by zero";
      return "calculates what cannot be calculated: SIGFPE";
    case SIGILL:
      return "runs an illegal instruction: SIGILL";
    case SIGTRAP:
      return "runs into a trap: SIGTRAP";
    default:
      return "calls abort()";
  }
}

// Where the signal came. One byte further, as return addresses are: lines are looked up before
// them.
const void* place_of_signal(void* context) {
  const mcontext_t& registers = static_cast<ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return reinterpret_cast<const void*>(registers.gregs[REG_RIP] + 1);
#else
  return reinterpret_cast<const void*>(registers.pc + 1);
#endif
}

// The stack may also end inside the explorer, when the program has left it too little.
bool is_overflow(int number, const siginfo_t& info) {
  return number == SIGSEGV && current_execution != nullptr &&
         current_execution->self().flow.is_guard(info.si_addr);
}

// Not the program's fault. In a process of its own what is said here would not be seen.
void note_crash_of_explorer() {
  explorer_crashed = true;
  if (processes != nullptr) return;
  ProgramOutput::give_back();
  constexpr std::string_view kWords =
      "interleave: the explorer itself crashed. That is a mistake in interleave, not in the "
      "program.\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kWords.data(), kWords.size());
}

void on_signal(int number, siginfo_t* info, void* context) {
  const bool overflow = is_overflow(number, *info);
  const bool check_runs = current_execution != nullptr && check_of_test_is_running();
  if (current_execution == nullptr || !(in_program || overflow || check_runs)) {
    if (current_execution != nullptr) note_crash_of_explorer();
    // Let it happen as it would have without us.
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  Execution& execution = *current_execution;
  Thread& thread = execution.self();
  if (check_runs) fail_by_check(describe_signal(number, *info, thread));
  thread.pc = in_program ? place_of_signal(context) : nullptr;
  in_program = false;
  // The library function that was called says less than the program's line that called it.
  if (!is_in_program(thread.pc)) thread.pc = place_in_program();
  execution.fail({FailureKind::kCrash, describe_signal(number, *info, thread), "", thread.id});
}

// How long, in processor time, a thread may take without any step or access to memory that is
// watched. Once one was found, the same schedule is run again, once, to be told: that needs less
// patience.
constexpr int kTickMs = 100;
constexpr int kTicksWithoutProgress = 10;
constexpr int kTicksAfterTheFirst = 2;

int patience = kTicksWithoutProgress;

// A loop without any operation that the explorer controls. This alone goes by (processor) time; no
// other verdict does.
void on_timer(int, siginfo_t*, void* context) {
  static std::uint64_t progress_before = 0;
  static int ticks = 0;
  if (current_execution == nullptr || !(in_program || check_of_test_is_running())) return;
  Execution& execution = *current_execution;
  ticks = execution.progress() == progress_before ? ticks + 1 : 0;
  progress_before = execution.progress();
  if (ticks < patience) return;
  ticks = 0;
  patience = kTicksAfterTheFirst;
  if (check_of_test_is_running()) fail_by_check("does not come to an end");
  in_program = false;
  execution.self().pc = place_of_signal(context);
  if (!is_in_program(execution.self().pc)) execution.self().pc = place_in_program();
  Breakdown breakdown{FailureKind::kNeverEnds,
                      "goes round and round without any step that another thread could notice",
                      {},
                      execution.self().id};
  breakdown.takes_no_step = true;
  execution.fail(std::move(breakdown));
}

// Fails the execution in the function that the program called from `pc`.
[[noreturn]] void fail_here(const void* pc, const std::string& message) {
  in_program = false;
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  execution.fail({FailureKind::kCrash, message, "", execution.self().id});
}

void set_timer(int milliseconds) {
  const itimerval every{{0, milliseconds * 1000}, {0, milliseconds * 1000}};
  setitimer(ITIMER_VIRTUAL, &every, nullptr);
}

}  // namespace

std::string type_of_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? readable.get() : type->name();
}

bool explorer_crashed = false;

bool is_in_program(const void* pc) {
  Dl_info info;
  return dladdr(pc, &info) != 0 && info.dli_fbase == program_base();
}

const void* place_in_program() {
  const void* found = nullptr;
  _Unwind_Backtrace(stop_in_program, &found);
  return found;
}

bool is_in_system_library(const void* pc) {
  Dl_info info;
  if (dladdr(pc, &info) == 0 || info.dli_fname == nullptr) return false;
  if (info.dli_fbase == program_base()) return false;
  const std::string_view file = info.dli_fname;
  return file.starts_with("/usr/") || file.starts_with("/lib");
}

void watch_progress_in_child() { set_timer(kTickMs); }

CrashCatcher::CrashCatcher(bool watch_progress) {
  if (signal_stack == nullptr) signal_stack = std::make_unique<char[]>(kSignalStackBytes);
  stack_t stack{};
  stack.ss_sp = signal_stack.get();
  stack.ss_size = kSignalStackBytes;
  sigaltstack(&stack, &signal_stack_before);
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  // The handler does not return: the signal must not stay blocked.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &action, &signal_actions_before[i]);
  }
  terminate_before = std::set_terminate(on_terminate);
  action.sa_sigaction = on_timer;
  sigaction(SIGVTALRM, &action, nullptr);
  patience = kTicksWithoutProgress;
  if (watch_progress) set_timer(kTickMs);
}

CrashCatcher::~CrashCatcher() {
  set_timer(0);
  signal(SIGVTALRM, SIG_IGN);
  std::set_terminate(terminate_before);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &signal_actions_before[i], nullptr);
  }
  sigaltstack(&signal_stack_before, nullptr);
}

}  // namespace interleave

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

// libc's own would send the signal to the helper thread whose thread pointer is borrowed.
void abort() noexcept {
  if (interleave::in_program) {
    interleave::fail_here(__builtin_return_address(0), "calls abort()");
  }
  interleave::real().abort();
  __builtin_unreachable();
}

void __assert_fail(const char* assertion, const char* file, unsigned line,
                   const char* function) noexcept {
  if (interleave::in_program) {
    interleave::in_program = false;
    interleave::fail_here(__builtin_return_address(0),
                          "breaks the assertion '" + std::string(assertion) + "'");
  }
  interleave::real().assert_fail(assertion, file, line, function);
  __builtin_unreachable();
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
