// pthread_mutex_*: what std::mutex and its relatives are made of.
#include <pthread.h>

#include <cerrno>

#include "interpose/clock.hpp"
#include "interpose/ignored_mutexes.hpp"
#include "interpose/real.hpp"
#include "model/execution.hpp"

namespace interleave {

IgnoredMutexes ignored_mutexes;
bool learning_ignored_mutexes = false;

namespace {

bool is_recursive(const pthread_mutex_t* mutex) {
  constexpr int kKindMask = 3;
  return (mutex->__data.__kind & kKindMask) == PTHREAD_MUTEX_RECURSIVE;
}

Object& object_of(pthread_mutex_t* mutex) {
  in_program = false;
  Object& object = current_execution->object(mutex, ObjectKind::kMutex);
  object.recursive = is_recursive(mutex);
  return object;
}

int lock(pthread_mutex_t* mutex, Nanoseconds deadline, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const Way way =
      execution.perform({.kind = OpKind::kLock, .object = &object_of(mutex), .deadline = deadline});
  return way == kTimeout ? ETIMEDOUT : 0;
}

int try_lock(pthread_mutex_t* mutex, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const Way way = execution.perform({.kind = OpKind::kTryLock, .object = &object_of(mutex)});
  return way == kTimeout ? EBUSY : 0;
}

int unlock(pthread_mutex_t* mutex, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  Object& object = object_of(mutex);
  if (object.owner != execution.self().id) {
    const char* message = object.owner == kNobody ? "unlocks a mutex that nobody holds"
                                                  : "unlocks a mutex that another thread holds";
    execution.fail({FailureKind::kMisuse, message, "", execution.self().id});
  }
  execution.perform({.kind = OpKind::kUnlock, .object = &object});
  return 0;
}

int destroy(pthread_mutex_t* mutex, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const Object* object = execution.objects().find(mutex);
  if (object != nullptr && object->owner != kNobody) {
    execution.fail(
        {FailureKind::kMisuse, "destroys a mutex that is still locked", "", execution.self().id});
  }
  execution.objects().forget(mutex);
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::ignored_mutexes;
using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_mutex_init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) noexcept {
  if (in_program) interleave::current_execution->objects().forget(mutex);
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
  return interleave::lock(mutex, interleave::deadline_of(CLOCK_REALTIME, *until),
                          INTERLEAVE_CALLER);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* until) noexcept {
  if (!in_program) return real().pthread_mutex_clocklock(mutex, clock, until);
  return interleave::lock(mutex, interleave::deadline_of(clock, *until), INTERLEAVE_CALLER);
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  if (in_program && !ignored_mutexes.contain(mutex))
    return interleave::unlock(mutex, INTERLEAVE_CALLER);
  return real().pthread_mutex_unlock(mutex);
}

}  // extern "C"
