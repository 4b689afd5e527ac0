// The clocks of an exploration. All show the same virtual time, each from a start of its own.
#pragma once

#include <time.h>

#include "model/operation.hpp"

namespace interleave {

inline constexpr Nanoseconds kNanosecondsPerSecond = 1'000'000'000;

// POSIX: a time whose nanoseconds make more than a second is refused.
inline bool is_time(const timespec& time) {
  return time.tv_nsec >= 0 && time.tv_nsec < kNanosecondsPerSecond;
}

// 146 years. Whoever waits longer waits for ever: that nobody wakes him is then a deadlock.
inline constexpr Nanoseconds kSecondsMax = kNever / kNanosecondsPerSecond / 2;

inline Nanoseconds to_nanoseconds(const timespec& time) {
  if (time.tv_sec > kSecondsMax) return kNever / 2;  // No overflow.
  return time.tv_sec * kNanosecondsPerSecond + time.tv_nsec;
}

// When `clock` shows `time`, as things are now. kNever if that is more than kSecondsMax.
Deadline deadline_of(clockid_t clock, const timespec& time);

// Whoever comes when his time is over already looks once, and has what is free (POSIX: a timed wait
// never fails where the lock could be had at once).
bool is_over(Deadline deadline);

}  // namespace interleave
