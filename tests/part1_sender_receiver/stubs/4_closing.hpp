// Exercise 1.4: the bounded queue with an end.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>

#include "provided/not_written.hpp"

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
  bool push(T item) { not_written("1.4 push"); }  // TODO 1.4a

  // Removes the oldest item and returns it. Waits while the queue is empty and open.
  // Returns std::nullopt once the queue is closed and empty.
  std::optional<T> pop() { not_written("1.4 pop"); }  // TODO 1.4b

  // Adds `item` at the end if the queue is open and there is room. Never waits for room.
  // Returns whether it was added. On true, `item` has been moved from; on false, it is unchanged,
  // so the caller still has its value.
  bool try_push(T& item) { not_written("1.4 try_push"); }  // TODO 1.4c

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, even if the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() { not_written("1.4 try_pop"); }  // TODO 1.4d

  // Closes the queue for good, and wakes all waiting threads. Does not wait until the items have
  // been received. A closed queue may be closed again; that changes nothing.
  void close() { not_written("1.4 close"); }  // TODO 1.4e

  // Returns whether the queue is closed, even if there are still items to receive.
  bool closed() const { not_written("1.4 closed"); }  // TODO 1.4f

  // Returns the number of items now, from 0 to capacity().
  std::size_t size() const { not_written("1.4 size"); }  // TODO 1.4g

  // Returns how many items there is room for in all. This never changes.
  std::size_t capacity() const { return capacity_; }

 private:
  const std::size_t capacity_;  // Never changes, so no lock guards it.

  // TODO 1.4h: copy your members of 1.3 to this place. Which member says that the queue is closed,
  // and which lock guards it?
  // TODO 1.4i: what does each kind of thread wait for now? Who notifies it, and how many of them?
};
