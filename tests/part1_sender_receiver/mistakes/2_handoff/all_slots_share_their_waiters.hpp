// Mistake: All slots share condition variables, so notify_one may wake another slot's taker.
// Verdict: lost wake-up, deadlock
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
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  inline static std::mutex mutex_;
  std::optional<T> slot_;
  inline static std::condition_variable empty_;
  inline static std::condition_variable full_;
};
