// What the tests of 2.5 share.
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

#include "early_messages.hpp"
#include "inboxes.hpp"
#include "interleave/observer.hpp"
#include "rounds.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

inline std::size_t sum(const std::vector<std::size_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

// Each voter has one inbox, and each message went through one, once: none was put back.
inline void expect_each_message_went_through_once(const WatchedInboxes& inboxes, std::size_t voters,
                                                  std::size_t rounds) {
  EXPECT_EQ(inboxes.capacities().size(), voters) << "one inbox for each voter";
  EXPECT_EQ(inboxes.put_in(), std::vector<std::size_t>(voters, rounds * (voters - 1)))
      << "what was put into the inboxes: one message of each other voter in each round";
  EXPECT_EQ(inboxes.left_behind(), 0u) << "messages that nobody took out of their inbox";
  EXPECT_GE(inboxes.threads(), voters) << "each voter is a thread of its own";
}

// They agree as the rule says. There are at least two voters, and one round.
inline void expect_agreement(const Table& numbers) {
  const std::size_t voters = numbers.at(0).size();
  const WatchedInboxes inboxes;
  const Stopwatch stopwatch;
  const auto choose = [&](std::size_t voter, std::size_t round) {
    EXPECT_LE(interleave::threads_alive(), 2 * voters + 1) << "a voter has at most one helper";
    return numbers.at(round).at(voter);
  };
  EXPECT_EQ(agree(voters, numbers.size(), choose), decisions_for(voters, numbers));
  expect_each_message_went_through_once(inboxes, voters, numbers.size());
  EXPECT_EQ(stopwatch.time(), std::chrono::seconds(0)) << "somebody slept, and was not woken";
}

// Numbers of which no two rounds have one in common: a message of another round is noticed. In each
// round, the smallest number wins by a tie, or the two that are equal.
inline Table different_numbers(std::size_t voters, std::size_t rounds) {
  Table numbers(rounds, std::vector<int>(voters));
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t voter = 0; voter < voters; ++voter) {
      const std::size_t place = round % 2 == 0 ? (voter + round) % voters : voter / 2;
      numbers[round][voter] = static_cast<int>(voters * (rounds - round) + place);
    }
  }
  return numbers;
}

}  // namespace under_test
