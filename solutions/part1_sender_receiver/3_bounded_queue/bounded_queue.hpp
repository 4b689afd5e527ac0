// Exercise 1.3: a queue with limited room between threads that send and threads that receive.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

// A first-in, first-out queue with room for `capacity` items.
//
// Items are moved in and moved out; an item that can only be copied is copied. T needs no default
// constructor. If moving or copying an item throws, the exception reaches the caller, and the queue
// can still be used. An item that throws on its way in was not added. An item that throws on its
// way out may be lost, but no other item is.
//
// Thread safety: any number of threads may call any member at any time. The constructor and the
// destructor may run only while no other thread uses the queue.
template <typename T>
class BoundedQueue {
 public:
  // Makes an empty queue. Throws std::invalid_argument if capacity is 0.
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("BoundedQueue: capacity must not be 0");
  }

  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Adds `item` at the end. Waits while the queue is full.
  void push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return items_.size() < capacity_; });
    append(item);
  }

  // Removes the oldest item and returns it. Waits while the queue is empty.
  T pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    return remove_oldest<T>();
  }

  // Adds `item` at the end if there is room. Never waits for room.
  // Returns whether it was added. On true, `item` has been moved from; on false, it is unchanged,
  // so the caller still has its value.
  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (items_.size() == capacity_) return false;
    append(item);
    return true;
  }

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it; returns std::nullopt if there is none. Never waits for
  // an item.
  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return remove_oldest<std::optional<T>>();
  }

  // Returns the number of items now, from 0 to capacity().
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  // Returns how many items there is room for in all. This never changes.
  std::size_t capacity() const { return capacity_; }

 private:
  // Moves `item` to the end and notifies one receiver.
  // Requires: mutex_ is held, and there is room.
  void append(T& item) {
    try {
      items_.push_back(std::move(item));
    } catch (...) {
      not_full_.notify_one();  // The room is still there: another sender can use it.
      throw;
    }
    not_empty_.notify_one();
  }

  // Removes the oldest item, notifies one sender, and returns it as a T or a std::optional<T>.
  // It is removed only after it has arrived in `item`, so a copy that throws there loses nothing.
  // The item is lost only if the compiler makes another copy for the caller, and that one throws.
  // Requires: mutex_ is held, and there is an item.
  template <typename Item>
  Item remove_oldest() {
    try {
      Item item(std::move(items_.front()));
      items_.pop_front();
      not_full_.notify_one();
      return item;
    } catch (...) {
      not_empty_.notify_one();  // The item is still there: another receiver can take it.
      throw;
    }
  }

  const std::size_t capacity_;  // Never changes, so no lock guards it.

  mutable std::mutex mutex_;
  std::deque<T> items_;  // Guarded by mutex_. Never more than capacity_; the oldest comes first.

  // On each of these, one kind of thread waits, and each change lets exactly one of them continue.
  // So notify_one always wakes a thread that can use the change.
  std::condition_variable not_full_;   // Senders wait here. Notified whenever an item is removed.
  std::condition_variable not_empty_;  // Receivers wait here. Notified whenever an item is added.
};
