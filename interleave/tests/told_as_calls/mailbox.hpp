// What stories of story_calls_test.cpp tell from outside.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "interleave/interleave.hpp"

class Mailbox {
 public:
  void put(int letter) {
    std::lock_guard lock(mutex_);
    if (letter < 0) interleave::tell("and the letter is burnt");
    if (letter >= 0) letter_ = letter;
    arrived_.notify_one();
  }

  int take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return letter_.has_value(); });
    return *letter_;
  }

  bool waits_for_a_letter(std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, longest, [this] { return letter_.has_value(); });
  }

  template <typename Read>
  void read(Read read) {
    read(take());
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<int> letter_;
};
