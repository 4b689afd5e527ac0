// Exercise 1.4: the bounded queue with an end.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

// A first-in, first-out queue with room for `capacity` items. It is open until it is closed.
//
// Once it is closed, nothing can be added. Items that were added before stay, and receivers get all
// of them before they learn that no more will come.
//
// Items are moved in and moved out; an item that can only be copied is copied. T needs no default
// constructor. If moving or copying an item throws, the exception reaches the caller, and the queue
// can still be used.
//
// Thread safety: any number of threads may call any member at any time. The constructor and the
// destructor may run only while no other thread uses the queue.
//
// The order of calls: every call takes effect at one moment between its start and its return. This
// gives all calls one order, and each result is right for its place there (Herlihy and Wing, 1990).
//   - A push() or try_push() that returns true comes before close(). So once close() has returned,
//     nothing is added any more, and every item for which a sender got true is received, if some
//     thread calls pop() until it returns std::nullopt.
//   - A push() that is waiting when close() takes effect comes after it, even if there is room now.
//   - A pop() that returns std::nullopt comes after close() and after the last item was taken. So
//     after the first std::nullopt of pop(), no thread ever receives an item again.
template <typename T>
class BoundedQueue {
 public:
  // Makes an empty queue that is open. Throws std::invalid_argument if capacity is 0.
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("BoundedQueue: capacity must not be 0");
  }

  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Adds `item` at the end. Waits while the queue is full and open.
  // Returns true if it was added, false if the queue was closed first. On false the item is lost:
  // it belongs to the call, which destroys it. A sender that wants to keep it uses try_push().
  bool push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return closed_ || items_.size() < capacity_; });
    if (closed_) return false;
    append(lock, item);
    return true;
  }

  // Removes the oldest item and returns it. Waits while the queue is empty and open.
  // Returns std::nullopt once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    return remove_oldest(lock);
  }

  // Adds `item` at the end if the queue is open and there is room. Never waits for room.
  // Returns whether it was added. On true, `item` has been moved from; on false, it is unchanged,
  // so the caller still has its value.
  bool try_push(T& item) {
    std::unique_lock lock(mutex_);
    if (closed_ || items_.size() == capacity_) return false;
    append(lock, item);
    return true;
  }

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, even if the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() {
    std::unique_lock lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return remove_oldest(lock);
  }

  // Closes the queue for good, and wakes all waiting threads. Does not wait until the items have
  // been received. A closed queue may be closed again; that changes nothing.
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_full_.notify_all();
    not_empty_.notify_all();
  }

  // Returns whether the queue is closed, even if there are still items to receive.
  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  // Returns the number of items now, from 0 to capacity().
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  // Returns how many items there is room for in all. This never changes.
  std::size_t capacity() const { return capacity_; }

 private:
  // Moves `item` to the end, releases the lock, and notifies one receiver. In this order: a thread
  // that wakes needs the lock, and if it were still held, it would have to wait.
  // Requires: `lock` holds mutex_, the queue is open, and there is room.
  void append(std::unique_lock<std::mutex>& lock, T& item) {
    try {
      items_.push_back(std::move(item));
    } catch (...) {
      not_full_.notify_one();  // The room is still there: another sender can use it.
      throw;
    }
    lock.unlock();
    not_empty_.notify_one();
  }

  // Removes the oldest item, releases the lock, notifies one sender, and returns the item. It is
  // removed only after it has arrived in `item`, so a copy that throws loses nothing.
  // Requires: `lock` holds mutex_, and there is an item.
  std::optional<T> remove_oldest(std::unique_lock<std::mutex>& lock) {
    std::optional<T> item;
    try {
      item.emplace(std::move(items_.front()));
    } catch (...) {
      not_empty_.notify_one();  // The item is still there: another receiver can take it.
      throw;
    }
    items_.pop_front();
    lock.unlock();
    not_full_.notify_one();
    return item;
  }

  const std::size_t capacity_;  // Never changes, so no lock guards it.

  mutable std::mutex mutex_;
  std::deque<T> items_;  // Guarded by mutex_. Never more than capacity_; the oldest comes first.
  bool closed_ = false;  // Guarded by mutex_. Once true, it stays true, and items_ only shrinks.

  // On each of these, one kind of thread waits. Exactly one of them can use an item or a place, so
  // notify_one is enough for these. The end concerns all of them.
  std::condition_variable not_full_;   // Senders wait here. One is notified when an item is
                                       // removed, all of them by close().
  std::condition_variable not_empty_;  // Receivers wait here. One is notified when an item is
                                       // added, all of them by close().
};
