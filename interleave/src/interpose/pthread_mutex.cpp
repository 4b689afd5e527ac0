// pthread_mutex_*: what std::mutex and its relatives are made of.
#include <pthread.h>

#include <cerrno>

#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/calls.hpp"
#include "interpose/clock.hpp"
#include "interpose/ignored_mutexes.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {

IgnoredMutexes ignored_mutexes;
bool learning_ignored_mutexes = false;

namespace {

// glibc keeps the kind in the lowest bits; destroying a mutex makes it negative.
constexpr int kKindMask = 3;

Object& object_of(pthread_mutex_t* mutex, const void* pc) {
  current_execution->self().pc = pc;
  Object& object = current_execution->object(mutex, ObjectKind::kMutex);
  const int kind = mutex->__data.__kind;
  if (kind < 0) misuse("uses {}, which was destroyed", &object);
  // Nothing in here ever locks it for real.
  if (mutex->__data.__lock != 0) {
    not_controlled("uses {}, which a thread outside of the exploration holds", kOutsideAdvice,
                   &object);
  }
  object.recursive = (kind & kKindMask) == PTHREAD_MUTEX_RECURSIVE;
  return object;
}

bool checks_errors(const pthread_mutex_t* mutex) {
  return (mutex->__data.__kind & kKindMask) == PTHREAD_MUTEX_ERRORCHECK;
}

}  // namespace

int lock(pthread_mutex_t* mutex, Deadline deadline, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Object& object = object_of(mutex, pc);
  // A plain mutex that one holds oneself is waited for: a deadlock with oneself.
  const bool holds_it = object.owner == execution.self().id && !object.recursive;
  if (holds_it && checks_errors(mutex)) return EDEADLK;
  const Way way =
      execution.perform({.kind = OpKind::kLock, .object = &object, .deadline = deadline});
  return way == kTimeout ? ETIMEDOUT : 0;
}

int lock_until(pthread_mutex_t* mutex, clockid_t clock, const timespec& until, const void* pc) {
  if (!is_time(until)) return EINVAL;
  const Deadline deadline = deadline_of(clock, until);
  if (is_over(deadline)) return try_lock(mutex, pc) == 0 ? 0 : ETIMEDOUT;
  return lock(mutex, deadline, pc);
}

int try_lock(pthread_mutex_t* mutex, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(mutex, pc);
  const Way way = current_execution->perform({.kind = OpKind::kTryLock, .object = &object});
  return way == kInVain ? EBUSY : 0;
}

int unlock(pthread_mutex_t* mutex, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Object& object = object_of(mutex, pc);
  if (object.owner != execution.self().id) {
    if (checks_errors(mutex)) return EPERM;
    misuse(object.owner == kNobody ? "unlocks {}, which nobody holds"
                                   : "unlocks {}, which another thread holds",
           &object, object.owner);
  }
  execution.perform({.kind = OpKind::kUnlock, .object = &object});
  return 0;
}

int destroy(pthread_mutex_t* mutex, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Object& object = object_of(mutex, pc);
  before_destroying(object);
  if (object.owner != kNobody) misuse("destroys {}, which is still locked", &object, object.owner);
  for_each_other([&object](const Thread& thread) {
    if (thread.pending.object == &object) {
      misuse("destroys {} while it is being used", &object, thread.id);
    }
    if (thread.pending.mutex == &object) {
      misuse("destroys {}, which belongs to a wait that is not over", &object, thread.id);
    }
  });
  execution.objects().forget(mutex);
  globals_log.note_write(mutex, sizeof(*mutex));
  return real().pthread_mutex_destroy(mutex);
}

int init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) {
  const OutsideProgram outside;
  current_execution->objects().forget(mutex);
  globals_log.note_write(mutex, sizeof(*mutex));
  return real().pthread_mutex_init(mutex, attributes);
}

}  // namespace interleave

using interleave::ignored_mutexes;
using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_mutex_init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) noexcept {
  if (in_program) return interleave::init(mutex, attributes);
  return real().pthread_mutex_init(mutex, attributes);
}

int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
  if (in_program) return interleave::destroy(mutex, INTERLEAVE_CALLER);
  return real().pthread_mutex_destroy(mutex);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  if (interleave::learning_ignored_mutexes) ignored_mutexes.add(mutex);
  if (in_program && !ignored_mutexes.contain(mutex))
    return interleave::lock(mutex, interleave::kNever, INTERLEAVE_CALLER);
  return real().pthread_mutex_lock(mutex);
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  if (in_program) return interleave::try_lock(mutex, INTERLEAVE_CALLER);
  return real().pthread_mutex_trylock(mutex);
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) noexcept {
  if (!in_program) return real().pthread_mutex_timedlock(mutex, until);
  return interleave::lock_until(mutex, CLOCK_REALTIME, *until, INTERLEAVE_CALLER);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* until) noexcept {
  if (!in_program) return real().pthread_mutex_clocklock(mutex, clock, until);
  return interleave::lock_until(mutex, clock, *until, INTERLEAVE_CALLER);
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  if (in_program && !ignored_mutexes.contain(mutex))
    return interleave::unlock(mutex, INTERLEAVE_CALLER);
  return real().pthread_mutex_unlock(mutex);
}

}  // extern "C"
