// Mistake: It looks every millisecond whether the round is over.
// Verdict: polls, never ends
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <thread>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    const std::size_t my_round = round_;
    arrive();
    while (round_ == my_round) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    if (--missing_ > 0) return;
    missing_ = parties_;
    ++round_;
  }

  std::mutex mutex_;
  std::size_t parties_;
  std::size_t missing_;
  std::size_t round_ = 0;
};
