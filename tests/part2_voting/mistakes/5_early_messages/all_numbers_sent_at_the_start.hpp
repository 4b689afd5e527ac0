// Mistake: A voter chooses and sends the numbers of all rounds before it reads.
// Verdict: wrong result, deadlock, crash
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
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(rounds * voters + 1);
  const auto vote = [&](std::size_t voter) {
    std::vector<int> chosen(rounds);
    for (std::size_t round = 0; round < rounds; ++round) {
      chosen[round] = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, chosen[round]});
      }
    }
    std::vector<std::vector<int>> heard(rounds);
    for (std::size_t round = 0; round < rounds; ++round) {
      std::vector<int>& numbers = heard[round];
      numbers.push_back(chosen[round]);
      while (numbers.size() < voters) {
        const Message message = *inboxes[voter].pop();
        heard[message.round].push_back(message.number);
      }
      decisions[voter][round] = winner(numbers);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
