// Alternative: The result is a promise; who waits has its future.
#pragma once

#include <chrono>
#include <cstddef>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <utility>

#include "provided/raft_types.hpp"

using Deadline = std::chrono::steady_clock::time_point;

enum class Outcome { kWon, kLost, kTimedOut, kAbandoned };

class BallotBox {
 public:
  BallotBox(std::size_t cluster_size, Term term) : cluster_size_(cluster_size), term_(term) {
    if (cluster_size == 0) throw std::invalid_argument("BallotBox: cluster_size must not be 0");
  }

  BallotBox(const BallotBox&) = delete;
  BallotBox& operator=(const BallotBox&) = delete;

  void record(ServerId from, Term term, bool granted) {
    std::lock_guard lock(mutex_);
    if (term != term_) return;
    if (!replied_.insert(from).second) return;
    granted ? ++granted_ : ++refused_;
    if (granted_ > cluster_size_ / 2) decide(Outcome::kWon);
    if (cluster_size_ - refused_ <= cluster_size_ / 2) decide(Outcome::kLost);
  }

  Outcome wait(Deadline deadline) {
    const std::shared_future<Outcome> result = result_;
    const bool is_there = result.wait_until(deadline) == std::future_status::ready;
    return is_there ? result.get() : Outcome::kTimedOut;
  }

  void abandon() {
    std::lock_guard lock(mutex_);
    decide(Outcome::kAbandoned);
  }

 private:
  void decide(Outcome outcome) {
    if (std::exchange(is_decided_, true)) return;
    decision_.set_value(outcome);
  }

  const std::size_t cluster_size_;
  const Term term_;

  std::mutex mutex_;
  std::set<ServerId> replied_;
  std::size_t granted_ = 0;
  std::size_t refused_ = 0;
  bool is_decided_ = false;

  std::promise<Outcome> decision_;
  const std::shared_future<Outcome> result_ = decision_.get_future().share();
};
