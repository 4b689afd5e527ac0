// syscall(SYS_futex, ...): what std::atomic::wait, semaphores, latches, barriers and futures sleep
// on. All other system calls go to the kernel.
#include <linux/futex.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

#include "execution/execution.hpp"
#include "interpose/calls.hpp"
#include "interpose/clock.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

struct FutexCall {
  int* word;
  int operation;
  int value;
  const timespec* time;
};

Deadline deadline_in(const FutexCall& call) {
  if (call.time == nullptr) return kNever;
  const int command = call.operation & FUTEX_CMD_MASK;
  if (command == FUTEX_WAIT) return current_execution->now() + to_nanoseconds(*call.time);
  const bool realtime = (call.operation & FUTEX_CLOCK_REALTIME) != 0;
  return deadline_of(realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC, *call.time);
}

long wait(const FutexCall& call) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  const Deadline deadline = deadline_in(call);
  Object& word = execution.object(call.word, ObjectKind::kAtomic);
  const bool has_looked = me.watched == &word;
  const std::uint32_t version_seen = me.watched_version;
  execution.perform({.kind = OpKind::kFutexWait, .object = &word});
  // A wait may return without cause. It does where the word has changed since the thread looked at
  // it, even if the value is the same again: the counting_semaphore of libstdc++ 12 would sleep for
  // ever there, and that is not the program's mistake.
  const bool changed = has_looked && word.version != version_seen;
  if (changed || __atomic_load_n(call.word, __ATOMIC_SEQ_CST) != call.value) {
    errno = EAGAIN;
    return -1;
  }
  if (sleep_on(word, deadline) != kTimeout) return 0;
  errno = ETIMEDOUT;
  return -1;
}

long futex(const FutexCall& call, const void* pc) {
  current_execution->self().pc = pc;
  switch (call.operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      return wait(call);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return static_cast<long>(wake(call.word, static_cast<std::uint32_t>(call.value), pc));
    default:
      errno = ENOSYS;
      return -1;
  }
}

}  // namespace

Way sleep_on(Object& word, Deadline deadline) {
  const OutsideProgram outside;
  Thread& me = current_execution->self();
  word.waiters.insert(std::upper_bound(word.waiters.begin(), word.waiters.end(), me.id), me.id);
  me.notified = false;
  me.timed_out = false;
  return current_execution->perform(
      {.kind = OpKind::kFutexAwake, .object = &word, .deadline = deadline});
}

std::size_t wake(const void* word, std::uint32_t wanted, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  Object& object = execution.object(word, ObjectKind::kAtomic);
  const std::size_t asleep = object.waiters.size();
  execution.perform({.kind = OpKind::kFutexWake, .object = &object, .alternatives = wanted});
  return asleep - object.waiters.size();
}

}  // namespace interleave

extern "C" long syscall(long number, ...) noexcept {
  va_list arguments;
  va_start(arguments, number);
  long a[6];
  for (long& argument : a) argument = va_arg(arguments, long);
  va_end(arguments);
  if (number != SYS_futex || !interleave::in_program) {
    return interleave::real().syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
  const interleave::FutexCall call{reinterpret_cast<int*>(a[0]), static_cast<int>(a[1]),
                                   static_cast<int>(a[2]), reinterpret_cast<timespec*>(a[3])};
  return interleave::futex(call, __builtin_return_address(0));
}
