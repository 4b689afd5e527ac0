// Alternative: Receivers that sleep stand in a list, each with a condition variable; all of them
// are woken and look again.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <list>
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
    not_full_.wait(lock, [this] { return items_.size() < capacity_; });
    items_.push_back(std::move(item));
    wake_receivers();
  }

  T pop() {
    std::unique_lock lock(mutex_);
    while (items_.empty()) {
      std::condition_variable mine;
      const auto place = sleepers_.insert(sleepers_.end(), &mine);
      mine.wait(lock);
      sleepers_.erase(place);
    }
    T item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (items_.size() == capacity_) return false;
    items_.push_back(std::move(item));
    wake_receivers();
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    std::optional<T> item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  std::size_t capacity() const { return capacity_; }

 private:
  // Requires: mutex_ is held.
  void wake_receivers() {
    for (std::condition_variable* sleeper : sleepers_) sleeper->notify_one();
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  std::condition_variable not_full_;
  std::list<std::condition_variable*> sleepers_;
};
