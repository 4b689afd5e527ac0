// Mistake: All voters count into one map without a lock.
// Verdict: data race, crash
#pragma once

#include <cstddef>
#include <map>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<std::map<int, int>> tallies(rounds);
  Barrier barrier(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const int number = choose(voter, round);
      ++tallies[round][number];
      barrier.arrive_and_wait();
      int best = tallies[round].begin()->first;
      for (const auto& [candidate, votes] : tallies[round]) {
        if (votes > tallies[round].at(best)) best = candidate;
      }
      decisions[voter][round] = best;
      barrier.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
