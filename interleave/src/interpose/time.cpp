// Clocks and sleeping.
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "execution/execution.hpp"
#include "interpose/calls.hpp"
#include "interpose/clock.hpp"
#include "interpose/libcxx.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// What the clocks show when an execution starts.
constexpr Nanoseconds kWallClockStart = 1'735'689'600 * kNanosecondsPerSecond;  // 2025-01-01
constexpr Nanoseconds kMonotonicStart = 3'600 * kNanosecondsPerSecond;

bool is_wall_clock(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

// What `clock` shows at the virtual time 0.
Nanoseconds start_of(clockid_t clock) {
  if (!is_wall_clock(clock)) return kMonotonicStart;
  return kWallClockStart + current_execution->state().wall_clock_moved_by;
}

timespec now_on(clockid_t clock) {
  const Nanoseconds now = start_of(clock) + current_execution->now() + time_of_looking();
  return {now / kNanosecondsPerSecond, now % kNanosecondsPerSecond};
}

void sleep_until(Deadline deadline, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  execution.perform({.kind = OpKind::kSleep, .deadline = deadline});
}

// Virtual time stands still while a thread runs. One that does nothing but look at the clock waits
// for it to go on: after many looks in a row each next one is a little later, by a part of the time
// that it has been at it.
void let_time_pass_for(Thread& me, const void* pc) {
  constexpr std::uint32_t kLooksMax = 64;
  constexpr Nanoseconds kNapAtLeast = 1'000;
  constexpr Nanoseconds kPart = 16;
  Execution& execution = *current_execution;
  if (me.clock_steps != execution.steps() || me.clock_looks == 0) {
    me.clock_looks = 0;
    me.clock_since = execution.now();
  }
  me.clock_steps = execution.steps();
  if (++me.clock_looks <= kLooksMax) return;
  const Nanoseconds nap = std::max(kNapAtLeast, (execution.now() - me.clock_since) / kPart);
  sleep_until(execution.now() + nap, pc);
  me.clock_steps = execution.steps();
}

timespec look_at(clockid_t clock, const void* pc) {
  let_time_pass_for(current_execution->self(), pc);
  return now_on(clock);
}

}  // namespace

Deadline deadline_of(clockid_t clock, const timespec& time) {
  if (time.tv_sec > kSecondsMax) return kNever;
  return {to_nanoseconds(time) - start_of(clock), is_wall_clock(clock)};
}

bool is_over(Deadline deadline) { return deadline.at <= current_execution->now(); }

void sleep_for(Nanoseconds duration, const void* pc) {
  sleep_until(current_execution->now() + duration, pc);
}

}  // namespace interleave

using interleave::in_program;
using interleave::real;
using interleave::to_nanoseconds;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (!in_program) return real().clock_gettime(clock, now);
  *now = interleave::look_at(clock, INTERLEAVE_CALLER);
  return 0;
}

int gettimeofday(timeval* now, void* zone) noexcept {
  if (!in_program) return real().gettimeofday(now, zone);
  const timespec time = interleave::look_at(CLOCK_REALTIME, INTERLEAVE_CALLER);
  *now = {time.tv_sec, time.tv_nsec / 1'000};
  return 0;
}

time_t time(time_t* now) noexcept {
  if (!in_program) return real().time(now);
  const time_t seconds = interleave::look_at(CLOCK_REALTIME, INTERLEAVE_CALLER).tv_sec;
  if (now != nullptr) *now = seconds;
  return seconds;
}

int timespec_get(timespec* now, int base) noexcept {
  if (!in_program || base != TIME_UTC) return real().timespec_get(now, base);
  *now = interleave::look_at(CLOCK_REALTIME, INTERLEAVE_CALLER);
  return base;
}

// Processor time passes as all time does: while everybody waits.
clock_t clock() noexcept {
  if (!in_program) return real().clock();
  const timespec time = interleave::look_at(CLOCK_PROCESS_CPUTIME_ID, INTERLEAVE_CALLER);
  return time.tv_sec * CLOCKS_PER_SEC + time.tv_nsec / (1'000'000'000 / CLOCKS_PER_SEC);
}

int nanosleep(const timespec* duration, timespec* rest) {
  if (!in_program) return real().nanosleep(duration, rest);
  if (interleave::sleep_as_poller(to_nanoseconds(*duration), INTERLEAVE_CALLER)) return 0;
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
