// What the tests of Part 2 see of the inboxes that an answer makes: how much room each has, and
// what went through it.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <vector>

#include "provided/queue_watcher.hpp"

namespace under_test {

// Watches all BoundedQueues that are made while it lives.
//
// Its members are compiled without the explorer's hooks and keep what they hear in plain arrays. So
// it adds no step to a schedule, and its own accesses race with nothing. Its constructor is the
// test's: so the explorer knows that it sets QueueWatcher::current(), and puts that back after a
// schedule that fails.
class WatchedInboxes : public QueueWatcher {
 public:
  // No test has more queues, or asks for more numbers of one queue, than these.
  static constexpr std::size_t kQueuesMax = 64;
  static constexpr std::size_t kNumbersMax = 64;
  static constexpr std::size_t kThreadsMax = 256;

  // Of a queue it knows nothing else. Items are counted without a limit.
  struct Queue {
    const void* address = nullptr;
    std::size_t capacity = 0;
    std::size_t put_in = 0;      // How many items.
    std::size_t taken_out = 0;   // How many items.
    std::size_t carried = 0;     // How many of `numbers` are set.
    int numbers[kNumbersMax]{};  // Those that were put in, in this order.
  };

  void made(const void* queue, std::size_t capacity) override;
  void put_in(const void* queue, const int* number) override;
  void taken_out(const void* queue, const int* number) override;

  // Each of these has one entry for each queue, in the order in which the queues were made. A queue
  // that was made before the watcher has an entry once it is used, with a capacity of 0.
  std::vector<std::size_t> capacities() const;
  std::vector<std::size_t> put_in() const;
  std::vector<std::size_t> taken_out() const;
  // The numbers that were put into each, in rising order. Queues of int only.
  std::vector<std::vector<int>> numbers() const;

  // Returns how many items were put in and not taken out.
  std::size_t left_behind() const;

  // Returns how many threads put items in or took items out.
  std::size_t threads() const { return threads_count_; }

 private:
  Queue& find(const void* queue);
  void count_this_thread();

  std::size_t count_ = 0;
  Queue queues_[kQueuesMax];
  std::size_t threads_count_ = 0;
  pthread_t threads_[kThreadsMax]{};  // No two threads of one schedule have the same one.
};

}  // namespace under_test
