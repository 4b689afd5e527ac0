// Alternative: One condition variable for both kinds of waiter, and everybody is woken to look.
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
    changed_.notify_all();
  }

  T take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    slot_.reset();
    changed_.notify_all();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable changed_;
};
