// Mistake: A voter waits for as many messages as there are voters.
// Verdict: deadlock
#pragma once

#include <cstddef>
#include <deque>
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
  std::vector<int> decisions(voters);
  const auto run = [&](std::size_t i) {
    std::thread helper([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
    });
    std::vector<int> heard = {choices[i]};
    for (std::size_t n = 0; n < voters; ++n) heard.push_back(*inboxes[i].pop());
    decisions[i] = winner_of(heard);
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
