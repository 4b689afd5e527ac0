// Alternative: A fixed row of places, used in turn, in place of a deque.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity), places_(capacity) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  bool push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return closed_ || count_ < capacity_; });
    if (closed_) return false;
    add(item);
    not_empty_.notify_one();
    return true;
  }

  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return closed_ || count_ > 0; });
    if (count_ == 0) return std::nullopt;
    return take();
  }

  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (closed_ || count_ == capacity_) return false;
    add(item);
    not_empty_.notify_one();
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (count_ == 0) return std::nullopt;
    return take();
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_full_.notify_all();
    not_empty_.notify_all();
  }

  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return count_;
  }

  std::size_t capacity() const { return capacity_; }

 private:
  void add(T& item) {
    places_[(oldest_ + count_) % capacity_].emplace(std::move(item));
    ++count_;
  }

  std::optional<T> take() {
    std::optional<T> item = std::move(places_[oldest_]);
    places_[oldest_].reset();
    oldest_ = (oldest_ + 1) % capacity_;
    --count_;
    not_full_.notify_one();
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::vector<std::optional<T>> places_;
  std::size_t oldest_ = 0;
  std::size_t count_ = 0;
  bool closed_ = false;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
};
