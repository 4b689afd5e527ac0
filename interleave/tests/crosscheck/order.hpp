// Which steps had to come before which: interleavings of one class have the same order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "crosscheck/program.hpp"

namespace crosscheck {

// How a step uses an object. Shared uses do not conflict with each other, nor do failed ones.
enum class Use : std::uint8_t { kShared, kFailed, kExclusive };

// The order of steps that conflict, as a vector clock for each step. What is the same for every
// interleaving of a class is the set of the steps with their clocks; hash() stands for it.
class Order {
 public:
  using Clock = std::array<std::uint8_t, kThreadsMax>;

  // A step begins, with what its thread has seen.
  void begin(int thread, const Clock& cause);
  // It uses an object: after all uses before that conflict.
  void use(int object, Use use, bool failed_conflict);
  // It has ended, and went on in this way.
  void end(int way);
  // Time passes, for all: what comes later comes after all that came before.
  void stand_still();

  const Clock& last(int thread) const { return clocks_[static_cast<std::size_t>(thread)]; }
  std::uint64_t hash() const { return hash_; }

 private:
  static constexpr std::size_t kObjects = 6 * kObjectsMax + 1;

  std::array<Clock, kThreadsMax> clocks_{};
  std::array<std::array<Clock, 3>, kObjects> uses_{};  // By object and use: all of them, joined.
  Clock standstill_{};
  Clock now_{};  // Of the step that is going on, by `thread_`.
  int thread_ = 0;
  // What the step did. The clock of a step is taken before it adds to the objects' clocks.
  std::array<std::pair<int, Use>, 2> used_{};
  std::size_t used_count_ = 0;
  std::uint64_t hash_ = 0;
};

}  // namespace crosscheck
