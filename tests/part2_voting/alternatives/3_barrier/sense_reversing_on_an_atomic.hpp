// Alternative: Sense-reversing: who waits sleeps on an atomic flag that the last one turns.
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
    const bool my_sense = sense_;
    arrive();
    sense_.wait(my_sense);
  }

  void arrive_and_drop() {
    --parties_;
    arrive();
  }

 private:
  void arrive() {
    if (--missing_ > 0) return;
    missing_ = parties_.load();
    sense_ = !sense_;
    sense_.notify_all();
  }

  std::atomic<std::size_t> parties_;
  std::atomic<std::size_t> missing_;
  std::atomic<bool> sense_ = false;
};
