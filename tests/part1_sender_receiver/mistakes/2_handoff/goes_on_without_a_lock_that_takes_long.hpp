// Mistake: put() waits for the lock for 100 ms at most, and then goes on without it.
// Verdict: data race
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
    std::unique_lock lock(mutex_, std::chrono::milliseconds(100));
    if (lock) empty_.wait(lock, [this] { return !slot_.has_value(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    full_.wait(lock, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  std::timed_mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable_any empty_;
  std::condition_variable_any full_;
};
