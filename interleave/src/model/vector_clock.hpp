// Vector clocks: who has seen how much of whom (Fidge 1988, Mattern 1989). One event happens before
// another exactly when the other's thread has seen it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace interleave {

using ThreadId = std::uint8_t;

inline constexpr std::size_t kThreadsMax = 128;  // In one execution, the body's own included.
inline constexpr ThreadId kNobody = 255;

// One thread's time. Part of it is packed with the thread into an epoch (FastTrack, Flanagan and
// Freund, PLDI 2009).
using Clock = std::uint32_t;

class Epoch {
 public:
  Epoch() = default;
  Epoch(ThreadId thread, Clock clock) : bits_(Clock{thread} << kClockBits | clock) {}

  ThreadId thread() const { return static_cast<ThreadId>(bits_ >> kClockBits); }
  Clock clock() const { return bits_ & ((Clock{1} << kClockBits) - 1); }
  bool operator==(const Epoch&) const = default;

 private:
  static constexpr int kClockBits = 24;
  Clock bits_ = 0;
};

class VectorClock {
 public:
  void clear() { size_ = 0; }

  Clock of(ThreadId thread) const { return thread < size_ ? clocks_[thread] : 0; }

  void set(ThreadId thread, Clock clock) {
    while (size_ <= thread) clocks_[size_++] = 0;
    clocks_[thread] = clock;
  }

  void tick(ThreadId thread) { set(thread, of(thread) + 1); }

  // Becomes the earliest clock that has seen all that either has seen.
  void join(const VectorClock& other) {
    while (size_ < other.size_) clocks_[size_++] = 0;
    for (std::size_t i = 0; i < other.size_; ++i) {
      if (clocks_[i] < other.clocks_[i]) clocks_[i] = other.clocks_[i];
    }
  }

  bool has_seen(Epoch epoch) const { return epoch.clock() <= of(epoch.thread()); }

  // Copies only the part in use.
  VectorClock() = default;
  VectorClock(const VectorClock& other) { *this = other; }
  VectorClock& operator=(const VectorClock& other) {
    size_ = other.size_;
    for (std::size_t i = 0; i < size_; ++i) clocks_[i] = other.clocks_[i];
    return *this;
  }

 private:
  std::size_t size_ = 0;
  std::array<Clock, kThreadsMax> clocks_;  // The first size_ are in use.
};

}  // namespace interleave
