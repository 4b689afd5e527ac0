// Mistake: Each thread reads the loop variable, which the loop goes on to change.
// Verdict: data race
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
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) {
    threads.emplace_back([&] {
      const std::size_t self = i;
      std::thread helper([&, self] {
        for (std::size_t d = 1; d < voters; ++d) inboxes[(self + d) % voters].push(choices[self]);
      });
      for (std::size_t n = 1; n < voters; ++n) heard[self].push_back(*inboxes[self].pop());
      helper.join();
    });
  }
  for (std::thread& thread : threads) thread.join();
  return heard;
}
