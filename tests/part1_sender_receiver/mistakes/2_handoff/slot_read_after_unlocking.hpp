// Mistake: take() reads the value between two locks, where another taker may empty the slot.
// Verdict: data race, wrong result
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
    lock.unlock();
    T value = std::move(*slot_);
    lock.lock();
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
