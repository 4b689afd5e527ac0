// Exercise 1.5: the queue of 1.4, with a limit to how long a call waits.
#pragma once

#include <chrono>
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
// Calls with a time limit (try_push_for, try_push_until, try_pop_for, try_pop_until):
//   - Time is that of std::chrono::steady_clock. Nobody who sets the wall clock changes a wait.
//   - `_for` waits for at most `timeout` from now; `_until` waits until `deadline`. Both take any
//     unit; what is finer than the clock's own is rounded up.
//   - With a timeout of zero or less, or a deadline that is over, the call looks once and does not
//     wait, as try_push() and try_pop() do.
//   - A limit of up to a hundred years is kept exactly. A longer one, even one that the clock's
//     numbers cannot hold, lasts a hundred years or more.
//   - A call that can go on goes on at once: when there is room or an item, and when the queue is
//     closed.
//   - Time runs out at the deadline, once now() >= deadline: not earlier, not later (but for the
//     time that the call may have to wait for the lock), and however often something else wakes the
//     thread until then. After the deadline the call looks once more, and gives up only if that
//     look finds nothing. So what came in time is never refused.
//   - A call that gives up leaves everything as if it had never been there: what comes now is for
//     others, and they are told.
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
  // call took it over and destroys it. A sender that wants to keep it uses one of the others.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return closed_ || has_room(); });
    if (closed_) return false;
    append(item);
    return true;
  }

  // Removes the oldest item and returns it. Waits while the queue is empty and open.
  // Returns std::nullopt once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    return remove_oldest();
  }

  // Adds `item` at the end if the queue is open and there is room. Never waits for room.
  // Returns whether it did. On true, `item` has been moved from; on false it is untouched, so the
  // caller still has its value.
  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (closed_ || !has_room()) return false;
    append(item);
    return true;
  }

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, also when the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return remove_oldest();
  }

  // Adds `item` at the end. Waits while the queue is full and open, for at most `timeout`.
  // Returns whether it did; false when time ran out, or the queue was closed first. On true, `item`
  // has been moved from; on false it is untouched.
  template <typename Rep, typename Period>
  bool try_push_for(T& item, const std::chrono::duration<Rep, Period>& timeout) {
    return push_before(item, deadline_after(timeout));
  }

  // The same until `deadline`.
  template <typename Duration>
  bool try_push_until(
      T& item, const std::chrono::time_point<std::chrono::steady_clock, Duration>& deadline) {
    return push_before(item, on_clock(deadline));
  }

  // The same for an item without a name, and for std::move(item).
  template <typename Rep, typename Period>
  bool try_push_for(T&& item, const std::chrono::duration<Rep, Period>& timeout) {
    return try_push_for(item, timeout);
  }
  template <typename Duration>
  bool try_push_until(
      T&& item, const std::chrono::time_point<std::chrono::steady_clock, Duration>& deadline) {
    return try_push_until(item, deadline);
  }

  // Removes the oldest item and returns it. Waits while the queue is empty and open, for at most
  // `timeout`. Returns std::nullopt when time ran out, or the queue is closed and empty.
  template <typename Rep, typename Period>
  std::optional<T> try_pop_for(const std::chrono::duration<Rep, Period>& timeout) {
    return pop_before(deadline_after(timeout));
  }

  // The same until `deadline`.
  template <typename Duration>
  std::optional<T> try_pop_until(
      const std::chrono::time_point<std::chrono::steady_clock, Duration>& deadline) {
    return pop_before(on_clock(deadline));
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
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;  // Of any size: comparing them does not overflow.

  // What is further away is as good as no limit: the clock's numbers end after 292 years.
  static constexpr Seconds kFarAway = std::chrono::hours(24 * 365 * 100);

  // Returns when a wait of `timeout` that begins now is over. Rounds up: never too early.
  template <typename Rep, typename Period>
  static Clock::time_point deadline_after(const std::chrono::duration<Rep, Period>& timeout) {
    const Clock::time_point now = Clock::now();
    if (timeout <= timeout.zero()) return now;
    if (Seconds(timeout) > kFarAway) return Clock::time_point::max();
    return now + std::chrono::ceil<Clock::duration>(timeout);
  }

  // Returns `deadline` in the clock's own unit, rounded up.
  template <typename Duration>
  static Clock::time_point on_clock(const std::chrono::time_point<Clock, Duration>& deadline) {
    const Clock::time_point now = Clock::now();
    const Seconds left = Seconds(deadline.time_since_epoch()) - now.time_since_epoch();
    if (left < -kFarAway) return now;
    if (left > kFarAway) return Clock::time_point::max();
    return std::chrono::ceil<Clock::duration>(deadline);
  }

  // The deadline stays the same however often the wait wakes up. The wait's last look comes after
  // the time-out, with the lock held: if this thread was notified as its time ran out, it uses what
  // it was notified of, so that no notification is lost.
  bool push_before(T& item, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    not_full_.wait_until(lock, deadline, [this] { return closed_ || has_room(); });
    if (closed_ || !has_room()) return false;
    append(item);
    return true;
  }

  // The same from the other side.
  std::optional<T> pop_before(Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    not_empty_.wait_until(lock, deadline, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    return remove_oldest();
  }

  // Requires: mutex_ is held.
  bool has_room() const { return items_.size() < capacity_; }

  // Moves `item` to the end and tells one receiver.
  // Requires: mutex_ is held, the queue is open, and there is room.
  void append(T& item) {
    try {
      items_.push_back(std::move(item));
    } catch (...) {
      not_full_.notify_one();  // The room this thread was woken for is still there: pass it on.
      throw;
    }
    not_empty_.notify_one();
  }

  // Returns the oldest item, having removed it and told one sender. It is not removed before it
  // has arrived in `item`, so a copy that throws loses nothing.
  // Requires: mutex_ is held, and there is an item.
  std::optional<T> remove_oldest() {
    std::optional<T> item;
    try {
      item.emplace(std::move(items_.front()));
    } catch (...) {
      not_empty_.notify_one();  // The item this thread was woken for is still there: pass it on.
      throw;
    }
    items_.pop_front();
    not_full_.notify_one();
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
};
