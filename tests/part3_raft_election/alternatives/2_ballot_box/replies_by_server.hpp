// Alternative: A map says what each server has replied; votes are counted when needed.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
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
    replies_.try_emplace(from, granted);
    const auto grants = [](const auto& reply) { return reply.second; };
    const auto given = std::count_if(replies_.begin(), replies_.end(), grants);
    const auto granted_by = static_cast<std::size_t>(given);
    if (2 * granted_by > cluster_size_) decide(Outcome::kWon);
    if (2 * (cluster_size_ - replies_.size() + granted_by) <= cluster_size_) decide(Outcome::kLost);
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
  std::map<ServerId, bool> replies_;
  std::optional<Outcome> outcome_;

  std::condition_variable decided_;
};
