// Mistake: Every call makes a mutex of its own, which nobody else can ever hold.
// Verdict: data race, misuse
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    empty_.wait(lock, [this] { return !slot_.has_value(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  T take() {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    full_.wait(lock, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  std::optional<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
