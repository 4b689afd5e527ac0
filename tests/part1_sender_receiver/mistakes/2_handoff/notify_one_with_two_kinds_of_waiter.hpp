// Mistake: Putters and takers share one condition variable, and notify_one may wake the wrong kind.
// Verdict: lost wake-up, deadlock
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !slot_.has_value(); });
    slot_.emplace(std::move(value));
    changed_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    slot_.reset();
    changed_.notify_one();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable changed_;
};
