// Mistake: The last to arrive wakes one of those who wait.
// Verdict: deadlock, lost wake-up
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
    const std::size_t my_round = round_;
    arrive();
    round_ended_.wait(lock, [&] { return round_ != my_round; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    if (--missing_ > 0) return;
    missing_ = parties_;
    ++round_;
    round_ended_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable round_ended_;
  std::size_t parties_;
  std::size_t missing_;
  std::size_t round_ = 0;
};
