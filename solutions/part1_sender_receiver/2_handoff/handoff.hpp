// Exercise 1.2: one slot, through which a value passes from one thread to another.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

// A slot that is empty or holds one value. Each value that is put is taken exactly once, and values
// come out in the order in which they went in.
//
// Every value of T is allowed. Values are moved in and moved out, never copied; T needs no default
// constructor. Requires: moving a T does not throw.
//
// Thread safety: any number of threads may call any member at any time. The constructor and the
// destructor may run only while no other thread uses the slot.
template <typename T>
class Handoff {
 public:
  // Makes an empty slot.
  Handoff() = default;

  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;

  // Fills the slot with `value`. Waits while the slot is full.
  void put(T value) {
    std::unique_lock lock(mutex_);
    empty_.wait(lock, [this] { return !slot_.has_value(); });
    slot_.emplace(std::move(value));
    full_.notify_one();
  }

  // Empties the slot and returns the value. Waits while the slot is empty.
  T take() {
    std::unique_lock lock(mutex_);
    full_.wait(lock, [this] { return slot_.has_value(); });
    T value = std::move(*slot_);
    slot_.reset();
    empty_.notify_one();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;  // Guarded by mutex_. Without a value, the slot is empty.

  // On each of these, one kind of thread waits, and each change lets exactly one of them continue.
  // So notify_one always wakes a thread that can use the change.
  std::condition_variable empty_;  // Putters wait here. Notified whenever a value is taken.
  std::condition_variable full_;   // Takers wait here. Notified whenever a value is put.
};
