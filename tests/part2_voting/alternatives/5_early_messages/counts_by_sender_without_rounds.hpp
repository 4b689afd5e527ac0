// Alternative: The inbox keeps the order of each sender: its k-th message is of round k, whatever
// stands in it.
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
  std::size_t from;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::vector<std::deque<int>> waiting(voters);
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, mine, voter});
      }
      std::vector<int> numbers = {mine};
      for (std::size_t from = 0; from < voters; ++from) {
        if (from == voter) continue;
        while (waiting[from].empty()) {
          const Message message = *inboxes[voter].pop();
          waiting[message.from].push_back(message.number);
        }
        numbers.push_back(waiting[from].front());
        waiting[from].pop_front();
      }
      decisions[voter][round] = winner(numbers);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
