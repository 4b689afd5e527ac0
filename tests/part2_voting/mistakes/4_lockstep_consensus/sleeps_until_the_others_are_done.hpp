// Mistake: It sleeps a second where it should wait for the others.
// Verdict: data race, wrong result, polls
#pragma once

#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      board[voter] = choose(voter, round);
      std::this_thread::sleep_for(std::chrono::seconds(1));
      decisions[voter][round] = winner(board);
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
