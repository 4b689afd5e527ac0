// What the tests of 2.1 share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "all_to_all.hpp"
#include "inboxes.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

using Choices = std::vector<int>;
using Rows = std::vector<std::vector<int>>;

// Returns `choices` without the one of `voter`, in rising order: what this voter has to hear.
inline std::vector<int> numbers_for(std::size_t voter, const Choices& choices) {
  std::vector<int> others = choices;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(voter));
  return sorted(others);
}

inline Rows numbers_for_all(const Choices& choices) {
  Rows rows;
  for (std::size_t voter = 0; voter < choices.size(); ++voter) {
    rows.push_back(numbers_for(voter, choices));
  }
  return rows;
}

// Each inbox had exactly the room that was asked for, and carried each number it had to, once.
inline void expect_the_numbers_went_through(const WatchedInboxes& inboxes, const Choices& choices,
                                            std::size_t capacity) {
  EXPECT_EQ(inboxes.capacities(), std::vector<std::size_t>(choices.size(), capacity))
      << "one inbox for each voter, with room for exactly `capacity`";
  Rows carried = inboxes.numbers();
  Rows expected = numbers_for_all(choices);
  std::sort(carried.begin(), carried.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(carried, expected) << "what was put into the inboxes";
  EXPECT_EQ(inboxes.left_behind(), 0u) << "numbers that nobody took out of their inbox";
}

// Calls all_to_all() and checks what it promises. There are at least two voters.
inline void expect_all_hear_all(const Choices& choices, std::size_t capacity) {
  const std::size_t voters = choices.size();
  const WatchedInboxes inboxes;
  const Stopwatch stopwatch;
  Rows heard = all_to_all(choices, capacity);
  for (std::vector<int>& row : heard) row = sorted(row);
  EXPECT_EQ(heard, numbers_for_all(choices));
  expect_the_numbers_went_through(inboxes, choices, capacity);
  EXPECT_GE(inboxes.threads(), voters) << "each voter is a thread of its own";
  EXPECT_LE(inboxes.threads(), 2 * voters) << "a voter has at most one helper";
  EXPECT_EQ(stopwatch.time(), std::chrono::seconds(0)) << "somebody slept, and was not woken";
}

}  // namespace under_test
