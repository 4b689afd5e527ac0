// Alternative: One semaphore counts the free places and one the items; a mutex guards the deque.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <semaphore>
#include <stdexcept>
#include <utility>

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity)
      : capacity_(capacity), free_(static_cast<std::ptrdiff_t>(capacity)) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  void push(T item) {
    free_.acquire();
    add(item);
  }

  T pop() {
    filled_.acquire();
    return remove();
  }

  bool try_push(T& item) {
    if (!free_.try_acquire()) return false;
    add(item);
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    if (!filled_.try_acquire()) return std::nullopt;
    return remove();
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  std::size_t capacity() const { return capacity_; }

 private:
  // Both release while the lock is held: whoever has counted an item can take it.
  void add(T& item) {
    std::lock_guard lock(mutex_);
    try {
      items_.push_back(std::move(item));
    } catch (...) {
      free_.release();
      throw;
    }
    filled_.release();
  }

  T remove() {
    std::lock_guard lock(mutex_);
    T item = oldest();
    items_.pop_front();
    free_.release();
    return item;
  }

  T oldest() {
    try {
      return std::move(items_.front());
    } catch (...) {
      filled_.release();
      throw;
    }
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  std::counting_semaphore<> free_;
  std::counting_semaphore<> filled_{0};
};
