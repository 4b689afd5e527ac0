// Mistake: It waits by looking at an atomic in a loop.
// Verdict: polls, never ends
#pragma once

#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <thread>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    const std::size_t my_round = round_;
    arrive();
    while (round_ == my_round) std::this_thread::yield();
  }

  void arrive_and_drop() {
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    if (--missing_ > 0) return;
    missing_ = parties_.load();
    ++round_;
  }

  std::atomic<std::size_t> parties_;
  std::atomic<std::size_t> missing_;
  std::atomic<std::size_t> round_ = 0;
};
