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

// One thread's time, with the thread's number above it: it says whose time it is, and two times of
// one thread compare as they are. 0: nothing of the thread.
using Stamp = std::uint32_t;
inline constexpr int kTimeBits = 24;

inline Stamp stamp(ThreadId thread, std::uint32_t time) {
  return Stamp{thread} << kTimeBits | time;
}
inline ThreadId thread_of(Stamp stamp) { return static_cast<ThreadId>(stamp >> kTimeBits); }

class VectorClock {
 public:
  void clear() { size_ = 0; }

  // How much it has seen of a thread. Any number will do.
  Stamp of(ThreadId thread) const { return thread < size_ ? stamps_[thread] : 0; }
  // The same for one that was set before: a thread's own part of its clock always is.
  Stamp of_known(ThreadId thread) const { return stamps_[thread]; }

  void set(Stamp stamp) {
    const ThreadId thread = thread_of(stamp);
    while (size_ <= thread) stamps_[size_++] = 0;
    stamps_[thread] = stamp;
  }

  // Requires: the thread's part was set before.
  void tick(ThreadId thread) { ++stamps_[thread]; }

  // Becomes the earliest clock that has seen all that either has seen.
  void join(const VectorClock& other) {
    while (size_ < other.size_) stamps_[size_++] = 0;
    for (std::size_t i = 0; i < other.size_; ++i) {
      if (stamps_[i] < other.stamps_[i]) stamps_[i] = other.stamps_[i];
    }
  }

  // Returns a thread of which this clock has seen more than `other` has; kNobody if there is none.
  ThreadId ahead_of(const VectorClock& other) const {
    for (std::size_t i = 0; i < size_; ++i) {
      const auto thread = static_cast<ThreadId>(i);
      if (stamps_[i] > other.of(thread)) return thread;
    }
    return kNobody;
  }

  // Copies only the part in use.
  VectorClock() = default;
  VectorClock(const VectorClock& other) { *this = other; }
  VectorClock& operator=(const VectorClock& other) {
    size_ = other.size_;
    for (std::size_t i = 0; i < size_; ++i) stamps_[i] = other.stamps_[i];
    return *this;
  }

 private:
  std::size_t size_ = 0;
  std::array<Stamp, kThreadsMax> stamps_;  // The first size_ are in use.
};

}  // namespace interleave
