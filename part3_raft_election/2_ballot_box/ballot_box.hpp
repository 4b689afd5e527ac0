// Exercise 3.2: the votes of one election (Raft, 5.2).
#pragma once

#include <chrono>
#include <cstddef>
#include <stdexcept>

#include "provided/not_written.hpp"
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
  // TODO 3.2a: keep what you are given.
  BallotBox(std::size_t cluster_size, Term term) {
    if (cluster_size == 0) throw std::invalid_argument("BallotBox: cluster_size must not be 0");
  }

  BallotBox(const BallotBox&) = delete;
  BallotBox& operator=(const BallotBox&) = delete;

  // Counts a reply of `from`, which is a server of the cluster, once: a second reply of the same
  // server counts as nothing, whatever it says, and so does a reply of another term.
  void record(ServerId from, Term term, bool granted) { not_written("3.2 record"); }  // TODO 3.2b

  // Waits until the election is decided, and returns at once when it is. Returns kTimedOut if it is
  // not at the deadline; a reply that is recorded at that very moment may count or not. The
  // election goes on then: wait() may be called again, and by several threads, each with a deadline
  // of its own.
  Outcome wait(Deadline deadline) { not_written("3.2 wait"); }  // TODO 3.2c

  // Ends an undecided election: the candidate has become something else.
  void abandon() { not_written("3.2 abandon"); }  // TODO 3.2d

 private:
  // TODO 3.2e: what must be known of each server? What does a waiting thread wait for, who makes
  // that true, and how many may be waiting?
};
