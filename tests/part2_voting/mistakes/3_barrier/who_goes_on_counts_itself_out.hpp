// Mistake: Who goes on counts itself out, and a fast thread is back before a slow one is out.
// Verdict: wrong result, deadlock, data race
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    if (arrived_ == parties_) all_arrived_.notify_all();
    all_arrived_.wait(lock, [this] { return arrived_ >= parties_; });
    ++leaving_;
    if (leaving_ == parties_) {
      leaving_ = 0;
      arrived_ = 0;
    }
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    if (arrived_ == parties_) all_arrived_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_arrived_;
  std::size_t parties_;
  std::size_t arrived_ = 0;
  std::size_t leaving_ = 0;
};
