// Alternative: A number of the round with the weakest orders that are enough.
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
    const std::size_t my_round = round_.load(std::memory_order_relaxed);
    arrive();
    round_.wait(my_round, std::memory_order_acquire);
  }

  void arrive_and_drop() {
    parties_.fetch_sub(1, std::memory_order_relaxed);
    arrive();
  }

 private:
  // The last one acquires what all others released, and releases all of it.
  void arrive() {
    if (missing_.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
    missing_.store(parties_.load(std::memory_order_relaxed), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
  }

  std::atomic<std::size_t> parties_;
  std::atomic<std::size_t> missing_;
  std::atomic<std::size_t> round_ = 0;
};
