// Mistake: Each message has a thread of its own, and all are joined at the end.
// Verdict: wrong result
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
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::vector<Message> early;
    std::vector<std::thread> senders;
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to == voter) continue;
        senders.emplace_back([&inbox = inboxes[to], round, mine] { inbox.push({round, mine}); });
      }
      std::vector<int> numbers = {mine};
      std::vector<Message> rest;
      for (const Message& message : early) {
        if (message.round == round) numbers.push_back(message.number);
        if (message.round > round) rest.push_back(message);
      }
      early = rest;
      while (numbers.size() < voters) {
        const Message message = *inboxes[voter].pop();
        if (message.round == round) {
          numbers.push_back(message.number);
        } else {
          early.push_back(message);
        }
      }
      decisions[voter][round] = winner(numbers);
    }
    for (std::thread& sender : senders) sender.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
