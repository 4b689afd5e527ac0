// Alternative: Sleepers stand in a row, each with a condition variable of its own.
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

  bool push(T item) {
    std::unique_lock lock(mutex_);
    sleep_until(lock, senders_, [this] { return closed_ || items_.size() < capacity_; });
    if (closed_) return false;
    items_.push_back(std::move(item));
    wake_first(receivers_);
    return true;
  }

  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    sleep_until(lock, receivers_, [this] { return closed_ || !items_.empty(); });
    return take();
  }

  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (closed_ || items_.size() == capacity_) return false;
    items_.push_back(std::move(item));
    wake_first(receivers_);
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    return take();
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    while (!senders_.empty()) wake_first(senders_);
    while (!receivers_.empty()) wake_first(receivers_);
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
  struct Sleeper {
    std::condition_variable woken;
    bool awake = false;
  };

  // Everything here requires that the lock is held.
  template <typename Condition>
  void sleep_until(std::unique_lock<std::mutex>& lock, std::list<Sleeper*>& row,
                   Condition condition) {
    while (!condition()) {
      Sleeper me;
      row.push_back(&me);
      me.woken.wait(lock, [&] { return me.awake; });
    }
  }

  void wake_first(std::list<Sleeper*>& row) {
    if (row.empty()) return;
    row.front()->awake = true;
    row.front()->woken.notify_one();
    row.pop_front();
  }

  std::optional<T> take() {
    std::optional<T> item;
    if (items_.empty()) return item;
    item.emplace(std::move(items_.front()));
    items_.pop_front();
    wake_first(senders_);
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  bool closed_ = false;
  std::list<Sleeper*> senders_;
  std::list<Sleeper*> receivers_;
};
