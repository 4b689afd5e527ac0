// Mistake: The round is worked out from a running number: that is wrong when one has dropped.
// Verdict: deadlock, wrong result, data race
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
    const std::size_t ticket = arrived_++;
    const std::size_t needed = (ticket / parties_ + 1) * parties_;
    if (arrived_ == needed) changed_.notify_all();
    changed_.wait(lock, [&] { return arrived_ >= needed; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    --parties_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t parties_;
  std::size_t arrived_ = 0;
};
