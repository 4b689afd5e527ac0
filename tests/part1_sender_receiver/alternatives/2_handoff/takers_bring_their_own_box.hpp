// Alternative: A taker that finds nothing waits beside a box of its own, and put() fills the
// first of them.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::unique_lock lock(mutex_);
    empty_.wait(lock, [this] { return !slot_.has_value(); });
    if (boxes_.empty()) {
      slot_.emplace(std::move(value));
      return;
    }
    Box& box = *boxes_.front();
    boxes_.pop_front();
    box.value.emplace(std::move(value));
    box.filled.notify_one();
    empty_.notify_one();  // The slot is still empty: the next one may put, too.
  }

  T take() {
    std::unique_lock lock(mutex_);
    if (!slot_.has_value()) {
      Box box;
      boxes_.push_back(&box);
      box.filled.wait(lock, [&] { return box.value.has_value(); });
      return std::move(*box.value);
    }
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  struct Box {
    std::optional<T> value;
    std::condition_variable filled;
  };

  std::mutex mutex_;
  std::optional<T> slot_;
  std::deque<Box*> boxes_;  // Those of the takers that wait, in the order in which they came.
  std::condition_variable empty_;
};
