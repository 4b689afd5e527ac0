// pthread_cond_*: what std::condition_variable is made of.
#include <pthread.h>

#include <cerrno>
#include <cstring>

#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/calls.hpp"
#include "interpose/clock.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// glibc counts those who wait for real above the lowest bits of __wrefs. One of these says that it
// was destroyed.
constexpr unsigned kFlagBits = 3;
constexpr unsigned kDestroyedBit = 4;

bool has_real_waiters(const pthread_cond_t* condition) {
  return condition->__data.__wrefs >> kFlagBits != 0;
}

// As a constructor or pthread_cond_init() leaves it: nothing but what its attributes say.
bool is_as_new(const pthread_cond_t& condition) {
  constexpr unsigned kAttributeBits = 3;
  const pthread_cond_t new_one = PTHREAD_COND_INITIALIZER;
  pthread_cond_t plain = condition;
  plain.__data.__wrefs &= ~kAttributeBits;
  return std::memcmp(&plain, &new_one, sizeof(plain)) == 0;
}

// Something else may have been written where it was; another may have been made there.
bool was_destroyed(const pthread_cond_t* condition) {
  if ((condition->__data.__wrefs & kDestroyedBit) != 0) return true;
  return current_execution->objects().was_forgotten(condition) && !is_as_new(*condition);
}

Object& condition_of(pthread_cond_t* condition, const void* pc) {
  current_execution->self().pc = pc;
  current_execution->check_not_null(condition);
  const bool is_no_more = was_destroyed(condition);
  Object& object = current_execution->object(condition, ObjectKind::kCondition);
  if (is_no_more) misuse("uses {}, which was destroyed", &object);
  return object;
}

// POSIX leaves all of this undefined.
void check_wait(const Thread& me, const Object& condition, const Object& mutex) {
  if (mutex.owner != me.id) misuse("waits on {} with a mutex that it does not hold", &condition);
  if (mutex.depth > 1) {
    misuse("waits on {} with a recursive mutex that it has locked twice: nobody else gets it",
           &condition);
  }
  if (condition.waiters.empty()) return;
  const ThreadId other = condition.waiters.front();
  if (current_execution->threads()[other]->pending.mutex != &mutex) {
    misuse("waits on {} with another mutex than the thread that waits there already", &condition);
  }
}

}  // namespace

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, Deadline deadline, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  Object& asleep_on = condition_of(condition, pc);
  Object& held = execution.object(mutex, ObjectKind::kMutex);
  check_wait(me, asleep_on, held);
  execution.perform({.kind = OpKind::kWait, .object = &asleep_on, .mutex = &held});
  execution.perform(
      {.kind = OpKind::kWake, .object = &asleep_on, .mutex = &held, .deadline = deadline});
  return me.timed_out ? ETIMEDOUT : 0;
}

int wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
               const timespec& until, const void* pc) {
  if (!is_time(until)) return EINVAL;
  return wait(condition, mutex, deadline_of(clock, until), pc);
}

int notify(pthread_cond_t* condition, OpKind kind, const void* pc) {
  const OutsideProgram outside;
  Object& object = condition_of(condition, pc);
  if (has_real_waiters(condition)) {
    not_controlled("notifies {}, on which a thread outside of the exploration waits",
                   kOutsideAdvice, &object);
  }
  current_execution->perform({.kind = kind, .object = &object});
  return 0;
}

// Who was notified may still be on its way out ([thread.condition.condvar]).
int destroy(pthread_cond_t* condition, const void* pc) {
  const OutsideProgram outside;
  Object& object = condition_of(condition, pc);
  before_destroying(object);
  if (!object.waiters.empty())
    misuse("destroys {}, on which a thread waits", &object, object.waiters.front());
  for_each_other([&object](const Thread& thread) {
    if (thread.pending.object != &object || thread.pending.kind == OpKind::kWake) return;
    misuse("destroys {} while it is being used", &object, thread.id);
  });
  current_execution->objects().forget(condition);
  globals_log.note_write(condition, sizeof(*condition));
  return real().pthread_cond_destroy(condition);
}

int init(pthread_cond_t* condition, const pthread_condattr_t* attributes) {
  const OutsideProgram outside;
  current_execution->objects().forget(condition);
  globals_log.note_write(condition, sizeof(*condition));
  return real().pthread_cond_init(condition, attributes);
}

namespace {

// POSIX: pthread_cond_timedwait() measures by the clock in the condition variable's attributes.
clockid_t clock_of(const pthread_cond_t* condition) {
  constexpr unsigned kMonotonicBit = 2;  // glibc's __COND_CLOCK_MONOTONIC_MASK
  const bool monotonic = (condition->__data.__wrefs & kMonotonicBit) != 0;
  return monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

}  // namespace
}  // namespace interleave

using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_cond_init(pthread_cond_t* condition, const pthread_condattr_t* attributes) noexcept {
  if (in_program) return interleave::init(condition, attributes);
  return real().pthread_cond_init(condition, attributes);
}

int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  if (!in_program) return real().pthread_cond_destroy(condition);
  return interleave::destroy(condition, INTERLEAVE_CALLER);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (!in_program) return real().pthread_cond_wait(condition, mutex);
  return interleave::wait(condition, mutex, interleave::kNever, INTERLEAVE_CALLER);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
  if (!in_program) return real().pthread_cond_timedwait(condition, mutex, until);
  const clockid_t clock = interleave::clock_of(condition);
  return interleave::wait_until(condition, mutex, clock, *until, INTERLEAVE_CALLER);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* until) {
  if (!in_program) return real().pthread_cond_clockwait(condition, mutex, clock, until);
  return interleave::wait_until(condition, mutex, clock, *until, INTERLEAVE_CALLER);
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  if (!in_program) return real().pthread_cond_signal(condition);
  return interleave::notify(condition, interleave::OpKind::kNotifyOne, INTERLEAVE_CALLER);
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  if (!in_program) return real().pthread_cond_broadcast(condition);
  return interleave::notify(condition, interleave::OpKind::kNotifyAll, INTERLEAVE_CALLER);
}

}  // extern "C"
