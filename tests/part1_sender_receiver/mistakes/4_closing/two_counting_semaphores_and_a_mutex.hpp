// Mistake: A permit is taken before the item is, so a call has two moments: a try_push() that comes
// between them says no, though the queue is empty then and after.
// Verdict: wrong result
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
      : capacity_(capacity), free_(static_cast<std::ptrdiff_t>(capacity)), full_(0) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  bool push(T item) {
    free_.acquire();
    return add(item);
  }

  std::optional<T> pop() {
    full_.acquire();
    return take();
  }

  bool try_push(T& item) { return free_.try_acquire() && add(item); }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    if (!full_.try_acquire()) return std::nullopt;
    return take();
  }

  void close() {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    free_.release();
    full_.release();
  }

  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  std::size_t capacity() const { return capacity_; }

 private:
  // The permit in hand is a free place, or, after the end, one that goes from hand to hand.
  bool add(T& item) {
    std::lock_guard lock(mutex_);
    try {
      if (!closed_) items_.push_back(std::move(item));
    } catch (...) {
      free_.release();
      throw;
    }
    (closed_ ? free_ : full_).release();
    return !closed_;
  }

  std::optional<T> take() {
    std::lock_guard lock(mutex_);
    std::optional<T> item;
    if (items_.empty()) {
      full_.release();
      return item;
    }
    try {
      item.emplace(std::move(items_.front()));
    } catch (...) {
      full_.release();
      throw;
    }
    items_.pop_front();
    free_.release();
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  bool closed_ = false;
  std::counting_semaphore<> free_;
  std::counting_semaphore<> full_;
};
