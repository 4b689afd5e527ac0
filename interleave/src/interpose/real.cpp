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
#define INTERLEAVE_FIND(name) find(all.name, #name)
  INTERLEAVE_FIND(pthread_create);
  INTERLEAVE_FIND(pthread_join);
  INTERLEAVE_FIND(pthread_detach);
  INTERLEAVE_FIND(pthread_self);
  INTERLEAVE_FIND(pthread_setname_np);
  INTERLEAVE_FIND(pthread_once);
  INTERLEAVE_FIND(pthread_mutex_init);
  INTERLEAVE_FIND(pthread_mutex_destroy);
  INTERLEAVE_FIND(pthread_mutex_lock);
  INTERLEAVE_FIND(pthread_mutex_trylock);
  INTERLEAVE_FIND(pthread_mutex_timedlock);
  INTERLEAVE_FIND(pthread_mutex_clocklock);
  INTERLEAVE_FIND(pthread_mutex_unlock);
  INTERLEAVE_FIND(pthread_cond_init);
  INTERLEAVE_FIND(pthread_cond_destroy);
  INTERLEAVE_FIND(pthread_cond_wait);
  INTERLEAVE_FIND(pthread_cond_timedwait);
  INTERLEAVE_FIND(pthread_cond_clockwait);
  INTERLEAVE_FIND(pthread_cond_signal);
  INTERLEAVE_FIND(pthread_cond_broadcast);
  INTERLEAVE_FIND(pthread_rwlock_init);
  INTERLEAVE_FIND(pthread_rwlock_destroy);
  INTERLEAVE_FIND(pthread_rwlock_wrlock);
  INTERLEAVE_FIND(pthread_rwlock_rdlock);
  INTERLEAVE_FIND(pthread_rwlock_trywrlock);
  INTERLEAVE_FIND(pthread_rwlock_tryrdlock);
  INTERLEAVE_FIND(pthread_rwlock_clockwrlock);
  INTERLEAVE_FIND(pthread_rwlock_clockrdlock);
  INTERLEAVE_FIND(pthread_rwlock_timedwrlock);
  INTERLEAVE_FIND(pthread_rwlock_timedrdlock);
  INTERLEAVE_FIND(pthread_rwlock_unlock);
  INTERLEAVE_FIND(clock_gettime);
  INTERLEAVE_FIND(nanosleep);
  INTERLEAVE_FIND(clock_nanosleep);
  INTERLEAVE_FIND(sched_yield);
  INTERLEAVE_FIND(syscall);
  INTERLEAVE_FIND(abort);
#undef INTERLEAVE_FIND
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
