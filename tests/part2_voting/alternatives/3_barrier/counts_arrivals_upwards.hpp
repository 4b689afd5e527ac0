// Alternative: It counts arrivals upwards; one that drops is one less to wait for.
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
    ++arrived_;
    end_round_if_all_are_here();
    while (round_ == my_round) round_ended_.wait(lock);
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    end_round_if_all_are_here();
  }

 private:
  void end_round_if_all_are_here() {
    if (arrived_ < parties_) return;
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
