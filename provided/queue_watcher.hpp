// For tests: what happens to the queues that an answer makes. A program that sets no watcher has
// nothing to do with this.
#pragma once

#include <cstddef>

// Is told of every BoundedQueue, from the watcher's construction to its destruction. The one that
// was made last is told. Derive from it.
//
// Thread safety: it is made and destroyed while no other thread uses a queue. What concerns one
// queue is told by one thread at a time, with the queue's lock held. So a watcher must not use the
// queue. What concerns two queues may be told by two threads at the same time.
class QueueWatcher {
 public:
  QueueWatcher() : before_(current_) { current_ = this; }
  virtual ~QueueWatcher() { current_ = before_; }
  QueueWatcher(const QueueWatcher&) = delete;
  QueueWatcher& operator=(const QueueWatcher&) = delete;

  // A queue with room for `capacity` items was made.
  virtual void made(const void* queue, std::size_t capacity) = 0;

  // An item was put in, or taken out. `number` points to it if the queue carries numbers of type
  // int; otherwise it is nullptr.
  virtual void put_in(const void* queue, const int* number) = 0;
  virtual void taken_out(const void* queue, const int* number) = 0;

  // Returns the one to tell, or nullptr.
  static QueueWatcher* current() { return current_; }

 private:
  static inline QueueWatcher* current_ = nullptr;

  QueueWatcher* const before_;
};
