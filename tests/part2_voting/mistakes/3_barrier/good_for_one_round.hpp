// Mistake: It is a latch: once it is open, it stays open.
// Verdict: wrong result, data race
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
    if (++arrived_ >= parties_) open();
    opened_.wait(lock, [this] { return open_; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    if (++arrived_ >= parties_) open();
  }

 private:
  void open() {
    open_ = true;
    opened_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable opened_;
  std::size_t parties_;
  std::size_t arrived_ = 0;
  bool open_ = false;
};
