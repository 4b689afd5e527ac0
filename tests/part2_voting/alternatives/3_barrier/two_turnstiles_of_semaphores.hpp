// Alternative: Two turnstiles of semaphores: all pass the first one before any passes the second.
#pragma once

#include <cstddef>
#include <mutex>
#include <semaphore>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    enter();
    first_.acquire();
    leave();
    second_.acquire();
  }

  // It passes no turnstile, and nobody waits for it at the second one.
  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    ++dropped_;
    open_first_if_all_are_here();
  }

 private:
  void enter() {
    std::lock_guard lock(mutex_);
    ++inside_;
    open_first_if_all_are_here();
  }

  void open_first_if_all_are_here() {
    if (inside_ + dropped_ < parties_) return;
    parties_ -= dropped_;
    dropped_ = 0;
    first_.release(static_cast<std::ptrdiff_t>(inside_));
  }

  void leave() {
    std::lock_guard lock(mutex_);
    if (++leaving_ < inside_) return;
    second_.release(static_cast<std::ptrdiff_t>(inside_));
    inside_ = 0;
    leaving_ = 0;
  }

  std::mutex mutex_;
  std::counting_semaphore<> first_{0};
  std::counting_semaphore<> second_{0};
  std::size_t parties_;
  std::size_t inside_ = 0;
  std::size_t leaving_ = 0;
  std::size_t dropped_ = 0;
};
