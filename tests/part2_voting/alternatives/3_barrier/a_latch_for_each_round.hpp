// Alternative: Each round has a latch of its own, which lives as long as somebody waits for it.
#pragma once

#include <cstddef>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>

class Barrier {
 public:
  explicit Barrier(std::size_t parties)
      : parties_(parties), latch_(make_latch(parties)), missing_(parties) {
    if (parties == 0) throw std::invalid_argument("parties must not be 0");
  }

  void arrive_and_wait() {
    const std::shared_ptr<std::latch> latch = arrive(false);
    latch->arrive_and_wait();
  }

  void arrive_and_drop() {
    const std::shared_ptr<std::latch> latch = arrive(true);
    latch->count_down();
  }

 private:
  static std::shared_ptr<std::latch> make_latch(std::size_t parties) {
    return std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(parties));
  }

  std::shared_ptr<std::latch> arrive(bool drops) {
    std::lock_guard lock(mutex_);
    if (drops) --parties_;
    std::shared_ptr<std::latch> latch = latch_;
    if (--missing_ == 0) {
      missing_ = parties_;
      latch_ = make_latch(parties_);
    }
    return latch;
  }

  std::mutex mutex_;
  std::size_t parties_;
  std::shared_ptr<std::latch> latch_;
  std::size_t missing_;
};
