// Mistake: The next free place is moved on before the item is in: after a copy that throws, the
// two ends of the ring no longer fit.
// Verdict: wrong result, crash
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
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity), slots_(capacity) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  void push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return count_ < capacity_; });
    const std::size_t place = next_;
    next_ = (next_ + 1) % capacity_;
    slots_[place].emplace(std::move(item));
    ++count_;
    not_empty_.notify_one();
  }

  T pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return count_ > 0; });
    T item = std::move(*slots_[oldest_]);
    slots_[oldest_].reset();
    oldest_ = (oldest_ + 1) % capacity_;
    --count_;
    not_full_.notify_one();
    return item;
  }

  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (count_ == capacity_) return false;
    const std::size_t place = next_;
    next_ = (next_ + 1) % capacity_;
    slots_[place].emplace(std::move(item));
    ++count_;
    not_empty_.notify_one();
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (count_ == 0) return std::nullopt;
    std::optional<T> item = std::move(*slots_[oldest_]);
    slots_[oldest_].reset();
    oldest_ = (oldest_ + 1) % capacity_;
    --count_;
    not_full_.notify_one();
    return item;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return count_;
  }

  std::size_t capacity() const { return capacity_; }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::vector<std::optional<T>> slots_;
  std::size_t oldest_ = 0;
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
};
