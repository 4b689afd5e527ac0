// Alternative: The count is atomic, and the round is read without a lock before it can end.
#pragma once

#include <atomic>
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
    const std::size_t my_round = round_;
    arrive();
    std::unique_lock lock(mutex_);
    round_ended_.wait(lock, [&] { return round_ != my_round; });
  }

  void arrive_and_drop() {
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    if (--missing_ > 0) return;
    std::lock_guard lock(mutex_);
    missing_ = parties_.load();
    ++round_;
    round_ended_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable round_ended_;
  std::atomic<std::size_t> parties_;
  std::atomic<std::size_t> missing_;
  std::size_t round_ = 0;
};
