// Exercise 1.3: a queue with limited room between threads that send and threads that receive.
#pragma once

#include <cstddef>
#include <optional>

#include "provided/not_written.hpp"

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
    if (capacity == 0) not_written("1.3 constructor");  // TODO 1.3a
  }

  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Adds `item` at the end. Waits while the queue is full.
  void push(T item) { not_written("1.3 push"); }  // TODO 1.3b

  // Removes the oldest item and returns it. Waits while the queue is empty.
  T pop() { not_written("1.3 pop"); }  // TODO 1.3c

  // Adds `item` at the end if there is room. Never waits for room.
  // Returns whether it was added. On true, `item` has been moved from; on false, it is unchanged,
  // so the caller still has its value.
  bool try_push(T& item) { not_written("1.3 try_push"); }  // TODO 1.3d

  // The same for try_push(3) and try_push(std::move(item)).
  bool try_push(T&& item) { return try_push(item); }

  // Removes the oldest item and returns it; returns std::nullopt if there is none. Never waits for
  // an item.
  std::optional<T> try_pop() { not_written("1.3 try_pop"); }  // TODO 1.3e

  // Returns the number of items now, from 0 to capacity().
  std::size_t size() const { not_written("1.3 size"); }  // TODO 1.3f

  // Returns how many items there is room for in all. This never changes.
  std::size_t capacity() const { return capacity_; }

 private:
  const std::size_t capacity_;  // Never changes, so no lock guards it.

  // TODO 1.3g: where are the items? What guards them?
  // TODO 1.3h: what does a sender wait for? What does a receiver wait for? Who notifies each?
};
