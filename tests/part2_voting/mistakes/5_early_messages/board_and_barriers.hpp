// Mistake: The voters use the shared board of 2.4, and no messages.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

struct Message {
  std::size_t round;
  int number;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  Barrier barrier(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      board[voter] = mine;
      barrier.arrive_and_wait();
      decisions[voter][round] = winner(board);
      barrier.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
