// Mistake: There are inboxes, but no threads: one loop sends and reads for all voters.
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
  for (std::size_t from = 0; from < voters; ++from) {
    for (std::size_t to = 0; to < voters; ++to) {
      if (to == from) continue;
      inboxes[to].push(choices[from]);
      heard[to].push_back(*inboxes[to].pop());
    }
  }
  return heard;
}
