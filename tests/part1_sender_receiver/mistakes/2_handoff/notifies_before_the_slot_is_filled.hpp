// Mistake: put() notifies, then fills the slot: the taker finds it empty and sleeps on.
// Verdict: lost wake-up, wrong result
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    {
      std::unique_lock lock(mutex_);
      empty_.wait(lock, [this] { return !slot_.has_value(); });
    }
    full_.notify_one();
    std::lock_guard lock(mutex_);
    slot_.emplace(std::move(value));
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
  std::mutex mutex_;
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
