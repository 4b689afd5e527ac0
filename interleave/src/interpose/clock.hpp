// The clocks of an exploration. All show the same virtual time, each from a start of its own.
#pragma once

#include <time.h>

#include "model/operation.hpp"

namespace interleave {

inline constexpr Nanoseconds kNanosecondsPerSecond = 1'000'000'000;

// What the clocks show when an execution starts.
inline constexpr Nanoseconds kRealtimeStart = 1'735'689'600 * kNanosecondsPerSecond;  // 2025-01-01
inline constexpr Nanoseconds kMonotonicStart = 3'600 * kNanosecondsPerSecond;

inline Nanoseconds start_of(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? kRealtimeStart
                                                                   : kMonotonicStart;
}

// POSIX: a time whose nanoseconds make more than a second is refused.
inline bool is_time(const timespec& time) {
  return time.tv_nsec >= 0 && time.tv_nsec < kNanosecondsPerSecond;
}

inline Nanoseconds to_nanoseconds(const timespec& time) {
  constexpr Nanoseconds kSecondsMax = kNever / kNanosecondsPerSecond / 2;
  if (time.tv_sec > kSecondsMax) return kNever / 2;  // As good as never, and no overflow.
  return time.tv_sec * kNanosecondsPerSecond + time.tv_nsec;
}

// An absolute time on `clock` as virtual time.
inline Nanoseconds deadline_of(clockid_t clock, const timespec& time) {
  return to_nanoseconds(time) - start_of(clock);
}

}  // namespace interleave
