// What the tests of 2.2 share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "inboxes.hpp"
#include "stopwatch.hpp"
#include "voting_round.hpp"
#include "workbook_test.hpp"

namespace under_test {

using Choices = std::vector<int>;

// Calls vote() and checks that all decide for `winner`, and that everybody told everybody. There
// are at least two voters.
inline void expect_all_decide(int winner, const Choices& choices, std::size_t capacity) {
  const std::size_t voters = choices.size();
  const WatchedInboxes inboxes;
  const Stopwatch stopwatch;
  const std::vector<int> decisions = vote(choices, capacity);
  EXPECT_EQ(decisions, std::vector<int>(voters, winner));
  EXPECT_EQ(inboxes.capacities(), std::vector<std::size_t>(voters, capacity))
      << "one inbox for each voter, with room for exactly `capacity`";
  for (std::size_t messages : inboxes.put_in()) {
    EXPECT_EQ(messages, voters - 1) << "each voter sends one message to each other voter";
  }
  EXPECT_GE(inboxes.threads(), voters) << "each voter is a thread of its own";
  EXPECT_LE(inboxes.threads(), 2 * voters) << "a voter has at most one helper";
  EXPECT_EQ(stopwatch.time(), std::chrono::seconds(0)) << "somebody slept, and was not woken";
}

}  // namespace under_test
