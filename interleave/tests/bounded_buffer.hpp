// The bounded buffer whose schedules are counted.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

class BoundedBuffer {
 public:
  explicit BoundedBuffer(std::size_t capacity) : capacity_(capacity) {}

  void push(int item) {
    std::unique_lock lock(mutex_);
    while (items_.size() == capacity_) not_full_.wait(lock);
    items_.push_back(item);
    not_empty_.notify_one();
  }

  int pop() {
    std::unique_lock lock(mutex_);
    while (items_.empty()) not_empty_.wait(lock);
    const int item = items_.front();
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<int> items_;
};
