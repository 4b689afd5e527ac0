// Alternative: Voters and helpers are async tasks, and a voter returns its decision.
#pragma once

#include <cstddef>
#include <deque>
#include <future>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// Returns the number with the most votes; of several with equally many, the smallest.
inline int winner_of(const std::vector<int>& votes) {
  std::map<int, int> tally;
  for (int number : votes) ++tally[number];
  auto best = tally.begin();
  for (auto it = tally.begin(); it != tally.end(); ++it) {
    if (it->second > best->second) best = it;
  }
  return best->first;
}

inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  const auto tell = [&](std::size_t i) {
    for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
  };
  const auto decide = [&](std::size_t i) {
    const auto told = std::async(std::launch::async, tell, i);
    std::vector<int> heard = {choices[i]};
    for (std::size_t n = 1; n < voters; ++n) heard.push_back(*inboxes[i].pop());
    return winner_of(heard);
  };
  std::vector<std::future<int>> results;
  for (std::size_t i = 0; i < voters; ++i) {
    results.push_back(std::async(std::launch::async, decide, i));
  }
  std::vector<int> decisions;
  for (auto& result : results) decisions.push_back(result.get());
  return decisions;
}
