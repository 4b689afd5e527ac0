// Clocks and sleeping.
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "interpose/clock.hpp"
#include "interpose/real.hpp"
#include "model/execution.hpp"

namespace interleave {
namespace {

timespec now_on(clockid_t clock) {
  const Nanoseconds now = start_of(clock) + current_execution->now();
  return {now / kNanosecondsPerSecond, now % kNanosecondsPerSecond};
}

void sleep_until(Nanoseconds deadline, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  execution.perform({.kind = OpKind::kSleep, .deadline = deadline});
}

void sleep_for(Nanoseconds duration, const void* pc) {
  sleep_until(current_execution->now() + duration, pc);
}

}  // namespace
}  // namespace interleave

using interleave::in_program;
using interleave::real;
using interleave::to_nanoseconds;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (!in_program) return real().clock_gettime(clock, now);
  *now = interleave::now_on(clock);
  return 0;
}

int nanosleep(const timespec* duration, timespec* rest) {
  if (!in_program) return real().nanosleep(duration, rest);
  interleave::sleep_for(to_nanoseconds(*duration), INTERLEAVE_CALLER);
  return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* rest) {
  if (!in_program) return real().clock_nanosleep(clock, flags, time, rest);
  if ((flags & TIMER_ABSTIME) != 0) {
    interleave::sleep_until(interleave::deadline_of(clock, *time), INTERLEAVE_CALLER);
  } else {
    interleave::sleep_for(to_nanoseconds(*time), INTERLEAVE_CALLER);
  }
  return 0;
}

int usleep(useconds_t microseconds) {
  const timespec duration{microseconds / 1'000'000, microseconds % 1'000'000 * 1'000};
  if (!in_program) return real().nanosleep(&duration, nullptr);
  interleave::sleep_for(to_nanoseconds(duration), INTERLEAVE_CALLER);
  return 0;
}

unsigned sleep(unsigned seconds) {
  const timespec duration{seconds, 0};
  if (!in_program) return real().nanosleep(&duration, nullptr) == 0 ? 0 : seconds;
  interleave::sleep_for(to_nanoseconds(duration), INTERLEAVE_CALLER);
  return 0;
}

}  // extern "C"
