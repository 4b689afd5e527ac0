// Mistake: It counts votes in a vector with 1001 places: a negative number has none.
// Verdict: crash
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline int elect(const std::vector<int>& numbers) {
  std::vector<int> tally(1001);
  for (int number : numbers) ++tally.at(static_cast<std::size_t>(number));
  std::size_t best = 0;
  for (std::size_t number = 0; number < tally.size(); ++number) {
    if (tally[number] > tally[best]) best = number;
  }
  return static_cast<int>(best);
}

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  Barrier barrier(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      board[voter] = choose(voter, round);
      barrier.arrive_and_wait();
      decisions[voter][round] = elect(board);
      barrier.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
