// Mistake: Each voter appends its row to the result without a lock.
// Verdict: data race, crash, wrong result
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
  std::vector<std::vector<int>> heard;
  const auto vote = [&](std::size_t i) {
    std::thread helper([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
    });
    std::vector<int> row;
    for (std::size_t n = 1; n < voters; ++n) row.push_back(*inboxes[i].pop());
    helper.join();
    heard.push_back(row);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
