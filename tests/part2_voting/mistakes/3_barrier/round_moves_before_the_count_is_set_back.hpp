// Mistake: With atomics: the next round begins before the count is set back.
// Verdict: deadlock, wrong result, data race
#pragma once

#include <atomic>
#include <cstddef>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    const std::size_t my_round = round_;
    arrive();
    round_.wait(my_round);
  }

  void arrive_and_drop() {
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    if (--missing_ > 0) return;
    ++round_;
    missing_ = parties_.load();
    round_.notify_all();
  }

  std::atomic<std::size_t> parties_;
  std::atomic<std::size_t> missing_;
  std::atomic<std::size_t> round_ = 0;
};
