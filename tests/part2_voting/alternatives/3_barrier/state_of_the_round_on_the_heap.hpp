// Alternative: Each round is an object that its threads share.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties)
      : parties_(parties), round_(std::make_shared<Round>(parties)) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    const std::shared_ptr<Round> round = round_;
    arrive();
    round->ended.wait(lock, [&] { return round->missing == 0; });
  }

  void arrive_and_drop() {
    std::lock_guard lock(mutex_);
    --parties_;
    arrive();
  }

 private:
  struct Round {
    explicit Round(std::size_t parties) : missing(parties) {}

    std::size_t missing;
    std::condition_variable ended;
  };

  void arrive() {
    if (--round_->missing > 0) return;
    round_->ended.notify_all();
    round_ = std::make_shared<Round>(parties_);
  }

  std::mutex mutex_;
  std::size_t parties_;
  std::shared_ptr<Round> round_;
};
