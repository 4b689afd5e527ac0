// Mistake: One that drops looks whether all are here, and only then takes itself off the number.
// Verdict: deadlock
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    const std::size_t my_round = round_;
    if (++arrived_ == parties_) {
      end_round();
      return;
    }
    round_ended_.wait(lock, [&] { return round_ != my_round; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    if (arrived_ == parties_) end_round();
    --parties_;
  }

 private:
  void end_round() {
    arrived_ = 0;
    ++round_;
    round_ended_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable round_ended_;
  std::size_t parties_;
  std::size_t arrived_ = 0;
  std::size_t round_ = 0;
};
