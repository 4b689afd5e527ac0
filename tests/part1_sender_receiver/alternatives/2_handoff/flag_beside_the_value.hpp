// Alternative: A flag says whether the slot is full, and an old value may stay in it.
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
    empty_.wait(lock, [this] { return !is_full_; });
    slot_.emplace(std::move(value));
    is_full_ = true;
    full_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    full_.wait(lock, [this] { return is_full_; });
    T value = std::move(*slot_);
    is_full_ = false;
    empty_.notify_one();
    return value;
  }

 private:
  std::mutex mutex_;
  bool is_full_ = false;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
