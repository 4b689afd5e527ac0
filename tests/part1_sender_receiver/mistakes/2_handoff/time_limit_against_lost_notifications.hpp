// Mistake: Both kinds of waiter share one condition variable with notify_one, and a minute later
// everybody looks again.
// Verdict: polls
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::unique_lock lock(mutex_);
    while (slot_.has_value()) changed_.wait_for(lock, std::chrono::minutes(1));
    slot_.emplace(std::move(value));
    changed_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    while (!slot_.has_value()) changed_.wait_for(lock, std::chrono::minutes(1));
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
