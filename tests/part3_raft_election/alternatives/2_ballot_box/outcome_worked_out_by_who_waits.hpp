// Alternative: Nothing is decided by record(): it notes the order, and wait() works the result out.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
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
    if (abandoned_ || term != term_ || result() != Outcome::kTimedOut) return;
    replies_.try_emplace(from, granted);
    changed_.notify_all();
  }

  Outcome wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline, [&] { return result() != Outcome::kTimedOut; });
    return result();
  }

  void abandon() {
    std::lock_guard lock(mutex_);
    if (result() == Outcome::kTimedOut) abandoned_ = true;
    changed_.notify_all();
  }

 private:
  Outcome result() const {
    std::size_t granted = 0;
    for (const auto& [server, grants] : replies_) granted += grants ? 1 : 0;
    const std::size_t refused = replies_.size() - granted;
    if (abandoned_) return Outcome::kAbandoned;
    if (2 * granted > cluster_size_) return Outcome::kWon;
    if (2 * refused >= cluster_size_) return Outcome::kLost;
    return Outcome::kTimedOut;
  }

  const std::size_t cluster_size_;
  const Term term_;

  std::mutex mutex_;
  std::map<ServerId, bool> replies_;
  bool abandoned_ = false;

  std::condition_variable changed_;
};
