// Mistake: Voter 0 writes the decisions of all, and the others only send.
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
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      if (voter != 0) inboxes[0].push({round, mine});
      if (voter != 0) continue;
      std::vector<int> numbers = {mine};
      std::vector<Message> later;
      for (const Message& message : early) {
        if (message.round == round) numbers.push_back(message.number);
        if (message.round > round) later.push_back(message);
      }
      early = later;
      while (numbers.size() < voters) {
        const Message message = *inboxes[0].pop();
        if (message.round == round) {
          numbers.push_back(message.number);
        } else {
          early.push_back(message);
        }
      }
      for (auto& own : decisions) own[round] = winner(numbers);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
