// Alternative: A std::condition_variable_any on another kind of mutex.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    const std::size_t my_round = round_;
    arrive();
    round_ended_.wait(lock, [&] { return round_ != my_round; });
  }

  void arrive_and_drop() {
    std::lock_guard<std::shared_mutex> lock(mutex_);
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

  std::shared_mutex mutex_;
  std::condition_variable_any round_ended_;
  std::size_t parties_;
  std::size_t missing_;
  std::size_t round_ = 0;
};
