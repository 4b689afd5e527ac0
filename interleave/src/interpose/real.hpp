// The functions that interleave stands in front of, as the C library has them. Outside an
// exploration, and for the explorer's own needs, calls go there.
#pragma once

#include <cxxabi.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>

namespace interleave {

// What says whether a static local is initialised (Itanium C++ ABI, 3.3.3).
#ifdef _LIBCPP_VERSION
using Guard = std::uint64_t;
#else
using Guard = abi::__guard;
#endif

struct RealFunctions {
#define INTERLEAVE_REAL(name) decltype(&::name) name;
#include "interpose/real_functions.inc"
#undef INTERLEAVE_REAL
  void (*pthread_register_cancel)(__pthread_unwind_buf_t*);
  void (*pthread_unregister_cancel)(__pthread_unwind_buf_t*);
  void (*pthread_unwind_next)(__pthread_unwind_buf_t*);
  int (*sched_yield)();
  long (*syscall)(long, ...);
  void (*assert_fail)(const char*, const char*, unsigned, const char*);
  int (*cxa_guard_acquire)(Guard*);
  void (*cxa_guard_release)(Guard*);
  void (*cxa_guard_abort)(Guard*);
  int (*cxa_thread_atexit)(void (*)(void*), void*, void*);
  int (*cxa_atexit)(void (*)(void*), void*, void*);
#ifdef __GLIBCXX__
  using Tree = std::_Rb_tree_node_base;
  using List = std::__detail::_List_node_base;
  void (*tree_insert)(bool, Tree*, Tree*, Tree&);
  Tree* (*tree_erase)(Tree*, Tree&);
  Tree* (*tree_increment)(Tree*);
  Tree* (*tree_decrement)(Tree*);
  void (*list_hook)(List*, List*);
  void (*list_unhook)(List*);
  void (*list_transfer)(List*, List*, List*);
#endif
};

// Thread safety: any thread, at any time, also before main().
const RealFunctions& real();

}  // namespace interleave
