// The ballot box of exercise 3.2, finished, for the exercises that stand on it: the votes of one
// election (Raft, 5.2).
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

// How an election ends for its candidate, as far as wait() knows it.
enum class Outcome { kWon, kLost, kTimedOut, kAbandoned };

// The votes of one term in a cluster of cluster_size servers, and who waits for the result. The
// candidate records its own vote like any other.
//
// An election is decided when one of these has happened:
//   won: more than half of the cluster has granted.
//   lost: so many have refused that this cannot happen any more.
//   abandoned: abandon() was called.
// What was decided first stays.
//
// Thread safety: any number of threads may call any member at any time. Making and destroying is
// for one thread, while no other is inside.
class BallotBox {
 public:
  // Requires: cluster_size > 0. Throws std::invalid_argument otherwise.
  BallotBox(std::size_t cluster_size, Term term) : cluster_size_(cluster_size), term_(term) {
    if (cluster_size == 0) throw std::invalid_argument("BallotBox: cluster_size must not be 0");
  }

  BallotBox(const BallotBox&) = delete;
  BallotBox& operator=(const BallotBox&) = delete;

  // Counts a reply of `from`, which is a server of the cluster, once: a second reply of the same
  // server counts as nothing, whatever it says, and so does a reply of another term.
  void record(ServerId from, Term term, bool granted) {
    std::lock_guard lock(mutex_);
    if (term != term_) return;  // Before it is noted: the server's real reply may be yet to come.
    if (!replied_.insert(from).second) return;
    granted ? ++granted_ : ++refused_;
    if (granted_ > cluster_size_ / 2) decide(Outcome::kWon);
    if (cluster_size_ - refused_ <= cluster_size_ / 2) decide(Outcome::kLost);
  }

  // Waits until the election is decided, and returns at once when it is. Returns kTimedOut if it is
  // not at the deadline; a reply that is recorded at that very moment may count or not. The
  // election goes on then: wait() may be called again, and by several threads, each with a deadline
  // of its own.
  Outcome wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    decided_.wait_until(lock, deadline, [&] { return outcome_.has_value(); });
    return outcome_.value_or(Outcome::kTimedOut);  // The time-out of one caller decides nothing.
  }

  // Ends an undecided election: the candidate has become something else.
  void abandon() {
    std::lock_guard lock(mutex_);
    decide(Outcome::kAbandoned);
  }

 private:
  // What was decided first stays. Requires: the caller holds mutex_.
  void decide(Outcome outcome) {
    if (outcome_) return;
    outcome_ = outcome;
    decided_.notify_all();  // Any number of threads may be waiting, and all may go on.
  }

  const std::size_t cluster_size_;
  const Term term_;

  std::mutex mutex_;
  std::set<ServerId> replied_;      // Guarded by mutex_. Those whose reply was counted.
  std::size_t granted_ = 0;         // Guarded by mutex_. So many of them have granted, ...
  std::size_t refused_ = 0;         // Guarded by mutex_. ... and so many have refused.
  std::optional<Outcome> outcome_;  // Guarded by mutex_. Never kTimedOut; set once.

  // Those in wait() sleep here. They are notified when outcome_ is set.
  std::condition_variable decided_;
};
