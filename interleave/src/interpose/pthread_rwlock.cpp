// pthread_rwlock_*: what std::shared_mutex is made of.
#include <pthread.h>

#include <algorithm>
#include <cerrno>

#include "execution/execution.hpp"
#include "interpose/clock.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

Object& object_of(pthread_rwlock_t* lock, const void* pc) {
  current_execution->self().pc = pc;
  return current_execution->object(lock, ObjectKind::kSharedMutex);
}

bool reads(const Object& object, ThreadId thread) {
  return std::find(object.readers.begin(), object.readers.end(), thread) != object.readers.end();
}

// It would wait for itself. (To take the shared side twice is allowed.)
void check_not_held(const Object& object, ThreadId thread, OpKind kind) {
  if (object.owner == thread) {
    misuse("locks {}, which it holds already: it would wait for itself for ever", &object);
  }
  if (kind == OpKind::kLock && reads(object, thread)) {
    misuse("wants {} for itself while it holds the shared side: it would wait for itself for ever",
           &object);
  }
}

// Returns 0, or `refused` if it could not be had in time or at once.
int take(OpKind kind, pthread_rwlock_t* lock, Deadline deadline, int refused, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Object& object = object_of(lock, pc);
  if (refused == 0) check_not_held(object, execution.self().id, kind);
  const Way way = execution.perform({.kind = kind, .object = &object, .deadline = deadline});
  return way == 0 ? 0 : refused;
}

int take_until(OpKind kind, pthread_rwlock_t* lock, clockid_t clock, const timespec& until,
               const void* pc) {
  if (!is_time(until)) return EINVAL;
  const Deadline deadline = deadline_of(clock, until);
  if (!is_over(deadline)) return take(kind, lock, deadline, ETIMEDOUT, pc);
  const OpKind try_once = kind == OpKind::kReadLock ? OpKind::kTryReadLock : OpKind::kTryLock;
  return take(try_once, lock, kNever, ETIMEDOUT, pc);
}

int unlock(pthread_rwlock_t* lock, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  const ThreadId me = execution.self().id;
  Object& object = object_of(lock, pc);
  if (object.owner != me && !reads(object, me))
    misuse("unlocks {}, which it does not hold", &object);
  execution.perform({.kind = OpKind::kUnlock, .object = &object});
  return 0;
}

int destroy(pthread_rwlock_t* lock, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(lock, pc);
  before_destroying(object);
  if (object.owner != kNobody || !object.readers.empty()) {
    misuse("destroys {}, which is still locked", &object,
           object.owner != kNobody ? object.owner : object.readers.front());
  }
  for_each_other([&object](const Thread& thread) {
    if (thread.pending.object == &object) {
      misuse("destroys {} while it is being used", &object, thread.id);
    }
  });
  current_execution->objects().forget(lock);
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::in_program;
using interleave::kNever;
using interleave::OpKind;
using interleave::real;
using interleave::take;
using interleave::take_until;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_rwlock_init(pthread_rwlock_t* lock, const pthread_rwlockattr_t* attributes) noexcept {
  if (in_program) interleave::current_execution->objects().forget(lock);
  return real().pthread_rwlock_init(lock, attributes);
}

int pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_destroy(lock);
  return interleave::destroy(lock, INTERLEAVE_CALLER);
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
  return take_until(OpKind::kLock, lock, clock, *until, INTERLEAVE_CALLER);
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_clockrdlock(lock, clock, until);
  return take_until(OpKind::kReadLock, lock, clock, *until, INTERLEAVE_CALLER);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_timedwrlock(lock, until);
  return take_until(OpKind::kLock, lock, CLOCK_REALTIME, *until, INTERLEAVE_CALLER);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const timespec* until) noexcept {
  if (!in_program) return real().pthread_rwlock_timedrdlock(lock, until);
  return take_until(OpKind::kReadLock, lock, CLOCK_REALTIME, *until, INTERLEAVE_CALLER);
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
  if (!in_program) return real().pthread_rwlock_unlock(lock);
  return interleave::unlock(lock, INTERLEAVE_CALLER);
}

}  // extern "C"
