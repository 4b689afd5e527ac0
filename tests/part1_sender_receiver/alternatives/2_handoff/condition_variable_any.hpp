// Alternative: std::condition_variable_any waits with the mutex itself.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::lock_guard lock(mutex_);
    empty_.wait(mutex_, [this] { return !slot_.has_value(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::lock_guard lock(mutex_);
    full_.wait(mutex_, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable_any empty_;
  std::condition_variable_any full_;
};
