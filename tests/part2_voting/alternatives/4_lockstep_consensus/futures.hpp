// Alternative: The voters are started with std::async and return their decisions.
#pragma once

#include <cstddef>
#include <future>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions;
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  Barrier barrier(voters);
  const auto vote = [&](std::size_t voter) {
    std::vector<int> own;
    for (std::size_t round = 0; round < rounds; ++round) {
      board[voter] = choose(voter, round);
      barrier.arrive_and_wait();
      own.push_back(winner(board));
      barrier.arrive_and_wait();
    }
    return own;
  };
  std::vector<std::future<std::vector<int>>> results;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    results.push_back(std::async(std::launch::async, vote, voter));
  }
  for (auto& result : results) decisions.push_back(result.get());
  return decisions;
}
