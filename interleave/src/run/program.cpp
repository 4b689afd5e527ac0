#include "run/program.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "execution/execution.hpp"
#include "execution/processes.hpp"
#include "interleave/interleave.hpp"
#include "output.hpp"
#include "run/process_server.hpp"
#include "run/report.hpp"
#include "run/settings.hpp"
#include "run/shared_heap.hpp"

namespace interleave {
namespace {

using StartMain = int (*)(int (*)(int, char**, char**), int, char**, void (*)(), void (*)(),
                          void (*)(), void*);

StartMain real_start_main() {
  return reinterpret_cast<StartMain>(dlsym(RTLD_NEXT, "__libc_start_main"));
}

[[noreturn]] void real_exit(int status) {
  reinterpret_cast<void (*)(int)>(dlsym(RTLD_NEXT, "exit"))(status);
  __builtin_unreachable();
}

Program program;
RunSettings settings;
int exit_status = 0;  // Of the run that is at its end.
int result_status = kExitUnknown;

// The last that happens in a run: handlers and destructors are done.
[[noreturn]] void program_has_ended(int status) {
  Execution& execution = *current_execution;
  execution.end_program();
  in_program = false;
  std::cout.flush();
  std::fflush(nullptr);
  const ThreadId me = execution.self().id;
  if (status != 0) {
    const std::string number = std::to_string(status);
    execution.fail({.kind = FailureKind::kWrongResult,
                    .message = "The program ended with exit status " + number + ".",
                    .thread = me,
                    .step = "ends with exit status " + number});
  }
  for (const Thread* thread : execution.threads()) {
    if (!settings.threads_end || thread->exited || thread->id == me) continue;
    execution.fail({.kind = FailureKind::kThreadLeftBehind, .thread = thread->id});
  }
  execution.end();
}

// Stands where the loader's own last function would be called by exit(), after all others.
void last_exit_handler() { program_has_ended(exit_status); }

int main_of_program(int argc, char** argv, char** environment) {
  exit(program.main(argc, argv, environment));
}

void run_from_start_to_end() {
  name_this_thread("main");
  real_start_main()(main_of_program, program.argc, program.argv, program.init, program.fini,
                    last_exit_handler, program.stack_end);
}

void explore_and_report() {
  Result result;
  try {
    result = explore(run_from_start_to_end, settings.options);
  } catch (const std::exception& error) {  // A schedule that is none, options that contradict.
    result.verdict = Verdict::kUnknown;
    result.seen = error.what();
  }
  result_status = report(result, settings);
}

// Every run reads the same: what a person types, or what comes through a pipe, comes once.
void keep_input() {
  struct stat input {};
  if (fstat(STDIN_FILENO, &input) != 0 || S_ISREG(input.st_mode)) return;
  const int copy = memfd_create("input of the program", 0);
  if (!isatty(STDIN_FILENO)) {
    std::array<char, 4096> part;
    for (ssize_t bytes; (bytes = read(STDIN_FILENO, part.data(), part.size())) > 0;) {
      if (write(copy, part.data(), static_cast<std::size_t>(bytes)) != bytes) break;
    }
  }
  dup2(copy, STDIN_FILENO);
  close(copy);
}

// Tells the tool that the program is in our hands.
void say_hello() {
  if (const char* pipe = std::getenv(kHelloVariable)) {
    const int file = std::atoi(pipe);
    (void)!write(file, "!", 1);
    close(file);
  }
  for (const char* ours : {kHelloVariable, kSettingsVariable, "LD_PRELOAD", "LD_BIND_NOW"}) {
    unsetenv(ours);
  }
}

}  // namespace

void refuse_to_fork() {
  in_program = false;
  ProcessServer::refuse(
      "the program calls fork(), and what two processes do is not under control. Give it threads\n"
      "in their place, or let it start another program with posix_spawn() or system().");
}

int explore_program(const Program& the_program, const char* text) {
  program = the_program;
  settings = parse_settings(text);
  say_hello();
  keep_input();
  stack_bytes = kStackBytesOfPrograms;
  mallopt(M_ARENA_MAX, 1);  // One thread runs at a time; each arena is memory to be copied.
  shared_heap.start();
  auto& server = *new ProcessServer;
  if (server.serve(explore_and_report)) return result_status;
  ProgramOutput::give_back();
  std::fprintf(stderr, "could not tell: %s\n", server.why_not().c_str());
  return kExitUnknown;
}

}  // namespace interleave

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(),
                      void (*fini)(), void (*loader_fini)(), void* stack_end) {
  const char* settings = std::getenv(interleave::kSettingsVariable);
  if (settings == nullptr) {
    return interleave::real_start_main()(main, argc, argv, init, fini, loader_fini, stack_end);
  }
  _exit(interleave::explore_program({main, argc, argv, init, fini, stack_end}, settings));
}

void exit(int status) noexcept {
  if (interleave::in_program && interleave::processes != nullptr) {
    interleave::Execution& execution = *interleave::current_execution;
    interleave::exit_status = status;
    execution.self().pc = __builtin_return_address(0);
    execution.destroy_thread_locals();
  }
  interleave::real_exit(status);
}

void _exit(int status) {
  if (interleave::in_program && interleave::processes != nullptr) {
    interleave::current_execution->self().pc = __builtin_return_address(0);
    interleave::program_has_ended(status);
  }
  reinterpret_cast<void (*)(int)>(dlsym(RTLD_NEXT, "_exit"))(status);
  __builtin_unreachable();
}

void _Exit(int status) noexcept { _exit(status); }

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
