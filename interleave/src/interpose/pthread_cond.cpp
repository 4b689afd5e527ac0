// pthread_cond_*: what std::condition_variable is made of.
#include <pthread.h>

#include <cerrno>

#include "interpose/clock.hpp"
#include "interpose/real.hpp"
#include "model/execution.hpp"

namespace interleave {
namespace {

Object& condition_of(pthread_cond_t* condition) {
  in_program = false;
  return current_execution->object(condition, ObjectKind::kCondition);
}

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, Nanoseconds deadline, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  Object& asleep_on = condition_of(condition);
  Object& held = execution.object(mutex, ObjectKind::kMutex);
  if (held.owner != me.id) {
    execution.fail({FailureKind::kMisuse,
                    "waits on a condition variable with a mutex that it does not hold", "", me.id});
  }
  execution.perform({.kind = OpKind::kWait, .object = &asleep_on, .mutex = &held});
  execution.perform(
      {.kind = OpKind::kWake, .object = &asleep_on, .mutex = &held, .deadline = deadline});
  return me.timed_out ? ETIMEDOUT : 0;
}

int notify(pthread_cond_t* condition, OpKind kind, const void* pc) {
  current_execution->self().pc = pc;
  current_execution->perform({.kind = kind, .object = &condition_of(condition)});
  return 0;
}

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
  if (in_program) interleave::current_execution->objects().forget(condition);
  return real().pthread_cond_init(condition, attributes);
}

int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  if (!in_program) return real().pthread_cond_destroy(condition);
  interleave::current_execution->objects().forget(condition);
  return 0;
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (!in_program) return real().pthread_cond_wait(condition, mutex);
  return interleave::wait(condition, mutex, interleave::kNever, INTERLEAVE_CALLER);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
  if (!in_program) return real().pthread_cond_timedwait(condition, mutex, until);
  const clockid_t clock = interleave::clock_of(condition);
  return interleave::wait(condition, mutex, interleave::deadline_of(clock, *until),
                          INTERLEAVE_CALLER);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* until) {
  if (!in_program) return real().pthread_cond_clockwait(condition, mutex, clock, until);
  return interleave::wait(condition, mutex, interleave::deadline_of(clock, *until),
                          INTERLEAVE_CALLER);
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
