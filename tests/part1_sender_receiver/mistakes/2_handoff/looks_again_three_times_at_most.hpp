// Mistake: Who wakes without reason looks again, but not a fourth time.
// Verdict: crash, wrong result
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
    for (int i = 0; i < 3 && slot_.has_value(); ++i) empty_.wait(lock);
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    for (int i = 0; i < 3 && !slot_.has_value(); ++i) full_.wait(lock);
    T value = std::move(slot_.value());
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
