// Mistake: All voters share one inbox, and a number may go back to its sender.
// Verdict: deadlock, wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  BoundedQueue<int> inbox(capacity);
  const std::size_t voters = choices.size();
  std::vector<std::vector<int>> heard(voters);
  const auto vote = [&](std::size_t i) {
    std::thread helper([&, i] {
      for (std::size_t n = 1; n < voters; ++n) inbox.push(choices[i]);
    });
    while (heard[i].size() < voters - 1) {
      const int number = *inbox.pop();
      if (number != choices[i]) {
        heard[i].push_back(number);
      } else {
        inbox.push(number);
      }
    }
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
