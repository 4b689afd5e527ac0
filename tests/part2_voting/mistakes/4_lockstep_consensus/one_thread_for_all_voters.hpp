// Mistake: One thread asks the voters one after the other.
// Verdict: deadlock, wrong result
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters);
  for (std::size_t round = 0; round < rounds && voters > 0; ++round) {
    std::vector<int> numbers;
    for (std::size_t voter = 0; voter < voters; ++voter) numbers.push_back(choose(voter, round));
    for (std::vector<int>& own : decisions) own.push_back(winner(numbers));
  }
  return decisions;
}
