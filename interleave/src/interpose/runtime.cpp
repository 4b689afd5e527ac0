// What compiled C++ asks of its runtime library: initialisation of static locals, call_once, and
// destructors of thread_local and static variables.
#include <cxxabi.h>
#include <pthread.h>

#include <cstdint>
#include <utility>

#include "execution/execution.hpp"
#include "execution/processes.hpp"
#include "globals/globals_log.hpp"
#include "interpose/calls.hpp"
#include "interpose/libcxx.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// A library's own initialisation is no part of the program: it is done without being watched.
bool is_watched(const void* address) {
  return in_program && !globals_log.belongs_to_library(address);
}

// Calls a function of the C or C++ library as if outside an exploration.
template <typename Call>
auto unwatched(Call call) {
  const OutsideProgram outside;
  return call();
}

// The guard of a library's static local that is being initialised. No other thread runs meanwhile:
// it would find the real guard taken, by itself as it would seem.
Guard* unwatched_guard = nullptr;

// Returns what __cxa_guard_acquire() does: 1 if the caller has to initialise.
int begin_unwatched(Guard* guard) {
  in_program = false;
  const int is_mine = real().cxa_guard_acquire(guard);
  if (is_mine != 0) {
    unwatched_guard = guard;
  } else {
    in_program = true;
  }
  return is_mine;
}

void end_unwatched(Guard* guard) {
  if (unwatched_guard != guard) return;
  unwatched_guard = nullptr;
  in_program = true;
}

// Something that one thread does and the others wait for.
class Once {
 public:
  Once(const void* address, const void* pc) {
    const OutsideProgram outside;
    current_execution->self().pc = pc;
    object_ = &current_execution->object(address, ObjectKind::kAtomic);
  }

  // Returns true if the caller is the one who has to do it.
  bool begin(bool done_before) {
    // The flag itself says it: what was done to an earlier one in the same place does not count.
    if (object_->owner == kNobody) object_->done = done_before;
    if (object_->owner == current_execution->self().id) {
      misuse("begins an initialisation that it is in the middle of: it would wait for itself");
    }
    return current_execution->perform({.kind = OpKind::kOnce, .object = object_}) != kDoneAlready;
  }

  void end(bool done) {
    const OutsideProgram outside;
    current_execution->perform({.kind = OpKind::kOnceEnd, .object = object_});
    Thread& me = current_execution->self();
    object_->done = done;
    object_->owner = kNobody;
    object_->released.join(me.clock);
    me.clock.tick(me.id);
  }

 private:
  Object* object_;
};

}  // namespace

#ifdef _LIBCPP_VERSION
// std::call_once, which libc++ would do out of sight. What is seen are the loads of `flag` before.
void run_once_of_libcxx(unsigned long* flag, void* argument, void (*function)(void*),
                        const void* pc) {
  constexpr unsigned long kDone = ~0UL;
  if (!Once(flag, pc).begin(*flag == kDone)) return;
  try {
    function(argument);
  } catch (...) {
    Once(flag, pc).end(false);
    throw;
  }
  Once(flag, pc).end(true);
  globals_log.note_write(flag, sizeof(*flag));
  *flag = kDone;
}
#endif

int run_once(pthread_once_t* control, void (*function)(), const void* pc) {
  constexpr int kDone = 2;  // As glibc has it.
  if (!is_watched(control)) {
    return unwatched([=] { return real().pthread_once(control, function); });
  }
  if (!Once(control, pc).begin(*control == kDone)) return 0;
  try {
    function();
  } catch (...) {
    Once(control, pc).end(false);
    throw;
  }
  Once(control, pc).end(true);
  globals_log.note_write(control, sizeof(*control));
  *control = kDone;
  return 0;
}

}  // namespace interleave

using interleave::globals_log;
using interleave::in_program;
using interleave::is_watched;
using interleave::Once;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

// The Itanium C++ ABI (3.3.3) lets the first byte of a guard say that its variable is initialised.

int __cxa_guard_acquire(interleave::Guard* guard) {
  if (!in_program) return real().cxa_guard_acquire(guard);
  if (globals_log.belongs_to_library(guard)) return interleave::begin_unwatched(guard);
  const bool done = *reinterpret_cast<unsigned char*>(guard) != 0;
  return Once(guard, INTERLEAVE_CALLER).begin(done) ? 1 : 0;
}

void __cxa_guard_release(interleave::Guard* guard) {
  if (!is_watched(guard)) {
    real().cxa_guard_release(guard);
    return interleave::end_unwatched(guard);
  }
  Once(guard, INTERLEAVE_CALLER).end(true);
  globals_log.note_write(guard, 1);
  *reinterpret_cast<unsigned char*>(guard) = 1;
}

void __cxa_guard_abort(interleave::Guard* guard) {
  if (!is_watched(guard)) {
    real().cxa_guard_abort(guard);
    return interleave::end_unwatched(guard);
  }
  Once(guard, INTERLEAVE_CALLER).end(false);
}

int pthread_once(pthread_once_t* control, void (*function)()) {
  return interleave::run_once(control, function, INTERLEAVE_CALLER);
}

int __cxa_thread_atexit(void (*destroy)(void*), void* object, void* module) {
  if (!in_program) return real().cxa_thread_atexit(destroy, object, module);
  const interleave::OutsideProgram outside;
  interleave::current_execution->self().thread_local_destructors.push_back({destroy, object});
  return 0;
}

// A static local made inside an execution is forgotten with it: it is made again in the next. A
// whole program in a process of its own comes to its end.
int __cxa_atexit(void (*destroy)(void*), void* object, void* module) {
  if (in_program && interleave::processes == nullptr) return 0;
  return real().cxa_atexit(destroy, object, module);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
