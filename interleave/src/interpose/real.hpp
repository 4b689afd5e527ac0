// The functions that interleave stands in front of, as the C library has them. Outside an
// exploration, and for the explorer's own needs, calls go there.
#pragma once

#include <cxxabi.h>
#include <pthread.h>
#include <time.h>

#include <cstddef>

namespace interleave {

struct RealFunctions {
  decltype(&::pthread_create) pthread_create;
  decltype(&::pthread_join) pthread_join;
  decltype(&::pthread_detach) pthread_detach;
  decltype(&::pthread_self) pthread_self;
  decltype(&::pthread_setname_np) pthread_setname_np;
  decltype(&::pthread_once) pthread_once;
  decltype(&::pthread_mutex_init) pthread_mutex_init;
  decltype(&::pthread_mutex_destroy) pthread_mutex_destroy;
  decltype(&::pthread_mutex_lock) pthread_mutex_lock;
  decltype(&::pthread_mutex_trylock) pthread_mutex_trylock;
  decltype(&::pthread_mutex_timedlock) pthread_mutex_timedlock;
  decltype(&::pthread_mutex_clocklock) pthread_mutex_clocklock;
  decltype(&::pthread_mutex_unlock) pthread_mutex_unlock;
  decltype(&::pthread_cond_init) pthread_cond_init;
  decltype(&::pthread_cond_destroy) pthread_cond_destroy;
  decltype(&::pthread_cond_wait) pthread_cond_wait;
  decltype(&::pthread_cond_timedwait) pthread_cond_timedwait;
  decltype(&::pthread_cond_clockwait) pthread_cond_clockwait;
  decltype(&::pthread_cond_signal) pthread_cond_signal;
  decltype(&::pthread_cond_broadcast) pthread_cond_broadcast;
  decltype(&::pthread_rwlock_init) pthread_rwlock_init;
  decltype(&::pthread_rwlock_destroy) pthread_rwlock_destroy;
  decltype(&::pthread_rwlock_wrlock) pthread_rwlock_wrlock;
  decltype(&::pthread_rwlock_rdlock) pthread_rwlock_rdlock;
  decltype(&::pthread_rwlock_trywrlock) pthread_rwlock_trywrlock;
  decltype(&::pthread_rwlock_tryrdlock) pthread_rwlock_tryrdlock;
  decltype(&::pthread_rwlock_clockwrlock) pthread_rwlock_clockwrlock;
  decltype(&::pthread_rwlock_clockrdlock) pthread_rwlock_clockrdlock;
  decltype(&::pthread_rwlock_timedwrlock) pthread_rwlock_timedwrlock;
  decltype(&::pthread_rwlock_timedrdlock) pthread_rwlock_timedrdlock;
  decltype(&::pthread_rwlock_unlock) pthread_rwlock_unlock;
  decltype(&::clock_gettime) clock_gettime;
  decltype(&::nanosleep) nanosleep;
  decltype(&::clock_nanosleep) clock_nanosleep;
  int (*sched_yield)();
  long (*syscall)(long, ...);
  void (*abort)();
  void (*assert_fail)(const char*, const char*, unsigned, const char*);
  int (*cxa_guard_acquire)(abi::__guard*);
  void (*cxa_guard_release)(abi::__guard*);
  void (*cxa_guard_abort)(abi::__guard*);
  int (*cxa_thread_atexit)(void (*)(void*), void*, void*);
  int (*cxa_atexit)(void (*)(void*), void*, void*);
};

// Thread safety: any thread, at any time, also before main().
const RealFunctions& real();

}  // namespace interleave
