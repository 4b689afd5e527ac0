// Mistake: It counts in an atomic who has written, and looks at it again and again.
// Verdict: polls, never ends
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<std::vector<int>> board(rounds, std::vector<int>(voters));
  std::vector<std::atomic<std::size_t>> written(rounds);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      board[round][voter] = choose(voter, round);
      ++written[round];
      while (written[round] < voters) std::this_thread::yield();
      decisions[voter][round] = winner(board[round]);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
