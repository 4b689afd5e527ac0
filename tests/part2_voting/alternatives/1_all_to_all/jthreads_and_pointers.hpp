// Alternative: Inboxes behind pointers, and jthreads that join themselves.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("all_to_all: no room");
  const std::size_t voters = choices.size();
  std::vector<std::unique_ptr<BoundedQueue<int>>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) {
    inboxes.push_back(std::make_unique<BoundedQueue<int>>(capacity));
  }
  std::vector<std::vector<int>> heard(voters);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < voters; ++i) {
      threads.emplace_back([&, i] {
        for (std::size_t to = 0; to < voters; ++to) {
          if (to != i) inboxes[to]->push(choices[i]);
        }
      });
      threads.emplace_back([&, &inbox = *inboxes[i], &row = heard[i]] {
        while (row.size() < voters - 1) row.push_back(*inbox.pop());
      });
    }
  }
  return heard;
}
