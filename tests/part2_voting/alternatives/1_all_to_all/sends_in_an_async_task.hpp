// Alternative: std::async is the helper, and each voter returns its row from a task.
#pragma once

#include <cstddef>
#include <deque>
#include <future>
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
  const auto tell = [&](std::size_t i) {
    for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
  };
  const auto vote = [&](std::size_t i) {
    const auto told = std::async(std::launch::async, tell, i);
    std::vector<int> row;
    for (std::size_t n = 1; n < voters; ++n) row.push_back(*inboxes[i].pop());
    return row;
  };
  std::vector<std::future<std::vector<int>>> rows;
  for (std::size_t i = 0; i < voters; ++i) {
    rows.push_back(std::async(std::launch::async, vote, i));
  }
  std::vector<std::vector<int>> heard;
  for (auto& row : rows) heard.push_back(row.get());
  return heard;
}
