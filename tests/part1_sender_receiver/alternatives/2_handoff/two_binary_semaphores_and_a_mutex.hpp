// Alternative: Semaphores count the free and the filled slot, and a mutex guards what is in it.
#pragma once

#include <mutex>
#include <optional>
#include <semaphore>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    empty_.acquire();
    {
      std::lock_guard lock(mutex_);
      slot_.emplace(std::move(value));
    }
    full_.release();
  }

  T take() {
    full_.acquire();
    std::unique_lock lock(mutex_);
    T value = std::move(*slot_);
    slot_.reset();
    lock.unlock();
    empty_.release();
    return value;
  }

 private:
  std::mutex mutex_;
  std::optional<T> slot_;
  std::binary_semaphore empty_{1};
  std::binary_semaphore full_{0};
};
