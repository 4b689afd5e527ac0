// Mistake: A number 0 in the slot counts as an empty slot.
// Verdict: wrong result, deadlock
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::unique_lock lock(mutex_);
    empty_.wait(lock, [this] { return is_empty(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    full_.wait(lock, [this] { return !is_empty(); });
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  bool is_empty() const {
    if constexpr (std::is_arithmetic_v<T>) {
      return slot_.value_or(0) == 0;
    } else {
      return !slot_.has_value();
    }
  }

  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
