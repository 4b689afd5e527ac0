// Alternative: In each round everybody sends one and reads one; a barrier ends it.
#pragma once

#include <barrier>
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
  std::barrier rounds(static_cast<std::ptrdiff_t>(voters));
  const auto vote = [&](std::size_t i) {
    for (std::size_t d = 1; d < voters; ++d) {
      inboxes[(i + d) % voters].push(choices[i]);
      heard[i].push_back(*inboxes[i].pop());
      rounds.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
