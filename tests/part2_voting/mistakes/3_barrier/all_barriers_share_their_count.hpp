// Mistake: The members are static: all barriers are one.
// Verdict: wrong result, deadlock, data race
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
    parties_ = parties;
    missing_ = parties;
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
    round_ended_.notify_all();
  }

  static inline std::mutex mutex_;
  static inline std::condition_variable round_ended_;
  static inline std::size_t parties_ = 0;
  static inline std::size_t missing_ = 0;
  static inline std::size_t round_ = 0;
};
