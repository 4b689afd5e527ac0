// pthread_rwlock_*: what std::shared_mutex is made of.
#include <pthread.h>

#include <cerrno>

#include "interpose/clock.hpp"
#include "interpose/real.hpp"
#include "model/execution.hpp"

namespace interleave {
namespace {

Object& object_of(pthread_rwlock_t* lock) {
  in_program = false;
  return current_execution->object(lock, ObjectKind::kSharedMutex);
}

// Returns 0, or `refused` if it could not be had in time or at once.
int take(OpKind kind, pthread_rwlock_t* lock, Nanoseconds deadline, int refused, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const Way way =
      execution.perform({.kind = kind, .object = &object_of(lock), .deadline = deadline});
  return way == kTimeout ? refused : 0;
}

int unlock(pthread_rwlock_t* lock, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  Object& object = object_of(lock);
  if (object.readers == 0 && object.owner != me.id) {
    execution.fail(
        {FailureKind::kMisuse, "unlocks a shared_mutex that it does not hold", {}, me.id});
  }
  execution.perform({.kind = OpKind::kUnlock, .object = &object});
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::deadline_of;
using interleave::in_program;
using interleave::kNever;
using interleave::OpKind;
using interleave::real;
using interleave::take;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_rwlock_init(pthread_rwlock_t* lock, const pthread_rwlockattr_t* attributes) noexcept {
  if (in_program) interleave::current_execution->objects().forget(lock);
  return real().pthread_rwlock_init(lock, attributes);
}

int pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_destroy(lock);
  interleave::current_execution->objects().forget(lock);
  return 0;
}

int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_wrlock(lock);
  return take(OpKind::kLock, lock, kNever, 0, INTERLEAVE_CALLER);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_rdlock(lock);
  return take(OpKind::kReadLock, lock, kNever, 0, INTERLEAVE_CALLER);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_trywrlock(lock);
  return take(OpKind::kTryLock, lock, kNever, EBUSY, INTERLEAVE_CALLER);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_tryrdlock(lock);
  return take(OpKind::kTryReadLock, lock, kNever, EBUSY, INTERLEAVE_CALLER);
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_clockwrlock(lock, clock, until);
  return take(OpKind::kLock, lock, deadline_of(clock, *until), ETIMEDOUT, INTERLEAVE_CALLER);
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_clockrdlock(lock, clock, until);
  return take(OpKind::kReadLock, lock, deadline_of(clock, *until), ETIMEDOUT, INTERLEAVE_CALLER);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_timedwrlock(lock, until);
  return take(OpKind::kLock, lock, deadline_of(CLOCK_REALTIME, *until), ETIMEDOUT,
              INTERLEAVE_CALLER);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_timedrdlock(lock, until);
  return take(OpKind::kReadLock, lock, deadline_of(CLOCK_REALTIME, *until), ETIMEDOUT,
              INTERLEAVE_CALLER);
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_unlock(lock);
  return interleave::unlock(lock, INTERLEAVE_CALLER);
}

}  // extern "C"
