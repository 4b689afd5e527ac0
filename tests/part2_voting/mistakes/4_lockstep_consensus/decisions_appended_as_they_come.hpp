// Mistake: All voters append to one vector of decisions: a place in it belongs to nobody.
// Verdict: data race, crash, wrong result
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
  std::vector<int> all;
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      board[voter] = choose(voter, round);
      barrier.arrive_and_wait();
      {
        std::lock_guard lock(mutex);
        all.push_back(winner(board));
      }
      barrier.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < all.size(); ++i) decisions[i / rounds][i % rounds] = all[i];
  return decisions;
}
