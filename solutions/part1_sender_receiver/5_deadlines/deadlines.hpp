// Exercise 1.5: the queue of 1.4, and calls that wait for a limited time only.
#pragma once

#include <chrono>
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
// Items are moved, and copied only if they cannot be moved. T needs no default constructor. If
// moving or copying an item throws, the caller gets the exception, and the queue can still be used.
//
// As in 1.4, every call takes effect at one moment between its start and its return.
// Thread safety: any number of threads may call any member at any time. The constructor and the
// destructor may run only while no other thread uses the queue.
//
// Calls with a time limit (try_push_for, try_push_until, try_pop_for, try_pop_until):
//   - The clock is std::chrono::steady_clock. Setting the wall clock changes no wait.
//   - `_for` waits for at most `timeout` from now; `_until` waits until `deadline`. Both take any
//     unit; a time that is finer than the clock's own unit is rounded up.
//   - With a timeout of zero or less, or a deadline that is over, the call checks once and does not
//     wait, as try_push() and try_pop() do.
//   - A limit of up to a hundred years is kept exactly. A longer one, even one that the clock's
//     numbers cannot hold, lasts a hundred years or more.
//   - A call that can continue does so at once: when there is room or an item, and when the queue
//     is closed.
//   - The time is over when now() >= deadline: not earlier and not later (except for the time that
//     the call may have to wait for the lock), however often something else wakes the thread before
//     that. After the deadline the call checks once more, and gives up only if it finds no item or
//     no room. So an item or a place that came in time is never refused.
//   - A call that gives up leaves everything as if it had never been made: an item or a place that
//     comes now is for other threads, and they are notified.
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
  // it belongs to the call, which destroys it. A sender that wants to keep it uses another call.
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
  // Returns whether it was added. On true, `item` has been moved from; on false, it is unchanged,
  // so the caller still has its value.
  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    if (closed_ || !has_room()) return false;
    append(item);
    return true;
  }

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, even if the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return remove_oldest();
  }

  // Adds `item` at the end. Waits while the queue is full and open, for at most `timeout`.
  // Returns whether it was added: false if the time was over or the queue was closed first. On
  // true, `item` has been moved from; on false, it is unchanged.
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
  // `timeout`. Returns std::nullopt if the time is over, or if the queue is closed and empty.
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
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;  // Of any size: comparing them does not overflow.

  // A limit beyond this counts as no limit: the clock's numbers cover 292 years only.
  static constexpr Seconds kFarAway = std::chrono::hours(24 * 365 * 100);

  // Returns the time when a wait of `timeout` that begins now is over. Rounds up: never too early.
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

  // The deadline stays the same, however often the thread wakes up. The wait checks for the last
  // time after the time-out, with the lock held. So a thread that was notified just when its time
  // was over uses what it was notified of, and no notification is lost.
  bool push_before(T& item, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    not_full_.wait_until(lock, deadline, [this] { return closed_ || has_room(); });
    if (closed_ || !has_room()) return false;
    append(item);
    return true;
  }

  // The same for the other side.
  std::optional<T> pop_before(Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    not_empty_.wait_until(lock, deadline, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    return remove_oldest();
  }

  // Requires: mutex_ is held.
  bool has_room() const { return items_.size() < capacity_; }

  // Moves `item` to the end and notifies one receiver.
  // Requires: mutex_ is held, the queue is open, and there is room.
  void append(T& item) {
    try {
      items_.push_back(std::move(item));
    } catch (...) {
      not_full_.notify_one();  // The room is still there: another sender can use it.
      throw;
    }
    not_empty_.notify_one();
  }

  // Removes the oldest item, notifies one sender, and returns the item. It is removed only after
  // it has arrived in `item`, so a copy that throws loses nothing.
  // Requires: mutex_ is held, and there is an item.
  std::optional<T> remove_oldest() {
    std::optional<T> item;
    try {
      item.emplace(std::move(items_.front()));
    } catch (...) {
      not_empty_.notify_one();  // The item is still there: another receiver can take it.
      throw;
    }
    items_.pop_front();
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
