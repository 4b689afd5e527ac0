// Mistake: The first one of the next round closes the door, and a slow thread finds it closed.
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
    if (arrived_ == 0) open_ = false;
    ++arrived_;
    open_if_all_are_here();
    opened_.wait(lock, [this] { return open_; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    if (arrived_ == 0) open_ = false;
    --parties_;
    open_if_all_are_here();
  }

 private:
  void open_if_all_are_here() {
    if (arrived_ < parties_) return;
    arrived_ = 0;
    open_ = true;
    opened_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable opened_;
  std::size_t parties_;
  std::size_t arrived_ = 0;
  bool open_ = false;
};
