// Mistake: Each voter reads first, to make room.
// Verdict: deadlock
#pragma once

#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("all_to_all: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<std::vector<int>> heard(voters);
  const auto vote = [&](std::size_t i) {
    for (std::size_t n = 1; n < voters; ++n) heard[i].push_back(*inboxes[i].pop());
    for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
