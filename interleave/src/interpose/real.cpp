#include "interpose/real.hpp"

#include <dlfcn.h>

namespace interleave {
namespace {

template <typename Function>
void find(Function& function, const char* name) {
  function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

RealFunctions find_all() {
  RealFunctions all{};
#define INTERLEAVE_REAL(name) find(all.name, #name);
#include "interpose/real_functions.inc"
#undef INTERLEAVE_REAL
  find(all.pthread_register_cancel, "__pthread_register_cancel");
  find(all.pthread_unregister_cancel, "__pthread_unregister_cancel");
  find(all.pthread_unwind_next, "__pthread_unwind_next");
  find(all.sched_yield, "sched_yield");
  find(all.syscall, "syscall");
  find(all.assert_fail, "__assert_fail");
  find(all.cxa_guard_acquire, "__cxa_guard_acquire");
  find(all.cxa_guard_release, "__cxa_guard_release");
  find(all.cxa_guard_abort, "__cxa_guard_abort");
  find(all.cxa_thread_atexit, "__cxa_thread_atexit");
  find(all.cxa_atexit, "__cxa_atexit");
  return all;
}

// Filled before main(), and by the first caller if a constructor of another object is earlier.
// A static local would take a guard, and the guard's functions are among those replaced.
RealFunctions functions;
bool found = false;

__attribute__((constructor)) void find_early() {
  if (!found) functions = find_all();
  found = true;
}

}  // namespace

const RealFunctions& real() {
  if (!found) find_early();
  return functions;
}

}  // namespace interleave
