// Alternative: A std::barrier whose completion function decides, once for all.
#pragma once

#include <barrier>
#include <cstddef>
#include <thread>
#include <vector>

#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  int decided[2] = {0, 0};
  std::size_t rounds_done = 0;
  const auto decide = [&]() noexcept { decided[rounds_done++ % 2] = winner(board); };
  std::barrier barrier(static_cast<std::ptrdiff_t>(voters), decide);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      board[voter] = choose(voter, round);
      barrier.arrive_and_wait();
      decisions[voter][round] = decided[round % 2];
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
