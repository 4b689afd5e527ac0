// Mistake: One semaphore lets all through: a fast thread takes the turn of a slow one.
// Verdict: wrong result, deadlock, data race
#pragma once

#include <cstddef>
#include <mutex>
#include <semaphore>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    arrive(parties_now());
    turnstile_.acquire();
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --missing_;
    --parties_;
    if (missing_ > 0) return;
    turnstile_.release(static_cast<std::ptrdiff_t>(parties_));
    missing_ = parties_;
  }

 private:
  std::size_t parties_now() {
    std::lock_guard lock(mutex_);
    return parties_;
  }

  void arrive(std::size_t parties) {
    std::lock_guard lock(mutex_);
    if (--missing_ > 0) return;
    turnstile_.release(static_cast<std::ptrdiff_t>(parties));
    missing_ = parties_;
  }

  std::mutex mutex_;
  std::counting_semaphore<> turnstile_{0};
  std::size_t parties_;
  std::size_t missing_;
};
