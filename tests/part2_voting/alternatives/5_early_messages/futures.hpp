// Alternative: The voters are started with std::async and return their decisions.
#pragma once

#include <cstddef>
#include <deque>
#include <future>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

struct Message {
  std::size_t round;
  int number;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::vector<int> decided;
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
      decided.push_back(winner(numbers));
    }
    return decided;
  };
  std::vector<std::future<std::vector<int>>> results;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    results.push_back(std::async(std::launch::async, vote, voter));
  }
  std::vector<std::vector<int>> decisions;
  for (auto& result : results) decisions.push_back(result.get());
  return decisions;
}
