// Mistake: A lock guards the board, but a fast voter overwrites what a slow one has not read.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  std::mutex mutex;
  Barrier barrier(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const int number = choose(voter, round);
      {
        std::lock_guard lock(mutex);
        board[voter] = number;
      }
      barrier.arrive_and_wait();
      std::lock_guard lock(mutex);
      decisions[voter][round] = winner(board);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
