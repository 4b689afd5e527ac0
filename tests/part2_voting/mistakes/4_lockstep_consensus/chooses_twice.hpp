// Mistake: It asks once more for its own number when it counts.
// Verdict: wrong result, deadlock
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  Barrier barrier(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      board[voter] = choose(voter, round);
      barrier.arrive_and_wait();
      std::vector<int> numbers = board;
      numbers[voter] = choose(voter, round);
      decisions[voter][round] = winner(numbers);
      barrier.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
