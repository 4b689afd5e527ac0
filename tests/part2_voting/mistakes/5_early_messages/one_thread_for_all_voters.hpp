// Mistake: One thread does the work of all voters, one after the other in each round.
// Verdict: wrong result, deadlock
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
  const auto all_vote = [&] {
    for (std::size_t round = 0; round < rounds; ++round) {
      std::vector<int> chosen(voters);
      for (std::size_t voter = 0; voter < voters; ++voter) {
        chosen[voter] = choose(voter, round);
        for (std::size_t to = 0; to < voters; ++to) {
          if (to != voter) inboxes[to].push({round, chosen[voter]});
        }
      }
      for (std::size_t voter = 0; voter < voters; ++voter) {
        std::vector<int> numbers = {chosen[voter]};
        while (numbers.size() < voters) numbers.push_back(inboxes[voter].pop()->number);
        decisions[voter][round] = winner(numbers);
      }
    }
  };
  std::thread(all_vote).join();
  return decisions;
}
