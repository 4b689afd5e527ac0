// The barrier of exercise 2.3, finished, for the exercises that stand on it: nobody goes on before
// all have arrived, round after round.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stdexcept>

// A meeting point for `parties` threads. A round ends when all parties have arrived; then the next
// round begins at once.
//
// What a thread wrote before it arrived is seen by every thread that goes on from this round.
//
// Thread safety: at one time, as many threads may be inside as there are parties left. A thread
// that has gone on may arrive for the next round at once, while others are still on their way out.
// The constructor and the destructor may run only while no thread is inside: the barrier may be
// destroyed as soon as all calls have returned.
class Barrier {
 public:
  // Makes a barrier for so many parties. Throws std::invalid_argument if parties is 0.
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("Barrier: parties must not be 0");
  }

  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  // Arrives, and waits until all parties have arrived in this round.
  // Requires: fewer threads are inside than there are parties left.
  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    const std::size_t my_round = round_;
    arrive();
    round_ended_.wait(lock, [&] { return round_ != my_round; });
  }

  // Arrives in this round, does not wait, and is not expected in later rounds: there is one party
  // less. If it is the last to arrive, the others go on.
  // Requires: fewer threads are inside than there are parties left.
  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    arrive();
  }

 private:
  // Counts one arrival. The last one of a round begins the next round and wakes all who wait.
  // Requires: the caller holds mutex_.
  void arrive() {
    --missing_;
    if (missing_ > 0) return;
    missing_ = parties_;
    ++round_;
    round_ended_.notify_all();
  }

  std::mutex mutex_;
  std::size_t parties_;    // Guarded by mutex_. How many are expected in the next round.
  std::size_t missing_;    // Guarded by mutex_. How many have not arrived in this round.
  std::size_t round_ = 0;  // Guarded by mutex_. Who waits goes on when it has changed.
  std::condition_variable round_ended_;  // All who wait sleep here; the last to arrive notifies.
};
