// Epochs (FastTrack, Flanagan and Freund, PLDI 2009): one thread's time, which stands for all that
// the thread did up to then.
#pragma once

#include <cstdint>

#include "model/vector_clock.hpp"

namespace interleave {

// Packed into one number, so that two are compared at once. The execution is its upper half: what
// earlier executions left in shadow memory is smaller than all that this one does, and need not be
// wiped.
//
// A marked epoch means more than a time. No clock has seen a thread with so high a number, so
// whoever asks whether it was seen finds that it was not, and looks closer; the usual case pays
// nothing for the others.
class Epoch {
 public:
  Epoch() = default;  // Before all others.
  Epoch(std::uint32_t execution, Stamp stamp)
      : bits_(std::uint64_t{execution} << kStampBits | stamp) {}

  // `number` is a time or any other number of kTimeBits bits.
  static Epoch marked(std::uint32_t execution, ThreadId thread, std::uint32_t number) {
    return {execution, kMark | interleave::stamp(thread, number)};
  }

  // The start of an execution: earlier epochs are of earlier executions.
  static Epoch start_of(std::uint32_t execution) { return {execution, 0}; }
  bool is_earlier_than(Epoch start) const { return bits_ < start.bits_; }
  Epoch at(Stamp stamp) const { return Epoch(bits_ | stamp); }  // Requires: this is a start.

  Stamp stamp() const { return static_cast<Stamp>(bits_); }
  ThreadId thread() const { return thread_of(stamp() & ~kMark); }
  std::uint32_t number() const { return stamp() & ((1u << kTimeBits) - 1); }
  bool is_marked() const { return (bits_ & kMark) != 0; }
  bool is_of_none() const { return bits_ == 0; }
  bool operator==(const Epoch&) const = default;

  // Requires: it is of the execution that `clock` is of. Returns false for a marked one.
  bool is_seen_by(const VectorClock& clock) const {
    return stamp() <= clock.of(thread_of(stamp()));
  }

 private:
  static constexpr int kStampBits = 32;
  static constexpr Stamp kMark = Stamp{kThreadsMax} << kTimeBits;
  static_assert(kThreadsMax == 128);  // The highest bit of a ThreadId is the mark.

  explicit Epoch(std::uint64_t bits) : bits_(bits) {}

  std::uint64_t bits_ = 0;
};

}  // namespace interleave
