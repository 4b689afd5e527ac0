// Mistake: It waits until the count is 0: a fast thread has arrived again when a slow one looks.
// Verdict: deadlock
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
    end_round_if_all_are_here();
    round_ended_.wait(lock, [this] { return arrived_ == 0; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    end_round_if_all_are_here();
  }

 private:
  void end_round_if_all_are_here() {
    if (arrived_ < parties_) return;
    arrived_ = 0;
    round_ended_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable round_ended_;
  std::size_t parties_;
  std::size_t arrived_ = 0;
};
