// Alternative: The last one notifies after it has given back the lock.
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
    if (is_last()) {
      lock.unlock();
      round_ended_.notify_all();
      return;
    }
    round_ended_.wait(lock, [&] { return round_ != my_round; });
  }

  void arrive_and_drop() {
    bool last = false;
    {
      std::lock_guard lock(mutex_);
      --parties_;
      last = is_last();
    }
    if (last) round_ended_.notify_all();
  }

 private:
  bool is_last() {
    if (--missing_ > 0) return false;
    missing_ = parties_;
    ++round_;
    return true;
  }

  std::mutex mutex_;
  std::condition_variable round_ended_;
  std::size_t parties_;
  std::size_t missing_;
  std::size_t round_ = 0;
};
