// What the tests of 2.4 share.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lockstep_consensus.hpp"
#include "workbook_test.hpp"

namespace under_test {

using Decisions = std::vector<std::vector<int>>;
using Table = std::vector<std::vector<int>>;

// A Choose that looks its numbers up in numbers[round][voter].
inline Choose from(const Table& numbers) {
  return [&numbers](std::size_t voter, std::size_t round) { return numbers.at(round).at(voter); };
}

// What the rule says to numbers[round][voter], for as many voters.
inline Decisions decisions_for(std::size_t voters, const Table& numbers) {
  std::vector<int> of_one;
  for (const std::vector<int>& round : numbers) of_one.push_back(winner(round));
  return Decisions(voters, of_one);
}

// They agree as the rule says.
inline void expect_agreement(const Table& numbers) {
  const std::size_t voters = numbers.at(0).size();
  EXPECT_EQ(agree(voters, numbers.size(), from(numbers)), decisions_for(voters, numbers));
}

// Numbers without a pattern, many of them equal: the same on every machine.
inline Table mixed_numbers(std::size_t voters, std::size_t rounds) {
  Table numbers(rounds, std::vector<int>(voters));
  unsigned state = 7;
  for (std::vector<int>& round : numbers) {
    for (int& number : round) {
      state = state * 1'103'515'245 + 12'345;
      number = static_cast<int>(state / 65'536 % 4);
    }
  }
  return numbers;
}

}  // namespace under_test

using namespace under_test;
