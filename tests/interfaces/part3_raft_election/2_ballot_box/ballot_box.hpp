// 3.2 as its tests see it.
#pragma once

#include <chrono>
#include <cstddef>

#include "provided/raft_types.hpp"
#include "tests/interfaces/answer.hpp"

namespace under_test {

using Deadline = std::chrono::steady_clock::time_point;

// The answer's Outcome, by name.
enum class Outcome { kWon, kLost, kTimedOut, kAbandoned };

// Hands every call on to the answer's BallotBox.
class BallotBox {
 public:
  BallotBox(std::size_t cluster_size, Term term);
  ~BallotBox();
  BallotBox(const BallotBox&) = delete;
  BallotBox& operator=(const BallotBox&) = delete;

  void record(ServerId from, Term term, bool granted);
  Outcome wait(Deadline deadline);
  void abandon();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
