// Mistake: All voters count in one tally, without a lock.
// Verdict: data race
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// Returns the number with the most votes; of several with equally many, the smallest.
inline int winner_of(const std::map<int, int>& tally) {
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
  std::vector<int> decisions(voters);
  std::map<int, int> tally;
  const auto run = [&](std::size_t i) {
    ++tally[choices[i]];
    std::thread helper([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
    });
    for (std::size_t n = 1; n < voters; ++n) inboxes[i].pop();
    decisions[i] = winner_of(tally);
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
