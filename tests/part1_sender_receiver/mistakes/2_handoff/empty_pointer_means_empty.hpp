// Mistake: A null pointer in the slot counts as an empty slot.
// Verdict: deadlock
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
    empty_.wait(lock, [this] { return !full(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::unique_lock lock(mutex_);
    full_.wait(lock, [this] { return full(); });
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  bool full() const {
    if constexpr (requires(const T& value) { value == nullptr; }) {
      return slot_.has_value() && !(*slot_ == nullptr);
    } else {
      return slot_.has_value();
    }
  }

  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
