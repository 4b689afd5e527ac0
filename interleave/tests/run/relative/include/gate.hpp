#pragma once

#include <condition_variable>
#include <mutex>

class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    open_.wait(lock);
  }
  void open() { open_.notify_all(); }

 private:
  std::mutex mutex_;
  std::condition_variable open_;
};
