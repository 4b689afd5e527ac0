// Exercise 1.5: the queue of 1.4, and calls that wait for a limited time only.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>

#include "provided/not_written.hpp"

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
  bool push(T item) { not_written("1.5 push"); }  // TODO 1.5a

  // Removes the oldest item and returns it. Waits while the queue is empty and open.
  // Returns std::nullopt once the queue is closed and empty.
  std::optional<T> pop() { not_written("1.5 pop"); }  // TODO 1.5b

  // Adds `item` at the end if the queue is open and there is room. Never waits for room.
  // Returns whether it was added. On true, `item` has been moved from; on false, it is unchanged,
  // so the caller still has its value.
  bool try_push(T& item) { not_written("1.5 try_push"); }  // TODO 1.5c

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, even if the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() { not_written("1.5 try_pop"); }  // TODO 1.5d

  // Adds `item` at the end. Waits while the queue is full and open, for at most `timeout`.
  // Returns whether it was added: false if the time was over or the queue was closed first. On
  // true, `item` has been moved from; on false, it is unchanged.
  template <typename Rep, typename Period>
  bool try_push_for(T& item, const std::chrono::duration<Rep, Period>& timeout) {
    not_written("1.5 try_push_for");  // TODO 1.5e
  }

  // The same until `deadline`.
  template <typename Duration>
  bool try_push_until(
      T& item, const std::chrono::time_point<std::chrono::steady_clock, Duration>& deadline) {
    not_written("1.5 try_push_until");  // TODO 1.5f
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
    not_written("1.5 try_pop_for");  // TODO 1.5g
  }

  // The same until `deadline`.
  template <typename Duration>
  std::optional<T> try_pop_until(
      const std::chrono::time_point<std::chrono::steady_clock, Duration>& deadline) {
    not_written("1.5 try_pop_until");  // TODO 1.5h
  }

  // Closes the queue for good, and wakes all waiting threads. Does not wait until the items have
  // been received. A closed queue may be closed again; that changes nothing.
  void close() { not_written("1.5 close"); }  // TODO 1.5i

  // Returns whether the queue is closed, even if there are still items to receive.
  bool closed() const { not_written("1.5 closed"); }  // TODO 1.5j

  // Returns the number of items now, from 0 to capacity().
  std::size_t size() const { not_written("1.5 size"); }  // TODO 1.5k

  // Returns how many items there is room for in all. This never changes.
  std::size_t capacity() const { return capacity_; }

 private:
  const std::size_t capacity_;  // Never changes, so no lock guards it.

  // TODO 1.5l: copy your members of 1.4 to this place. Do the new calls wait for anything that the
  // others do not wait for?
};
