// Mistake: Votes are counted in an array of 1001 places, and a number may be negative.
// Verdict: crash
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
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
    std::vector<int> votes(1001);
    ++votes.at(static_cast<std::size_t>(choices[i]));
    for (std::size_t n = 1; n < voters; ++n) {
      ++votes.at(static_cast<std::size_t>(*inboxes[i].pop()));
    }
    const auto best = std::max_element(votes.begin(), votes.end());
    decisions[i] = static_cast<int>(best - votes.begin());
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
