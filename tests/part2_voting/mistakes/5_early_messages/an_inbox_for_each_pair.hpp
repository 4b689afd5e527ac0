// Mistake: There is a queue for each pair of voters, so that nothing ever comes early.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  std::deque<BoundedQueue<int>> queues;
  for (std::size_t i = 0; i < voters * voters; ++i) queues.emplace_back(2);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) queues[voter * voters + to].push(mine);
      }
      std::vector<int> numbers = {mine};
      for (std::size_t from = 0; from < voters; ++from) {
        if (from != voter) numbers.push_back(*queues[from * voters + voter].pop());
      }
      decisions[voter][round] = winner(numbers);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
