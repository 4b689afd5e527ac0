// Alternative: Nobody comes in while others are on their way out.
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
    changed_.wait(lock, [this] { return !leaving_; });
    ++inside_;
    open_if_all_are_here();
    changed_.wait(lock, [this] { return leaving_; });
    --inside_;
    if (inside_ == 0) close_door_out();
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    if (!leaving_) open_if_all_are_here();
  }

 private:
  void open_if_all_are_here() {
    if (inside_ < parties_ || inside_ == 0) return;
    leaving_ = true;
    changed_.notify_all();
  }

  void close_door_out() {
    leaving_ = false;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t parties_;
  std::size_t inside_ = 0;
  bool leaving_ = false;
};
