// Mistake: The own vote is added, although the candidate records it as well.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>

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
    if (granted_ + 1 > cluster_size_ / 2) decide(Outcome::kWon);
    if (cluster_size_ - refused_ <= cluster_size_ / 2) decide(Outcome::kLost);
  }

  Outcome wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    decided_.wait_until(lock, deadline, [&] { return outcome_.has_value(); });
    return outcome_.value_or(Outcome::kTimedOut);
  }

  void abandon() {
    std::lock_guard lock(mutex_);
    decide(Outcome::kAbandoned);
  }

 private:
  void decide(Outcome outcome) {
    if (outcome_) return;
    outcome_ = outcome;
    decided_.notify_all();
  }

  const std::size_t cluster_size_;
  const Term term_;

  std::mutex mutex_;
  std::set<ServerId> replied_;
  std::size_t granted_ = 0;
  std::size_t refused_ = 0;
  std::optional<Outcome> outcome_;

  std::condition_variable decided_;
};
