// Mistake: try_push() takes a place and gives it back if there was none; meanwhile another one is
// refused a place that is free.
// Verdict: wrong result
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  void push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return count_ < capacity_; });
    items_.push_back(std::move(item));
    ++count_;
    not_empty_.notify_one();
  }

  T pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    T item = std::move(items_.front());
    items_.pop_front();
    --count_;
    not_full_.notify_one();
    return item;
  }

  bool try_push(T& item) {
    if (count_.fetch_add(1) >= capacity_) {
      give_place_back();
      return false;
    }
    try {
      std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
    } catch (...) {
      give_place_back();
      throw;
    }
    not_empty_.notify_one();
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    std::optional<T> item = std::move(items_.front());
    items_.pop_front();
    --count_;
    not_full_.notify_one();
    return item;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  std::size_t capacity() const { return capacity_; }

 private:
  void give_place_back() {
    std::lock_guard lock(mutex_);
    --count_;
    not_full_.notify_one();
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  std::atomic<std::size_t> count_ = 0;  // Of the places that are taken.
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
};
