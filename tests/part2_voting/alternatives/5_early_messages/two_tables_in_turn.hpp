// Alternative: A message says only whether its round is even or odd: there are two tables in turn.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

struct Message {
  bool odd;
  int number;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::array<std::vector<int>, 2> tables;
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round % 2 == 1, mine});
      }
      std::vector<int>& numbers = tables[round % 2];
      numbers.push_back(mine);
      while (numbers.size() < voters) {
        const Message message = *inboxes[voter].pop();
        tables[message.odd ? 1 : 0].push_back(message.number);
      }
      decisions[voter][round] = winner(numbers);
      numbers.clear();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
