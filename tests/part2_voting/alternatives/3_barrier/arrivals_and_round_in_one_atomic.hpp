// Alternative: One atomic number holds the round and how many are missing.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), state_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    const std::uint64_t my_round = state_ >> 32;
    arrive();
    std::uint64_t now = state_;
    while (now >> 32 == my_round) {
      state_.wait(now);
      now = state_;
    }
  }

  void arrive_and_drop() {
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    const std::uint64_t now = --state_;
    if ((now & 0xffffffff) > 0) return;
    state_ = (((now >> 32) + 1) << 32) | parties_;
    state_.notify_all();
  }

  std::atomic<std::uint64_t> parties_;
  std::atomic<std::uint64_t> state_;
};
