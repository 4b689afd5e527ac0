// Alternative: For each number its votes are counted anew, and a tie is broken by hand.
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
    std::vector<int> heard = {choices[i]};
    for (std::size_t n = 1; n < voters; ++n) heard.push_back(*inboxes[i].pop());
    const auto votes_for = [&](int number) {
      return std::count(heard.begin(), heard.end(), number);
    };
    decisions[i] = *std::min_element(heard.begin(), heard.end(), [&](int left, int right) {
      const auto left_votes = votes_for(left);
      const auto right_votes = votes_for(right);
      return left_votes != right_votes ? left_votes > right_votes : left < right;
    });
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
