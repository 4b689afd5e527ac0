// Alternative: In the last round nobody waits for the others to read: all leave the barrier.
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
      decisions[voter][round] = winner(board);
      if (round + 1 < rounds) {
        barrier.arrive_and_wait();
      } else {
        barrier.arrive_and_drop();
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
