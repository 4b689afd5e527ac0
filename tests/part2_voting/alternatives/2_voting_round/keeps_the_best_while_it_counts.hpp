// Alternative: The best so far is kept up to date with each vote, in a hash table.
#pragma once

#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<int> decisions(voters);
  const auto run = [&](std::size_t i) {
    std::thread helper([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
    });
    std::unordered_map<int, int> tally = {{choices[i], 1}};
    int best = choices[i];
    for (std::size_t n = 1; n < voters; ++n) {
      const int number = *inboxes[i].pop();
      const int votes = ++tally[number];
      if (votes > tally[best] || (votes == tally[best] && number < best)) best = number;
    }
    decisions[i] = best;
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
