// Alternative: Each round has a promise, and who waits has its future.
#pragma once

#include <cstddef>
#include <future>
#include <mutex>
#include <stdexcept>
#include <utility>

class Barrier {
 public:
  explicit Barrier(std::size_t parties) : parties_(parties), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::shared_future<void> end;
    {
      std::lock_guard lock(mutex_);
      end = end_of_round_;
      arrive();
    }
    end.wait();
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
    std::promise<void> over = std::move(round_);
    round_ = std::promise<void>();
    end_of_round_ = round_.get_future().share();
    over.set_value();
  }

  std::mutex mutex_;
  std::size_t parties_;
  std::size_t missing_;
  std::promise<void> round_;
  std::shared_future<void> end_of_round_ = round_.get_future().share();
};
