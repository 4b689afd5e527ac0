// Mistake: The sense is turned by each thread that arrives, and not once in a round.
// Verdict: deadlock, wrong result, data race
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    sense_ = !sense_;
    const bool mine = sense_;
    if (--missing_ == 0) {
      missing_ = parties_;
      released_ = mine;
      round_ended_.notify_all();
      return;
    }
    round_ended_.wait(lock, [&] { return released_ == mine; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    sense_ = !sense_;
    if (--missing_ > 0) return;
    missing_ = parties_;
    released_ = sense_;
    round_ended_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable round_ended_;
  std::size_t parties_;
  std::size_t missing_;
  bool sense_ = false;
  bool released_ = false;
};
