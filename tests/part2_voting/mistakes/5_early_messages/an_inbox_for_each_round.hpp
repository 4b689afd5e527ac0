// Mistake: Each voter has two inboxes, one for even rounds and one for odd ones.
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
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < 2 * voters; ++i) inboxes.emplace_back(voters);
  const auto vote = [&](std::size_t voter) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[2 * to + round % 2].push(mine);
      }
      std::vector<int> numbers = {mine};
      while (numbers.size() < voters) numbers.push_back(*inboxes[2 * voter + round % 2].pop());
      decisions[voter][round] = winner(numbers);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
