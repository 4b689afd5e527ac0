// Mistake: Each voter sends its number to itself as well.
// Verdict: wrong result
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
    std::thread helper([&, i] {
      for (BoundedQueue<int>& inbox : inboxes) inbox.push(choices[i]);
    });
    for (std::size_t n = 0; n < voters; ++n) heard[i].push_back(*inboxes[i].pop());
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
