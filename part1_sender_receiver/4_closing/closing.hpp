// Exercise 1.4: the bounded queue with an end.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>

#include "provided/not_written.hpp"

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
  bool push(T item) { not_written("1.4 push"); }  // TODO 1.4a

  // Removes the oldest item and returns it. Waits while the queue is empty and open.
  // Returns std::nullopt once the queue is closed and empty.
  std::optional<T> pop() { not_written("1.4 pop"); }  // TODO 1.4b

  // Adds `item` at the end if the queue is open and there is room. Never waits for room.
  // Returns whether it did. On true, `item` has been moved from; on false it is untouched, so the
  // caller still has its value.
  bool try_push(T& item) { not_written("1.4 try_push"); }  // TODO 1.4c

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it, also when the queue is closed; returns std::nullopt if
  // there is none. Never waits for an item.
  std::optional<T> try_pop() { not_written("1.4 try_pop"); }  // TODO 1.4d

  // Closes the queue, for good, and wakes everybody who waits. Does not wait for the items to be
  // received. To close a closed queue is right, and changes nothing.
  void close() { not_written("1.4 close"); }  // TODO 1.4e

  // Returns whether close() was called, whether or not there are still items to receive.
  bool closed() const { not_written("1.4 closed"); }  // TODO 1.4f

  // Returns how many items there are now, from 0 to capacity().
  std::size_t size() const { not_written("1.4 size"); }  // TODO 1.4g

  // Returns how many items there is room for, full or not.
  std::size_t capacity() const { return capacity_; }

 private:
  const std::size_t capacity_;  // Never changes, so it needs no guard.

  // TODO 1.4h: bring your members of 1.3 here. What says that the queue is closed, and what guards
  // it?
  // TODO 1.4i: what does each kind of waiter wait for now? Who tells it, and how many of them?
};
