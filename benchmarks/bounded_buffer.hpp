// The program on which the explorer and its peers are measured: a bounded buffer of capacity 1 with
// one mutex, two condition variables, `while` and notify_one.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

class BoundedBuffer {
 public:
  void push(int item) {
    std::unique_lock lock(mutex_);
    while (full_) not_full_.wait(lock);
    item_ = item;
    full_ = true;
    not_empty_.notify_one();
  }

  int pop() {
    std::unique_lock lock(mutex_);
    while (!full_) not_empty_.wait(lock);
    full_ = false;
    not_full_.notify_one();
    return item_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  int item_ = 0;
  bool full_ = false;
};

// `senders` threads push so many items each; one receiver pops them all.
inline void exchange(int senders, int items) {
  BoundedBuffer buffer;
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(senders) + 1);
  for (int sender = 0; sender < senders; ++sender) {
    threads.emplace_back([&buffer, items] {
      for (int i = 0; i < items; ++i) buffer.push(i);
    });
  }
  threads.emplace_back([&buffer, senders, items] {
    for (int i = 0; i < senders * items; ++i) buffer.pop();
  });
  for (std::thread& thread : threads) thread.join();
}
