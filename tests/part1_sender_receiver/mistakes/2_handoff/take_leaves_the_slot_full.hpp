// Mistake: take() copies the value out and forgets to empty the slot.
// Verdict: wrong result, deadlock
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
    empty_.wait(lock, [this] { return !slot_.has_value(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    full_.wait(lock, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    empty_.notify_one();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
