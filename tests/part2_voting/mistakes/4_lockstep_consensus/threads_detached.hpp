// Mistake: Nobody joins the voters: some are still on their way out when it returns.
// Verdict: thread left behind, data race
#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

struct Shared {
  explicit Shared(std::size_t voters) : board(voters), barrier(voters), done(voters + 1) {}

  std::vector<int> board;
  Barrier barrier;
  Barrier done;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  const auto shared = std::make_shared<Shared>(voters);
  const auto vote = [&choose, &decisions, rounds, shared](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      shared->board[voter] = choose(voter, round);
      shared->barrier.arrive_and_wait();
      decisions[voter][round] = winner(shared->board);
      shared->barrier.arrive_and_wait();
    }
    shared->done.arrive_and_wait();
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.detach();
  shared->done.arrive_and_wait();
  return decisions;
}
