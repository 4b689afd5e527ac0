// Exercise 1.4: the bounded queue with an end.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

// A first-in, first-out queue with room for `capacity` items, open until somebody closes it.
//
// Once it is closed, nothing can be added. What was added before stays, and receivers get all of it
// before they are told that no more will come.
//
// Items are moved in and moved out; an item that can only be copied is copied. T needs no default
// constructor. If moving or copying an item throws, the exception reaches the caller and the queue
// can be used as before.
//
// Thread safety: any number of threads may call any member at any time. Constructing and
// destroying the queue is for one thread, while no other one uses it.
//
// In which order things happen: every call takes effect at one moment between its start and its
// end, so that all calls stand in one order, and each result is right for its place there.
//   - A push() or try_push() that returns true stands before close(). So once close() has returned,
//     nothing is added any more, and whatever a sender was told is in the queue will be received,
//     as long as somebody goes on receiving until there is nothing.
//   - A push() that waits while close() comes stands after it, even if there is room again.
//   - A pop() that returns std::nullopt stands after close() and after the pop of the last item. So
//     after the first std::nullopt of pop(), nobody ever receives anything again.
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
  // Returns true if it did; false if the queue was closed first. On false the item is lost: the
  // call took it over and destroys it. A sender that wants to keep it uses try_push().
  bool push(T item) {
    std::unique_lock lock(mutex_);
    while (!closed_ && items_.size() == capacity_) {
      ++senders_asleep_;
      not_full_.wait(lock);
    }
    if (closed_) return false;
    append(lock, item);
    return true;
  }

  // Removes the oldest item and returns it. Waits while the queue is empty and open.
  // Returns std::nullopt once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    while (!closed_ && items_.empty()) {
      ++receivers_asleep_;
      not_empty_.wait(lock);
    }
    if (items_.empty()) return std::nullopt;
    return remove_oldest(lock);
  }

  // Adds `item` at the end if the queue is open and there is room. Never waits for room.
  // Returns whether it did. On true, `item` has been moved from; on false it is untouched, so the
  // caller still has its value.
  bool try_push(T& item) {
    std::unique_lock lock(mutex_);
    if (closed_ || items_.size() == capacity_) return false;
    append(lock, item);
    return true;
  }

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, also when the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() {
    std::unique_lock lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return remove_oldest(lock);
  }

  // Closes the queue, for good, and wakes everybody who waits. Does not wait for the items to be
  // received. To close a closed queue is right, and changes nothing.
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_full_.notify_all();
    not_empty_.notify_all();
  }

  // Returns whether close() was called, whether or not there are still items to receive.
  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  // Returns how many items there are now, from 0 to capacity().
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  // Returns how many items there is room for, full or not.
  std::size_t capacity() const { return capacity_; }

 private:
  // Moves `item` to the end, gives the lock back, and tells one receiver if one sleeps. In this
  // order: who wakes needs the lock, and if it were still held would have to sleep once more.
  // Requires: `lock` holds mutex_, the queue is open, and there is room.
  void append(std::unique_lock<std::mutex>& lock, T& item) {
    try {
      items_.push_back(std::move(item));
    } catch (...) {
      not_full_.notify_one();  // The room this thread was woken for is still there: pass it on.
      throw;
    }
    const bool somebody = receivers_asleep_ > 0;
    if (somebody) --receivers_asleep_;
    lock.unlock();
    if (somebody) not_empty_.notify_one();
  }

  // Returns the oldest item, having removed it, given the lock back and told one sender if one
  // sleeps. It is not removed before it has arrived in `item`, so a copy that throws loses nothing.
  // Requires: `lock` holds mutex_, and there is an item.
  std::optional<T> remove_oldest(std::unique_lock<std::mutex>& lock) {
    std::optional<T> item;
    try {
      item.emplace(std::move(items_.front()));
    } catch (...) {
      not_empty_.notify_one();  // The item this thread was woken for is still there: pass it on.
      throw;
    }
    items_.pop_front();
    const bool somebody = senders_asleep_ > 0;
    if (somebody) --senders_asleep_;
    lock.unlock();
    if (somebody) not_full_.notify_one();
    return item;
  }

  const std::size_t capacity_;  // Never changes, so it needs no guard.

  mutable std::mutex mutex_;
  std::deque<T> items_;  // Guarded by mutex_. Never more than capacity_; the oldest is in front.
  bool closed_ = false;  // Guarded by mutex_. Once true, it stays so, and items_ only shrinks.

  // Each holds one kind of waiter. An item or a free place is good for exactly one of them, so
  // notify_one reaches somebody who can go on; the end is for all of them.
  std::condition_variable not_full_;   // Senders wait here. Notified when an item is removed, and
                                       // all of them by close().
  std::condition_variable not_empty_;  // Receivers wait here. Notified when an item is added, and
                                       // all of them by close().

  // Guarded by mutex_. How many sleep on each and have not been told to wake. It may be too many,
  // after a wake-up without a reason: then a notification is heard by nobody. It is never too few.
  // A queue without these two is as right: they save telling somebody who knows already, which is
  // dear when there is much to do on both sides (benchmarks/README.md).
  std::size_t senders_asleep_ = 0;
  std::size_t receivers_asleep_ = 0;
};
