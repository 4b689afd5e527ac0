// Mistake: Each side sleeps a little and looks again, instead of waiting to be told.
// Verdict: polls
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::unique_lock lock(mutex_);
    while (slot_.has_value()) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    slot_.emplace(std::move(value));
  }

  T take() {
    std::unique_lock lock(mutex_);
    while (!slot_.has_value()) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    T value = std::move(*slot_);
    slot_.reset();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
};
