// Mistake: Of several numbers with equally many votes, the largest wins.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <map>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline int elect(const std::vector<int>& numbers) {
  std::map<int, int> tally;
  for (int number : numbers) ++tally[number];
  int best = numbers.front();
  for (const auto& [number, votes] : tally) {
    if (votes >= tally[best]) best = number;
  }
  return best;
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
