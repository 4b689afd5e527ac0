// Alternative: The threads join themselves, and each voter appends to a row of its own.
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

struct Message {
  std::size_t round;
  int number;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters);
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::vector<int> early;
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, mine});
      }
      std::vector<int> numbers = {mine};
      numbers.insert(numbers.end(), early.begin(), early.end());
      early.clear();
      while (numbers.size() < voters) {
        const Message message = *inboxes[voter].pop();
        (message.round == round ? numbers : early).push_back(message.number);
      }
      decisions[voter].push_back(winner(numbers));
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  threads.clear();
  return decisions;
}
