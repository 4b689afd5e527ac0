// Mistake: The number of the round is a byte, and who waits wants a larger one: after 255 comes 0.
// Verdict: deadlock, lost wake-up
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stdexcept>

// A meeting point for a number of parties, round after round.
class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("Barrier: parties must not be 0");
  }

  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    const std::uint8_t my_round = round_;
    arrive();
    round_ended_.wait(lock, [&] { return round_ > my_round; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    arrive();
  }

 private:
  // Requires: the caller holds mutex_.
  void arrive() {
    if (--missing_ > 0) return;
    missing_ = parties_;
    ++round_;
    round_ended_.notify_all();
  }

  std::mutex mutex_;
  std::size_t parties_;     // Guarded by mutex_. How many are expected in the next round.
  std::size_t missing_;     // Guarded by mutex_. How many have not arrived in this round.
  std::uint8_t round_ = 0;  // Guarded by mutex_.
  std::condition_variable round_ended_;
};
