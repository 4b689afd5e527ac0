// Mistake: put() tries with the value itself, and what the first try has moved away is not there
// for the next.
// Verdict: wrong result
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    while (!try_put(std::move(value))) {
      std::unique_lock lock(mutex_);
      empty_.wait(lock, [this] { return !slot_.has_value(); });
    }
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
  bool try_put(T value) {
    std::lock_guard lock(mutex_);
    if (slot_.has_value()) return false;
    slot_.emplace(std::move(value));
    full_.notify_one();
    return true;
  }

  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
