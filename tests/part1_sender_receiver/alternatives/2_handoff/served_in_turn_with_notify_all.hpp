// Alternative: Both sides draw numbers; everybody is woken, and the one whose turn it is goes on.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    std::unique_lock lock(mutex_);
    const std::size_t mine = next_put_++;
    changed_.wait(lock, [&] { return puts_ == mine && takes_ == mine; });
    slot_.emplace(std::move(value));
    ++puts_;
    changed_.notify_all();
  }

  T take() {
    std::unique_lock lock(mutex_);
    const std::size_t mine = next_take_++;
    changed_.wait(lock, [&] { return takes_ == mine && puts_ == mine + 1; });
    T value = std::move(*slot_);
    slot_.reset();
    ++takes_;
    changed_.notify_all();
    return value;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<T> slot_;
  std::size_t next_put_ = 0;  // The number of the next one to come, and
  std::size_t puts_ = 0;      // how many have put.
  std::size_t next_take_ = 0;
  std::size_t takes_ = 0;
};
