// Mistake: Only more than half of the votes win; otherwise the smallest number does.
// Verdict: wrong result
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
    decisions[i] = *std::min_element(heard.begin(), heard.end());
    for (int number : heard) {
      const auto votes = static_cast<std::size_t>(std::count(heard.begin(), heard.end(), number));
      if (2 * votes > voters) decisions[i] = number;
    }
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
