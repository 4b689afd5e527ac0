// Alternative: Who waits has a condition variable of its own, and the last one notifies each.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <vector>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    if (is_last()) return wake_all();
    Waiter waiter;
    waiters_.push_back(&waiter);
    waiter.woken.wait(lock, [&] { return waiter.may_go_on; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    if (is_last()) wake_all();
  }

 private:
  struct Waiter {
    std::condition_variable woken;
    bool may_go_on = false;
  };

  bool is_last() {
    if (--missing_ > 0) return false;
    missing_ = parties_;
    return true;
  }

  void wake_all() {
    for (Waiter* waiter : waiters_) {
      waiter->may_go_on = true;
      waiter->woken.notify_one();
    }
    waiters_.clear();
  }

  std::mutex mutex_;
  std::vector<Waiter*> waiters_;
  std::size_t parties_;
  std::size_t missing_;
};
